"""Pod templates wherever they stand, and what is in them, with JSON pointers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from migrate.check.files import Files, Manifest

_TEMPLATES = {
    "Pod": "",
    "Deployment": "/spec/template",
    "StatefulSet": "/spec/template",
    "DaemonSet": "/spec/template",
    "ReplicaSet": "/spec/template",
    "Job": "/spec/template",
    "CronJob": "/spec/jobTemplate/spec/template",
}

_BY_KUBERNETES = frozenset(
    {
        "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "pod-template-hash",
        "job-name", "batch.kubernetes.io/job-name", "controller-revision-hash",
    }
)  # fmt: skip


class Pod(Struct, frozen=True):
    """A pod template and where it stands."""

    manifest: Manifest
    place: str
    """JSON pointer of the template."""
    labels: Mapping[str, str]
    spec: Mapping[str, Any]

    def fits(self, namespace: str | None, labels: Mapping[str, Any]) -> bool:
        """Tell whether labels select the pod; no namespace means every one.

        Labels that Kubernetes itself puts on a pod cannot be known here, and are let pass.
        """
        wanted = {key: value for key, value in labels.items() if key not in _BY_KUBERNETES}
        here = namespace in (None, self.manifest.namespace)
        return here and all(self.labels.get(key) == value for key, value in wanted.items())

    def containers(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield every container with its JSON pointer."""
        for field in ("initContainers", "containers"):
            for number, container in enumerate(maps(self.spec.get(field))):
                yield f"{self.place}/spec/{field}/{number}", container

    def ports(self) -> set[str | int]:
        """Return the name and number of every port."""
        return {port for _, container in self.containers() for port in ports(container)}


def pods(files: Files) -> Iterator[Pod]:
    """Yield every pod template."""
    for manifest in files.of_kind(*_TEMPLATES):
        place = _TEMPLATES[manifest.kind]
        template = at(manifest.body, place) if place else manifest.body
        labels, spec = at(template, "/metadata/labels"), at(template, "/spec")
        yield Pod(
            manifest,
            place,
            {str(k): str(v) for k, v in labels.items()} if isinstance(labels, Mapping) else {},
            spec if isinstance(spec, Mapping) else {},
        )


def at(node: object, pointer: str) -> Any:
    """Return what stands at a JSON pointer without escapes, None when nothing does."""
    for key in pointer.strip("/").split("/"):
        node = node.get(key) if isinstance(node, Mapping) else None
    return node


def maps(node: object) -> Sequence[Mapping[str, Any]]:
    """Return the maps of a list, whatever was written there."""
    items = node if isinstance(node, list) else []
    return [item if isinstance(item, Mapping) else {} for item in items]


def ports(container: Mapping[str, Any]) -> set[str | int]:
    """Return the names and numbers under which a container's ports can be reached."""
    found = maps(container.get("ports"))
    written = (port.get(key) for port in found for key in ("name", "containerPort"))
    return {value for value in written if isinstance(value, str | int)}
