"""Values of settings that name something else: addresses with host, port, protocol, database."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from migrate.knowledge.settings import SettingKeys, setting_keys

_URL = re.compile(
    r"(?:jdbc:)?(?P<scheme>[a-z][a-z0-9+]{1,20})://(?:[^\s/@:]*(?::[^\s/@]*)?@)?"
    r"(?P<host>[A-Za-z0-9][A-Za-z0-9.\-]{0,252})(?::(?P<port>\d{1,5}))?(?:/(?P<path>[\w\-]*))?"
)
_IPV4 = re.compile(r"(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}")
_NAME = r"[a-z][a-z0-9\-]*(?:\.[a-z0-9\-]+)+"
_HOST = re.compile(rf"(?P<host>{_IPV4.pattern}|{_NAME})(?::(?P<port>\d{{1,5}}))?$")


class Pair(Struct, frozen=True):
    """One key of a configuration file with its value and where the value stands."""

    key: str
    value: str
    line: int
    start: int
    """Offset of the value's first character in the file's text."""


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
    """Offset of the host in the file's text."""
    length: int
    """Length of the host, with `:port` where that follows."""

    @property
    def target(self) -> str:
        """`host:port`, the port left out when unknown."""
        return f"{self.host}:{self.port}" if self.port else self.host


def addresses(pairs: Sequence[Pair]) -> tuple[Address, ...]:
    """Return the addresses in the values of one file.

    A host in a key of its own takes port, database and account from its sibling keys.
    """
    keys = setting_keys()
    found = (_url(pair, pairs, keys) or _bare(pair, pairs, keys) for pair in pairs)
    return tuple(address for address in found if address)


def _url(pair: Pair, pairs: Sequence[Pair], keys: SettingKeys) -> Address | None:
    match = _URL.search(pair.value)
    if match is None or match["scheme"] not in keys.protocols:
        return None
    protocol = "mysql" if match["scheme"] == "mariadb" else match["scheme"]
    jdbc = pair.value[match.start() :].startswith("jdbc:")
    return Address(
        pair=pair,
        host=match["host"],
        port=int(match["port"] or keys.protocols[match["scheme"]]),
        protocol=protocol,
        database=(match["path"] or "") if jdbc else "",
        account=_sibling("account", pairs, keys) if jdbc else "",
        start=pair.start + match.start("host"),
        length=(match.end("port") if match["port"] else match.end("host")) - match.start("host"),
    )


def _bare(pair: Pair, pairs: Sequence[Pair], keys: SettingKeys) -> Address | None:
    match = _HOST.match(pair.value)
    if match is None or not keys.is_a("host", pair.key):
        return None
    words = " ".join(f"{p.key} {p.value}" for p in pairs if p is pair or "driver" in p.key.lower())
    protocol = keys.protocol_in(words)
    port = match["port"] or _sibling("port", pairs, keys) or keys.protocols.get(protocol, 0)
    return Address(
        pair=pair,
        host=match["host"],
        port=int(port) if str(port).isdecimal() else 0,
        protocol=protocol or "tcp",
        database=_sibling("database", pairs, keys),
        account=_sibling("account", pairs, keys),
        start=pair.start,
        length=len(match[0]),
    )


def _sibling(role: str, pairs: Sequence[Pair], keys: SettingKeys) -> str:
    """Return the value of the only key that plays a role, empty when none or several do."""
    found = [pair.value for pair in pairs if keys.is_a(role, pair.key)]
    return found[0] if len(found) == 1 else ""
