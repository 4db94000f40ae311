"""Folders and single files on disk -> trees. Links are not followed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from migrate.model.facts import Unread
from migrate.model.reason import Because
from migrate.read.bounds import BoundError, Bounds
from migrate.read.names import readable
from migrate.read.tree import Entry, Tree


def open_folder(folder: Path, root: Path, bounds: Bounds | None = None) -> Tree:
    """Return the files of a folder; origins are relative to `root`."""
    limits = bounds or Bounds()
    source = source_of(folder, root)
    prefix = "" if source == "." else f"{source}/"
    entries: list[Entry] = []
    unread: list[Unread] = []
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            unread.append(Unread(source_of(path, root), Because("read.link")))
        elif path.is_file():
            if len(entries) >= limits.entries:
                limit = {"limit": str(limits.entries)}
                unread.append(Unread(source, Because("read.bound.entries", limit)))
                break
            inside = readable(path.relative_to(folder).as_posix())
            entries.append(_entry(path, inside, f"{prefix}{inside}", limits))
        elif not path.is_dir():
            unread.append(Unread(source_of(path, root), Because("read.special")))
    return Tree(entries, unread, source)


def open_file(path: Path, root: Path, bounds: Bounds | None = None) -> Entry:
    """Return a single file as an entry."""
    return _entry(path, readable(path.name), source_of(path, root), bounds or Bounds())


def source_of(path: Path, root: Path) -> str:
    """Return how origins name a path: relative to `root`."""
    return readable(path.relative_to(root).as_posix())


def is_special(path: Path) -> bool:
    """Tell pipes, devices and sockets, whose reading may never end."""
    return path.exists() and not path.is_dir() and not path.is_file()


def digest(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _entry(file: Path, path: str, source: str, bounds: Bounds) -> Entry:
    entry = Entry(path, source, "", _reader(file, bounds))
    entry.file = file
    return entry


def _reader(path: Path, bounds: Bounds) -> Callable[[], bytes]:
    def read() -> bytes:
        with path.open("rb") as stream:
            data = stream.read(bounds.entry_bytes + 1)
        if len(data) > bounds.entry_bytes:
            raise BoundError("read.bound.size")
        return data

    return read
