"""What containers mount: volumes that the pod has, files that these hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from migrate.check.files import Files
from migrate.check.objects import Objects
from migrate.check.pods import Pod, at, maps, pods
from migrate.check.remarks import Remark, failed
from migrate.check.volumes import is_known, sources

_CHECK = "dangling-reference"


def run(files: Files) -> Iterator[Remark]:
    """Yield mounts without a volume, and files that their volume does not hold."""
    objects = Objects(files)
    for pod in pods(files):
        volumes = _volumes(pod)
        for place, container in pod.containers():
            for number, mount in enumerate(maps(container.get("volumeMounts"))):
                where = f"{place}/volumeMounts/{number}"
                yield from _met(pod, where, mount, volumes, objects)


def _volumes(pod: Pod) -> dict[str, Mapping[str, Any]]:
    """Return a pod's volumes by name, those that its StatefulSet claims included."""
    volumes = {str(v.get("name")): v for v in maps(pod.spec.get("volumes"))}
    templates = maps(at(pod.manifest.body, "/spec/volumeClaimTemplates"))
    return volumes | {str(at(template, "/metadata/name")): {} for template in templates}


def _met(
    pod: Pod,
    place: str,
    mount: Mapping[str, Any],
    volumes: Mapping[str, Mapping[str, Any]],
    objects: Objects,
) -> Iterator[Remark]:
    path, name, file = pod.manifest.path, str(mount.get("name")), mount.get("subPath")
    if name not in volumes:
        yield failed(path, f"{place}/name", _CHECK, "check.missing", kind="volume", name=name)
        return
    held = _held(pod, volumes[name], objects)
    if file and held is not None and not any(f"{each}/".startswith(f"{file}/") for each in held):
        yield failed(path, f"{place}/subPath", _CHECK, "check.missing_file", volume=name, file=file)


def _held(pod: Pod, volume: Mapping[str, Any], objects: Objects) -> set[str] | None:
    """Return the files of a volume, None when these manifests do not tell."""
    if not is_known(volume):
        return None
    held: set[str] = set()
    for source in sources(volume):
        keys = objects.keys(source.kind, pod.manifest.namespace, source.name)
        if keys is None:
            return None
        held |= {str(item.get("path")) for item in source.items} if source.items else keys
    return held
