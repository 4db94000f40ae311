"""Findings and completeness -> score; the formula stands in knowledge/readiness.yaml."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from migrate.knowledge.readiness import Further, Readiness
from migrate.model.facts import Finding, Severity
from migrate.model.inventory import Member


def score(findings: Iterable[Finding], completeness: int, figures: Readiness) -> int:
    """Return 0 to 100; one finding more never raises it."""
    findings = tuple(findings)
    open_to_all = 100 - sum(penalties(findings, figures).values())
    caps = [figures.unknown_floor + (100 - figures.unknown_floor) * completeness // 100]
    if any(finding.rule in figures.blockers for finding in findings):
        caps.append(figures.blocker_cap)
    return max(0, min(open_to_all, *caps))


def penalties(findings: Iterable[Finding], figures: Readiness) -> dict[Severity, int]:
    """Return what the findings of each severity cost: topic by topic."""
    topics: dict[tuple[Severity, str], list[int]] = defaultdict(list)
    for finding in findings:
        topics[finding.severity, finding.topic].append(cost(finding, figures))
    totals: dict[Severity, int] = defaultdict(int)
    for (severity, _), costs in topics.items():
        totals[severity] += _of_topic(costs, figures.further)
    return {
        severity: min(total, figures.severities[severity].ceiling)
        for severity, total in totals.items()
    }


def _of_topic(costs: Iterable[int], further: Further) -> int:
    highest, *others = sorted(costs, reverse=True)
    return highest + min(further.most, sum(min(further.each, each) for each in others))


def cost(finding: Finding, figures: Readiness) -> int:
    """Return what one finding costs before the ceiling of its severity."""
    weight = figures.severities[finding.severity]
    return weight.weight + weight.per_effort * finding.effort


def missing(member: Member, figures: Readiness) -> tuple[str, ...]:
    """Return the facts a component's kind needs that are not known."""
    needed = figures.needs_of(member.component.kind)
    return tuple(fact for fact in needed if not _is_known(member, fact))


def completeness(member: Member, figures: Readiness) -> int:
    """Return the percentage of the needed facts that are known."""
    needed = len(figures.needs_of(member.component.kind))
    return 100 * (needed - len(missing(member, figures))) // needed if needed else 100


def _is_known(member: Member, fact: str) -> bool:
    component = member.component
    match fact:
        case "component.hosts":
            return bool(member.hosts)
        case "component.endpoints":
            return bool(component.endpoints) or "survey.ports" in component.facts
        case "component.settings":
            return bool(component.settings)
        case "component.references":
            return bool(component.references)
        case "technology":
            return bool(component.sources) or "technology" in component.facts
        case _:
            return component.value(fact) is not None
