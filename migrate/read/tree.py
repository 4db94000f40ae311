"""The only door to files: folders and zip archives as entries; bounded, never extracted."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from migrate.model.facts import Unread
from migrate.model.origin import Origin
from migrate.model.reason import Because
from migrate.read.bounds import BoundError, Bounds
from migrate.read.decode import decode, is_text

ARCHIVES = (".war", ".jar", ".ear", ".zip")


class Entry:
    """One file of a folder or archive; its content is read when it is asked for."""

    def __init__(self, path: str, source: str, prefix: str, read: Callable[[], bytes]) -> None:
        """`source` and `prefix` make its origins; an empty prefix stands for a file of its own."""
        self.path = path
        self._source = source
        self._place = prefix
        self._read = read
        self.fault: Because | None = None
        """Why its content could not be read, once that was tried."""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def suffix(self) -> str:
        """The ending in lower case, `.jsp`."""
        return PurePosixPath(self.path).suffix.lower()

    def origin(self, line: int = 0) -> Origin:
        """Return the place of a line, counted from 1; of the file as a whole for 0."""
        number = str(line) if line else ""
        if not self._place:
            return Origin(self._source, number)
        return Origin(self._source, f"{self._place}:{number}".rstrip(":"))

    def read(self) -> bytes:
        """Return the content.

        Raises:
            BoundError: it is larger than the bounds allow.
            OSError, zipfile.BadZipFile: it cannot be read.
        """
        return self._read()

    def content(self) -> bytes:
        """Return the content, empty when it cannot be read; `fault` then tells why."""
        try:
            return self.read()
        except BoundError as bound:
            self.fault = Because(str(bound))
        except (OSError, *_DAMAGED) as wrong:
            detail = " ".join(str(wrong).split())[:120] or type(wrong).__name__
            self.fault = Because("read.damaged", {"detail": detail})
        return b""

    def decoded(self) -> tuple[str, str]:
        """Return text and encoding; the text is empty for what is no text or too large."""
        data = self.content()
        if len(data) > Bounds().text_bytes or not is_text(data):
            return "", "utf-8"
        return decode(data)

    def expected_text(self) -> str:
        """Return the content of a file that must be text; `fault` tells when it is none."""
        text, _ = self.decoded()
        if not text and not self.fault and self.content():
            self.fault = Because("read.not_text")
        return text

    def text(self) -> str | None:
        """Return the content as text; None when it is no text, too large or unreadable."""
        return self.decoded()[0] or None


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, or of the names and contents of a folder's files."""
    whole = hashlib.sha256()
    inside = [path] if path.is_file() else sorted(p for p in path.rglob("*") if not p.is_dir())
    for file in inside:
        name = "" if file == path else file.relative_to(path).as_posix()
        whole.update(f"{name}\0".encode("utf-8", "surrogateescape"))
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as stream:
                whole.update(hashlib.file_digest(stream, "sha256").digest())
    return whole.hexdigest()


_DAMAGED = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError)
"""What zipfile raises for damaged, encrypted or exotic members."""


class Tree:
    """The files of one input, sorted by path, and what of it could not be read."""

    def __init__(self, entries: Sequence[Entry], unread: Sequence[Unread] = ()) -> None:
        """Take what was found."""
        self._entries = tuple(sorted(entries, key=lambda entry: entry.path))
        self._by_path = {entry.path: entry for entry in self._entries}
        self._unread = tuple(unread)

    def entries(self) -> Sequence[Entry]:
        """Return every file once, in a fixed order."""
        return self._entries

    def get(self, path: str) -> Entry | None:
        """Return the file at a path below the root."""
        return self._by_path.get(path)

    def unread(self) -> tuple[Unread, ...]:
        """Return what could not be opened or, as far as it was tried, read."""
        faults = (
            Unread(entry.origin().source, entry.fault, entry.origin().place)
            for entry in self._entries
            if entry.fault
        )
        return (*self._unread, *faults)

    def below(self, prefix: str, *suffixes: str) -> Iterator[Entry]:
        """Yield the files below a folder with one of the endings (any, when none is given)."""
        for entry in self._entries:
            if entry.path.startswith(prefix) and (not suffixes or entry.suffix in suffixes):
                yield entry


