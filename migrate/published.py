"""The JSON that `--json` prints: stage values with their sentences said in one language.

The shapes are a contract (docs/schema/*.json is made from them); fields may be added, never
removed or changed. `schema_version` rises when that promise must be broken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from migrate import rules, text
from migrate.model.artifact import CheckReport
from migrate.model.assessment import Assessment, Question, Verdict
from migrate.model.facts import (
    Component,
    Endpoint,
    Fact,
    Finding,
    Reading,
    Reference,
    Severity,
    Unknown,
    Unread,
)
from migrate.model.inventory import Host, Inventory
from migrate.model.origin import Origin
from migrate.model.plan import MigrationPlan
from migrate.model.reason import Because, Reason
from migrate.model.survey import Problem, Survey
from migrate.model.topology import Edge, Node, Topology

SCHEMA_VERSION = 1


class PublishedFinding(Struct, frozen=True):
    """A finding with its sentence."""

    rule: str
    severity: Severity
    message: str
    origins: tuple[Origin, ...] = ()
    subject: str = ""
    effort: int = 0


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


class PublishedReading(Struct, frozen=True):
    """What `migrate read --json` prints."""

    schema_version: int
    components: tuple[PublishedComponent, ...]
    unread: tuple[PublishedUnread, ...]


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
"""By the name of the schema file in docs/schema."""


def _any_json(kind: type) -> dict[str, object]:
    """Describe the values of facts, which are any JSON."""
    if kind is not object:
        raise NotImplementedError(kind)
    return {"description": "any JSON value"}


def to_json(value: Struct) -> str:
    """Return a published value as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def schema(name: str) -> str:
    """Return the JSON Schema of a published shape as indented JSON."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"migrate {name} --json, version {SCHEMA_VERSION}",
        **msgspec.json.schema(SHAPES[name], schema_hook=_any_json),
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def told(fact: Fact) -> list[tuple[str, tuple[Origin, ...]]]:
    """Return what a fact tells, each item of a list apart, with where it was found."""
    if not isinstance(fact.value, list):
        return [(plain(fact.value), fact.origins)]
    return [(plain(item), _item_origins(item) or fact.origins) for item in fact.value]


def plain(value: object) -> str:
    """Return a value on one line, the origins of items left out."""
    if isinstance(value, list):
        return ", ".join(plain(item) for item in value)
    if isinstance(value, dict):
        shown = {key: plain(item) for key, item in value.items() if key != "origins"}
        known = {key: item for key, item in shown.items() if item}
        if set(known) == {"name", "value"}:
            return f"{known['name']} = {known['value']}"
        first, *others = known.items() if known else [("", "")]
        return " · ".join([first[1], *(f"{key}: {item}" for key, item in others)])
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _item_origins(item: object) -> tuple[Origin, ...]:
    places = item.get("origins") if isinstance(item, dict) else None
    return msgspec.convert(places or (), tuple[Origin, ...])


def sentence(language: str, because: Because) -> str:
    """Return a reason in words."""
    return text.say(language, because.id, because.params)


def question(language: str, asked: Question) -> PublishedQuestion:
    """Return a question in words."""
    kind, params = f"question.{asked.kind}", {"subject": asked.subject}
    known = {option: f"{kind}.option.{option}" for option in asked.options}
    return PublishedQuestion(
        id=asked.id,
        title=text.say(language, f"{kind}.title", params),
        help=text.say(language, f"{kind}.help", params),
        because=sentence(language, asked.answer.because),
        options={o: text.say(language, i) if text.has(i) else o for o, i in known.items()},
    )


def finding(language: str, found: Finding) -> PublishedFinding:
    """Return a finding in words."""
    return PublishedFinding(
        rule=found.rule,
        severity=found.severity,
        message=rules.sentence(found, "message", language),
        origins=found.origins,
        subject=found.subject,
        effort=found.effort,
    )


def reading(
    value: Reading, findings: Mapping[str, Sequence[Finding]], language: str
) -> PublishedReading:
    """Return what was read, with each component's findings."""
    return PublishedReading(
        SCHEMA_VERSION,
        tuple(_component(c, findings.get(c.id, ()), language) for c in value.components),
        _unread(value.unread, language),
    )


def graph(inventory: Inventory, topology: Topology, language: str) -> PublishedGraph:
    """Return the dependency graph with the components and hosts it connects."""
    return PublishedGraph(
        schema_version=SCHEMA_VERSION,
        components=tuple(_component(m.component, (), language) for m in inventory.members),
        hosts=inventory.hosts,
        nodes=topology.nodes,
        edges=topology.edges,
        groups=topology.groups,
        waves=topology.waves,
        findings=_findings((*inventory.findings, *topology.findings), language),
        unread=_unread(inventory.unread, language),
    )


def assessment(value: Assessment, language: str) -> PublishedAssessment:
    """Return the judgements in words."""
    verdicts = tuple(
        PublishedVerdict(
            component=judged.component,
            verdict=judged.verdict,
            score=judged.score,
            completeness=judged.completeness,
            effort=judged.effort,
            wave=judged.wave,
            reasons=tuple(_reason(reason, language) for reason in judged.reasons),
            findings=_findings(judged.findings, language),
        )
        for judged in value.components
    )
    return PublishedAssessment(SCHEMA_VERSION, verdicts, _findings(value.findings, language))


def survey_check(value: Survey, language: str) -> PublishedSurveyCheck:
    """Return the counts of imported rows and the problems in words."""
    return PublishedSurveyCheck(
        SCHEMA_VERSION,
        {sheet: len(rows) for sheet, rows in sorted(value.rows.items())},
        tuple(_problem(problem, language) for problem in value.problems),
    )


def check_report(value: CheckReport, language: str) -> PublishedCheckReport:
    """Return what checking said, in words."""
    return PublishedCheckReport(
        schema_version=SCHEMA_VERSION,
        kube_version=value.kube_version,
        checked=value.checked,
        results=tuple(
            PublishedCheck(r.path, r.place, r.check, r.outcome, sentence(language, r.because))
            for r in value.results
        ),
        not_checked=tuple(
            PublishedNotChecked(n.path, sentence(language, n.because)) for n in value.not_checked
        ),
    )


def _component(
    component: Component, findings: Sequence[Finding], language: str
) -> PublishedComponent:
    return PublishedComponent(
        id=component.id,
        kind=component.kind,
        name=component.name,
        facts=dict(sorted(component.facts.items())),
        endpoints=component.endpoints,
        references=component.references,
        findings=_findings(findings, language),
        unknown=tuple(_unknown(unknown, language) for unknown in component.unknown),
    )


def _findings(found: Sequence[Finding], language: str) -> tuple[PublishedFinding, ...]:
    return tuple(finding(language, each) for each in found)


def _unknown(unknown: Unknown, language: str) -> PublishedUnknown:
    return PublishedUnknown(unknown.fact, sentence(language, unknown.because))


def _unread(unread: Sequence[Unread], language: str) -> tuple[PublishedUnread, ...]:
    return tuple(
        PublishedUnread(each.source, sentence(language, each.because), each.place)
        for each in unread
    )


def _reason(reason: Reason, language: str) -> PublishedReason:
    return PublishedReason(sentence(language, reason.because), reason.origins)


def _problem(problem: Problem, language: str) -> PublishedProblem:
    return PublishedProblem(
        workbook=problem.workbook,
        sheet=problem.sheet,
        cell=problem.cell,
        code=problem.code,
        severity=problem.severity,
        message=text.say(language, f"survey.problem.{problem.code}", problem.params),
        suggestion=problem.suggestion,
    )
