"""Which component, host or outside system an address means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from migrate.graph import listening
from migrate.graph.directory import Alias, Directory, Known
from migrate.graph.targets import Target, canonical, is_address, parse
from migrate.graph.wants import Want
from migrate.knowledge.ports import REMOTE_CALLS
from migrate.model.facts import Component
from migrate.model.inventory import Host, Member
from migrate.model.origin import Origin

Doubt: TypeAlias = Literal["", "ambiguous-reference", "port-without-component"]

_EVIDENCE = ("mysql.server_id",)
"""Facts that show, in the target's own configuration, that it is the server meant."""


class Found(Struct, frozen=True):
    """What an address stands for: a member, a host of the estate, or neither: outside."""

    target: Target
    member: Member | None = None
    host: Host | None = None
    port: int = 0
    protocol: str = ""
    origins: tuple[Origin, ...] = ()
    doubt: Doubt = ""
    candidates: tuple[str, ...] = ()


def resolve(want: Want, directory: Directory) -> Found | None:
    """Return what an address stands for; None when it cannot be told at all."""
    target = parse(want.target)
    if target is None:
        return None
    if not target.port and want.port:
        target = Target(target.host, want.port)
    return _resolved(target, want, directory, None)


def _resolved(
    target: Target, want: Want, directory: Directory, handed: tuple[Origin, ...] | None
) -> Found | None:
    """Return what a target stands for; `handed` says why another host handed it on."""
    target, known, named = _meaning(target, want, directory)
    evidence = (*(handed or ()), *named)
    if target.is_local and not known:
        return None
    if not known:
        return Found(target, port=target.port, protocol=want.protocol, origins=evidence)
    onward = _handed_on(known, target, directory) if handed is None else None
    further = parse(onward.address) if onward else None
    if onward and further:
        return _resolved(further, want, directory, (*evidence, *onward.origins))
    found = _among(known, target, want, directory)
    return replace(found, origins=tuple(dict.fromkeys((*evidence, *found.origins))))


def _meaning(
    target: Target, want: Want, directory: Directory
) -> tuple[Target, tuple[Known, ...], tuple[Origin, ...]]:
    """Return what a host means where it is written: a short name, a hosts file's, or anyone's."""
    if target.is_local:
        return target, _local(want, directory), ()
    near = directory.near(want.member, target.host)
    if near:
        return target, near, ()
    aliases = directory.aliases(want.member, target.host)
    addresses = sorted({alias.address for alias in aliases})
    origins = tuple(sorted({origin for alias in aliases for origin in alias.origins}))
    if len(addresses) != 1:
        known = tuple(k for address in addresses for k in directory.find(address))
        return target, known or directory.find(target.host), origins
    meant = Target(canonical(addresses[0]), target.port)
    known = _local(want, directory) if meant.is_local else directory.find(meant.host)
    return meant, known, origins


def _handed_on(known: Sequence[Known], target: Target, directory: Directory) -> Alias | None:
    """Return where the host meant hands the port on to."""
    hosts = [each.host for each in known if each.host]
    found = directory.forward(hosts[0], target.port) if len(hosts) == 1 and target.port else None
    if found and found.address.startswith(":"):
        return Alias(f"{target.host}{found.address}", found.origins)
    return found


def resolve_component(member: Member, want: Want) -> Found:
    """Return how a component is reached that a survey row calls by its name."""
    known = (Known(member=member, origins=member.origins),)
    return _member(member, known, Target(want.target, want.port), want)


def _local(want: Want, directory: Directory) -> tuple[Known, ...]:
    hosts = directory.hosts_of(want.member)
    return tuple(Known(host=host, origins=host.origins) for host in hosts)


def _among(known: Sequence[Known], target: Target, want: Want, directory: Directory) -> Found:
    named = _unique([k.member for k in known if k.member])
    hosted = _unique([m for k in known if k.host for m in directory.on_host(k.host.id)])
    chosen = _narrowed(_best([*named, *hosted], target.port, want.protocol), want.database)
    if not chosen and not is_address(target.host):
        chosen = named
    host = next((k.host for k in known if k.host), None)
    if len(chosen) == 1:
        return _member(chosen[0], known, target, want)
    return Found(
        target=target,
        host=host,
        port=target.port,
        protocol=want.protocol,
        origins=_origins(known),
        doubt="ambiguous-reference" if chosen else "port-without-component",
        candidates=tuple(sorted(member.component.id for member in chosen)),
    )


def _member(member: Member, known: Sequence[Known], target: Target, want: Want) -> Found:
    port = _port(member.component, target.port, want.protocol)
    protocol = want.protocol
    if protocol in listening.SILENT_PROTOCOLS and port.protocol:
        protocol = port.protocol
    concerning = [k for k in known if k.member is member or k.host]
    evidence = member.component.origins(*_EVIDENCE)
    return Found(
        target=target,
        member=member,
        port=port.port,
        protocol=protocol,
        origins=tuple(dict.fromkeys((*_origins(concerning), *port.origins, *evidence))),
    )


def _best(members: Sequence[Member], port: int, protocol: str) -> list[Member]:
    """Return the members that fit best: first what is declared, then what is usual."""
    members = _unique(members)
    for fits in _ways_to_fit(port, protocol):
        fitting = [member for member in members if fits(member.component)]
        if fitting:
            return fitting
    return []


def _ways_to_fit(port: int, protocol: str) -> Sequence[Callable[[Component], bool]]:
    def declares(component: Component) -> bool:
        known = (*listening.declared(component), *listening.published(component))
        return any(each.port == port for each in known)

    def usually(component: Component) -> bool:
        # A port for remote calls says nothing about the container's own.
        if any(each.protocol not in REMOTE_CALLS for each in listening.declared(component)):
            return False
        return any(each.port == port for each in listening.usual(component))

    def speaks(component: Component) -> bool:
        return listening.speaks(component, protocol)

    if not port:
        return (speaks,)
    return (lambda c: declares(c) and speaks(c), declares, lambda c: usually(c) and speaks(c))


def _narrowed(members: list[Member], database: str) -> list[Member]:
    """Keep the members that hold a database, when that decides."""
    holding = [member for member in members if database and _holds(member.component, database)]
    return holding if len(members) > 1 and holding else members


def _holds(component: Component, database: str) -> bool:
    databases = component.value("mysql.databases")
    names = databases if isinstance(databases, list | tuple) else ()
    return any((n.get("name") if isinstance(n, dict) else n) == database for n in names)


def _port(component: Component, port: int, protocol: str) -> listening.Port:
    known = (*listening.declared(component), *listening.usual(component))
    if port:
        same = [e for e in (*known, *listening.published(component)) if e.port == port]
        origins = dict.fromkeys(origin for each in same for origin in each.origins)
        spoken = next((each.protocol for each in same if each.protocol), "")
        return listening.Port(port, spoken, tuple(origins))
    only = listening.declared(component)
    if protocol in listening.SILENT_PROTOCOLS and len(only) == 1:
        return only[0]
    fitting = [each for each in known if each.protocol == protocol]
    return fitting[0] if fitting else listening.Port(0, protocol)


def _origins(known: Sequence[Known]) -> tuple[Origin, ...]:
    return tuple(dict.fromkeys(origin for each in known for origin in each.origins))


def _unique(members: Sequence[Member]) -> list[Member]:
    return list({member.component.id: member for member in members}.values())
