"""An include of an option file and the captured files go in; the files it means come out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from migrate.read.database.mysql_options import Include
from migrate.read.includes import alike, near
from migrate.read.tree import Entry, Tree


def included(include: Include, by: Entry, tree: Tree) -> list[Entry]:
    """Return the captured files that an include means: those whose path ends most alike."""
    wanted = [p for p in re.split(r"[/\\]+", include.path) if p and not p.endswith(":")]
    if not wanted:
        return []
    if include.folder:
        return _of_folder(wanted, by, tree)
    named = [e for e in tree.entries() if e.name == wanted[-1] and e.path != by.path]
    best = sorted(named, key=lambda e: (-alike(e.path, wanted), -near(e.path, by.path), e.path))
    return best[:1]


def _of_folder(wanted: Sequence[str], by: Entry, tree: Tree) -> list[Entry]:
    folders: dict[str, list[Entry]] = {}
    for entry in tree.entries():
        folder = entry.path.rpartition("/")[0]
        if entry.suffix in (".cnf", ".ini") and folder.rpartition("/")[2] == wanted[-1]:
            folders.setdefault(folder, []).append(entry)
    best = sorted(folders, key=lambda f: (-alike(f, wanted), -near(f, by.path), f))
    return sorted(folders[best[0]], key=lambda e: e.name) if best else []
