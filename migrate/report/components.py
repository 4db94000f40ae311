"""What a report tells of each component: the verdict, why, and what it becomes."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from migrate import text
from migrate.model.assessment import Assessment, ComponentAssessment, Verdict
from migrate.model.facts import Finding
from migrate.model.inventory import Inventory, Member
from migrate.model.plan import MigrationPlan, Workload
from migrate.model.reason import Chosen
from migrate.report.words import FindingView, Said, Topic, Words, origins


class Choice(Struct, frozen=True):
    """One choice of the plan in words."""

    label: str
    value: str
    why: Said


class FactView(Struct, frozen=True):
    """One known fact; `others` is what other sources said."""

    name: str
    meaning: str
    value: str
    others: tuple[str, ...]
    origins: tuple[str, ...]


class ComponentView(Struct, frozen=True):
    """One component in words."""

    id: str
    name: str
    kind: str
    system: str
    hosts: tuple[str, ...]
    verdict: Verdict
    verdict_text: str
    score: int
    completeness: int
    effort: int
    wave: int
    reasons: tuple[Said, ...]
    findings: tuple[FindingView, ...]
    topics: tuple[Topic, ...]
    """The findings once more, by what they are about."""
    unknown: tuple[tuple[str, str], ...]
    """Fact and why it is not known."""
    facts: tuple[FactView, ...]
    target: str
    """`Deployment × 1`, empty when nothing is planned for it."""
    choices: tuple[Choice, ...]


def views(
    inventory: Inventory, assessment: Assessment, plan: MigrationPlan, words: Words
) -> tuple[ComponentView, ...]:
    """Return every component, in the inventory's order."""
    systems = {system.id: system.name for system in inventory.systems}
    hosts = {host.id: host.name for host in inventory.hosts}
    planned = {workload.component: workload for workload in plan.workloads}
    noticed: dict[str, list[Finding]] = {}
    for each in plan.findings:
        noticed.setdefault(each.subject, []).append(each)
    found = []
    for member in inventory.members:
        judged = assessment.of(member.component.id) or _unjudged(member)
        workload = planned.get(member.component.id)
        seats = tuple(hosts.get(host, host) for host in member.hosts)
        system = systems.get(member.system, member.system)
        left = noticed.get(member.component.id, ())
        findings = (*left, *judged.findings, *(workload.findings if workload else ()))
        told = words.findings(findings, {member.component.id: member.component.name})
        found.append(_view(member, judged, workload, words, (system, seats, told)))
    return tuple(found)


def _unjudged(member: Member) -> ComponentAssessment:
    return ComponentAssessment(member.component.id, "unknown", 0, 0, 0)


def _view(
    member: Member,
    judged: ComponentAssessment,
    workload: Workload | None,
    words: Words,
    around: tuple[str, tuple[str, ...], tuple[FindingView, ...]],
) -> ComponentView:
    component = member.component
    system, hosts, findings = around
    return ComponentView(
        id=component.id,
        name=component.name,
        kind=words.kind(component.kind),
        system=system,
        hosts=hosts,
        verdict=judged.verdict,
        verdict_text=words.say(f"verdict.{judged.verdict}"),
        score=judged.score,
        completeness=judged.completeness,
        effort=judged.effort,
        wave=judged.wave,
        reasons=_once(words.reason(reason) for reason in judged.reasons),
        findings=findings,
        topics=words.topics(findings),
        unknown=tuple(
            (text.fact(words.language, u.fact), words.because(u.because)) for u in component.unknown
        ),
        facts=_facts(member, words),
        target=_target(workload),
        choices=_choices(workload, words) if workload else (),
    )


def _once(reasons: Iterable[Said]) -> tuple[Said, ...]:
    """Return reasons, each sentence once with all its evidence."""
    found: dict[str, list[str]] = {}
    for reason in reasons:
        found.setdefault(reason.text, []).extend(reason.origins)
    return tuple(Said(said, tuple(dict.fromkeys(places))) for said, places in found.items())


def _facts(member: Member, words: Words) -> tuple[FactView, ...]:
    return tuple(
        FactView(
            name,
            words.fact(name),
            words.value(fact.value),
            tuple(
                " · ".join((words.value(other.value), *origins(other.origins)))
                for other in fact.alternatives
            ),
            origins(fact.origins),
        )
        for name, fact in sorted(member.component.facts.items())
    )


def _target(workload: Workload | None) -> str:
    return f"{workload.controller.value} × {workload.replicas.value}" if workload else ""


def _choices(workload: Workload, words: Words) -> tuple[Choice, ...]:
    resources, exposure = workload.resources, workload.exposure
    chosen: list[tuple[str, Chosen[str] | Chosen[int] | None]] = [
        ("controller", workload.controller),
        ("replicas", workload.replicas),
        ("base", workload.image.base),
        ("cpu_request", resources.cpu_request),
        ("memory_request", resources.memory_request),
        ("memory_limit", resources.memory_limit),
        ("exposure", exposure.kind if exposure else None),
        ("hostname", exposure.hostname if exposure else None),
    ]
    choices = [_choice(label, value, words) for label, value in chosen if value is not None]
    for volume in workload.volumes:
        if volume.kind == "claim":
            choice = _choice("claim", volume.size, words)
            choices.append(
                Choice(choice.label, f"{volume.mount_path} · {choice.value}", choice.why)
            )
    return tuple(choices)


def _choice(label: str, chosen: Chosen[str] | Chosen[int], words: Words) -> Choice:
    return Choice(words.say(f"choice.{label}"), str(chosen.value), words.reason(chosen.reason))
