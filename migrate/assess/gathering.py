"""Findings of every source, each with the component it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from migrate import rules
from migrate.knowledge.readiness import readiness
from migrate.model.facts import SEVERITIES, Finding, Unread
from migrate.model.inventory import Inventory, Member
from migrate.model.origin import Origin
from migrate.model.survey import Problem
from migrate.model.topology import Topology


def gather(
    inventory: Inventory, topology: Topology, ruleset: rules.RuleSet, as_of: str
) -> dict[str, tuple[Finding, ...]]:
    """Return component id → its findings; under the empty id those of no one component."""
    components = {member.component.id for member in inventory.members}
    found: dict[str, dict[str, Finding]] = {"": {}, **{name: {} for name in sorted(components)}}
    for each in _all(inventory, topology, ruleset, as_of):
        finding = replace(each, topic=each.topic or readiness().topic(each.rule))
        place = finding.subject if finding.subject in components else ""
        found[place].setdefault(_identity(finding), finding)
    return {
        place: tuple(sorted(of_place.values(), key=_order)) for place, of_place in found.items()
    }


def _all(
    inventory: Inventory, topology: Topology, ruleset: rules.RuleSet, as_of: str
) -> Iterator[Finding]:
    kinds = {node.id: node.kind for node in topology.nodes if node.kind != "component"}
    peers = {**kinds, **{m.component.id: m.component.kind for m in inventory.members}}
    for member in inventory.members:
        yield from rules.judge(ruleset, member.component, topology.edges, as_of, peers)
    yield from inventory.findings
    yield from topology.findings
    yield from (_unread(unread, inventory.members) for unread in inventory.unread)
    yield from (_problem(problem) for problem in inventory.problems)
    yield from (_not_evaluated(left) for left in rules.not_evaluated(ruleset))
    yield from (_wrong(rule) for rule in ruleset.wrong)


def _unread(unread: Unread, members: Iterable[Member]) -> Finding:
    owners = [m.component.id for m in members if _belongs(unread.source, m.component.sources)]
    return Finding(
        rule="unread-source",
        severity="potential",
        subject=owners[0] if len(owners) == 1 else "",
        params={"source": f"{unread.source} {unread.place}".strip()},
        effort=1,
        origins=(Origin(unread.source, unread.place),),
    )


def _belongs(source: str, sources: Iterable[str]) -> bool:
    return any(source == own or source.startswith((f"{own}/", f"{own}!/")) for own in sources)


def _problem(problem: Problem) -> Finding:
    return Finding(
        rule="survey-problem",
        severity="potential" if problem.severity == "error" else "information",
        params={
            **problem.params,
            "place": str(problem.origin),
            "says": f"survey.problem.{problem.code}",
        },
        origins=(problem.origin,),
    )


def _not_evaluated(left: rules.NotEvaluated) -> Finding:
    return Finding(
        rule="rules-not-evaluated",
        severity="information",
        params={
            "condition": left.condition,
            "count": str(left.count),
            "rules": str(left.rules),
            "reason": left.reason,
        },
    )


def _wrong(rule: rules.WrongRule) -> Finding:
    return Finding(
        rule="rule-not-usable",
        severity="information",
        params={"file": rule.file, "rule": rule.rule or "-", "detail": rule.detail},
    )


def _identity(finding: Finding) -> str:
    return repr((finding.rule, finding.subject, sorted(finding.params.items()), finding.origins))


def _order(finding: Finding) -> tuple[object, ...]:
    return (SEVERITIES.index(finding.severity), finding.rule, _identity(finding))
