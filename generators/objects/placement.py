"""On which nodes pods run: apart from each other, or beside the volume they share."""

from __future__ import annotations

from generators.objects.claim import claims
from generators.objects.scope import Scope, identity
from generators.tree import Node, knob, tree, why

_HOST = "kubernetes.io/hostname"
_ZONE = "topology.kubernetes.io/zone"


def apart(scope: Scope) -> Node:
    """Return the wish to keep replicas, and the servers of a replicated set, on several nodes."""
    text = "manifests.why.apart_set" if scope.workload.role else "manifests.why.apart"
    term = {
        "weight": 100,
        "podAffinityTerm": {
            "topologyKey": _HOST,
            "labelSelector": {
                "matchExpressions": [
                    {"key": "app.kubernetes.io/name", "operator": "In", "values": _set(scope)}
                ]
            },
        },
    }
    node = tree(
        why(text), {"podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [term]}}
    )
    return knob((scope.root, "affinity"), "affinity", node)


def spread(scope: Scope) -> Node:
    """Return the wish to spread replicas over zones."""
    reason = why("manifests.why.spread")
    constraint: Node = {
        "maxSkew": tree(reason, 1),
        "topologyKey": tree(reason, _ZONE),
        "whenUnsatisfiable": tree(reason, "ScheduleAnyway"),
        "labelSelector": {"matchLabels": identity(scope)},
    }
    return [constraint]


def beside(scope: Scope) -> dict[str, Node]:
    """Return the need to run on the node that has a volume which only one node can have."""
    modes = [v.access_mode.value for v in claims(scope) if v.access_mode]
    if "ReadWriteOnce" not in modes:
        return {}
    reason = why("manifests.why.beside")
    term: Node = {
        "topologyKey": tree(reason, _HOST),
        "labelSelector": {"matchLabels": identity(scope)},
    }
    return {"affinity": {"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [term]}}}


def _set(scope: Scope) -> list[str]:
    if not scope.workload.role:
        return [scope.workload.id]
    return sorted(w.id for w in scope.plan.of_system(scope.system.id) if w.role)
