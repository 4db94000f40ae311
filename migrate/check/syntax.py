"""Every manifest is YAML and holds objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migrate.check.files import Files, Manifest
from migrate.check.remarks import Remark, failed


def run(files: Files) -> Iterator[Remark]:
    """Yield what cannot be read, and objects without a kind, version or name; name twins."""
    yield from files.broken
    seen: dict[tuple[str, str, str], str] = {}
    for manifest in files.manifests:
        yield from _incomplete(manifest)
        key = manifest.kind, manifest.namespace, manifest.name
        if key in seen and manifest.name:
            yield failed(manifest.path, "/metadata/name", "syntax", "check.twin", other=seen[key])
        seen[key] = manifest.path


def _incomplete(manifest: Manifest) -> Iterator[Remark]:
    for field in ("apiVersion", "kind"):
        if not isinstance(manifest.body.get(field), str):
            yield failed(manifest.path, "", "syntax", "check.no_field", field=field)
    metadata = manifest.body.get("metadata")
    if not isinstance(metadata, Mapping) or not metadata.get("name"):
        yield failed(manifest.path, "", "syntax", "check.no_field", field="metadata.name")
