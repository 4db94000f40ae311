"""readiness.yaml as a typed value: weights, caps and thresholds of the assessment."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta, Struct

from migrate.knowledge import load
from migrate.model.facts import Severity

OTHER = "other"
"""The topic of what is about none of the known ones."""

_Percent = Annotated[int, Meta(ge=0, le=100)]
_Points = Annotated[int, Meta(ge=0)]


class Weight(Struct, frozen=True, forbid_unknown_fields=True):
    """What findings of one severity cost."""

    weight: _Points
    per_effort: _Points
    ceiling: _Percent
    """The most that all findings of the severity together can cost."""


class Further(Struct, frozen=True, forbid_unknown_fields=True):
    """What findings cost beside a weightier one on the same topic."""

    each: _Points
    most: _Points


class Readiness(Struct, frozen=True, forbid_unknown_fields=True):
    """The figures; what they mean stands in the file."""

    severities: dict[Severity, Weight]
    further: Further
    topics: tuple[str, ...]
    about: dict[str, tuple[str, ...]]
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

    def topic(self, rule: str, labels: Iterable[str] = ()) -> str:
        """Return what a finding is about, by its rule's labels or, of no rule's, by its id."""
        known = set(labels)
        found = next((topic for topic in self.topics if topic in known), "")
        told = (topic for topic, rules in self.about.items() if rule in rules)
        return found or next(told, OTHER)


@functools.cache
def readiness() -> Readiness:
    """Return the figures.

    Raises:
        KnowledgeError: the file is wrong.
    """
    return load("readiness.yaml", Readiness)
