"""The dump's definitions as a file that an empty server runs once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from msgspec import Struct

from migrate.model.facts import Component, Finding
from migrate.model.origin import Origin
from migrate.model.settings import SettingFile
from migrate.plan.why import finding

LARGEST = 900_000
"""Bytes; a ConfigMap holds 1 MiB with everything around it."""
_DEFINER = re.compile(
    r"DEFINER\s*=\s*(?P<user>`[^`]*`|'[^']*'|\w+)@(?P<host>`[^`]*`|'[^']*'|[\w.%-]+)"
)


class Schema(Struct, frozen=True):
    """Definitions, where they come from, and what was noticed; no text when nothing is run."""

    text: str
    origins: tuple[Origin, ...]
    findings: tuple[Finding, ...]


def schema(component: Component, known: Collection[str]) -> Schema:
    """Return what an empty server is set up with; `known` are the accounts it will have."""
    dumps = [file for file in component.settings if file.format == "sql"]
    origins = tuple(origin for file in dumps for origin in file.origins)
    if not dumps:
        return Schema("", (), (finding("database-schema-missing", "mandatory", component.id),))
    written = "\n".join(_text(file) for file in dumps)
    if len(written.encode()) > LARGEST:
        large = finding(
            "database-schema-too-large", "mandatory", component.id, origins, limit=LARGEST
        )
        return Schema("", origins, (large,))
    rows = finding("database-rows-not-moved", "mandatory", component.id, origins)
    strangers = tuple(_strangers(component, written, known, origins))
    return Schema(_owned(written, known), origins, (rows, *strangers))


def _text(file: SettingFile) -> str:
    return "".join(getattr(part, "text", "") for part in file.parts)


def _owned(written: str, known: Collection[str]) -> str:
    """Let what belongs to an account belong to it wherever it logs in from, as it will be."""

    def anywhere(found: re.Match[str]) -> str:
        user = _bare(found["user"])
        return f"DEFINER=`{user}`@`%`" if user in known else found[0]

    return _DEFINER.sub(anywhere, written)


def _strangers(
    component: Component, written: str, known: Collection[str], origins: tuple[Origin, ...]
) -> Iterator[Finding]:
    """Yield a finding for each owner of a view that the new server will not have."""
    users = {_bare(found["user"]) for found in _DEFINER.finditer(written)}
    for user in sorted(users - set(known) - {"root"}):
        yield finding("database-definer-unknown", "mandatory", component.id, origins, account=user)


def _bare(quoted: str) -> str:
    return quoted.strip("`'")
