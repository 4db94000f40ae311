"""Keys and values of one file go in; the addresses they name come out, each with its place."""

from __future__ import annotations

import functools
import heapq
import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from migrate.knowledge.settings import joined, setting_keys
from migrate.read import hosts, urls
from migrate.read.hosts import Spot
from migrate.read.pair import Pair as Pair
from migrate.read.placeholders import Keys, Value, filled

_MOST_SIBLINGS = 300
"""A file with more ports, accounts or databases than that is no one's settings."""
_GLUED = re.compile(
    r"(^|_)(db|sql|redis|mail|smtp|ftp|ldap|proxy|cache|memcache)(?=(?:host|server|addr|ip|port)(?:_|\d|$))"
)


class Address(Struct, frozen=True):
    """A host that a value names."""

    pair: Pair
    host: str
    port: int
    """0 when unknown."""
    protocol: str
    database: str
    account: str
    start: int
    """Offset of the host in the file's text; -1 when it stands nowhere in one piece."""
    length: int
    """Length of the host, with `:port` where that follows."""
    port_pair: Pair | None = None
    """The key of its own that holds the port."""

    @property
    def target(self) -> str:
        """`host:port`, the port left out when unknown."""
        return f"{self.host}:{self.port}" if self.port else self.host


def addresses(pairs: Sequence[Pair]) -> tuple[Address, ...]:
    """Return the addresses in the values of one file.

    A host in a key of its own takes port, database and account from its sibling keys. A value
    that is put together from other keys (`${db.host}`) speaks for them.
    """
    file = _File(pairs)
    found = [address for value in file.values for address in file.of_urls(value)]
    taken = {address.start for address in found if address.start >= 0}
    for value in file.values:
        found.extend(a for a in file.bare(value) if a.start not in taken)
    order = {id(pair): number for number, pair in enumerate(pairs)}
    return tuple(sorted(found, key=lambda a: (order[id(a.pair)], a.start)))


