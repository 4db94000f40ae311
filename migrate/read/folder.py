"""Folders and single files on disk -> trees. Links are not followed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
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
    for path, kind in sorted(_below(folder, root, unread)):
        if kind != "file":
            unread.append(Unread(source_of(path, root), Because(f"read.{kind}")))
        elif len(entries) >= limits.entries:
            limit = {"limit": str(limits.entries)}
            unread.append(Unread(source, Because("read.bound.entries", limit)))
            break
        else:
            inside = readable(path.relative_to(folder).as_posix())
            entries.append(_entry(path, inside, f"{prefix}{inside}", limits))
    return Tree(entries, unread, source)


def _below(folder: Path, root: Path, unread: list[Unread]) -> Iterator[tuple[Path, str]]:
    """Yield the files, links and special files below a folder, with what each is.

    A folder that cannot be opened costs what it holds.
    """
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as found:
                inside = [(Path(each.path), _kind(each)) for each in found]
        except OSError as wrong:
            detail = os.strerror(wrong.errno or 0)
            unread.append(Unread(source_of(here, root), Because("read.denied", {"detail": detail})))
            continue
        waiting.extend(path for path, kind in inside if kind == "folder")
        yield from ((path, kind) for path, kind in inside if kind != "folder")


def _kind(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "link"
    if entry.is_dir():
        return "folder"
    return "file" if entry.is_file() else "special"


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
