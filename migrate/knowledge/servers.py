"""Typed reading of server-files.yaml and server-settings.yaml: how files of servers are told."""

from __future__ import annotations

import functools
import re

from msgspec import Struct

from migrate.knowledge import load


class FileForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A form in which a server's configuration or status output is written."""

    form: str
    """What its reader knows it as, `redis.conf`."""
    kind: str
    names: tuple[str, ...]
    """Patterns of names in lower case; `conf/*.xml` looks at the folders before it as well."""
    holds: tuple[str, ...] = ()
    """Patterns that all must be found at its beginning."""
    lacks: tuple[str, ...] = ()
    """Patterns of which none may be found there."""
    main: bool = False
    """Whether it stands for a server of its own."""
    alone: bool = True
    """Whether it tells of a server when nothing else does."""


class ServerSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Which settings of a kind are worth a look before it is moved."""

    kind: str
    names: frozenset[str]


@functools.cache
def file_forms() -> tuple[FileForm, ...]:
    """Return every form, in the order in which they are tried."""
    return load("server-files.yaml", tuple[FileForm, ...])


@functools.cache
def tuned(kind: str) -> frozenset[str]:
    """Return the names of settings to list for a kind, lower case."""
    tables = load("server-settings.yaml", tuple[ServerSettings, ...])
    return next((table.names for table in tables if table.kind == kind), frozenset())


@functools.cache
def matcher(form: str) -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]:
    """Return a form's pattern of paths in lower case, and those of its content."""
    known = next(each for each in file_forms() if each.form == form)
    names = "|".join(re.escape(name).replace(r"\*", "[^/]*") for name in known.names)
    path = rf"(?:.*/)?(?:{names})\Z"
    return re.compile(path), tuple(re.compile(each, re.M) for each in known.holds)


@functools.cache
def refuser(form: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns that a form's content must not hold."""
    known = next(each for each in file_forms() if each.form == form)
    return tuple(re.compile(each, re.M) for each in known.lacks)
