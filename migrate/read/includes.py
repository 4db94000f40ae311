"""A path that a configuration file includes and the captured files go in; those it means come out.

Captures keep files in other folders than the server had them in: the file whose path ends most
alike is the one.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from migrate.read.findings import Found
from migrate.read.told import Said, Told
from migrate.read.tree import Entry, Tree

_DEEPEST = 8
_MOST = 200
"""Files of one server."""


def with_included(
    entry: Entry,
    tree: Tree,
    read: Callable[[str], Iterable[Said]],
    keys: Sequence[str],
    found: Found,
) -> Told:
    """Return what a file says, what it includes at its place; what was not handed over is told.

    A key of `keys` that ends in `dir` names a folder.
    """
    walk = _Walk(tree, read, keys, found)
    return Told(entry, walk.said(entry, 0))


class _Walk:
    def __init__(
        self, tree: Tree, read: Callable[[str], Iterable[Said]], keys: Sequence[str], found: Found
    ) -> None:
        self._tree, self._read, self._keys, self._found = tree, read, keys, found
        self._seen: set[str] = set()

    def said(self, entry: Entry, depth: int) -> Iterator[Said]:
        self._seen.add(entry.path)
        for each in self._read(entry.expected_text()):
            if each.key.lower() not in self._keys:
                yield Said(each.key, each.value, each.line, entry)
                continue
            inner = files(each.value, entry, self._tree, folder=each.key.lower().endswith("dir"))
            if not inner and "exists" not in each.key.lower():
                self._found.item("config.missing", entry.origin(each.line), path=each.value)
            for other in inner:
                if other.path not in self._seen and depth < _DEEPEST and len(self._seen) < _MOST:
                    yield from self.said(other, depth + 1)


def files(path: str, by: Entry, tree: Tree, *, folder: bool = False) -> list[Entry]:
    """Return the files that an include means: one, those of a pattern, or those of a folder."""
    wanted = [part for part in re.split(r"[/\\]+", path.strip("'\"")) if part]
    if not wanted:
        return []
    if folder:
        return _of_folder([*wanted, "*.conf"], by, tree)
    if any(sign in wanted[-1] for sign in "*?["):
        return _of_folder(wanted, by, tree)
    named = [entry for entry in tree.named(wanted[-1]) if entry.path != by.path]
    best = sorted(named, key=lambda e: (-alike(e.path, wanted), -near(e.path, by.path), e.path))
    return best[:1]


def _of_folder(wanted: Sequence[str], by: Entry, tree: Tree) -> list[Entry]:
    folders: dict[str, list[Entry]] = {}
    for entry in tree.entries():
        folder = entry.path.rpartition("/")[0]
        fits = entry.path != by.path and fnmatch.fnmatchcase(entry.name, wanted[-1][:100])
        if fits and folder.rpartition("/")[2] == "".join(wanted[-2:-1]):
            folders.setdefault(folder, []).append(entry)
    above = wanted[:-1]
    best = sorted(folders, key=lambda f: (-alike(f, above), -near(f, by.path), f))
    return sorted(folders[best[0]], key=lambda e: e.name)[:_MOST] if best else []


def alike(path: str, wanted: Sequence[str]) -> int:
    """Return how many last parts of a path are those that are wanted."""
    parts, count = path.split("/"), 0
    for own, other in zip(reversed(parts), reversed(wanted), strict=False):
        if own != other:
            break
        count += 1
    return count


def near(path: str, other: str) -> int:
    """Return how many first parts two paths share."""
    count = 0
    for mine, theirs in zip(path.split("/"), other.split("/"), strict=False):
        if mine != theirs:
            break
        count += 1
    return count