class _File:
    """The keys of one file, to find the siblings of each."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._keys = setting_keys()
        lookup = Keys(pairs).get
        self.values = [filled(pair, lookup) for pair in pairs]
        self._roles = {
            role: _by_part(v for v in self.values if self._keys.is_a(role, v.pair.key))
            for role in ("port", "database", "account")
        }
        self._roles["driver"] = _by_part(v for v in self.values if "driver" in v.pair.key.lower())
        self._owned: dict[tuple[str, str], set[tuple[str, ...]]] = {}
        self._anchors = _by_part(value for value in self.values if self._is_anchor(value))
        self._nearest: dict[int, list[tuple[int, Pair]]] = {}

    def _is_anchor(self, value: Value) -> bool:
        """Tell whether ports, accounts and databases beside a key may belong to it."""
        return self._keys.is_a("host", value.pair.key) or "://" in value.text[:300]

    def of_urls(self, value: Value) -> Iterator[Address]:
        """Yield the addresses of URLs and connection strings."""
        if self._keys.is_a("noise", value.pair.key):
            return
        for spot in urls.spots(value.text, self._keys):
            if hosts.reachable(spot.host, self._keys):
                stored = spot.protocol in self._keys.databases
                account = spot.account
                if stored and not account:
                    account = self._sibling("account", value.pair)[0]
                yield self._address(value, spot, spot.database, account)

    def bare(self, value: Value) -> Iterator[Address]:
        """Yield the addresses of hosts without a scheme."""
        pair = value.pair
        if "://" in value.text or len(value.text) > 2000:
            return
        for spot in hosts.bare(value.text, pair.key, self._keys):
            if not hosts.reachable(spot.host, self._keys):
                continue
            port, port_pair = spot.port, None
            if not port:
                text, port_pair = self._sibling("port", pair)
                port = int(text) if text.isdecimal() and len(text) < 6 else 0
            if not port and not hosts.says_host(spot.host, pair.key):
                continue
            protocol = self._protocol(pair)
            database, account = "", ""
            if not protocol or protocol in self._keys.databases:
                database = self._sibling("database", pair)[0]
                account = self._sibling("account", pair)[0]
            known = Spot(
                spot.host, port or self._keys.protocols.get(protocol, 0), protocol or "tcp",
                spot.start, spot.end,
            )  # fmt: skip
            yield self._address(value, known, database, account, port_pair if port else None)

    def _address(
        self, value: Value, spot: Spot, database: str, account: str, port_pair: Pair | None = None
    ) -> Address:
        # Host and port put together from two keys: the host alone can be cut.
        span = value.span(spot.start, spot.end)
        if span is None and spot.end - spot.start > len(spot.host):
            span = value.span(spot.start, spot.start + len(spot.host))
        return Address(
            pair=value.pair,
            host=spot.host,
            port=spot.port,
            protocol=spot.protocol,
            database=database,
            account=account,
            start=span[0] if span else -1,
            length=span[1] - span[0] if span else 0,
            port_pair=port_pair,
        )

    def _protocol(self, pair: Pair) -> str:
        """Return the protocol that the key names, else its driver."""
        driver, key = self._sibling("driver", pair)
        return self._keys.protocol_in(pair.key) or (
            self._keys.protocol_in(f"{key.key} {driver}") if key else ""
        )

    def _sibling(self, role: str, pair: Pair) -> tuple[str, Pair | None]:
        """Return the value of the key that plays a role for this one, empty when none is certain.

        It is the one whose key has most in common with this one, if no other host is nearer to it.
        """
        near = self._roles[role].get(pair.part, [])
        if len(near) > _MOST_SIBLINGS:
            return "", None
        near = [v for v in near if v.pair is not pair and self._belongs(role, v.pair, pair)]
        best = max((_common(pair, value.pair) for value in near), default=-1)
        chosen = [value for value in near if _common(pair, value.pair) == best]
        if len({value.text for value in chosen}) != 1:
            return "", None
        other = chosen[0].pair
        if any(common > best for common, rival in self._two_nearest(other) if rival is not pair):
            return "", None
        return chosen[0].text, other

    def _two_nearest(self, other: Pair) -> list[tuple[int, Pair]]:
        """Return the two hosts that have most in common with a key: one may be the asker itself."""
        known = self._nearest.get(id(other))
        if known is None:
            ranked = [(_common(v.pair, other), v.pair) for v in self._anchors.get(other.part, [])]
            known = heapq.nlargest(2, ranked, key=lambda each: each[0])
            self._nearest[id(other)] = known
        return known

    def _belongs(self, role: str, other: Pair, pair: Pair) -> bool:
        """Tell whether a key may speak for another: what it is named after is the other's as well.

        `server.port` says nothing of `mysql.host`; a port beside neither does of `db.host`, since
        an application listens too.
        """
        if role == "driver":
            return True
        parts = _parts(pair.key)
        owners = self._owners(role, other)
        if role == "port":
            # Of one element: `appender.port` beside `appender.syslogHost`.
            element = pair.key.rpartition(".")[0]
            mine = {_parts(element)} if element else set()
            return not owners.isdisjoint(self._owners("host", pair) | mine)
        return any(parts[: len(owner)] == owner for owner in owners)

    def _owners(self, role: str, pair: Pair) -> set[tuple[str, ...]]:
        """Return what a key may be named after: the parts before those that make its role."""
        known = self._owned.get((role, pair.key))
        if known is None:
            known = self._owned[role, pair.key] = self._named_after(role, pair.key)
        return known

    def _named_after(self, role: str, key: str) -> set[tuple[str, ...]]:
        parts = _parts(key)
        found = {
            parts[:at]
            for at in range(max(0, len(parts) - 4), len(parts))
            if self._keys.begins_as(role, "_".join(parts[at:]))
        }
        return found or {parts[:-1]}


def _by_part(values: Iterable[Value]) -> dict[int, list[Value]]:
    found: dict[int, list[Value]] = {}
    for value in values:
        found.setdefault(value.pair.part, []).append(value)
    return found


def _common(one: Pair, other: Pair) -> int:
    """Return how many parts two keys have in common: those before the last, and their ending."""
    first, second = _parts(one.key), _parts(other.key)
    count = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        count += 1
    return 2 * count + (_ending(first[-1]) == _ending(second[-1]) != "")


@functools.lru_cache(maxsize=20_000)
def _parts(key: str) -> tuple[str, ...]:
    found = (part for part in _GLUED.sub(r"\1\2_", joined(key)).split("_") if part)
    return tuple(found) or ("",)


@functools.lru_cache(maxsize=20_000)
def _ending(part: str) -> str:
    """Return what tells apart `host1` and `host2`, `host_prod` and `host_test`."""
    match = re.search(r"(?:\d+|prod|production|test|dev|master|slave|read|write)$", part)
    return match[0] if match else ""
