"""Typed reading of knowledge/hadoop.yaml."""

from __future__ import annotations

import functools

from msgspec import Struct

from migrate import knowledge


class Address(Struct, frozen=True, forbid_unknown_fields=True):
    """A key that names where a process listens."""

    key: str
    role: str
    protocol: str
    port: int = 0
    """Taken when the value names none."""


class Hadoop(Struct, frozen=True, forbid_unknown_fields=True):
    """What keys tell."""

    addresses: tuple[Address, ...]
    hosts: tuple[Address, ...]
    folders: dict[str, str]
    logs: tuple[str, ...]
    ports: tuple[Address, ...]

    def address(self, key: str) -> Address | None:
        """Return what listens at a key's address; names of nameservices may follow the key."""
        for each in (*self.addresses, *self.hosts):
            if key == each.key or key.startswith(f"{each.key}."):
                return each
        return None


@functools.cache
def hadoop() -> Hadoop:
    """Return the tables."""
    return knowledge.load("hadoop.yaml", Hadoop)
