"""References that descriptors tell, beside those that the reader of settings finds."""

from __future__ import annotations

from migrate.model.facts import Reference
from migrate.model.origin import Origin
from migrate.read.findings import Found


def add(found: Found, reference: Reference) -> None:
    """Add a reference unless the same target is already known from one of its files."""
    files = {file_of(origin) for origin in reference.origins}
    for known in found.references:
        if known.target == reference.target and files & {file_of(o) for o in known.origins}:
            return
    found.references.append(reference)


def file_of(origin: Origin) -> tuple[str, str]:
    """Return the file of an origin: a place that is only a line belongs to a file of its own."""
    path = origin.place.partition(":")[0]
    return origin.source, "" if path.isdecimal() else path
