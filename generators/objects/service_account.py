"""The identity of a workload's pods: none that reaches the API server."""

from __future__ import annotations

from collections.abc import Iterator

from generators.objects.scope import Scope, own, user_list
from generators.tree import Leaf, Node, why


def build(scope: Scope) -> Iterator[Node]:
    """Yield the ServiceAccount of a workload."""
    yield {
        **own(scope, "ServiceAccount", Leaf(scope.workload.id, scope.house)),
        "automountServiceAccountToken": Leaf(False, why("manifests.why.no_token")),
        "imagePullSecrets": user_list(scope, "imagePullSecrets", "image_pull_secrets"),
    }
