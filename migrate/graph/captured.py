"""What was seen on the servers: connections of processes, mounts, forwarded ports, their names.

A connection belongs to the component on its host that its process runs. What cannot be told apart
stays with the host, and a finding says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from migrate.graph import listening
from migrate.graph.directory import Directory
from migrate.graph.evidence import origins_of
from migrate.graph.wants import Want
from migrate.knowledge.hosts import host_knowledge
from migrate.model.facts import Component
from migrate.model.inventory import Host, Inventory, Member
from migrate.model.origin import Origin

Doubt: TypeAlias = Literal["", "connection-of-several", "connection-of-unknown"]


class Seen(Struct, frozen=True):
    """A connection or mount, and whose it can be."""

    want: Want
    """Of the host itself."""
    candidates: tuple[Member, ...]
    """The components on the host that it can belong to."""
    doubt: Doubt = ""
    """What is to be said when it stays with the host."""
    process: str = ""
    evidence: tuple[Origin, ...] = ()
    """Of the other end."""


def seen(inventory: Inventory, directory: Directory, nodes: Mapping[str, str]) -> tuple[Seen, ...]:
    """Return what was seen on the hosts, in a fixed order; `nodes` are the hosts' node ids."""
    found: list[Seen] = []
    for host in inventory.hosts:
        machine = as_member(host, nodes[host.id])
        found.extend(_connections(host, machine, directory))
        found.extend(_mounts(host, machine, directory))
    return tuple(sorted(found, key=lambda each: (each.want.order, each.process)))


def callers(
    inventory: Inventory, directory: Directory, nodes: Mapping[str, str]
) -> tuple[Seen, ...]:
    """Return who was seen to call the hosts' services: evidence from the other end."""
    found: list[Seen] = []
    for host in inventory.hosts:
        machine = as_member(host, nodes[host.id])
        for item in _items(host, "host.clients"):
            machines = [k.host for k in directory.find(str(item.get("remote"))) if k.host]
            candidates = [m for each in machines for m in directory.on_host(each.id)]
            want = Want(machine, f"localhost:{item.get('port')}", "tcp", origins=origins_of(item))
            if candidates:
                found.append(Seen(want, tuple(candidates)))
    return tuple(sorted(found, key=lambda each: each.want.order))


def as_member(host: Host, node: str) -> Member:
    """Return a host as if it were a component on itself: its connections start there."""
    return Member(node, Component(node, "host", host.name), "", (host.id,), host.origins)


def _connections(host: Host, machine: Member, directory: Directory) -> Iterator[Seen]:
    known = host_knowledge()
    members = directory.on_host(host.id)
    for item in _items(host, "host.connections"):
        process = str(item.get("process") or "")
        port = item.get("port")
        if not isinstance(port, int) or known.is_infrastructure(process):
            continue
        remote = str(item.get("remote"))
        target = f"[{remote}]:{port}" if ":" in remote else f"{remote}:{port}"
        want = Want(machine, target, "tcp", setting=process or "tcp", origins=origins_of(item))
        candidates = _owners(host, members, process, item.get("pid"))
        doubt: Doubt = "connection-of-several" if len(candidates) > 1 else "connection-of-unknown"
        yield Seen(want, candidates, doubt, process)


def _owners(host: Host, members: Sequence[Member], process: str, pid: object) -> tuple[Member, ...]:
    """Return the components that a process can belong to, fewest that evidence allows."""
    if not process:
        return tuple(members)
    kinds = host_knowledge().kinds(process)
    fitting = [member for member in members if member.component.kind in kinds]
    if len(fitting) < 2:
        return tuple(fitting)
    ports = {
        item.get("port")
        for item in _items(host, "host.listening")
        if item.get("process") == process and (not pid or item.get("pid") == pid)
    }
    by_port = [member for member in fitting if ports & _ports(member.component)]
    return tuple(by_port) if len(by_port) == 1 else tuple(fitting)


def _ports(component: Component) -> set[int]:
    declared = {port.port for port in listening.declared(component)}
    return declared or {port.port for port in listening.usual(component)}


def _mounts(host: Host, machine: Member, directory: Directory) -> Iterator[Seen]:
    for item in _items(host, "host.mounts"):
        server = str(item.get("host") or "")
        if not server:
            continue
        kind = str(item.get("type"))
        protocol = "smb" if kind in ("cifs", "smbfs", "smb3") else kind.rstrip("34.")
        path = str(item.get("path") or "")
        want = Want(
            machine,
            f"[{server}]" if ":" in server else server,
            protocol,
            port={"nfs": 2049, "smb": 445}.get(protocol, 0),
            setting=path,
            kind="shares",
            origins=origins_of(item),
        )
        users = [m for m in directory.on_host(host.id) if _stores_below(m.component, path)]
        evidence = _exported(directory, server, str(item.get("remote_path") or ""))
        yield Seen(want, tuple(users), "", "", evidence)


def _stores_below(component: Component, path: str) -> bool:
    """Tell whether a component keeps anything below a path."""
    folder = path.rstrip("/") + "/"
    said = [component.value("data.dir"), component.value("web.document_root")]
    for fact in ("files.written", "log.files", "volumes"):
        value = component.value(fact)
        for item in value if isinstance(value, list | tuple) else ():
            if isinstance(item, Mapping):
                said += [item.get("path"), item.get("source")]
    return any(isinstance(each, str) and f"{each.rstrip('/')}/".startswith(folder) for each in said)


def _exported(directory: Directory, server: str, path: str) -> tuple[Origin, ...]:
    """Return where the other end says that it gives a folder away."""
    return tuple(
        origin
        for known in directory.find(server)
        if known.host
        for item in _items(known.host, "host.exports")
        if path == item.get("path") or path.startswith(f"{item.get('path')}/")
        for origin in origins_of(item)
    )


def _items(host: Host, fact: str) -> Iterator[Mapping[str, object]]:
    found = host.facts.get(fact)
    for item in found.value if found and isinstance(found.value, list | tuple) else ():
        if isinstance(item, Mapping):
            yield item
