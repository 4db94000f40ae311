"""What every builder needs: the plan, the system and the workload that an object belongs to."""

from __future__ import annotations

from msgspec import Struct

from generators.naming import label_value, root
from generators.tree import Call, ChartOnly, Joined, Leaf, Node, Slot, slot, tree, why
from migrate.model.plan import MigrationPlan, Schedule, TargetSystem, Workload
from migrate.model.reason import Reason

MANAGER = "container-migrate"


class Scope(Struct, frozen=True):
    """A workload in its surroundings."""

    plan: MigrationPlan
    system: TargetSystem
    workload: Workload

    @property
    def root(self) -> str:
        """Key of values.yaml below which the workload's settings stand."""
        return root(self.workload)

    @property
    def house(self) -> Reason:
        """Why the workload's name stands somewhere."""
        return why("manifests.why.workload", workload=self.workload.id)


def new_object(
    plan: MigrationPlan, system: TargetSystem, kind: str, metadata: dict[str, Node]
) -> dict[str, Node]:
    """Return the head of an object, in the version that the target serves."""
    version = plan.cluster.version
    served = Reason(
        why("manifests.why.api_version", version=version.value).because, version.origins
    )
    return {
        "apiVersion": Leaf(plan.cluster.api_versions[kind], served),
        "kind": Leaf(kind, why(f"manifests.kind.{kind}")),
        "metadata": metadata,
    }


def metadata(
    plan: MigrationPlan,
    system: TargetSystem,
    name: Leaf,
    labels: dict[str, Node],
    annotations: dict[str, Node],
) -> dict[str, Node]:
    """Return the metadata of an object in the system's namespace."""
    shared = slot(("commonLabels",), "common_labels", dict, spread=True)
    noted = slot(("commonAnnotations",), "common_annotations", dict, spread=bool(annotations))
    return {
        "name": name,
        "namespace": namespace(system),
        "labels": {**labels, **_object_labels(plan, system), "*": shared},
        "annotations": {**annotations, "*": noted} if annotations else noted,
    }


def own(
    scope: Scope, kind: str, name: Leaf, annotations: dict[str, Node] | None = None
) -> dict[str, Node]:
    """Return the head of an object that belongs to one workload."""
    labels = {**identity(scope), **_describing(scope)}
    described = metadata(scope.plan, scope.system, name, labels, annotations or {})
    return new_object(scope.plan, scope.system, kind, described)


def shared(plan: MigrationPlan, system: TargetSystem, kind: str, name: Leaf) -> dict[str, Node]:
    """Return the head of an object that belongs to a whole system."""
    reason = why("manifests.why.label_name")
    labels: dict[str, Node] = {
        "app.kubernetes.io/name": Leaf(label_value(system.id), reason),
        "app.kubernetes.io/instance": instance(system),
    }
    return new_object(plan, system, kind, metadata(plan, system, name, labels, {}))


def namespace(system: TargetSystem) -> Node:
    """Return the namespace: the release's own in a chart."""
    call = Call(".Release.Namespace", system.namespace.value)
    return Joined((call,), system.namespace.reason)


def instance(system: TargetSystem) -> Node:
    """Return the label that tells installations apart: the release's name in a chart."""
    reason = why("manifests.why.label_instance", system=system.name)
    return Joined((Call(".Release.Name", label_value(system.id)),), reason)


def identity(scope: Scope, schedule: Schedule | None = None) -> dict[str, Node]:
    """Return the labels that select a workload's pods; they never change."""
    name = schedule.name if schedule else scope.workload.id
    return {
        "app.kubernetes.io/name": Leaf(label_value(name), why("manifests.why.label_name")),
        "app.kubernetes.io/instance": instance(scope.system),
    }


def pod_labels(scope: Scope, schedule: Schedule | None = None) -> dict[str, Node]:
    """Return the labels of a pod template."""
    added = slot((scope.root, "podLabels"), "pod_labels", dict, spread=True)
    return {
        **identity(scope, schedule),
        **_describing(scope),
        "app.kubernetes.io/part-of": _part_of(scope.plan),
        "*": added,
    }


def label_name(name: str) -> Node:
    """Return the labels that select the pods of one workload: one alone.

    One label is enough inside a namespace, and some checkers understand nothing else.
    """
    selected = {"app.kubernetes.io/name": label_value(name)}
    return tree(why("manifests.why.selector", workload=name), selected)


def user_map(scope: Scope, name: str, doc: str) -> Slot:
    """Leave room for a map of the workload's own."""
    return slot((scope.root, name), doc, dict)


def user_list(scope: Scope, name: str, doc: str, *, spread: bool = False) -> Slot:
    """Leave room for a list of the workload's own."""
    return slot((scope.root, name), doc, list, spread=spread)


def _describing(scope: Scope) -> dict[str, Node]:
    version, role = scope.workload.image.tag, scope.workload.role or scope.workload.component
    reason = why("manifests.why.label_component")
    return {
        "app.kubernetes.io/version": Leaf(label_value(version.value), version.reason),
        "app.kubernetes.io/component": Leaf(label_value(role), reason),
    }


def _object_labels(plan: MigrationPlan, system: TargetSystem) -> dict[str, Node]:
    chart = Call(f'include "{system.id}.chart" .', "")
    reason = why("manifests.why.label_managed_by")
    return {
        "app.kubernetes.io/part-of": _part_of(plan),
        "app.kubernetes.io/managed-by": Joined((Call(".Release.Service", MANAGER),), reason),
        "helm.sh/chart": ChartOnly(Joined((chart,), reason)),
    }


def _part_of(plan: MigrationPlan) -> Node:
    return Leaf(label_value(plan.project), why("manifests.why.label_part_of", project=plan.name))
