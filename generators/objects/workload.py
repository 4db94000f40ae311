"""The controller of a workload's pods."""

from __future__ import annotations

from collections.abc import Iterator

from generators.objects.claim import STATEFUL, claims, retention, templates
from generators.objects.pod import template
from generators.objects.scope import Scope, identity, own
from generators.tree import Leaf, Node, chosen, knob, tree, why

_KEPT_REVISIONS = 5


def build(scope: Scope) -> Iterator[Node]:
    """Yield the Deployment or StatefulSet of a workload."""
    kind = scope.workload.controller.value
    head = own(scope, kind, Leaf(scope.workload.id, scope.house))
    yield {**head, "spec": _stateful(scope) if kind == STATEFUL else _stateless(scope)}


def _stateless(scope: Scope) -> dict[str, Node]:
    replicas = chosen(scope.workload.replicas)
    return {
        "replicas": knob((scope.root, "replicaCount"), "replicas", replicas),
        "revisionHistoryLimit": _history(),
        "strategy": _strategy(scope),
        "selector": {"matchLabels": identity(scope)},
        "template": template(scope),
    }


def _stateful(scope: Scope) -> dict[str, Node]:
    headless = next(s for s in scope.workload.services if s.headless)
    return {
        "serviceName": chosen(headless.name),
        "replicas": chosen(scope.workload.replicas),
        "podManagementPolicy": _order(scope),
        "revisionHistoryLimit": _history(),
        "updateStrategy": tree(why("manifests.why.rolling"), {"type": "RollingUpdate"}),
        "persistentVolumeClaimRetentionPolicy": retention(),
        "selector": {"matchLabels": identity(scope)},
        "template": template(scope),
        "volumeClaimTemplates": templates(scope),
    }


def _strategy(scope: Scope) -> Node:
    """A volume that only one node can have would keep the new pod waiting for the old one."""
    modes = {v.access_mode.value for v in claims(scope) if v.access_mode}
    if "ReadWriteOnce" in modes:
        return tree(why("manifests.why.recreate"), {"type": "Recreate"})
    return tree(
        why("manifests.why.rolling_no_gap"),
        {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 0, "maxSurge": 1}},
    )


def _order(scope: Scope) -> Leaf:
    """In order, a pod that never became ready would keep its own repair from being rolled out."""
    if scope.workload.replicas.value == 1:
        return Leaf("Parallel", why("manifests.why.one_pod"))
    return Leaf("OrderedReady", why("manifests.why.pods_in_order"))


def _history() -> Leaf:
    return Leaf(_KEPT_REVISIONS, why("manifests.why.revisions"))
