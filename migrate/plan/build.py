"""Inventory, topology, assessment and decisions go in; the plan of the target comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from migrate.knowledge.images import Technology
from migrate.knowledge.sizing import sizing
from migrate.model.assessment import Assessment, Question
from migrate.model.decisions import Decisions
from migrate.model.facts import Finding
from migrate.model.inventory import Inventory, Member
from migrate.model.plan import Exposure, MigrationPlan, TargetSystem, Workload
from migrate.model.topology import Topology
from migrate.plan.asking import misfits
from migrate.plan.draft import Draft
from migrate.plan.exposure import expose, unusable_hosts
from migrate.plan.java import plan_java
from migrate.plan.left import question, said
from migrate.plan.mysql import plan_mysql
from migrate.plan.peers import peers, unnamed
from migrate.plan.php import plan_php
from migrate.plan.resources import resources
from migrate.plan.secrets import guarded, needs
from migrate.plan.situation import Situation
from migrate.plan.target import settle
from migrate.plan.why import choose, finding

PLANNERS: Mapping[str, Callable[[Situation, Member, Technology], Draft]] = {
    "java-war": plan_java,
    "mysql": plan_mysql,
    "php-site": plan_php,
}
"""Kind → how a component of it runs."""


class Planned(Struct, frozen=True):
    """A workload with the questions that were asked on the way."""

    workload: Workload
    questions: tuple[Question, ...]


def plan(
    inventory: Inventory, topology: Topology, assessment: Assessment, decisions: Decisions
) -> MigrationPlan:
    """Return every choice for the target, each with its reason."""
    target = settle(decisions)
    situation = Situation(inventory, topology, decisions, target)
    made = [_planned(situation, assessment, member) for member in situation.planned]
    asked = (question(member, decisions) for member in inventory.members)
    questions = (
        *target.questions,
        *(each for each in asked if each),
        *(q for each in made for q in each.questions),
    )
    workloads = tuple(each.workload for each in made)
    return MigrationPlan(
        project=inventory.project,
        name=inventory.name,
        language=decisions.language,
        as_of=decisions.as_of,
        cluster=target.cluster,
        catalogue=target.catalogue_name,
        registry=target.registry,
        systems=_systems(situation, workloads),
        workloads=workloads,
        secrets=needs(workloads),
        questions=questions,
        findings=(*_left(situation), *misfits(decisions, questions)),
    )


def _planned(situation: Situation, assessment: Assessment, member: Member) -> Planned:
    component = member.component
    technology = situation.technology(member)
    if technology is None:
        raise ValueError(component.id)
    draft = PLANNERS[component.kind](situation, member, technology)
    exposure: Exposure | None = None
    asked: tuple[Question, ...] = ()
    if draft.path is not None:
        service = draft.services[0].name.value
        exposure, asked = expose(situation, member, service, draft.path)
    judged = assessment.of(component.id)
    grace = sizing().grace_seconds[component.kind]
    workload = Workload(
        id=component.id,
        component=component.id,
        name=component.name,
        system=situation.system(member),
        namespace=situation.namespace(member.system).value,
        controller=draft.controller,
        replicas=draft.replication.replicas,
        image=draft.image,
        ports=(draft.port,),
        resources=resources(situation, member, draft.memory),
        probes=draft.probes,
        grace_seconds=choose(grace, "plan.grace", seconds=grace),
        wave=judged.wave if judged else 0,
        role=draft.role,
        variables=draft.variables,
        files=tuple(guarded(file) for file in draft.files),
        volumes=draft.volumes,
        services=draft.services,
        exposure=exposure,
        schedules=draft.schedules,
        peers=peers(situation, member, exposed=exposure is not None),
        findings=(
            *draft.findings,
            *_noticed(situation, member, draft, exposed=exposure is not None),
        ),
        origins=member.origins,
    )
    return Planned(workload, (*draft.questions, *asked))


def _noticed(
    situation: Situation, member: Member, draft: Draft, *, exposed: bool
) -> Iterator[Finding]:
    affinity = draft.replication.affinity
    yield from unnamed(situation, member)
    if exposed:
        yield from unusable_hosts(member)
    if exposed and affinity:
        yield finding("affinity-behind-gateway", "mandatory", member.component.id, affinity.origins)


def _systems(situation: Situation, workloads: tuple[Workload, ...]) -> tuple[TargetSystem, ...]:
    names = {system.id: system.name for system in situation.inventory.systems}
    wanted = sorted({workload.system for workload in workloads})
    return tuple(
        TargetSystem(
            name, names.get(name, situation.inventory.name or name), situation.namespace(name)
        )
        for name in wanted
    )


def _left(situation: Situation) -> Iterator[Finding]:
    """Yield a finding for each component that nothing is generated for."""
    for member in sorted(situation.inventory.members, key=lambda each: each.component.id):
        found = situation.left(member)
        if found is not None:
            yield said(found, member)
