"""Regeneration that keeps what people edited: three-way merge of base, edited and new text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from migrate.model.artifact import Artifact
from migrate.workspace.files import write_atomically

CONFLICT = ".conflict"


class Written(Struct, frozen=True):
    """What became of one generated file."""

    path: str
    """Relative to out/."""
    state: Literal["written", "unchanged", "kept", "merged", "conflict", "removed", "orphaned"]
    """`kept`: edited, and nothing new to bring in; `merged`: edit and news both stand;
    `conflict`: the person's file stays, FILE.conflict shows both; `removed`: no longer generated;
    `orphaned`: no longer generated, but edited, so it stays."""


def write_artifacts(artifacts: Sequence[Artifact], out: Path, base: Path) -> tuple[Written, ...]:
    """Bring generated files into `out`, keeping edits made since the last time.

    `base` mirrors `out` as it was generated last. A file that a person deleted is generated again.

    Raises:
        OSError: a folder cannot be written.
    """
    written = [_write(artifact, out, base) for artifact in artifacts]
    current = {artifact.path for artifact in artifacts}
    gone = [path for path in _files_below(base) if path not in current]
    return tuple(written + [_retire(path, out, base) for path in gone])


def _write(artifact: Artifact, out: Path, base: Path) -> Written:
    target, old = out / artifact.path, base / artifact.path
    edited = _text(target)
    before = _text(old)
    state, text = _merged(before, edited, artifact.text)
    if state == "conflict":
        write_atomically(target.with_name(target.name + CONFLICT), text.encode())
    elif text != edited:
        write_atomically(target, text.encode(), executable=artifact.executable)
    if before != artifact.text:
        write_atomically(old, artifact.text.encode(), executable=artifact.executable)
    return Written(artifact.path, state)


def _merged(
    before: str | None, edited: str | None, new: str
) -> tuple[Literal["written", "unchanged", "kept", "merged", "conflict"], str]:
    if edited == new:
        return "unchanged", new
    if edited is None or edited == before:
        return "written", new
    if before == new:
        return "kept", edited
    return _three_way(before or "", edited, new)


def _three_way(before: str, edited: str, new: str) -> tuple[Literal["merged", "conflict"], str]:
    from merge3 import Merge3

    merge = Merge3(
        before.splitlines(True), edited.splitlines(True), new.splitlines(True), is_cherrypick=False
    )
    conflict = any(region[0] == "conflict" for region in merge.merge_regions())
    lines = merge.merge_lines(name_a="edited", name_b="generated", reprocess=False)
    return ("conflict" if conflict else "merged"), "".join(lines)


def _retire(path: str, out: Path, base: Path) -> Written:
    target, old = out / path, base / path
    untouched = _text(target) in (None, _text(old))
    old.unlink()
    if not untouched:
        return Written(path, "orphaned")
    target.unlink(missing_ok=True)
    _remove_empty_parents(target.parent, out)
    return Written(path, "removed")


def _remove_empty_parents(folder: Path, top: Path) -> None:
    while folder != top and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _files_below(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def _text(path: Path) -> str | None:
    """Return a file's text with its line ends as they are, None when there is no such file."""
    try:
        return path.read_bytes().decode("utf-8", errors="surrogateescape")
    except FileNotFoundError:
        return None
