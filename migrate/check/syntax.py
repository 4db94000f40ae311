"""Every manifest is YAML and holds objects: a kind, a version, a name; no two of one name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from migrate.check.files import Files, Manifest
from migrate.check.remarks import Remark, failed

_CHECK = "syntax"
_WRITTEN = {
    "apiVersion": re.compile(r"([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?v[0-9][a-z0-9]*"),
    "kind": re.compile(r"[A-Za-z][A-Za-z0-9]*"),
}


def run(files: Files) -> Iterator[Remark]:
    """Yield what cannot be read, objects without kind, version or name, and twins."""
    yield from files.remarks
    seen: dict[tuple[str, ...], str] = {}
    for manifest in files.manifests:
        yield from _incomplete(manifest)
        key = manifest.group, manifest.kind, manifest.namespace, manifest.name
        if key in seen and manifest.name:
            yield failed(manifest.path, "/metadata/name", _CHECK, "check.twin", other=seen[key])
        seen[key] = manifest.path


def is_typed(manifest: Manifest) -> bool:
    """Tell whether an object says, as an object must, what it is."""
    return all(_fits(manifest, field) for field in _WRITTEN)


def _incomplete(manifest: Manifest) -> Iterator[Remark]:
    for field in _WRITTEN:
        if not manifest.body.get(field):
            yield failed(manifest.path, "", _CHECK, "check.no_field", field=field)
        elif not _fits(manifest, field):
            yield failed(manifest.path, f"/{field}", _CHECK, "check.malformed", field=field)
    metadata = manifest.body.get("metadata")
    if not isinstance(metadata, Mapping) or not metadata.get("name"):
        yield failed(manifest.path, "", _CHECK, "check.no_field", field="metadata.name")


def _fits(manifest: Manifest, field: str) -> bool:
    value = manifest.body.get(field)
    return isinstance(value, str) and bool(_WRITTEN[field].fullmatch(value))
