"""Dumps of `ipvsadm` go in: virtual services of LVS with their real servers come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from migrate.read.findings import Found
from migrate.read.middleware.balancing import Backend, Listener, Pool, host_port, protocol_of, write
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "lvs"
_SERVICE = re.compile(
    r"^(?P<protocol>TCP|UDP)\s+(?P<where>\S{3,80})\s+(?P<balance>[a-z]{2,8})(?P<flags>\s.*)?$"
)
_REAL = re.compile(
    r"^\s+->\s+(?P<where>\S{3,80})\s+(?P<how>Masq|Route|Tunnel|Local)\s+(?P<weight>\d{1,9})\b"
)
_SAVED = re.compile(r"^-A\s+-(?P<protocol>[tu])\s+(?P<where>\S{3,80})(?P<rest>.*)$")
_SAVED_REAL = re.compile(
    r"^-a\s+-[tu]\s+(?P<service>\S{3,80})\s+-r\s+(?P<where>\S{3,80})(?P<rest>.*)$"
)
_SUFFIXES = (".txt", ".log", ".out", ".rules", "")


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds a dump."""
    return ("",) if any(_is_dump(entry) for entry in tree.entries()) else ()


def read(site: Site) -> Iterable[Found]:
    """Read every dump as one balancer."""
    found = Found()
    for entry in site.tree.entries():
        if _is_dump(entry):
            _read(entry, found)
    yield found


def _is_dump(entry: Entry) -> bool:
    if entry.suffix not in _SUFFIXES:
        return False
    text = entry.decoded()[0]
    return "IP Virtual Server" in text or any(map(_SAVED.match, text.splitlines()[:50]))


def _read(entry: Entry, found: Found) -> None:
    pools: dict[str, Pool] = {}
    listeners: list[Listener] = []
    last = ""
    for number, line in enumerate(entry.expected_text().splitlines(), 1):
        service = _SERVICE.match(line) or _SAVED.match(line)
        real = _REAL.match(line) or _SAVED_REAL.match(line)
        if service:
            last = service["where"]
            known = service.groupdict()
            pools[last] = _pool(known, last, entry, number)
            where = host_port(last)
            if where:
                origin = entry.origin(number)
                listeners.append(Listener(*where, origin, pools[last].protocol, [], last))
        elif real:
            known = real.groupdict()
            pool = pools.get(known.get("service") or last)
            _member(pool, known, entry, number)
    write(found, listeners, list(pools.values()))


def _pool(known: dict[str, str], where: str, entry: Entry, number: int) -> Pool:
    rest = known.get("flags") or known.get("rest") or ""
    stays = re.search(r"(?:persistent|-p)\s+(\d{1,7})", rest)
    balance = re.search(r"-s\s+(\w{2,8})", rest)
    address = host_port(where)
    protocol = "udp" if known["protocol"].upper().startswith("U") else "tcp"
    return Pool(
        where,
        entry.origin(number),
        balance=known.get("balance") or (balance[1] if balance else ""),
        persistence="source" if stays else "none",
        detail=f"{stays[1]} s" if stays else "",
        protocol=protocol_of(address[1], protocol) if address else protocol,
    )


def _member(pool: Pool | None, known: dict[str, str], entry: Entry, number: int) -> None:
    where = host_port(known["where"])
    if pool is None or where is None:
        return
    weight = known.get("weight") or ""
    saved = re.search(r"-w\s+(\d{1,9})", known.get("rest") or "")
    weight = weight or (saved[1] if saved else "")
    pool.members.append(
        Backend(
            *where, entry.origin(number), int(weight) if weight else None, enabled=weight != "0"
        )
    )
