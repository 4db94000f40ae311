"""What pods are given must exist: Secrets, ConfigMaps, their keys, claims, accounts, namespaces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from migrate.check.files import Files
from migrate.check.objects import Objects
from migrate.check.pods import Pod, at, maps, pods
from migrate.check.remarks import Covered, Remark, failed, warning
from migrate.check.volumes import sources

_CHECK = "dangling-reference"
_VARIABLE = (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret"))
_VARIABLES = (("configMapRef", "ConfigMap"), ("secretRef", "Secret"))
_ALWAYS_THERE = frozenset({"default", "kube-system", "kube-public", "kube-node-lease"})


class Reference(Struct, frozen=True):
    """An object that a pod needs, and which key of it."""

    place: str
    kind: str
    name: str
    key: str = ""
    """Empty when any will do."""
    key_place: str = ""


def run(files: Files) -> Iterator[Remark]:
    """Yield every reference of a pod to something that is not there."""
    objects = Objects(files)
    for pod in pods(files):
        yield Covered(pod.manifest.path)
        for reference in _references(pod):
            yield from _met(pod, reference, objects)
        yield from _pull_secrets(pod, objects)
    namespaces = {m.name for m in files.of_kind("Namespace")} | _ALWAYS_THERE
    for manifest in files.manifests:
        if manifest.kind != "Namespace" and manifest.namespace not in namespaces:
            yield failed(
                manifest.path, "/metadata/namespace", _CHECK, "check.missing",
                kind="Namespace", name=manifest.namespace,
            )  # fmt: skip


def _references(pod: Pod) -> Iterator[Reference]:
    account = pod.spec.get("serviceAccountName")
    if account and account != "default":
        yield Reference(f"{pod.place}/spec/serviceAccountName", "ServiceAccount", str(account))
    yield from _of_volumes(pod)
    for place, container in pod.containers():
        yield from _of_variables(place, container)


def _of_volumes(pod: Pod) -> Iterator[Reference]:
    for number, volume in enumerate(maps(pod.spec.get("volumes"))):
        for source in sources(volume):
            if source.optional:
                continue
            place = f"{pod.place}/spec/volumes/{number}{source.place}"
            yield Reference(f"{place}/{source.key}", source.kind, source.name)
            for index, item in enumerate(source.items):
                where = f"{place}/items/{index}/key"
                yield Reference("", source.kind, source.name, str(item.get("key")), where)


def _of_variables(place: str, container: Mapping[str, Any]) -> Iterator[Reference]:
    for number, variable in enumerate(maps(container.get("env"))):
        for field, kind in _VARIABLE:
            source = at(variable, f"/valueFrom/{field}")
            if isinstance(source, Mapping) and not source.get("optional"):
                where = f"{place}/env/{number}/valueFrom/{field}"
                name, key = str(source.get("name")), str(source.get("key"))
                yield Reference(f"{where}/name", kind, name, key, f"{where}/key")
    for number, group in enumerate(maps(container.get("envFrom"))):
        for field, kind in _VARIABLES:
            source = group.get(field)
            if isinstance(source, Mapping) and not source.get("optional"):
                where = f"{place}/envFrom/{number}/{field}/name"
                yield Reference(where, kind, str(source.get("name")))


def _met(pod: Pod, wanted: Reference, objects: Objects) -> Iterator[Remark]:
    """Yield a failure when an object or its key is missing; a missing object is told once."""
    path, namespace = pod.manifest.path, pod.manifest.namespace
    if not objects.has(wanted.kind, namespace, wanted.name):
        if wanted.place:
            yield failed(
                path, wanted.place, _CHECK, "check.missing", kind=wanted.kind, name=wanted.name
            )
    elif wanted.key and wanted.key not in (objects.keys(wanted.kind, namespace, wanted.name) or ()):
        yield failed(
            path, wanted.key_place, _CHECK, "check.missing_key",
            kind=wanted.kind, name=wanted.name, key=wanted.key,
        )  # fmt: skip


def _pull_secrets(pod: Pod, objects: Objects) -> Iterator[Remark]:
    """Yield a warning for each: they hold a registry's password and are made on the cluster."""
    for number, secret in enumerate(maps(pod.spec.get("imagePullSecrets"))):
        name = str(secret.get("name"))
        if not objects.has("Secret", pod.manifest.namespace, name):
            place = f"{pod.place}/spec/imagePullSecrets/{number}/name"
            yield warning(pod.manifest.path, place, _CHECK, "check.pull_secret", name=name)
