"""databases/*.yaml as typed values: what an old server's configuration becomes on a new one."""

from __future__ import annotations

import functools

from msgspec import Struct

from migrate.knowledge import load_folder


class NativePassword(Struct, frozen=True, forbid_unknown_fields=True):
    """How clients that only know the old password hash are let in."""

    option: str
    value: str
    clause: str
    """Takes the place of IDENTIFIED BY."""


class Replication(Struct, frozen=True, forbid_unknown_fields=True):
    """The statements that make a server follow another."""

    prepare: tuple[str, ...]
    connect: str
    """With {host}, {port}, {user} and {password}."""
    start: tuple[str, ...]


class Dialect(Struct, frozen=True, forbid_unknown_fields=True):
    """One target server."""

    name: str
    version: str
    keep: tuple[str, ...]
    rename: dict[str, str]
    seconds: dict[str, str]
    """Options in days → options in seconds."""
    doubled: dict[str, str]
    """Size of one of two files → option for the size of both."""
    refused_modes: tuple[str, ...]
    settled: tuple[str, ...]
    """Options whose place the image and the plan take: paths, sockets, roles."""
    always: dict[str, str]
    replicated: dict[str, str]
    replication: Replication
    native_password: NativePassword | None = None


@functools.cache
def dialects() -> dict[str, Dialect]:
    """Return every target server by name.

    Raises:
        KnowledgeError: a file is wrong.
    """
    return load_folder("databases", Dialect)
