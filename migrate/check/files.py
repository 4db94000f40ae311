"""The files of out/ and the objects in them. People may have edited them: reading is bounded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from migrate.check.remarks import Remark, failed, not_checked, warning
from migrate.documents import Broken, documents

_LARGEST = 8 << 20
_REPORTS = "report"
_MANIFESTS = ("manifests/", "secrets/")


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
    def group(self) -> str:
        """The API group; empty for the core's."""
        return str(self.body.get("apiVersion", "")).rpartition("/")[0]

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
    remarks: tuple[Remark, ...]
    """Files that cannot be read, are no YAML, or hold no object."""

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
    paths, links = _paths(out)
    texts: dict[str, str] = {}
    remarks: list[Remark] = [not_checked(path, "check.link") for path in links]
    for path in paths:
        text = _text(out / path)
        if text is None:
            remarks.append(failed(path, "", "readable", "check.unreadable", limit=_LARGEST >> 20))
        else:
            texts[path] = text
    manifests: list[Manifest] = []
    for path in texts:
        if path.startswith(_MANIFESTS) and path.endswith((".yaml", ".yml")):
            remarks += _objects(path, texts[path], manifests)
    return Files(
        out.parent, out, kube_version, (*paths, *links), texts, tuple(manifests), tuple(remarks)
    )


def _objects(path: str, text: str, into: list[Manifest]) -> Iterator[Remark]:
    """Keep the objects of a manifest; yield what is none."""
    found = documents(text)
    if isinstance(found, Broken):
        yield failed(path, found.place, "yaml", found.text, detail=found.detail)
        return
    held = [body for body in found if body is not None]
    into += [Manifest(path, body) for body in held if isinstance(body, dict)]
    if not held:
        yield warning(path, "", "syntax", "check.empty")
    elif not all(isinstance(body, dict) for body in held):
        yield failed(path, "", "syntax", "check.no_object")


def _paths(out: Path) -> tuple[list[str], list[str]]:
    """Return the files of out/, and the links: what they lead to is nobody's output."""
    found = [(file, file.relative_to(out)) for file in out.rglob("*")]
    ours = sorted((p.as_posix(), file) for file, p in found if p.parts[0] != _REPORTS)
    links = [path for path, file in ours if file.is_symlink()]
    return [path for path, file in ours if file.is_file() and not file.is_symlink()], links


def _text(file: Path) -> str | None:
    try:
        with file.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
        return None if len(data) > _LARGEST else data.decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
