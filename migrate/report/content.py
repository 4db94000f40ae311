"""The stage values of an estate go in; what its readiness report tells comes out, in words.

HTML and workbook print the same content; neither computes anything of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from migrate.model.artifact import CheckReport
from migrate.model.assessment import Assessment, Verdict
from migrate.model.facts import SEVERITIES, Finding
from migrate.model.inventory import Inventory
from migrate.model.plan import MigrationPlan
from migrate.model.topology import Topology
from migrate.report import capacity, components, connections, files, gaps
from migrate.report.capacity import CapacityView
from migrate.report.components import ComponentView
from migrate.report.connections import ConnectionView, WaveView
from migrate.report.files import FileView
from migrate.report.gaps import GapView, QuestionView
from migrate.report.graph_svg import Mark
from migrate.report.words import FindingGroup, FindingView, Words, grouped

VERDICTS: tuple[Verdict, ...] = (
    "ready",
    "ready-with-changes",
    "needs-decision",
    "blocked",
    "unknown",
)


class Material(Struct, frozen=True):
    """Everything a report is made of."""

    inventory: Inventory
    topology: Topology
    assessment: Assessment
    plan: MigrationPlan
    check: CheckReport
    files: tuple[str, ...] = ()
    """The generated files, relative to out/."""


class Share(Struct, frozen=True):
    """How many of something there are, and their part of the whole."""

    key: str
    name: str
    count: int
    percent: float


class Content(Struct, frozen=True):
    """What a report tells."""

    title: str
    as_of: str
    properties: tuple[tuple[str, str], ...]
    """Of the estate and its target, as label and value."""
    headline: str
    verdicts: tuple[Share, ...]
    severities: tuple[Share, ...]
    effort: int
    completeness: int
    """Percent, the mean of the components."""
    components: tuple[ComponentView, ...]
    findings: tuple[FindingView, ...]
    connections: tuple[ConnectionView, ...]
    waves: tuple[WaveView, ...]
    capacity: CapacityView
    files: tuple[FileView, ...]
    checked: int
    kube_version: str
    questions: tuple[QuestionView, ...]
    gaps: tuple[GapView, ...]

    @property
    def open_questions(self) -> int:
        """Return how many questions still stand at their default."""
        return sum(not question.answered for question in self.questions)

    @property
    def risks(self) -> tuple[FindingGroup, ...]:
        """What stands in the way, most weighty first, ten rules at most."""
        return grouped(found for found in self.findings if found.severity == "mandatory")[:10]


def tell(material: Material, language: str) -> Content:
    """Return the content of a report in a language."""
    words = Words(language)
    inventory, plan = material.inventory, material.plan
    names = _names(inventory)
    views = components.views(inventory, material.assessment, plan, words)
    findings = words.findings(_findings(material), names)
    verdicts = Counter[str](view.verdict for view in views)
    severities = Counter[str](found.severity for found in findings)
    return Content(
        title=words.say("title", project=inventory.name or inventory.project),
        as_of=plan.as_of,
        properties=_properties(material, words),
        headline=_headline(verdicts, words),
        verdicts=_shares(VERDICTS, verdicts, "verdict", words),
        severities=_shares(SEVERITIES, severities, "severity", words),
        effort=sum(found.effort for found in findings),
        completeness=round(sum(v.completeness for v in views) / len(views)) if views else 0,
        components=views,
        findings=findings,
        connections=connections.views(material.topology, words),
        waves=connections.waves(material.topology, views),
        capacity=capacity.view(inventory, plan, words),
        files=files.views(material.files, material.check, words),
        checked=material.check.checked,
        kube_version=material.check.kube_version,
        questions=gaps.questions(plan.questions, names, words),
        gaps=gaps.views(inventory, material.check, words, plan.questions),
    )


def marks(
    inventory: Inventory, language: str, assessment: Assessment | None = None
) -> dict[str, Mark]:
    """Return what the picture's cards say of components."""
    words = Words(language)
    judgements = assessment.components if assessment else ()
    verdicts = {judged.component: judged.verdict for judged in judgements}
    return {
        member.component.id: Mark(
            words.kind(member.component.kind), verdicts.get(member.component.id)
        )
        for member in inventory.members
    }


def _names(inventory: Inventory) -> dict[str, str]:
    named = {system.id: system.name for system in inventory.systems}
    named.update((host.id, host.name) for host in inventory.hosts)
    named.update((m.component.id, m.component.name) for m in inventory.members)
    return named


def _findings(material: Material) -> Iterator[Finding]:
    yield from material.assessment.findings
    yield from material.inventory.findings
    yield from material.topology.findings
    yield from material.plan.findings
    for judged in material.assessment.components:
        yield from judged.findings
    for workload in material.plan.workloads:
        yield from workload.findings


def _properties(material: Material, words: Words) -> tuple[tuple[str, str], ...]:
    plan, inventory = material.plan, material.inventory
    values = {
        "as_of": plan.as_of,
        "systems": ", ".join(system.name for system in inventory.systems),
        "servers": str(len(inventory.hosts)),
        "kube_version": plan.cluster.version.value,
        "catalogue": plan.catalogue.value,
        "registry": plan.registry.value,
    }
    return tuple((words.say(f"property.{key}"), value or "–") for key, value in values.items())


def _headline(verdicts: Mapping[str, int], words: Words) -> str:
    return words.say(
        "headline",
        total=sum(verdicts.values()),
        movable=verdicts.get("ready", 0) + verdicts.get("ready-with-changes", 0),
        waiting=verdicts.get("needs-decision", 0) + verdicts.get("blocked", 0),
        unknown=verdicts.get("unknown", 0),
    )


def _shares(
    keys: Sequence[str], counts: Mapping[str, int], group: str, words: Words
) -> tuple[Share, ...]:
    whole = sum(counts.values()) or 1
    return tuple(
        Share(
            key,
            words.say(f"{group}.{key}"),
            counts.get(key, 0),
            round(100 * counts.get(key, 0) / whole, 2),
        )
        for key in keys
    )
