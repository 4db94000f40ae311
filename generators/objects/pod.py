"""The pod template of a workload."""

from __future__ import annotations

from generators.objects.checksums import checksums
from generators.objects.container import server
from generators.objects.mounts import volumes
from generators.objects.placement import apart, beside, spread
from generators.objects.scope import Scope, pod_labels, user_list, user_map
from generators.tree import Leaf, Node, chosen, knob, slot, tree, why
from migrate.model.plan import Schedule


def template(scope: Scope) -> Node:
    """Return the template of pods that serve."""
    return {
        "metadata": {"labels": pod_labels(scope), "annotations": _annotations(scope)},
        "spec": {
            **pod_identity(scope),
            "terminationGracePeriodSeconds": chosen(scope.workload.grace_seconds),
            "affinity": apart(scope),
            "topologySpreadConstraints": spread(scope),
            **user_placement(scope),
            "initContainers": user_list(scope, "initContainers", "init_containers"),
            "containers": [
                server(scope),
                user_list(scope, "sidecars", "sidecars", spread=True),
            ],
            "volumes": _volumes(scope),
        },
    }


def job_template(scope: Scope, schedule: Schedule, container: Node) -> Node:
    """Return the template of pods that run a scheduled command."""
    return {
        "metadata": {"labels": pod_labels(scope, schedule)},
        "spec": {
            **pod_identity(scope),
            "restartPolicy": Leaf("Never", why("manifests.why.job_restart")),
            **beside(scope),
            **user_placement(scope),
            "containers": [container],
            "volumes": _volumes(scope, job=True),
        },
    }


def pod_identity(scope: Scope) -> dict[str, Node]:
    """Return what a pod of the workload may do, and as whom."""
    return {
        "serviceAccountName": Leaf(scope.workload.id, scope.house),
        "automountServiceAccountToken": Leaf(False, why("manifests.why.no_token")),
        "enableServiceLinks": Leaf(False, why("manifests.why.service_links")),
        "securityContext": _security(scope),
    }


def _security(scope: Scope) -> Node:
    reason, user = why("manifests.why.restricted"), scope.workload.image.user
    numeric = why("generate.dockerfile.user")
    return knob(
        (scope.root, "podSecurityContext"),
        "pod_security",
        {
            "runAsNonRoot": Leaf(True, reason),
            "runAsUser": Leaf(user, numeric),
            "runAsGroup": Leaf(user, numeric),
            "fsGroup": Leaf(user, why("manifests.why.fs_group")),
            "fsGroupChangePolicy": Leaf("OnRootMismatch", why("manifests.why.fs_group_policy")),
            "seccompProfile": tree(reason, {"type": "RuntimeDefault"}),
        },
    )


def user_placement(scope: Scope) -> dict[str, Node]:
    """Leave room for where users want the pods."""
    return {
        "nodeSelector": user_map(scope, "nodeSelector", "node_selector"),
        "tolerations": user_list(scope, "tolerations", "tolerations"),
        "priorityClassName": slot((scope.root, "priorityClassName"), "priority_class", str),
    }


def _volumes(scope: Scope, *, job: bool = False) -> list[Node]:
    extra = user_list(scope, "extraVolumes", "extra_volumes", spread=True)
    return [*volumes(scope, job=job), extra]


def _annotations(scope: Scope) -> dict[str, Node]:
    added = slot((scope.root, "podAnnotations"), "pod_annotations", dict, spread=True)
    return {**checksums(scope), "*": added}
