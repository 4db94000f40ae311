"""The JSON that `--json` prints: stage values with their sentences said in one language.

Their shapes are in `shapes.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from migrate import rules, text
from migrate.knowledge.readiness import readiness
from migrate.model.artifact import CheckReport
from migrate.model.assessment import Assessment, Question
from migrate.model.facts import (
    Component,
    Fact,
    Finding,
    Reading,
    Unknown,
    Unread,
)
from migrate.model.inventory import Inventory
from migrate.model.origin import Origin
from migrate.model.reason import Because, Reason
from migrate.model.survey import Problem, Survey
from migrate.model.topology import Topology
from migrate.published import fact_schema
from migrate.published.shapes import (
    SCHEMA_VERSION,
    SHAPES,
    PublishedAssessment,
    PublishedCheck,
    PublishedCheckReport,
    PublishedComponent,
    PublishedFinding,
    PublishedGraph,
    PublishedNotChecked,
    PublishedNotEvaluated,
    PublishedProblem,
    PublishedQuestion,
    PublishedReading,
    PublishedReason,
    PublishedSurveyCheck,
    PublishedUnknown,
    PublishedUnread,
    PublishedVerdict,
    PublishedWrongRule,
)
from migrate.text import values

__all__ = [
    "SCHEMA_VERSION",
    "SHAPES",
    "PublishedAssessment",
    "PublishedCheck",
    "PublishedCheckReport",
    "PublishedComponent",
    "PublishedFinding",
    "PublishedGraph",
    "PublishedNotChecked",
    "PublishedNotEvaluated",
    "PublishedProblem",
    "PublishedQuestion",
    "PublishedReading",
    "PublishedReason",
    "PublishedSurveyCheck",
    "PublishedUnknown",
    "PublishedUnread",
    "PublishedVerdict",
    "PublishedWrongRule",
    "assessment",
    "check_report",
    "finding",
    "graph",
    "problem",
    "question",
    "reading",
    "schema",
    "sentence",
    "survey_check",
    "to_json",
    "told",
]


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
    if "PublishedComponent" in document["$defs"]:
        fact_schema.hold(document, surveyed=name != "read")
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def told(fact: Fact, language: str) -> list[tuple[str, tuple[Origin, ...]]]:
    """Return what a fact tells, each item of a list apart, with where it was found."""
    if not isinstance(fact.value, list):
        return [(values.plain(language, fact.value), fact.origins)]
    return [
        (values.plain(language, item), _item_origins(item) or fact.origins) for item in fact.value
    ]


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
        topic=found.topic or readiness().topic(found.rule),
    )


def reading(
    value: Reading,
    findings: Mapping[str, Sequence[Finding]],
    language: str,
    ruleset: rules.RuleSet | None = None,
) -> PublishedReading:
    """Return what was read, with each component's findings and what rules were left out."""
    ruleset = ruleset or rules.RuleSet()
    return PublishedReading(
        SCHEMA_VERSION,
        tuple(_component(c, findings.get(c.id, ()), language) for c in value.components),
        _unread(value.unread, language),
        tuple(_not_evaluated(left, language) for left in rules.not_evaluated(ruleset)),
        tuple(PublishedWrongRule(w.file, w.rule, w.detail) for w in ruleset.wrong),
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
        tuple(problem(language, each) for each in value.problems),
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


def _not_evaluated(left: rules.NotEvaluated, language: str) -> PublishedNotEvaluated:
    reason = text.say(language, f"rules.not-evaluated.{left.reason}")
    return PublishedNotEvaluated(left.condition, left.count, reason)


def _unread(unread: Sequence[Unread], language: str) -> tuple[PublishedUnread, ...]:
    return tuple(
        PublishedUnread(each.source, sentence(language, each.because), each.place)
        for each in unread
    )


def _reason(reason: Reason, language: str) -> PublishedReason:
    return PublishedReason(sentence(language, reason.because), reason.origins)


def problem(language: str, problem: Problem) -> PublishedProblem:
    """Return a problem of a workbook in words."""
    return PublishedProblem(
        workbook=problem.workbook,
        sheet=problem.sheet,
        cell=problem.cell,
        code=problem.code,
        severity=problem.severity,
        message=text.say(language, f"survey.problem.{problem.code}", problem.params),
        suggestion=problem.suggestion,
    )
