"""The files of out/ and the objects in them. People may have edited them: reading is bounded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from migrate.check.remarks import failed
from migrate.check.yaml_files import Broken, documents
from migrate.model.artifact import CheckResult

_LARGEST = 8 << 20
_REPORTS = "report"


class Manifest(Struct, frozen=True):
    """One object of a manifest."""

    path: str
    body: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """The object's kind."""
        return str(self.body.get("kind", ""))

    @property
    def name(self) -> str:
        """The object's name."""
        return str(self._metadata.get("name", ""))

    @property
    def namespace(self) -> str:
        """The object's namespace; `default` where none is written."""
        return str(self._metadata.get("namespace") or "default")

    @property
    def _metadata(self) -> Mapping[str, Any]:
        found = self.body.get("metadata")
        return found if isinstance(found, Mapping) else {}


class Files(Struct, frozen=True):
    """Everything that is checked."""

    root: Path
    """The workspace: what images are built from."""
    out: Path
    kube_version: str
    paths: tuple[str, ...]
    """Every file of out/ but the reports, relative to out/."""
    texts: Mapping[str, str]
    manifests: tuple[Manifest, ...]
    broken: tuple[CheckResult, ...]
    """Files that cannot be read, or are no YAML."""

    def of_kind(self, *kinds: str) -> Iterator[Manifest]:
        """Yield the objects of some kinds."""
        return (manifest for manifest in self.manifests if manifest.kind in kinds)

    def below(self, folder: str, *endings: str) -> Iterator[str]:
        """Yield readable files of a folder of out/ with one of some endings."""
        return (
            path
            for path in self.texts
            if path.startswith(f"{folder}/") and (not endings or path.endswith(endings))
        )


def open_files(out: Path, kube_version: str) -> Files:
    """Read out/."""
    paths = sorted(_paths(out))
    texts, broken = {}, []
    for path in paths:
        text = _text(out / path)
        if text is None:
            broken.append(failed(path, "", "readable", "check.unreadable", limit=_LARGEST >> 20))
        else:
            texts[path] = text
    manifests = []
    for path, text in texts.items():
        if not _is_manifest(path):
            continue
        found = documents(text)
        if isinstance(found, Broken):
            place = f"L{found.line}" if found.line else ""
            broken.append(failed(path, place, "yaml", found.text, detail=found.detail))
        else:
            manifests += [Manifest(path, body) for body in found if isinstance(body, dict)]
    return Files(
        out.parent, out, kube_version, tuple(paths), texts, tuple(manifests), tuple(broken)
    )


def _paths(out: Path) -> Iterator[str]:
    for file in out.rglob("*"):
        path = file.relative_to(out)
        if path.parts[0] != _REPORTS and file.is_file() and not file.is_symlink():
            yield path.as_posix()


def _text(file: Path) -> str | None:
    try:
        with file.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
        return None if len(data) > _LARGEST else data.decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _is_manifest(path: str) -> bool:
    return path.startswith(("manifests/", "secrets/")) and path.endswith((".yaml", ".yml"))
