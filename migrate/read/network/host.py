"""What was captured on a host goes in; sockets, names, processes, schedules, mounts come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from migrate.knowledge.hosts import host_knowledge
from migrate.model.facts import Plain
from migrate.model.origin import Origin
from migrate.read import commands
from migrate.read.findings import Found
from migrate.read.network import addresses, forwards, mounts, processes, schedules, sockets
from migrate.read.network.captures import Capture, Captured, hosts, name_of
from migrate.read.network.direction import Seen, sort_out
from migrate.read.network.sockets import Socket
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "host"
_PLACES = 20
"""Lines named for one item."""
_MOST = 500
"""Items of one list; what was left out is said."""


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when anything in it was captured on a host."""
    return ("",) if hosts(tree) else ()


def read(site: Site) -> Iterable[Found]:
    """Read the captures of every host."""
    for captured in hosts(site.tree):
        yield _Host(captured).found


class _Host:
    def __init__(self, captured: Captured) -> None:
        self.found = Found(captured.folder.rstrip("/").rsplit("/", 1)[-1])
        self.found.entries = captured.entries
        named = name_of(captured.captures)
        if named:
            self.found.fact("host.hostname", named[0], named[1].origin(named[2]))
        self._sockets(captured.captures)
        for capture in captured.captures:
            for kind in capture.holds:
                read_one = _READERS.get(kind)
                if read_one:
                    read_one(capture.entry, capture.entry.text() or "", self.found)
        self._others(named[0] if named else "")

    def _others(self, name: str) -> None:
        """Leave out what calls the host itself."""
        own = {str(item["address"]) for item in self.found.items("host.addresses")}
        own |= {name, name.partition(".")[0]} if name else set()
        self.found.references = [
            each for each in self.found.references if each.target.rpartition(":")[0] not in own
        ]

    def _sockets(self, captures: Sequence[Capture]) -> None:
        found = sort_out(
            (socket, capture.entry.origin(socket.line))
            for capture in captures
            if "sockets" in capture.holds
            for socket in sockets.read(capture.entry.text() or "")
        )
        owners = {s.socket.local_port: s.socket for s in found.listening if s.socket.process}
        for each in found.listening[:_MOST]:
            socket = each.socket
            self._item(
                "host.listening",
                each.origins,
                port=socket.local_port,
                address=socket.local,
                transport=socket.transport,
                process=socket.process or None,
                pid=socket.pid or None,
            )
        self._grouped("host.connections", found.out, {})
        self._grouped("host.clients", found.incoming, owners)
        self._grouped("host.connections.unknown", found.unknown, {})

    def _grouped(self, fact: str, found: Sequence[Seen], owners: dict[int, Socket]) -> None:
        """Add one item for all connections of one process with one other end."""
        groups: dict[tuple[str, int, str, int], list[Seen]] = {}
        for each in found:
            socket = each.socket
            port = socket.local_port if fact == "host.clients" else socket.remote_port
            owner = socket if socket.process else owners.get(socket.local_port, socket)
            groups.setdefault((socket.remote, port, owner.process, owner.pid), []).append(each)
        for (address, port, process, pid), held in list(groups.items())[:_MOST]:
            self._item(
                fact,
                tuple(dict.fromkeys(o for each in held for o in each.origins))[:_PLACES],
                process=process or None,
                pid=pid or None,
                remote=address,
                port=port,
                count=len(held),
            )
        if len(groups) > _MOST:
            self.found.unknown(f"{fact}.rest", "read.unknown.host.rest", count=str(len(groups)))

    def _item(self, fact: str, origins: Sequence[Origin], **item: Plain) -> None:
        for origin in origins:
            self.found.item(fact, origin, **item)


def _processes(entry: Entry, text: str, found: Found) -> None:
    known = host_knowledge()
    for process in processes.read(text):
        found.references.extend(commands.references(process.command, entry.origin(process.line)))
        kinds = known.kinds(process.program)
        if kinds:
            found.item(
                "host.processes",
                entry.origin(process.line),
                program=process.program,
                user=process.user,
                pid=process.pid,
                command=process.command,
            )


def _hosts_file(entry: Entry, text: str, found: Found) -> None:
    for alias in list(addresses.aliases(text))[: 4 * _MOST]:
        origin = entry.origin(alias.line)
        found.item("host.aliases", origin, name=alias.name, address=alias.address)


def _own(entry: Entry, text: str, found: Found) -> None:
    for own in addresses.own(text):
        origin = entry.origin(own.line)
        found.item("host.addresses", origin, address=own.address, interface=own.interface)


def _resolvers(entry: Entry, text: str, found: Found) -> None:
    for address, line in addresses.resolvers(text):
        found.item("host.resolvers", entry.origin(line), address=address)


def _mounts(entry: Entry, text: str, found: Found) -> None:
    for mount in mounts.read(text):
        found.item(
            "host.mounts",
            entry.origin(mount.line),
            path=mount.path,
            source=mount.source,
            type=mount.type,
            host=mount.host or None,
            remote_path=mount.remote_path or None,
            options=mount.options or None,
        )


def _exports(entry: Entry, text: str, found: Found) -> None:
    for export in mounts.exports(text):
        found.item(
            "host.exports", entry.origin(export.line), path=export.path, clients=export.clients
        )


def _crontab(entry: Entry, text: str, found: Found) -> None:
    for job in schedules.jobs(entry, text):
        found.item(
            "schedules", entry.origin(job.line), cron=job.cron, command=job.command, user=job.user
        )
        found.references.extend(commands.references(job.command, entry.origin(job.line)))


def _unit(entry: Entry, text: str, found: Found) -> None:
    unit = schedules.unit(text)
    command, line = unit.said("ExecStart")
    calendar, at = unit.said("OnCalendar")
    name = entry.name
    if command:
        found.references.extend(commands.references(command, entry.origin(line)))
        found.item(
            "host.services",
            entry.origin(line),
            name=name,
            command=command,
            user=unit.said("User")[0] or None,
            folder=unit.said("WorkingDirectory")[0] or None,
        )
    if calendar:
        started = unit.said("Unit")[0] or name.replace(".timer", ".service")
        found.item("host.timers", entry.origin(at), calendar=calendar, unit=started)


def _forwards(entry: Entry, text: str, found: Found) -> None:
    for forward in forwards.read(text):
        found.item(
            "host.forwards",
            entry.origin(forward.line),
            address=forward.address or None,
            port=forward.port,
            to=forward.to,
        )


_READERS: dict[str, Callable[[Entry, str, Found], None]] = {
    "processes": _processes,
    "hosts": _hosts_file,
    "addresses": _own,
    "resolvers": _resolvers,
    "mounts": _mounts,
    "exports": _exports,
    "crontab": _crontab,
    "unit": _unit,
    "forwards": _forwards,
}
