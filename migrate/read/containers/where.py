"""Which descriptions of containers are an application's own, not those of its libraries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.read.tree import Entry, Tree

_OF_OTHERS = re.compile(
    r"(?:^|/)(?:vendor|node_modules|bower_components|tests?|testing|fixtures|testdata|ci|"
    r"\.git|\.github|\.gitlab|\.circleci|\.ci|site-packages)/",
    re.IGNORECASE,
)


def own(tree: Tree, *suffixes: str) -> Iterator[Entry]:
    """Yield the files with one of the endings that belong to no library, test or build server."""
    return (e for e in tree.below("", *suffixes) if not is_of_others(e))


def is_of_others(entry: Entry) -> bool:
    """Tell a file of a library, a test or a build server."""
    return _OF_OTHERS.search(entry.path) is not None


def folder_of(entry: Entry) -> str:
    """Return the folder of a file, with its slash; empty for the root."""
    return entry.path[: len(entry.path) - len(entry.name)]


def below(folder: str, path: str) -> str | None:
    """Return a relative path (`../common/base.yml`) as one of the tree; None where it leaves it."""
    parts = [] if path.startswith("/") else [part for part in folder.split("/") if part]
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
