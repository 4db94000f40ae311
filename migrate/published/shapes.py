"""The shapes of what `--json` prints; docs/schema/*.json is made from them.

They are a contract: fields may be added, never removed or changed. `schema_version` rises when
that promise must be broken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from migrate.model.assessment import Verdict
from migrate.model.facts import Endpoint, Fact, Reference, Severity
from migrate.model.inventory import Host
from migrate.model.origin import Origin
from migrate.model.plan import MigrationPlan
from migrate.model.topology import Edge, Node

SCHEMA_VERSION = 1


class PublishedFinding(Struct, frozen=True):
    """A finding with its sentence."""

    rule: str
    severity: Severity
    message: str
    origins: tuple[Origin, ...] = ()
    subject: str = ""
    effort: int = 0
    topic: str = ""
    """What it is about: network, storage, lifecycle …"""


class PublishedUnknown(Struct, frozen=True):
    """A fact that cannot be known, and why."""

    fact: str
    reason: str


class PublishedUnread(Struct, frozen=True):
    """A source that could not be read, and why."""

    source: str
    reason: str
    place: str = ""


class PublishedComponent(Struct, frozen=True):
    """A component as `read` and the later stages print it."""

    id: str
    kind: str
    name: str
    facts: dict[str, Fact]
    endpoints: tuple[Endpoint, ...]
    references: tuple[Reference, ...]
    findings: tuple[PublishedFinding, ...]
    unknown: tuple[PublishedUnknown, ...]


class PublishedNotEvaluated(Struct, frozen=True):
    """Conditions of rules that nothing here can answer, and why."""

    condition: str
    """`go.referenced`"""
    count: int
    reason: str


class PublishedWrongRule(Struct, frozen=True):
    """A rule, or a file of rules, that could not be used, and why."""

    file: str
    rule: str
    """Empty for the whole file."""
    reason: str


class PublishedReading(Struct, frozen=True):
    """What `migrate read --json` prints."""

    schema_version: int
    components: tuple[PublishedComponent, ...]
    unread: tuple[PublishedUnread, ...]
    not_evaluated: tuple[PublishedNotEvaluated, ...] = ()
    wrong_rules: tuple[PublishedWrongRule, ...] = ()


class PublishedGraph(Struct, frozen=True):
    """What `migrate graph --json` prints."""

    schema_version: int
    components: tuple[PublishedComponent, ...]
    hosts: tuple[Host, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[tuple[str, ...], ...]
    waves: tuple[tuple[str, ...], ...]
    findings: tuple[PublishedFinding, ...]
    unread: tuple[PublishedUnread, ...]


class PublishedQuestion(Struct, frozen=True):
    """Something a person can decide, in words."""

    id: str
    title: str
    help: str
    because: str
    """Why the present answer is what it is."""
    options: dict[str, str]
    """Allowed answers with what they are called; empty when any text will do."""


class PublishedReason(Struct, frozen=True):
    """A reason in words, with its evidence."""

    reason: str
    origins: tuple[Origin, ...]


class PublishedVerdict(Struct, frozen=True):
    """The judgement of one component."""

    component: str
    verdict: Verdict
    score: int
    completeness: int
    effort: int
    wave: int
    reasons: tuple[PublishedReason, ...]
    findings: tuple[PublishedFinding, ...]


class PublishedAssessment(Struct, frozen=True):
    """What `migrate assess --json` prints."""

    schema_version: int
    components: tuple[PublishedVerdict, ...]
    findings: tuple[PublishedFinding, ...]


class PublishedProblem(Struct, frozen=True):
    """Something wrong in a workbook."""

    workbook: str
    sheet: str
    cell: str
    code: str
    severity: Literal["error", "warning"]
    message: str
    suggestion: str


class PublishedSurveyCheck(Struct, frozen=True):
    """What `migrate survey check --json` prints."""

    schema_version: int
    counts: dict[str, int]
    problems: tuple[PublishedProblem, ...]


class PublishedCheck(Struct, frozen=True):
    """One failed or doubtful check."""

    path: str
    place: str
    check: str
    outcome: Literal["failed", "warning"]
    message: str


class PublishedNotChecked(Struct, frozen=True):
    """Something no check covered."""

    path: str
    reason: str


class PublishedCheckReport(Struct, frozen=True):
    """What `migrate check --json` prints."""

    schema_version: int
    kube_version: str
    checked: int
    results: tuple[PublishedCheck, ...]
    not_checked: tuple[PublishedNotChecked, ...]


SHAPES: Mapping[str, type[Struct]] = {
    "read": PublishedReading,
    "graph": PublishedGraph,
    "assess": PublishedAssessment,
    "plan": MigrationPlan,
    "survey-check": PublishedSurveyCheck,
    "check": PublishedCheckReport,
}
