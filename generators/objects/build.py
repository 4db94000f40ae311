"""A plan and one of its systems go in; every object of that system comes out, as trees."""

from __future__ import annotations

from typing import cast

from msgspec import Struct

from generators.objects import (
    claim,
    config_map,
    cron_job,
    disruption_budget,
    namespace,
    network_policy,
    route,
    secret,
    service,
    service_account,
    workload,
)
from generators.objects.scope import Scope
from generators.pruning import prune
from generators.tree import Leaf, Node, Plain, resolve
from migrate.model.complaint import Complaint
from migrate.model.plan import MigrationPlan, TargetSystem

PER_WORKLOAD = (
    service_account.build,
    config_map.build,
    secret.build,
    claim.build,
    service.build,
    workload.build,
    cron_job.build,
    disruption_budget.build,
    network_policy.build,
    route.build,
)
"""Builders of what belongs to one workload, in the order in which a cluster wants the objects."""


class NameClash(Complaint):
    """Two components would have objects of one name; only a person can rename one."""


class Built(Struct, frozen=True):
    """One object and the file it goes to."""

    kind: str
    name: str
    node: Node
    file: str
    """`deployment-portal.yaml`"""


def objects(plan: MigrationPlan, system: TargetSystem) -> tuple[Built, ...]:
    """Return the objects of a system, those that others need first."""
    scopes = [Scope(plan, system, known) for known in plan.of_system(system.id)]
    found = [namespace.build(plan, system), *network_policy.build_shared(plan, system)]
    for builder in PER_WORKLOAD:
        for scope in scopes:
            found.extend(builder(scope))
    built = tuple(_built(plan, node) for node in found)
    _refuse_clashes(system, built)
    return built


def _built(plan: MigrationPlan, node: Node) -> Built:
    plain = resolve(node)
    kind, name = _text(plain, "kind"), _text(plain, "metadata", "name")
    pruned = prune(node, plan.cluster.rejected_fields.get(kind, ()))
    return Built(kind, name, pruned, f"{kind.lower()}-{name}.yaml")


def _refuse_clashes(system: TargetSystem, built: tuple[Built, ...]) -> None:
    """A second object of a name would silently take the place of the first."""
    seen: set[str] = set()
    for one in built:
        if one.file in seen:
            raise NameClash("manifests.clash", system=system.id, kind=one.kind, name=one.name)
        seen.add(one.file)


def _text(plain: Plain | None, *path: str) -> str:
    for key in path:
        plain = cast("dict[str, Plain]", plain)[key]
    return str(cast("Leaf", plain).value)
