"""References that descriptors tell, beside those that the reader of settings finds."""

from __future__ import annotations

from migrate.model.facts import Reference
from migrate.read.findings import Found


def add(found: Found, reference: Reference) -> None:
    """Add a reference unless the same target is already known from one of its files."""
    files = {origin.file for origin in reference.origins}
    for known in found.references:
        if known.target == reference.target and files & {o.file for o in known.origins}:
            return
    found.references.append(reference)
