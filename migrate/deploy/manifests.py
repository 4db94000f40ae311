"""The manifests of out/ go in; objects in the order in which a cluster takes them come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from msgspec import Struct

from migrate.deploy.errors import DeployError

ORDER: tuple[tuple[str, ...], ...] = (
    ("Namespace",),
    ("NetworkPolicy",),
    ("ServiceAccount",),
    ("ConfigMap",),
    ("Secret",),
    ("PersistentVolumeClaim",),
    ("Service",),
    ("Deployment", "StatefulSet"),
    ("PodDisruptionBudget",),
    ("CronJob",),
    ("Ingress", "HTTPRoute"),
)
"""What must be there before what. Policies come before the pods they guard; kinds that are not
listed come last."""

_RANK = {kind: rank for rank, kinds in enumerate(ORDER) for kind in kinds}
FOLDERS = ("manifests", "secrets")
"""Objects as they are, and Secrets that still hold placeholders."""
_LARGEST_FILE = 8 << 20


class Manifest(Struct, frozen=True):
    """One object, as its file has it."""

    path: str
    """Relative to out/."""
    body: Mapping[str, Any]

    @property
    def api_version(self) -> str:
        """Group and version."""
        return str(self.body["apiVersion"])

    @property
    def kind(self) -> str:
        """The object's kind."""
        return str(self.body["kind"])

    @property
    def name(self) -> str:
        """The object's name."""
        return str(self.body["metadata"]["name"])

    @property
    def namespace(self) -> str:
        """The object's namespace, empty when it has none."""
        return str(self.body["metadata"].get("namespace") or "")

    @property
    def title(self) -> str:
        """`apps/v1 Deployment portal/portal`."""
        place = f"{self.namespace}/" if self.namespace else ""
        return f"{self.api_version} {self.kind} {place}{self.name}"


def load(out: Path) -> tuple[Manifest, ...]:
    """Return every object below manifests/ and secrets/ of out/, sorted by file.

    Raises:
        DeployError: there is none, a file is no manifest, or an edit still conflicts.
    """
    paths = sorted(path for name in FOLDERS for path in (out / name).rglob("*"))
    conflicts = [path.relative_to(out).as_posix() for path in paths if path.suffix == ".conflict"]
    if conflicts:
        raise DeployError("deploy.manifests.conflict", files=", ".join(conflicts))
    files = [path for path in paths if path.suffix in (".yaml", ".yml")]
    found = tuple(manifest for file in files for manifest in _objects(file, out))
    if not found:
        raise DeployError("deploy.manifests.none", folder=out / FOLDERS[0])
    return found


def ranks(manifests: Sequence[Manifest]) -> Iterator[tuple[Manifest, ...]]:
    """Yield the objects that can be applied at the same time, earlier ones first."""
    for _, group in groupby(sorted(manifests, key=_rank), key=_rank):
        yield tuple(group)


def _rank(manifest: Manifest) -> int:
    return _RANK.get(manifest.kind, len(ORDER))


def _objects(file: Path, out: Path) -> Iterator[Manifest]:
    import yaml

    path = file.relative_to(out).as_posix()
    if file.stat().st_size > _LARGEST_FILE:
        raise DeployError("deploy.manifests.too_large", file=path)
    try:
        documents = list(yaml.load_all(file.read_bytes(), Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, UnicodeDecodeError) as wrong:
        mark = getattr(wrong, "problem_mark", None)
        raise DeployError(
            "deploy.manifests.not_yaml", file=path, line=mark.line + 1 if mark else 1
        ) from None
    for body in documents:
        if body is None:
            continue
        if not _is_object(body):
            raise DeployError("deploy.manifests.no_object", file=path)
        yield Manifest(path, body)


def _is_object(body: object) -> bool:
    return (
        isinstance(body, dict)
        and all(isinstance(body.get(key), str) for key in ("apiVersion", "kind"))
        and isinstance(body.get("metadata"), dict)
        and bool(body["metadata"].get("name"))
    )
