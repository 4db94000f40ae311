"""Pod templates wherever they stand, and what is in them, with JSON pointers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from migrate.check.files import Files, Manifest

_TEMPLATES = {
    "Deployment": "/spec/template",
    "StatefulSet": "/spec/template",
    "DaemonSet": "/spec/template",
    "ReplicaSet": "/spec/template",
    "Job": "/spec/template",
    "CronJob": "/spec/jobTemplate/spec/template",
}


class Pod(Struct, frozen=True):
    """A pod template and where it stands."""

    manifest: Manifest
    place: str
    """JSON pointer of the template."""
    labels: Mapping[str, str]
    spec: Mapping[str, Any]

    def containers(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield every container with its JSON pointer."""
        for field in ("initContainers", "containers"):
            for number, container in enumerate(maps(self.spec.get(field))):
                yield f"{self.place}/spec/{field}/{number}", container

    def ports(self) -> Iterator[tuple[str, int]]:
        """Yield the name and number of every port."""
        for _, container in self.containers():
            for port in maps(container.get("ports")):
                yield str(port.get("name", "")), _number(port.get("containerPort"))


def pods(files: Files) -> Iterator[Pod]:
    """Yield every pod template."""
    for manifest in files.of_kind(*_TEMPLATES):
        place = _TEMPLATES[manifest.kind]
        template = at(manifest.body, place)
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


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
