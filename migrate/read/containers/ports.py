"""Ports as compose files publish them -> port in the container, port and address outside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from migrate.read.containers.document import Value

_SHORT = re.compile(
    r"(?:(?P<address>\[[0-9A-Fa-f:.]+\]|\d{1,3}(?:\.\d{1,3}){3}):)?(?:(?P<published>\d+(?:-\d+)?)?:)?"
    r"(?P<target>\d+(?:-\d+)?)(?:/(?P<transport>tcp|udp|sctp))?$"
)
_LONG_OPTION = re.compile(r"(?:^|\s)--?port(?:=|\s{1,20})(?P<port>\d{1,5})(?=\s|$)")
_SHORT_OPTION = re.compile(r"(?:^|\s)-p\s{0,20}(?P<port>\d{1,5})(?=\s|$)")
_SETTING = re.compile(r"(?:^|\s)-c\s{0,20}port=(?P<port>\d{1,5})(?=\s|$)")
_OPTIONS = {
    "mariadb": (_LONG_OPTION,),
    "memcached": (_LONG_OPTION, _SHORT_OPTION),
    "mongodb": (_LONG_OPTION,),
    "mysql": (_LONG_OPTION,),
    "postgresql": (_LONG_OPTION, _SHORT_OPTION, _SETTING),
    "redis": (_LONG_OPTION,),
}
"""How servers are told on their command line where to listen, by their manuals."""
_MOST = 100
"""Of one range; a longer one is a range of client ports, not of services."""


class Published(Struct, frozen=True):
    """One port."""

    target: int
    published: int
    """0 where the engine picks one, or none is published."""
    address: str
    transport: str


def read(value: Value) -> Iterator[Published]:
    """Yield the ports of one item of `ports`, short or long; nothing for what is no port."""
    if value.shape == "map":
        yield from _pairs(
            value.said("target"),
            value.said("published"),
            value.said("host_ip"),
            value.said("protocol") or "tcp",
        )
        return
    match = _SHORT.match(value.text.strip())
    if match:
        address = (match["address"] or "").strip("[]")
        yield from _pairs(
            match["target"], match["published"] or "", address, match["transport"] or "tcp"
        )


def chosen(kind: str, command: str) -> int:
    """Return the port that a command line tells a server of a kind to listen on, 0 for none."""
    for option in _OPTIONS.get(kind, ()):
        match = option.search(command)
        if match and 0 < int(match["port"]) < 65536:
            return int(match["port"])
    return 0


def _pairs(target: str, published: str, address: str, transport: str) -> Iterator[Published]:
    inside, outside = _range(target), _range(published)
    for number, port in enumerate(inside):
        out = outside[number] if len(outside) == len(inside) else 0
        yield Published(port, out, address, transport)


def _range(text: str) -> list[int]:
    first, _, last = text.partition("-")
    if not first.isdecimal() or (last and not last.isdecimal()):
        return []
    start, end = int(first), int(last or first)
    return list(range(start, min(end, start + _MOST - 1) + 1)) if 0 < start <= end < 65536 else []