def open_folder(folder: Path, root: Path, bounds: Bounds | None = None) -> Tree:
    """Return the files of a folder; links are not followed."""
    limits = bounds or Bounds()
    source = folder.relative_to(root).as_posix()
    entries: list[Entry] = []
    unread: list[Unread] = []
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            unread.append(Unread(path.relative_to(root).as_posix(), Because("read.link")))
        elif path.is_file() and len(entries) < limits.entries:
            inside = path.relative_to(folder).as_posix()
            entries.append(Entry(inside, f"{source}/{inside}", "", _file_reader(path, limits)))
    return Tree(entries, unread)


def open_file(path: Path, root: Path, bounds: Bounds | None = None) -> Entry:
    """Return a single file as an entry."""
    source = path.relative_to(root).as_posix()
    return Entry(path.name, source, "", _file_reader(path, bounds or Bounds()))


def open_archive(path: Path, root: Path, bounds: Bounds | None = None) -> Tree:
    """Return the members of a zip archive; bad ones become `unread`.

    Raises:
        zipfile.BadZipFile: it is no zip archive, or its directory is damaged.
        OSError: the file cannot be read.
    """
    limits = bounds or Bounds()
    source = path.relative_to(root).as_posix()
    archive = zipfile.ZipFile(path)
    budget = _Budget(limits)
    entries: dict[str, Entry] = {}
    unread: list[Unread] = []
    for number, member in enumerate(archive.infolist()):
        if number >= limits.entries:
            unread.append(
                Unread(source, Because("read.bound.entries", {"limit": str(limits.entries)}))
            )
            break
        if member.is_dir():
            continue
        fault = _fault(member, entries)
        if fault:
            unread.append(Unread(source, Because(f"read.{fault}"), member.filename[:200]))
            continue
        reader = _member_reader(archive, member, budget)
        entries[member.filename] = Entry(member.filename, source, member.filename, reader)
    return Tree(list(entries.values()), unread)


class _Budget:
    """How many bytes may still come out of one archive."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.left = bounds.total_bytes

    def spend(self, data: bytes, compressed: int) -> bytes:
        if len(data) > self.bounds.entry_bytes:
            raise BoundError("read.bound.size")
        if len(data) > self.bounds.ratio_from and len(data) > self.bounds.ratio * compressed:
            raise BoundError("read.bound.ratio")
        self.left -= len(data)
        if self.left < 0:
            raise BoundError("read.bound.total")
        return data


def _fault(member: zipfile.ZipInfo, known: dict[str, Entry]) -> str:
    """Return the id of what is wrong with a member's name or kind, empty when nothing is."""
    parts = member.filename.split("/")
    if member.filename.startswith("/") or ".." in parts or "\\" in member.orig_filename:
        return "name"
    if "\0" in member.orig_filename or ":" in parts[0]:
        return "name"
    if member.external_attr >> 28 == 0o12:
        return "link"
    if member.flag_bits & 1:
        return "encrypted"
    return "duplicate" if member.filename in known else ""


def _member_reader(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget
) -> Callable[[], bytes]:
    def read() -> bytes:
        import zlib

        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # The others are unpacked as a whole before anything can be counted.
            raise zipfile.BadZipFile(f"compression {member.compress_type}")
        try:
            with archive.open(member) as stream:
                # Counted while reading: the header's size may lie.
                data = stream.read(budget.bounds.entry_bytes + 1)
        except zlib.error as wrong:
            raise zipfile.BadZipFile(str(wrong)) from wrong
        return budget.spend(data, max(member.compress_size, 1))

    return read


def _file_reader(path: Path, bounds: Bounds) -> Callable[[], bytes]:
    def read() -> bytes:
        with path.open("rb") as stream:
            data = stream.read(bounds.entry_bytes + 1)
        if len(data) > bounds.entry_bytes:
            raise BoundError("read.bound.size")
        return data

    return read
