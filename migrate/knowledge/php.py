"""Typed reading of knowledge/php-*.yaml: what code tells of versions, extensions, frameworks."""

from __future__ import annotations

import functools
from typing import Literal

from msgspec import Struct, field

from migrate import knowledge


class Forms(Struct, frozen=True, forbid_unknown_fields=True):
    """Forms of the language by name: the version that brought each, the first one without it."""

    since: dict[str, str]
    gone: dict[str, str]


class _Versions(Struct, frozen=True, forbid_unknown_fields=True):
    since: dict[str, str]
    gone: dict[str, str]
    elsewhere: tuple[str, ...]
    directives: dict[str, str]
    forms: Forms


class Versions(Struct, frozen=True):
    """Functions and forms by the PHP versions that have them."""

    since: dict[str, str]
    """Function → first version with it."""
    gone: dict[str, str]
    """Function → first version without it."""
    elsewhere: tuple[str, ...]
    """Beginnings of functions that left PHP for PECL: no bound for the version."""
    directives: dict[str, str]
    """Directive of php.ini → first version without it."""
    forms: Forms


class _Extensions(Struct, frozen=True, forbid_unknown_fields=True):
    prefixes: dict[str, tuple[str, ...]]
    functions: dict[str, str]
    classes: dict[str, str | tuple[str, ...]]
    constants: dict[str, tuple[str, ...]]
    pdo: dict[str, tuple[str, ...]]
    builtin: tuple[str, ...]


class Extensions(Struct, frozen=True):
    """Which extension something belongs to."""

    prefixes: dict[str, str]
    """Beginning of functions → extension."""
    lengths: tuple[int, ...]
    """Of the beginnings, longest first."""
    functions: dict[str, str]
    classes: dict[str, str]
    """Class in lower case → extension."""
    constants: tuple[tuple[str, str], ...]
    drivers: dict[str, str]
    """Scheme of a PDO DSN (`mysql`) → extension."""
    builtin: frozenset[str]

    def of_function(self, name: str) -> str:
        """Return the extension of a function in lower case, empty when it is none's."""
        if name in self.functions:
            return self.functions[name]
        starts = (name[:length] for length in self.lengths if length <= len(name))
        return next((self.prefixes[start] for start in starts if start in self.prefixes), "")

    def of_constant(self, name: str) -> str:
        """Return the extension of a constant, empty when it is none's."""
        return next((e for prefix, e in self.constants if name.startswith(prefix)), "")


class VersionAt(Struct, frozen=True, forbid_unknown_fields=True):
    """A place where a framework's version stands; the first that gives one counts."""

    file: str = ""
    """Path below the application's root; `*` stands for one folder."""
    names: tuple[str, ...] = ()
    """Constants, variables, properties or array keys, joined by dots when several."""
    json: str = ""
    """Path of keys in a JSON file."""
    pattern: str = ""
    """Regular expression with a group, for files that are no PHP."""
    package: str = ""
    """A Composer package, in composer.lock or installed.json."""
    constraint: str = ""
    """The same in composer.json: only the first version that it allows."""


class Written(Struct, frozen=True, forbid_unknown_fields=True):
    """A folder that a framework writes to."""

    path: str
    holds: str


class HttpPath(Struct, frozen=True, forbid_unknown_fields=True):
    """A path that a framework answers at."""

    path: str
    kind: str
    login: bool | None = None


class RoutesAt(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a framework keeps routes, and in which form."""

    at: str
    """Path below the application's root; `*` stands for a name, `**/` for any folders."""
    form: Literal[
        "calls",
        "codeigniter",
        "yii",
        "thinkphp",
        "actions",
        "old-actions",
        "symfony-yaml",
        "symfony-code",
    ]
    prefix: str = ""
    """Path below which the file is taken in."""
    script: bool = False
    """Without rewriting, paths stand behind `index.php`."""
    contains: dict[str, str] = field(default_factory=dict)
    """File → what stands in it, without spaces and with single quotes."""
    lacks: dict[str, str] = field(default_factory=dict)
    """File → what does not."""


class Framework(Struct, frozen=True, forbid_unknown_fields=True):
    """What gives a framework away, and what is known of everything built with it."""

    name: str
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    contains: dict[str, str] = field(default_factory=dict)
    """File → words that stand in it."""
    version: tuple[VersionAt, ...] = ()
    root: tuple[str, ...] = (".",)
    """Document roots, the first that holds the front controller counts."""
    front: str = "index.php"
    settings: tuple[str, ...] = ()
    written: tuple[Written, ...] = ()
    paths: tuple[HttpPath, ...] = ()
    routes: tuple[RoutesAt, ...] = ()
    product: bool = True
    """A finished application rather than what people build their own with."""
    database: str = ""
    """The kind of database that its settings mean when they name none."""
    address: tuple[str, ...] = ()
    """Settings that hold the address at which the site itself is reached."""
    pdo: bool = False
    """Whether it reaches databases through PDO alone."""
    sessions: str = ""
    """Where it keeps sessions when nothing says otherwise: none, files, external."""
    schedules: tuple[str, ...] = ()
    """Commands of its documented crontab lines or `web` for those it runs on visits."""
    charset: tuple[VersionAt, ...] = ()
    """Where an edition names the character set that it is made for."""
    requires: tuple[VersionAt, ...] = ()
    """Where it states the lowest PHP version it runs on."""


@functools.cache
def php_versions() -> Versions:
    """Return functions and forms by version."""
    table = knowledge.load("php-versions.yaml", _Versions)
    return Versions(
        since=_by_name(table.since),
        gone=_by_name(table.gone),
        elsewhere=table.elsewhere,
        directives=_by_name(table.directives),
        forms=table.forms,
    )


@functools.cache
def php_extensions() -> Extensions:
    """Return what belongs to which extension."""
    table = knowledge.load("php-extensions.yaml", _Extensions)
    prefixes = {prefix: name for name, found in table.prefixes.items() for prefix in found}
    classes = {
        word.lower(): name
        for name, words in table.classes.items()
        for word in (words.split() if isinstance(words, str) else words)
    }
    return Extensions(
        prefixes=prefixes,
        lengths=tuple(sorted({len(prefix) for prefix in prefixes}, reverse=True)),
        functions={word: name for name, words in table.functions.items() for word in words.split()},
        classes=classes,
        constants=tuple((p, name) for name, found in table.constants.items() for p in found),
        drivers={scheme.rstrip(":"): n for n, found in table.pdo.items() for scheme in found},
        builtin=frozenset(table.builtin),
    )


@functools.cache
def php_frameworks() -> tuple[Framework, ...]:
    """Return the frameworks, the more particular ones first."""
    return knowledge.load("php-frameworks.yaml", tuple[Framework, ...])


def _by_name(table: dict[str, str]) -> dict[str, str]:
    return {name: version for version, names in table.items() for name in names.split()}
