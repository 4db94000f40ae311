"""Storage that outlives pods."""

from __future__ import annotations

from collections.abc import Iterator

from generators.naming import camel
from generators.objects.scope import Scope, identity, own
from generators.tree import Leaf, Node, Setting, When, chosen, knob, setting, slot, values, why
from migrate.model.plan import Volume

STATEFUL = "StatefulSet"


def build(scope: Scope) -> Iterator[Node]:
    """Yield the claims of a Deployment; those of a StatefulSet are its own templates."""
    if scope.workload.controller.value == STATEFUL:
        return
    for volume in claims(scope):
        name = Leaf(claim_name(scope, volume), scope.house)
        node: Node = {
            **own(scope, "PersistentVolumeClaim", name, {"helm.sh/resource-policy": _kept()}),
            "spec": _spec(scope, volume),
        }
        existing = _existing(scope, volume)
        yield When(f"not {values(existing.path)}", node, (existing,))


def templates(scope: Scope) -> list[Node]:
    """Return the claim templates of a StatefulSet. They cannot change: only fixed labels."""
    return [
        {
            "metadata": {
                "name": Leaf(volume.name, scope.house),
                "labels": identity(scope),
            },
            "spec": _spec(scope, volume),
        }
        for volume in claims(scope)
    ]


def claims(scope: Scope) -> list[Volume]:
    """Return the volumes of a workload that need a claim."""
    return [volume for volume in scope.workload.volumes if volume.kind == "claim"]


def claim_name(scope: Scope, volume: Volume) -> str:
    """Return the name of a Deployment's claim."""
    return f"{scope.workload.id}-{volume.name}"[:63].rstrip("-")


def existing_claim(scope: Scope, volume: Volume) -> tuple[str, ...]:
    """Return where values.yaml names a claim that is there already."""
    return (scope.root, "persistence", camel(volume.name), "existingClaim")


def _existing(scope: Scope, volume: Volume) -> Setting:
    return setting(existing_claim(scope, volume), "existing_claim", "")


def _spec(scope: Scope, volume: Volume) -> dict[str, Node]:
    path = (scope.root, "persistence", camel(volume.name))
    mode = volume.access_mode
    access: Node = [chosen(mode)] if mode else []
    storage = volume.storage_class
    return {
        "accessModes": knob((*path, "accessModes"), "access_modes", access),
        "storageClassName": (
            knob((*path, "storageClass"), "storage_class", chosen(storage))
            if storage
            else slot((*path, "storageClass"), "storage_class", str)
        ),
        "resources": {
            "requests": {"storage": knob((*path, "size"), "storage_size", chosen(volume.size))}
        },
    }


def _kept() -> Leaf:
    """Keep users' data when a release is uninstalled, as a set's own claims are kept."""
    return Leaf("keep", why("manifests.why.claim_kept"))


def retention() -> dict[str, Node]:
    """Return what becomes of the claims of a StatefulSet: they stay."""
    kept = Leaf("Retain", why("manifests.why.retain"))
    return {"whenDeleted": kept, "whenScaled": kept}
