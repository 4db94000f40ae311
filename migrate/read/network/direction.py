"""Sockets of one host -> what listens, whom it calls, who calls it.

Which side of a connection is the service is told by who listens; only a capture without listening
sockets is judged by the ports themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from migrate.knowledge.ports import usual_ports
from migrate.model.origin import Origin
from migrate.read.network.sockets import Socket

Side: TypeAlias = Literal["out", "in", "unknown"]
_EVERYWHERE = {"0.0.0.0": "*", "::": "*"}
_EPHEMERAL = 32768
"""Where Linux takes the ports of clients from (net.ipv4.ip_local_port_range)."""


class Seen(Struct, frozen=True):
    """One socket, whoever printed it, with every place at which it was printed."""

    socket: Socket
    origins: tuple[Origin, ...]


class Connections(Struct, frozen=True):
    """The sockets of one host, sorted out."""

    listening: tuple[Seen, ...]
    out: tuple[Seen, ...]
    incoming: tuple[Seen, ...]
    unknown: tuple[Seen, ...]


def sort_out(printed: Iterable[tuple[Socket, Origin]]) -> Connections:
    """Tell services, calls and callers apart."""
    seen = _once(printed)
    listening = tuple(s for s in seen if s.socket.state == "listen")
    others = [s for s in seen if s.socket.state != "listen"]
    services = {(s.socket.transport, s.socket.local_port) for s in listening}
    shape = _Shape([s.socket for s in others])
    sides: dict[Side, list[Seen]] = {"out": [], "in": [], "unknown": []}
    for each in others:
        socket = each.socket
        if any(transport == "tcp" for transport, _ in services):
            side: Side = "in" if (socket.transport, socket.local_port) in services else "out"
        else:
            side = shape.side(socket)
        sides[side].append(each)
    return Connections(listening, tuple(sides["out"]), tuple(sides["in"]), tuple(sides["unknown"]))


def _once(printed: Iterable[tuple[Socket, Origin]]) -> list[Seen]:
    """Return each socket once; what names its process counts more than what does not."""
    found: dict[tuple[object, ...], Seen] = {}
    for socket, origin in printed:
        local = _EVERYWHERE.get(socket.local, socket.local) if socket.state == "listen" else ""
        far = (socket.remote, socket.remote_port) if socket.remote_port else ("", 0)
        key = (socket.transport, local or socket.local, socket.local_port, *far)
        known = found.get(key)
        best = known.socket if known and known.socket.process else socket
        origins = (*(known.origins if known else ()), origin)
        named = replace(best, local=local) if local else best
        found[key] = Seen(named, tuple(dict.fromkeys(origins)))
    return list(found.values())


class _Shape:
    """Judges by ports: many client ports go to one service port, and lie above others."""

    def __init__(self, sockets: Sequence[Socket]) -> None:
        self._to = Counter((s.remote, s.remote_port) for s in sockets)
        self._at = Counter((s.local, s.local_port) for s in sockets)
        self._known = {port.port for ports in usual_ports().values() for port in ports}

    def side(self, socket: Socket) -> Side:
        """Return which side of a connection is the service."""
        local, remote = socket.local_port, socket.remote_port
        if socket.state == "trying":
            return "out"
        if (local in self._known) != (remote in self._known):
            return "in" if local in self._known else "out"
        if (local >= _EPHEMERAL) != (remote >= _EPHEMERAL):
            return "out" if local >= _EPHEMERAL else "in"
        to, at = self._to[(socket.remote, remote)], self._at[(socket.local, local)]
        if to != at:
            return "out" if to > at else "in"
        return "unknown"
