"""clients.yaml as typed values: which programs call a server, and how it stands in their words."""

from __future__ import annotations

import functools
from typing import Literal

from msgspec import Struct

from migrate.knowledge import load


class Client(Struct, frozen=True, forbid_unknown_fields=True):
    """Programs with the same options."""

    programs: tuple[str, ...]
    protocol: str
    host: tuple[str, ...]
    port: tuple[str, ...]
    account: tuple[str, ...]
    form: Literal["url", "login", "path", "none"]
    valued: str
    """Letters of options that take a value."""


@functools.cache
def clients() -> dict[str, Client]:
    """Return the clients by program."""
    table = load("clients.yaml", tuple[Client, ...])
    return {program: client for client in table for program in client.programs}
