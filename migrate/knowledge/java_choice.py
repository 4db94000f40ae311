"""Typed reading of knowledge/java-choice.yaml: what narrows the Java release and the server."""

from __future__ import annotations

import functools

from msgspec import Struct

from migrate import knowledge


class Server(Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """A servlet container that can be chosen."""

    namespace: str
    java: int
    since: str = ""
    """The servlet version from which on no earlier one will do."""


class Removed(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that later releases of the JDK lack."""

    what: str
    until: int
    packages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Ceiling(Struct, frozen=True, forbid_unknown_fields=True):
    """A library that runs on no later release."""

    names: tuple[str, ...]
    below: str
    until: int


class Choice(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that narrows."""

    releases: tuple[int, ...]
    servers: dict[str, Server]
    removed: tuple[Removed, ...]
    libraries: tuple[Ceiling, ...]

    def nearest(self, release: int) -> int:
        """Return the first release to choose from that is not older; else the newest."""
        return next((each for each in self.releases if each >= release), self.releases[-1])


@functools.cache
def java_choice() -> Choice:
    """Return the tables."""
    return knowledge.load("java-choice.yaml", Choice)
