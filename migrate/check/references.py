"""What pods mount and are given must exist: Secrets, ConfigMaps, their keys, claims, accounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from migrate.check.files import Files
from migrate.check.pods import Pod, at, maps, pods
from migrate.check.remarks import Covered, Remark, failed

_CHECK = "dangling-reference"
_FIELDS = {"ConfigMap": ("data", "binaryData"), "Secret": ("data", "stringData")}


def run(files: Files) -> Iterator[Remark]:
    """Yield every reference of a pod or an object to something that is not there."""
    world = World(files)
    for pod in pods(files):
        yield Covered(pod.manifest.path)
        yield from world.of_pod(pod)
    for manifest in files.manifests:
        if manifest.kind != "Namespace" and manifest.namespace not in world.namespaces:
            yield failed(
                manifest.path, "/metadata/namespace", _CHECK, "check.missing",
                kind="Namespace", name=manifest.namespace,
            )  # fmt: skip


class World:
    """Which objects there are, and which keys they hold."""

    def __init__(self, files: Files) -> None:
        self.namespaces = {m.name for m in files.of_kind("Namespace")} | {"default", "kube-system"}
        self.named = {(m.kind, m.namespace, m.name) for m in files.manifests}
        self.keys = {
            (m.kind, m.namespace, m.name): _keys(m.body, _FIELDS[m.kind])
            for m in files.of_kind(*_FIELDS)
        }

    def of_pod(self, pod: Pod) -> Iterator[Remark]:
        """Yield what a pod refers to in vain."""
        account = pod.spec.get("serviceAccountName")
        if account:
            yield from self._missing(pod, "ServiceAccount", account, "/spec/serviceAccountName")
        yield from self._volumes(pod)
        for place, container in pod.containers():
            yield from self._variables(pod, place, container)
            yield from _mounts(pod, place, container, self)
        for number, secret in enumerate(maps(pod.spec.get("imagePullSecrets"))):
            place = f"/spec/imagePullSecrets/{number}/name"
            yield from self._missing(pod, "Secret", secret.get("name"), place)

    def _volumes(self, pod: Pod) -> Iterator[Remark]:
        for number, volume in enumerate(maps(pod.spec.get("volumes"))):
            place = f"/spec/volumes/{number}"
            for kind, name, at_place, source in _sources(volume):
                yield from self._missing(pod, kind, name, f"{place}{at_place}")
                for item, entry in enumerate(maps(source.get("items"))):
                    where = f"{place}/items/{item}/key"
                    yield from self._key(pod, (kind, str(name), str(entry.get("key"))), where)

    def _variables(self, pod: Pod, place: str, container: Mapping[str, Any]) -> Iterator[Remark]:
        inside = place.removeprefix(pod.place)
        for number, variable in enumerate(maps(container.get("env"))):
            for field, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
                source = at(variable, f"/valueFrom/{field}")
                if isinstance(source, Mapping) and not source.get("optional"):
                    where = f"{inside}/env/{number}/valueFrom/{field}"
                    wanted = kind, str(source.get("name")), str(source.get("key"))
                    yield from self._missing(pod, kind, source.get("name"), where)
                    yield from self._key(pod, wanted, where)
        for number, group in enumerate(maps(container.get("envFrom"))):
            for field, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
                source = group.get(field)
                if isinstance(source, Mapping) and not source.get("optional"):
                    where = f"{inside}/envFrom/{number}/{field}"
                    yield from self._missing(pod, kind, source.get("name"), where)

    def _missing(self, pod: Pod, kind: str, name: object, place: str) -> Iterator[Remark]:
        if (kind, pod.manifest.namespace, str(name)) not in self.named:
            where = f"{pod.place}{place}"
            yield failed(pod.manifest.path, where, _CHECK, "check.missing", kind=kind, name=name)

    def _key(self, pod: Pod, wanted: tuple[str, str, str], place: str) -> Iterator[Remark]:
        kind, name, key = wanted
        known = self.keys.get((kind, pod.manifest.namespace, name))
        if known is not None and key not in known:
            yield failed(
                pod.manifest.path, f"{pod.place}{place}", _CHECK, "check.missing_key",
                kind=kind, name=name, key=key,
            )  # fmt: skip

    def held(self, pod: Pod, volume: Mapping[str, Any]) -> set[str] | None:
        """Return the files of a volume, None when they are not known."""
        for kind, name, _, source in _sources(volume):
            keys = self.keys.get((kind, pod.manifest.namespace, str(name)))
            items = maps(source.get("items"))
            return {str(item.get("path")) for item in items} if items else keys
        return None


def _mounts(pod: Pod, place: str, container: Mapping[str, Any], world: World) -> Iterator[Remark]:
    """Yield mounts without a volume, and files that their volume does not hold."""
    volumes = {str(v.get("name")): v for v in maps(pod.spec.get("volumes"))}
    templates = maps(at(pod.manifest.body, "/spec/volumeClaimTemplates"))
    volumes.update({str(at(t, "/metadata/name")): {} for t in templates})
    for number, mount in enumerate(maps(container.get("volumeMounts"))):
        where, name = f"{place}/volumeMounts/{number}", str(mount.get("name"))
        if name not in volumes:
            yield failed(
                pod.manifest.path,
                f"{where}/name",
                _CHECK,
                "check.missing",
                kind="volume",
                name=name,
            )
            continue
        held, file = world.held(pod, volumes[name]), mount.get("subPath")
        if file and held is not None and file not in held:
            yield failed(
                pod.manifest.path, f"{where}/subPath", _CHECK, "check.missing_file",
                volume=name, file=file,
            )  # fmt: skip


def _sources(volume: Mapping[str, Any]) -> Iterator[tuple[str, object, str, Mapping[str, Any]]]:
    """Yield kind, name, place of the name, and the source of what a volume is made from."""
    for field, kind, key in (
        ("configMap", "ConfigMap", "name"),
        ("secret", "Secret", "secretName"),
        ("persistentVolumeClaim", "PersistentVolumeClaim", "claimName"),
    ):
        source = volume.get(field)
        if isinstance(source, Mapping) and not source.get("optional"):
            yield kind, source.get(key), f"/{field}/{key}", source


def _keys(body: Mapping[str, Any], fields: tuple[str, ...]) -> set[str]:
    found = (body.get(field) for field in fields)
    return {str(key) for held in found if isinstance(held, Mapping) for key in held}
