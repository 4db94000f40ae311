"""readiness.yaml as a typed value: weights, caps and thresholds of the assessment."""

from __future__ import annotations

import functools
from typing import Annotated

from msgspec import Meta, Struct

from migrate.knowledge import load
from migrate.model.facts import Severity

_Percent = Annotated[int, Meta(ge=0, le=100)]
_Points = Annotated[int, Meta(ge=0)]


class Weight(Struct, frozen=True, forbid_unknown_fields=True):
    """What findings of one severity cost."""

    weight: _Points
    per_effort: _Points
    ceiling: _Percent
    """The most that all findings of the severity together can cost."""


class Readiness(Struct, frozen=True, forbid_unknown_fields=True):
    """The figures; what they mean stands in the file."""

    severities: dict[Severity, Weight]
    blockers: tuple[str, ...]
    blocker_cap: _Percent
    unknown_below: _Percent
    unknown_floor: _Percent
    decisions: dict[str, str]
    ready_from: _Percent
    needs: dict[str, tuple[str, ...]]

    def needs_of(self, kind: str) -> tuple[str, ...]:
        """Return the facts that a component of a kind needs."""
        return self.needs.get(kind, self.needs["default"])


@functools.cache
def readiness() -> Readiness:
    """Return the figures.

    Raises:
        KnowledgeError: the file is wrong.
    """
    return load("readiness.yaml", Readiness)
