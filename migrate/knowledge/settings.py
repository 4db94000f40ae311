"""Typed reading of knowledge/settings.yaml."""

from __future__ import annotations

import functools
import re

from msgspec import Struct

from migrate import knowledge

_LONGEST_KEY = 500


class SettingKeys(Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns of keys, and the ports of protocols."""

    secret: str
    account: str
    host: str
    hosts: str
    port: str
    database: str
    path: str
    noise: str
    noise_hosts: str
    path_roots: tuple[str, ...]
    skipped_suffixes: frozenset[str]
    skipped_folders: frozenset[str]
    build_files: frozenset[str]
    protocols: dict[str, int]
    aliases: dict[str, str]
    databases: tuple[str, ...]

    def is_a(self, role: str, key: str) -> bool:
        """Tell whether a key plays a role: secret, account, host, hosts, port, database, path."""
        return _matches(getattr(self, role), key)

    def begins_as(self, role: str, words: str) -> bool:
        """Tell whether words joined by `_` play a role from their beginning on: no `redis_port`."""
        return _begins(getattr(self, role), words)

    def protocol(self, scheme: str) -> str:
        """Return the protocol of a scheme (`mysql+pymysql`, `rediss`), empty when none is known."""
        for name in (scheme, *scheme.split("+")):
            known = self.aliases.get(name, name)
            if known in self.protocols:
                return known
        return ""

    def protocol_in(self, words: str) -> str:
        """Return the protocol that a key or driver name mentions, empty when none."""
        parts = [part for part in re.split(r"[\W_]+", joined(words)) if part]
        if "ibm" in parts and "db2" in parts:
            return "db2"
        for name in _longest_first():
            if any(part == name or (len(name) > 3 and name in part) for part in parts):
                return self.aliases.get(name, name)
        return ""


@functools.cache
def setting_keys() -> SettingKeys:
    """Return the patterns."""
    return knowledge.load("settings.yaml", SettingKeys)


@functools.cache
def _longest_first() -> tuple[str, ...]:
    keys = setting_keys()
    names = (*keys.protocols, *keys.aliases)
    # `db2.host` is mostly the host of a second database.
    vague = ("tcp", "udp", "ssl", "remote", "thrift", "db2")
    return tuple(sorted((n for n in names if n not in vague), key=lambda n: (-len(n), n)))


@functools.lru_cache(maxsize=50_000)
def _matches(pattern: str, key: str) -> bool:
    return re.search(pattern, joined(key)) is not None


@functools.lru_cache(maxsize=50_000)
def _begins(pattern: str, words: str) -> bool:
    return re.match(pattern, words) is not None


def joined(key: str) -> str:
    """Return a key in lower case with its parts joined by `_`."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key[-_LONGEST_KEY:])
    return re.sub(r"[.\-\s/\[\]]+", "_", apart).strip("_").lower()
