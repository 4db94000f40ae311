"""What balancers have in common: listeners and pools go in; facts and references come out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from migrate.model.facts import Endpoint, Reference
from migrate.model.origin import Origin
from migrate.read import leaks, server_facts
from migrate.read.findings import Found
from migrate.read.tree import Tree

_ADDRESS = re.compile(
    r"^(?:\[(?P<six>[0-9A-Fa-f:.%]{2,60})\]|(?P<host>[A-Za-z0-9_.\-*]{0,253}))(?::(?P<port>\d{1,5}))?$"
)
_PORTS = {80: "http", 443: "https", 3306: "mysql"}


_OUTPUTS = (".txt", ".out", ".log")


class Backend(Struct, frozen=True):
    """One member of a pool."""

    host: str
    port: int
    origin: Origin
    weight: int | None = None
    backup: bool = False
    enabled: bool = True


class Pool(Struct):
    """Servers that stand for each other."""

    name: str
    origin: Origin
    members: list[Backend] = []
    balance: str = ""
    check: str = ""
    persistence: str = "none"
    detail: str = ""
    """The cookie's name, how long a client stays …"""
    protocol: str = "http"


class Listener(Struct):
    """Where clients arrive."""

    address: str
    port: int
    origin: Origin
    protocol: str = "http"
    hosts: list[str] = []
    pool: str = ""
    tls: bool = False


def write(found: Found, listeners: Sequence[Listener], pools: Sequence[Pool]) -> None:
    """Add facts, endpoints and references."""
    for listener in listeners:
        found.item(
            "lb.virtual_addresses",
            listener.origin,
            address=listener.address or "*",
            port=listener.port or None,
            protocol=listener.protocol,
            hosts=listener.hosts,
            pool=listener.pool or None,
        )
        endpoint(found, listener.port, listener.protocol, listener.origin)
    for pool in pools:
        _pool(found, pool)


def version(tree: Tree, fact: str, pattern: re.Pattern[str], found: Found) -> None:
    """Set a version from what the program prints of itself, captured beside its configuration."""
    for entry in tree.below("", *_OUTPUTS):
        if pattern.search(entry.text() or ""):
            server_facts.stated(found, fact, pattern, entry)


def endpoint(found: Found, port: int, protocol: str, origin: Origin) -> None:
    """Add a port that is listened on, once."""
    if not port:
        return
    for number, known in enumerate(found.endpoints):
        if known.port == port:
            origins = tuple(dict.fromkeys((*known.origins, origin)))
            found.endpoints[number] = Endpoint(port, known.protocol, origins)
            return
    found.endpoints.append(Endpoint(port, protocol, (origin,)))


def _pool(found: Found, pool: Pool) -> None:
    found.item(
        "lb.pools",
        pool.origin,
        name=pool.name,
        members=[
            {"host": m.host, "port": m.port or None, "weight": m.weight, "backup": m.backup}
            for m in pool.members
        ],
        balance=pool.balance or None,
        health_check=leaks.masked(pool.check)[:300] or None,
    )
    found.item(
        "lb.persistence", pool.origin, pool=pool.name, kind=pool.persistence,
        detail=pool.detail or None,
    )  # fmt: skip
    for member in pool.members:
        if member.enabled:
            reference(found, member.host, member.port, pool.protocol, pool.name, member.origin)


def reference(
    found: Found, host: str, port: int, protocol: str, setting: str, origin: Origin
) -> None:
    """Add whom it passes requests on to."""
    shown = f"[{host}]" if ":" in host else host
    target = f"{shown}:{port}" if port else shown
    found.references.append(Reference(target, protocol, setting=setting, origins=(origin,)))


def host_port(text: str) -> tuple[str, int] | None:
    """Return host and port of `10.1.0.1:80`, `[::1]:80`, `*:80`, `web1`; None for anything else."""
    match = _ADDRESS.match(text)
    if match is None or (match["port"] and int(match["port"]) > 65535):
        return None
    return match["six"] or match["host"] or "", int(match["port"] or 0)


def protocol_of(port: int, mode: str) -> str:
    """Return what is spoken on a port that is passed on as it comes."""
    return mode if mode != "tcp" else _PORTS.get(port, "tcp")
