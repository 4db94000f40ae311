"""Configuration files of an application, whatever their format -> settings, references, facts.

The one way in which configuration is kept: addresses and secrets are cut out, the keys that tell
something are listed in `config.files`, hosts become references and, with a database, datasources.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from migrate.model.facts import Plain, Reference
from migrate.model.origin import Origin
from migrate.model.reason import Because
from migrate.read import candidates, commands
from migrate.read.findings import Found
from migrate.read.formats import (
    json_pairs,
    option_lines,
    php_literals,
    properties,
    xml_pairs,
    yaml_pairs,
)
from migrate.read.holds import Holding, named_path
from migrate.read.pair import FormatError, Pair
from migrate.read.redact import Form, Settings, redact
from migrate.read.secret_values import is_translation
from migrate.read.tree import Entry, Tree


class Format(Struct, frozen=True):
    """A syntax: which files are written in it, and how their keys are found."""

    names: re.Pattern[str]
    """File names in lower case, the whole of them."""
    form: Form
    pairs: Callable[[str], Iterable[Pair]]
    """Text → keys with the exact place of their values; raises FormatError where it breaks."""
    commands: bool = False
    """Whether secrets stand in commands as well: `curl -u user:…`."""


def _format(names: str, form: Form, pairs: Callable[[str], Iterable[Pair]]) -> Format:
    return Format(re.compile(names), form, pairs, form.format == "shell")


FORMATS: tuple[Format, ...] = (
    _format(r".*\.properties", Form("properties", "properties"), properties.pairs),
    _format(r".*\.(xml|xmi|config)|\.classpath", Form("xml", "xml"), xml_pairs.pairs),
    _format(r".*\.ya?ml", Form("yaml", "yaml"), yaml_pairs.pairs),
    _format(r".*\.json5?", Form("json", "json"), json_pairs.pairs),
    _format(r"\.env(\..*)?|.*\.env|.*\.(sh|bash|ksh|csh|bat|cmd)", Form("shell", "shell"),
            option_lines.shell),
    _format(r".*\.(ini|cnf|conf|cfg|toml|ini\.php)", Form("ini", "line"), option_lines.ini),
)  # fmt: skip

_PHP = Format(re.compile(""), Form("php", "php"), php_literals.pairs)
_TEXT = Format(re.compile(""), Form("text", "line"), option_lines.ini)
_COMMANDS = Format(re.compile(""), Form("text", "shell"), option_lines.shell, commands=True)
_MOST_KEYS = 20_000
"""Of one file; behind them only words that name secrets count."""
_SMALL = 256 << 10
_SWEPT = 64 << 20
"""Bytes that are looked at in one application for settings that nothing asked for."""

Location: TypeAlias = str


def format_of(entry: Entry) -> Format | None:
    """Return the format of a file, None when its name tells none."""
    name = entry.name.lower()
    return next((f for f in FORMATS if f.names.fullmatch(name)), None)


def keep(
    entry: Entry,
    found: Found,
    location: Location = "application",
    readers: Sequence[Origin] = (),
) -> Settings | None:
    """Read one configuration file into the component; None when it is of no known format.

    Texts for people, told by the file's name, are no configuration unless they name something.
    `readers` are the places of code that open it: evidence for what it refers to.
    """
    known = format_of(entry)
    if known is None:
        return None
    settings, broken = cut(entry, known, location)
    if broken and not entry.fault:
        entry.fault = Because("read.damaged", {"detail": str(broken)})
    if settings.holdings or settings.references or not is_translation(entry.path):
        add(settings, entry, found, readers)
    return settings


def sweep(tree: Tree, found: Found, taken: Collection[str] = ()) -> None:
    """Keep what else of an application is configuration.

    That is what holds a secret, calls someone or names a path of a machine.

    Small text files only; libraries, code, pictures, licences and translations are left out, and
    so are `taken`: paths that a reader has read its own way. Files of no known format are kept for
    their secrets alone.
    """
    read = {file.path for file in found.settings if file.location == "application"}.union(taken)
    left = _SWEPT
    told = _told(found)
    for entry in tree.entries():
        if entry.path in read or left <= 0 or not candidates.may_hold_settings(entry):
            continue
        data = entry.content()
        left -= len(data)
        if not data or len(data) > _SMALL:
            continue
        known = format_of(entry)
        text, _ = entry.decoded()
        if not candidates.is_worth_parsing(text, calls=known is not None):
            continue
        if candidates.is_code(entry, text):
            continue
        settings, _ = cut(entry, known or _unknown_form(entry, data))
        if known is None and not candidates.names_commands(entry):
            # Prose and the like may hold a password; the hosts it speaks of are examples.
            settings = replace(settings, references=())
        calls = (candidates.is_inside(r.target, r.protocol) for r in settings.references)
        tells = known and (any(calls) or any(held.holds == "path" for held in settings.holdings))
        if settings.file.has_secret or tells:
            add(_news(settings, told.get(entry.origin(), frozenset())), entry, found)


def _told(found: Found) -> dict[Origin, set[str]]:
    """Return the targets that readers of single files have told, by file."""
    told: dict[Origin, set[str]] = {}
    for known in found.references:
        for origin in known.origins:
            # A reader of its own knows the port where the file gives the host alone.
            names = (known.target, known.target.rpartition(":")[0])
            told.setdefault(origin.file, set()).update(names)
    return told


def _news(settings: Settings, told: Collection[str]) -> Settings:
    """Leave out the references that a reader of this very file has told already."""
    new = tuple(each for each in settings.references if each.target not in told)
    return replace(settings, references=new)


def _unknown_form(entry: Entry, data: bytes) -> Format:
    if candidates.is_php(entry):
        return _PHP
    return (
        _COMMANDS
        if b"#!" in data[:6].replace(b"\0", b"") or candidates.names_commands(entry)
        else _TEXT
    )


def cut(
    entry: Entry, known: Format, location: Location = "application"
) -> tuple[Settings, FormatError | None]:
    """Return a file with its keys up to the place where it is broken, and what is wrong there."""
    text, encoding = entry.decoded()
    pairs: list[Pair] = []
    broken = None
    try:
        pairs.extend(itertools.islice(known.pairs(text), _MOST_KEYS))
    except FormatError as wrong:
        broken = wrong
    ends_early = broken is not None or len(pairs) == _MOST_KEYS
    # The last key counts as words too: behind a break, what looked like a value may be a key.
    broken_at = max((pair.start for pair in pairs), default=0) if ends_early else None
    form = replace(known.form, location=location)
    from_here = 0 if known.commands else broken_at
    settings = redact(entry, text, encoding, pairs, form, broken_at=from_here)
    if known.commands:
        told = {reference.target for reference in settings.references}
        called = (r for r in commands.of_script(text, entry) if r.target not in told)
        settings = replace(settings, references=(*settings.references, *called))
    return settings, broken


def add(settings: Settings, entry: Entry, found: Found, readers: Sequence[Origin] = ()) -> None:
    """Add what a configuration file tells to the component."""
    holds = [_holding(holding) for holding in settings.holdings]
    keys: list[Plain] = list(settings.keys)
    found.item("config.files", entry.origin(), path=entry.path, keys=keys, holds=holds)
    found.settings.append(settings.file)
    for reference in settings.references:
        found.references.append(replace(reference, origins=(*reference.origins, *readers)))
        datasource(reference, found)
    for pair in settings.pairs:
        path = named_path(pair)
        if path:
            origin = entry.origin(pair.line)
            found.item("paths.named", origin, path=path.path, key=pair.key, drive=path.drive)


def held(entry: Entry, found: Found) -> None:
    """List a file of a server that nobody keeps, with the keys that tell something."""
    settings, _ = cut(entry, format_of(entry) or _TEXT, "server")
    holds = [_holding(holding) for holding in settings.holdings]
    keys: list[Plain] = [*settings.keys]
    found.item("config.files", entry.origin(), path=entry.path, keys=keys, holds=holds)


def _holding(holding: Holding) -> dict[str, Plain]:
    item: dict[str, Plain] = {"key": holding.key, "holds": holding.holds, "line": holding.line}
    return item if holding.holds == "secret" else {**item, "value": holding.value}


def datasource(reference: Reference, found: Found) -> None:
    """Add a reference that names a database as a datasource."""
    if not reference.database:
        return
    host, _, port = reference.target.rpartition(":")
    if not port.isdecimal():
        host, port = reference.target, ""
    found.item(
        "datasources",
        reference.origins[0],
        host=host,
        port=int(port) if port else None,
        database=reference.database,
        setting=reference.setting,
    )
