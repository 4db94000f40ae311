"""The assess stage: inventory, topology and decisions -> assessment."""

from __future__ import annotations

from collections.abc import Sequence

from migrate import rules
from migrate.assess import score, verdict
from migrate.assess.gathering import gather
from migrate.knowledge.readiness import Readiness, readiness
from migrate.model.assessment import Assessment, ComponentAssessment
from migrate.model.decisions import Decisions
from migrate.model.facts import Finding
from migrate.model.inventory import Inventory, Member
from migrate.model.topology import Topology

__all__ = ["assess"]


def assess(
    inventory: Inventory,
    topology: Topology,
    decisions: Decisions,
    ruleset: rules.RuleSet | None = None,
) -> Assessment:
    """Judge every component; `ruleset` is our own rules unless a run brings more."""
    figures = readiness()
    found = gather(inventory, topology, ruleset or rules.load(), decisions.as_of)
    waves = {name: n for n, wave in enumerate(topology.waves, 1) for name in wave}
    members = sorted(inventory.members, key=lambda member: member.component.id)
    return Assessment(
        components=tuple(
            _judge(member, found[name], waves.get(name, 0), decisions, figures)
            for member in members
            for name in (member.component.id,)
        ),
        findings=found[""],
    )


def _judge(
    member: Member,
    findings: Sequence[Finding],
    wave: int,
    decisions: Decisions,
    figures: Readiness,
) -> ComponentAssessment:
    name = member.component.id
    complete = score.completeness(member, figures)
    reached = score.score(findings, complete, figures)
    judged, deciding = verdict.verdict(
        name, findings, figures, decisions.answers, (reached, complete)
    )
    missing = score.missing(member, figures)
    return ComponentAssessment(
        component=name,
        verdict=judged,
        score=reached,
        completeness=complete,
        effort=sum(finding.effort for finding in findings),
        reasons=verdict.reasons(judged, deciding, findings, missing, figures),
        findings=tuple(findings),
        wave=wave,
    )
