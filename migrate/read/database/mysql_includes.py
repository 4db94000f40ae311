"""An include of an option file and the captured files go in; the files it means come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from migrate.read.database.mysql_options import Include
from migrate.read.tree import Entry, Tree


def included(include: Include, by: Entry, tree: Tree) -> list[Entry]:
    """Return the captured files that an include means: those whose path ends most alike."""
    wanted = [p for p in re.split(r"[/\\]+", include.path) if p and not p.endswith(":")]
    if not wanted:
        return []
    if include.folder:
        return _of_folder(wanted, by, tree)
    named = [e for e in tree.entries() if e.name == wanted[-1] and e.path != by.path]
    best = sorted(named, key=lambda e: (-_alike(e.path, wanted), -_near(e.path, by.path), e.path))
    return best[:1]


def _of_folder(wanted: Sequence[str], by: Entry, tree: Tree) -> list[Entry]:
    folders: dict[str, list[Entry]] = {}
    for entry in tree.entries():
        folder = entry.path.rpartition("/")[0]
        if entry.suffix in (".cnf", ".ini") and folder.rpartition("/")[2] == wanted[-1]:
            folders.setdefault(folder, []).append(entry)
    best = sorted(folders, key=lambda f: (-_alike(f, wanted), -_near(f, by.path), f))
    return sorted(folders[best[0]], key=lambda e: e.name) if best else []


def _alike(path: str, wanted: Sequence[str]) -> int:
    """Return how many last parts of a path are those that are wanted."""
    parts, count = path.split("/"), 0
    for own, other in zip(reversed(parts), reversed(wanted), strict=False):
        if own != other:
            break
        count += 1
    return count


def _near(path: str, other: str) -> int:
    """Return how many first parts two paths share."""
    return sum(1 for _ in _shared(path.split("/"), other.split("/")))


def _shared(one: Sequence[str], other: Sequence[str]) -> Iterator[str]:
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            return
        yield mine
