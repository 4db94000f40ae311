"""How ready each component is, and why."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from migrate.model.facts import Finding
from migrate.model.reason import Chosen, Reason

Verdict: TypeAlias = Literal["ready", "ready-with-changes", "needs-decision", "blocked", "unknown"]

_MANY_OPTIONS = 6


class Question(Struct, frozen=True):
    """Something a person can decide. Its sentence is text `question.<kind>`."""

    id: str
    """Stable: `score-record/replicas`, `catalogue`; the key in migration.yaml's decisions."""
    kind: str
    options: tuple[str, ...]
    """Allowed answers, empty when any text will do."""
    answer: Chosen[str]
    """The person's answer, or the default with the reason for it."""
    answered: bool = False
    subject: str = ""

    @property
    def allowed(self) -> tuple[str, ...]:
        """The allowed answers as they are shown: of many, the first and the last."""
        if len(self.options) <= _MANY_OPTIONS:
            return self.options
        return self.options[0], "…", self.options[-1]


class ComponentAssessment(Struct, frozen=True):
    """The judgement of one component."""

    component: str
    verdict: Verdict
    score: int
    """0 (nothing fits) to 100 (can move today); blockers cap it, see knowledge/readiness.yaml."""
    completeness: int
    """Percent of the facts its kind needs that are known."""
    effort: int
    """Sum of the findings' story points."""
    reasons: tuple[Reason, ...] = ()
    """Why this verdict, most weighty first."""
    findings: tuple[Finding, ...] = ()
    wave: int = 0
    """1-based."""


class Assessment(Struct, frozen=True):
    """The judgement of the estate."""

    components: tuple[ComponentAssessment, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Those of no one component: survey problems, conflicts, decisions without a subject."""
    schema_version: int = 1

    def of(self, component: str) -> ComponentAssessment | None:
        """Return the judgement of one component."""
        return next((a for a in self.components if a.component == component), None)
