"""What a container is given of an input's files -> those files, by the paths that they have there.

Folders count where they lie over one in which servers look for their configuration.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from migrate.read.findings import Found
from migrate.read.given import is_configuration
from migrate.read.tree import Entry, Tree

_MOST = 300
"""Files of one container."""


def put(source: str, target: str, tree: Tree, found: Found, *, into: bool = False) -> None:
    """Give a container a file or folder of the tree; `into` says that the target is a folder."""
    target = posixpath.normpath(f"/{target}").lstrip("/")
    file = tree.get(source)
    if file is not None:
        _give(f"{target}/{file.name}".lstrip("/") if into else target, file, found)
        return
    for entry in _below(source, tree):
        path = f"{target}/{entry.path[len(source) :].lstrip('/')}".lstrip("/")
        if is_configuration(path) and len(found.given) < _MOST:
            _give(path, entry, found)


def _give(path: str, entry: Entry, found: Found) -> None:
    if path and len(found.given) < _MOST:
        found.given[path] = entry.at(path)


def _below(folder: str, tree: Tree) -> Iterator[Entry]:
    return tree.below(f"{folder.rstrip('/')}/" if folder.strip("/") else "")


def matching(pattern: str, tree: Tree) -> Iterable[str]:
    """Return the path itself, or those that a pattern of COPY means."""
    if not any(sign in pattern for sign in "*?["):
        return (pattern,)
    start = pattern[: min(pattern.find(sign) for sign in "*?[" if sign in pattern)]
    folder = start.rpartition("/")[0]
    depth = pattern.count("/")
    return tuple(
        entry.path
        for entry in tree.below(f"{folder}/" if folder else "")
        if entry.path.count("/") == depth and fnmatchcase(entry.path, pattern)
    )[:_MOST]


def context(folder: str, sources: Iterable[str], tree: Tree) -> str:
    """Return the folder from which an image is most likely built, its own or one above it.

    It is the nearest that holds most of what the image copies; its own when none holds any.
    """
    wanted = [source for source in sources if source.strip("./") and not set("*?[$:") & set(source)]
    best, most = folder, 0
    parts = [part for part in folder.split("/") if part]
    for length in range(len(parts), -1, -1):
        above = "".join(f"{part}/" for part in parts[:length])
        held = sum(1 for source in wanted if _is_there(above + _plain(source), tree))
        if held > most:
            best, most = above, held
    return best


def _plain(source: str) -> str:
    return posixpath.normpath(source).lstrip("/")


def _is_there(path: str, tree: Tree) -> bool:
    return tree.get(path) is not None or any(True for _ in _below(path, tree))
