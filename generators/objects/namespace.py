"""The namespace of a system, with the security profile its pods keep to."""

from __future__ import annotations

from generators.naming import label_value
from generators.objects.scope import MANAGER, new_object
from generators.tree import Leaf, Node, chosen, tree, why
from migrate.model.plan import MigrationPlan, TargetSystem

_MODES = ("enforce", "warn", "audit")


def build(plan: MigrationPlan, system: TargetSystem) -> Node:
    """Return the Namespace; a chart has none, it is installed into one."""
    name = system.namespace.value
    labels: dict[str, Node] = {
        # Servers before 1.21 do not set it themselves; network policies select by it.
        "kubernetes.io/metadata.name": Leaf(name, why("manifests.why.namespace_label")),
        "app.kubernetes.io/part-of": Leaf(
            label_value(plan.project), why("manifests.why.label_part_of", project=plan.name)
        ),
        "app.kubernetes.io/managed-by": Leaf(MANAGER, why("manifests.why.label_managed_by")),
        **{f"pod-security.kubernetes.io/{mode}": _restricted() for mode in _MODES},
        **{f"pod-security.kubernetes.io/{mode}-version": _version(plan) for mode in _MODES},
    }
    metadata: dict[str, Node] = {"name": chosen(system.namespace), "labels": labels}
    return new_object(plan, system, "Namespace", metadata)


def _restricted() -> Node:
    return tree(why("manifests.why.pod_security"), "restricted")


def _version(plan: MigrationPlan) -> Node:
    version = plan.cluster.version.value
    return tree(why("manifests.why.pod_security_version", version=version), f"v{version}")
