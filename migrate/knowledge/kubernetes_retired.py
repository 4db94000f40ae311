"""kubernetes-retired.yaml as typed values: what is gone from Kubernetes, and its successors."""

from __future__ import annotations

import functools

from msgspec import Struct

from migrate.knowledge import load


class Retired(Struct, frozen=True, forbid_unknown_fields=True):
    """Kinds in versions that are gone."""

    kinds: tuple[str, ...]
    versions: tuple[str, ...]
    removed_in: str
    """Empty for what still exists."""
    replaced_by: str
    change: str
    """Text id below `read.retired`."""


def retired(kind: str, version: str) -> Retired | None:
    """Return what became of a kind in an API version; None when it is current or not known."""
    return next((r for r in _table() if kind in r.kinds and version in r.versions), None)


@functools.cache
def _table() -> tuple[Retired, ...]:
    return load("kubernetes-retired.yaml", tuple[Retired, ...])
