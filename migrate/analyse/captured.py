"""Captures of hosts meet the surveyed hosts: a capture adds to a host, or makes one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from migrate.analyse.naming import slug
from migrate.model.facts import Component, Fact
from migrate.model.inventory import Address, Host, Member
from migrate.model.origin import Origin

KIND = "host"
_BRIDGES = ("docker", "br-", "veth", "virbr", "cni", "flannel", "cali", "lo")
"""Interfaces whose addresses every machine has alike."""


def hosts(
    surveyed: Sequence[Host], captures: Sequence[Component]
) -> tuple[tuple[Host, ...], dict[str, str]]:
    """Return every host with what was captured on it, by id; and captured folder → host id."""
    found = {host.id: host for host in surveyed}
    folders: dict[str, str] = {}
    for capture in sorted(captures, key=lambda capture: capture.id):
        host = _meant(capture, found) or Host(_id(capture, found), _name(capture))
        found[host.id] = _joined(host, capture)
        if _folder(capture):
            folders[_folder(capture)] = host.id
    return tuple(found[key] for key in sorted(found)), folders


def placed(members: Sequence[Member], folders: Mapping[str, str]) -> tuple[Member, ...]:
    """Return the members, each also on the host in whose captured folder it was found."""
    return tuple(_placed(member, folders) for member in members)


def _placed(member: Member, folders: Mapping[str, str]) -> Member:
    found = [
        host
        for folder, host in sorted(folders.items())
        if any(f"{source}/".startswith(f"{folder}/") for source in member.component.sources)
    ]
    return replace(member, hosts=tuple(dict.fromkeys((*member.hosts, *found))))


def _meant(capture: Component, known: Mapping[str, Host]) -> Host | None:
    """Return the host a capture is of: by its names, else by an address of its own."""
    names = {_label(name) for name in _names(capture)}
    for host in known.values():
        if names & {host.id, _label(host.name), _label(host.name.split(".")[0])}:
            return host
    own = {address.value for address in _addresses(capture)}
    fitting = [h for h in known.values() if own & {address.value for address in h.addresses}]
    return fitting[0] if len(fitting) == 1 else None


def _joined(host: Host, capture: Component) -> Host:
    """Return a host with what a capture tells; what was surveyed stays."""
    addresses = {address.value: address for address in host.addresses}
    for address in _addresses(capture):
        known = addresses.get(address.value)
        origins = (*(known.origins if known else ()), *address.origins)
        addresses[address.value] = Address(address.value, tuple(dict.fromkeys(origins)))
    facts = dict(host.facts)
    for name, fact in capture.facts.items():
        if name == "content.sha256":
            continue
        before = facts.get(name)
        facts[name] = _both(before, fact) if before else fact
    origins = host.origins or tuple(Origin(source) for source in capture.sources[:1])
    return replace(
        host,
        addresses=tuple(addresses.values()),
        facts=dict(sorted(facts.items())),
        origins=origins,
    )


def _both(first: Fact, second: Fact) -> Fact:
    """Return what two captures of one host say: of lists all items, else the first."""
    if not isinstance(first.value, list) or not isinstance(second.value, list):
        return first
    return replace(first, value=[*first.value, *(i for i in second.value if i not in first.value)])


def _addresses(capture: Component) -> Iterator[Address]:
    fact = capture.facts.get("host.addresses")
    for item in fact.value if fact and isinstance(fact.value, list | tuple) else ():
        if isinstance(item, Mapping) and not str(item.get("interface")).startswith(_BRIDGES):
            yield Address(str(item.get("address")), tuple(_origins(item)))


def _origins(item: Mapping[str, object]) -> Iterator[Origin]:
    found = item.get("origins")
    for each in found if isinstance(found, list | tuple) else ():
        if isinstance(each, Mapping):
            yield Origin(str(each.get("source", "")), str(each.get("place", "")))


def _names(capture: Component) -> Iterator[str]:
    hostname = str(capture.value("host.hostname") or "")
    if hostname:
        yield from (hostname, hostname.split(".")[0])
    yield capture.name
    folder = _folder(capture).rsplit("/", 1)[-1]
    if folder:
        yield folder


def _name(capture: Component) -> str:
    folder = _folder(capture).rsplit("/", 1)[-1]
    return str(capture.value("host.hostname") or folder or capture.name)


def _id(capture: Component, taken: Mapping[str, Host]) -> str:
    wanted = _label(_name(capture)) or slug("", capture.name)
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    return found


def _label(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _folder(capture: Component) -> str:
    """Return the folder that holds the files of a host; empty for a file handed over alone."""
    parts = [source.split("/")[:-1] for source in capture.sources]
    shared: list[str] = []
    for level in zip(*parts, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    last = _label(shared[-1]) if shared else ""
    own = last and (_label(capture.name) == last or f"{capture.id}-".startswith(f"{last}-"))
    return "/".join(shared) if own else ""
