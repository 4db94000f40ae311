"""Configuration files of an application, whatever their format -> settings, references, facts.

The one way in which configuration is kept: addresses and secrets are cut out, the keys that tell
something are listed in `config.files`, hosts become references and, with a database, datasources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from migrate.model.facts import Reference
from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.formats import properties
from migrate.read.redact import Form, Settings, redact
from migrate.read.tree import Entry
from migrate.read.values import Pair


class Format(Struct, frozen=True):
    """A syntax: which files are written in it, and how their keys are found."""

    suffixes: tuple[str, ...]
    """Endings in lower case, `.properties`."""
    form: Form
    pairs: Callable[[str], Iterable[Pair]]
    """Text → keys with the exact place of their values; raises ValueError when it is broken."""


FORMATS: tuple[Format, ...] = (
    Format((".properties",), Form("properties", "properties"), properties.pairs),
)

Location: TypeAlias = str


def format_of(entry: Entry) -> Format | None:
    """Return the format of a file, None when its name tells none."""
    return next((f for f in FORMATS if entry.suffix in f.suffixes), None)


def keep(
    entry: Entry,
    found: Found,
    location: Location = "application",
    readers: Sequence[Origin] = (),
) -> Settings | None:
    """Read one configuration file into the component; None when it is of no known format.

    `readers` are the places of code that open it: evidence for what it refers to.
    """
    known = format_of(entry)
    if known is None:
        return None
    text, encoding = entry.decoded()
    form = replace(known.form, location=location)
    settings = redact(entry, text, encoding, tuple(known.pairs(text)), form)
    add(settings, entry, found, readers)
    return settings


def add(settings: Settings, entry: Entry, found: Found, readers: Sequence[Origin] = ()) -> None:
    """Add what a configuration file tells to the component."""
    found.item("config.files", entry.origin(), path=entry.path, keys=list(settings.keys))
    found.settings.append(settings.file)
    for reference in settings.references:
        found.references.append(replace(reference, origins=(*reference.origins, *readers)))
        datasource(reference, found)


def datasource(reference: Reference, found: Found) -> None:
    """Add a reference that names a database as a datasource."""
    if not reference.database:
        return
    host, _, port = reference.target.partition(":")
    found.item(
        "datasources",
        reference.origins[0],
        host=host,
        port=int(port) if port.isdecimal() else None,
        database=reference.database,
        setting=reference.setting,
    )
