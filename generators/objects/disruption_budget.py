"""How many pods may be away while nodes are drained."""

from __future__ import annotations

from collections.abc import Iterator

from generators.objects.scope import Scope, identity, own
from generators.tree import Leaf, Node, knob, switch, why


def build(scope: Scope) -> Iterator[Node]:
    """Yield the PodDisruptionBudget of a workload."""
    one = scope.workload.replicas.value == 1
    reason = why("manifests.why.budget_one" if one else "manifests.why.budget")
    path = (scope.root, "podDisruptionBudget")
    node: Node = {
        **own(scope, "PodDisruptionBudget", Leaf(scope.workload.id, scope.house)),
        "spec": {
            "maxUnavailable": knob((*path, "maxUnavailable"), "max_unavailable", Leaf(1, reason)),
            "unhealthyPodEvictionPolicy": Leaf("AlwaysAllow", why("manifests.why.unhealthy")),
            "selector": {"matchLabels": identity(scope)},
        },
    }
    yield switch((*path, "enabled"), "budget_enabled", node)
