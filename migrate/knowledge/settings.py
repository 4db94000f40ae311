"""Typed reading of knowledge/settings.yaml."""

from __future__ import annotations

import functools
import re

from msgspec import Struct

from migrate import knowledge


class SettingKeys(Struct, frozen=True):
    """Patterns of keys, and the ports of protocols."""

    secret: str
    account: str
    host: str
    port: str
    database: str
    protocols: dict[str, int]

    def is_a(self, role: str, key: str) -> bool:
        """Tell whether a key plays a role: secret, account, host, port, database."""
        return re.search(getattr(self, role), _joined(key)) is not None

    def protocol_in(self, words: str) -> str:
        """Return the protocol that a key or driver name mentions, empty when none."""
        found = (name for name in self.protocols if name in words.lower())
        return next(found, "")


@functools.cache
def setting_keys() -> SettingKeys:
    """Return the patterns."""
    return knowledge.load("settings.yaml", SettingKeys)


def _joined(key: str) -> str:
    """Return a key in lower case with its parts joined by `_`."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key)
    return re.sub(r"[.\-\s/\[\]]+", "_", apart).strip("_").lower()
