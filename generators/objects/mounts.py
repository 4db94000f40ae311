"""Which files and folders a container sees, and what they are backed by."""

from __future__ import annotations

from generators.objects.claim import STATEFUL, claim_name, claims, existing_claim
from generators.objects.scope import Scope
from generators.tree import Call, Joined, Leaf, Node, setting, tree, values, why
from migrate.model.plan import PlannedFile, Volume

_READ_BY_ALL = 0o444
_READ_BY_GROUP = 0o440


def mounts(scope: Scope) -> list[Node]:
    """Return the mounts of the workload's container."""
    files = sorted(scope.workload.files, key=lambda file: file.mount_path)
    return [*(_file(file) for file in files), *(_folder(v) for v in scope.workload.volumes)]


def volumes(scope: Scope, *, job: bool = False) -> list[Node]:
    """Return the volumes of a pod; claim templates bring a StatefulSet's own."""
    workload = scope.workload
    found: list[Node] = [_config_map(name) for name in workload.config_objects]
    found += [_secret(name) for name in workload.secret_objects]
    found += [_scratch(volume) for volume in workload.volumes if volume.kind == "scratch"]
    if workload.controller.value != STATEFUL or job:
        found += [_claim(scope, volume) for volume in claims(scope)]
    return found


def _file(file: PlannedFile) -> Node:
    return {
        "name": Leaf(file.object_name, why("manifests.why.mounted_object")),
        "mountPath": Leaf(file.mount_path, file.reason),
        "subPath": Leaf(file.key, why("manifests.why.sub_path")),
        "readOnly": Leaf(True, why("manifests.why.read_only_mount")),
    }


def _folder(volume: Volume) -> Node:
    return {
        "name": Leaf(volume.name, volume.size.reason),
        "mountPath": Leaf(volume.mount_path, volume.size.reason),
    }


def _config_map(name: str) -> Node:
    source = {"name": name, "defaultMode": _READ_BY_ALL}
    return tree(why("manifests.why.config_volume"), {"name": name, "configMap": source})


def _secret(name: str) -> Node:
    source = {"secretName": name, "defaultMode": _READ_BY_GROUP}
    return tree(why("manifests.why.secret_volume"), {"name": name, "secret": source})


def _scratch(volume: Volume) -> Node:
    return {
        "name": Leaf(volume.name, volume.size.reason),
        "emptyDir": {"sizeLimit": Leaf(volume.size.value, volume.size.reason)},
    }


def _claim(scope: Scope, volume: Volume) -> Node:
    path, name = existing_claim(scope, volume), claim_name(scope, volume)
    given = setting(path, "existing_claim", "")
    call = Call(f'{values(path)} | default "{name}"', name, (given,))
    return {
        "name": Leaf(volume.name, volume.size.reason),
        "persistentVolumeClaim": {"claimName": Joined((call,), volume.size.reason)},
    }
