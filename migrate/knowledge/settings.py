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
    secret_like: str
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
    variables: dict[str, str]
    """Variables of well-known images, and the one protocol that what they name speaks."""

    def is_a(self, role: str, key: str) -> bool:
        """Tell whether a key plays a role: secret, account, host, hosts, port, database, path."""
        return _matches(getattr(self, role), key)

    def is_secret(self, key: str, value: str) -> bool:
        """Tell whether a key names a secret, or may name one and its value looks like one."""
        if self.is_a("secret", key):
            return True
        return self.is_a("secret_like", key) and looks_random(value)

    def may_be_secret(self, key: str) -> bool:
        """Tell whether a key names a secret with some value."""
        return self.is_a("secret", key) or self.is_a("secret_like", key)

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


_RANDOM = re.compile(
    r"(?=[^\d]{0,200}\d)(?=[^a-z]{0,200}[a-z])(?=[^A-Z]{0,200}[A-Z])[\w+/=\-]{8,500}"
    r"|(?=[^\d]{0,200}\d)[0-9a-f]{16,500}|[0-9A-F]{16,500}"
    r"|[\w.\-]{1,100}:(?=[^\d]{0,200}\d)(?=\d{0,200}[A-Za-z])[!-.0-~]{6,200}"
)
_ALGORITHM = re.compile(
    r"(?i)(?:hmac|sha|md5|aes|des|rsa|utf|iso|pbkdf|hs\d|rs\d|es\d)[\w/+\-]{0,20}"
)


def looks_random(value: str) -> bool:
    """Tell what nobody writes as a word: digits, small and capital letters in one, long hex."""
    words = value.strip()
    return _RANDOM.fullmatch(words) is not None and not _ALGORITHM.fullmatch(words)


def joined(key: str) -> str:
    """Return a key in lower case with its parts joined by `_`."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key[-_LONGEST_KEY:])
    return re.sub(r"[.\-\s/\[\]]+", "_", apart).strip("_").lower()
