"""Zip archives (war, ear, jar, zip), nested ones too, as trees; bounded, never extracted.

Members are read by their offset rather than through `zipfile`, which opens a stream object and
parses the header again for each: with thousands of small classes that costs more than inflating
them (bench/read.py).
"""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from migrate.model.facts import Unread
from migrate.model.reason import Because
from migrate.read.bounds import BoundError, Bounds
from migrate.read.names import readable
from migrate.read.tree import Entry, Tree
from migrate.read.zip_directory import Directory, Held, Member, members

_HEADER = 30
_EXTRA = 64
"""Bytes of extra fields read along with a header; more cost a second read."""
_LINK = 0o12
_ENCRYPTED = 1


class _OnDisk:
    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self.size = os.fstat(self._file.fileno()).st_size

    def at(self, offset: int, length: int) -> bytes:
        # Beyond the end it may be a number that the system takes for none.
        return os.pread(self._file.fileno(), length, offset) if offset < self.size else b""


class _InMemory:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def at(self, offset: int, length: int) -> bytes:
        return self._data[offset : offset + length]


class Budget:
    """How many bytes may still come out of one input, its nested archives included."""

    def __init__(self, bounds: Bounds) -> None:
        """Start with all of it."""
        self.bounds = bounds
        self._left = bounds.total_bytes

    def spend(self, size: int, compressed: int) -> None:
        """Count bytes that came out.

        Raises:
            BoundError: too many in all, or too many for what they were made from.
        """
        if size > self.bounds.entry_bytes:
            raise BoundError("read.bound.size")
        if size > self.bounds.ratio_from and size > self.bounds.ratio * max(compressed, 1):
            raise BoundError("read.bound.ratio")
        self.count(size)

    def count(self, size: int) -> None:
        """Count bytes that came out of something that is bounded elsewhere.

        Raises:
            BoundError: too many in all.
        """
        self._left -= size
        if self._left < 0:
            raise BoundError("read.bound.total")


def open_zip(path: Path, source: str, budget: Budget) -> Tree:
    """Return the members of an archive on disk; bad ones become `unread`.

    Raises:
        zipfile.BadZipFile: it is no zip archive, or its directory is damaged.
        OSError: the file cannot be read.
    """
    tree = _tree(_OnDisk(path), source, budget)
    tree.file = path
    return tree


def open_nested(entry: Entry, budget: Budget) -> Tree:
    """Return the members of an archive inside of another.

    Raises:
        BoundError: it is larger than is read of one entry.
        zipfile.BadZipFile: it is no zip archive, or is damaged.
    """
    return _tree(_InMemory(entry.read()), entry.nested_source, budget)


def _tree(held: Held, source: str, budget: Budget) -> Tree:
    entries: dict[str, Entry] = {}
    unread: list[Unread] = []
    directory = members(held, budget.bounds.entries)
    overlapping = _overlapping(directory.members)
    for number, member in enumerate(directory.members):
        if member.name.endswith("/"):
            continue
        name = readable(member.name)
        fault = "overlap" if number in overlapping else _fault(member, name, entries)
        if fault:
            unread.append(Unread(source, Because(f"read.{fault}"), name[:200]))
            continue
        entries[name] = Entry(name, source, name, partial(_read, held, member, budget))
    tree = Tree(entries.values(), [*unread, *_missing(directory, source)], source)
    tree.begins = held.at(0, 2)
    return tree


def _missing(directory: Directory, source: str) -> Iterator[Unread]:
    """Yield why the list of members may not be whole."""
    count = str(len(directory.members))
    if directory.more:
        yield Unread(source, Because("read.bound.entries", {"limit": count}))
    if directory.damaged:
        yield Unread(source, Because("read.list_damaged", {"count": count}))


def _overlapping(members: Sequence[Member]) -> set[int]:
    """Return the numbers of members that begin inside of another.

    Small archives that unpack to terabytes are made of such: many entries, one content.
    """
    if _stand_in_a_row(members):
        return set()
    found, end = set(), 0
    for offset, size, number in sorted(
        (m.offset, m.packed + _HEADER, n) for n, m in enumerate(members)
    ):
        if offset < end:
            found.add(number)
        else:
            end = offset + size
    return found


def _stand_in_a_row(members: Sequence[Member]) -> bool:
    """Tell whether each member begins behind the one before, as nearly all archives are made."""
    end = 0
    for member in members:
        if member.offset < end:
            return False
        end = member.offset + member.packed + _HEADER
    return True


def _fault(member: Member, name: str, known: dict[str, Entry]) -> str:
    """Return the id of what is wrong with a member's name or kind, empty when nothing is."""
    written = member.name
    if (
        not name
        or name.startswith("/")
        or "\\" in written
        or "\0" in written
        or ":" in name.split("/", 1)[0]
    ):
        return "name"
    if ".." in name and ".." in name.split("/"):
        return "name"
    if member.mode >> 12 == _LINK:
        return "link"
    if member.flags & _ENCRYPTED:
        return "encrypted"
    return "duplicate" if name in known else ""


def _read(held: Held, member: Member, budget: Budget) -> bytes:
    most = budget.bounds.entry_bytes
    if member.packed > most:
        raise BoundError("read.bound.size")
    raw = _raw(held, member)
    data = _inflated(raw, member.method, most)
    budget.spend(len(data), len(raw))
    if zlib.crc32(data) != member.checksum:
        raise zipfile.BadZipFile("wrong checksum")
    return data


def _raw(held: Held, member: Member) -> bytes:
    """Return a member as it lies there; its own header says where it begins."""
    offset, size = member.offset, member.packed
    block = held.at(offset, _HEADER + member.name_bytes + _EXTRA + size)
    if block[:4] != b"PK\3\4" or len(block) < _HEADER:
        raise zipfile.BadZipFile("bad header")
    named, extra = struct.unpack_from("<HH", block, 26)
    start = _HEADER + named + extra
    if start + size > len(block):
        block, start = held.at(offset + start, size), 0
    raw = block[start : start + size]
    if len(raw) < size:
        raise zipfile.BadZipFile("truncated")
    return raw


def _inflated(raw: bytes, method: int, most: int) -> bytes:
    if method == zipfile.ZIP_STORED:
        return raw
    if method != zipfile.ZIP_DEFLATED:
        # The others are unpacked as a whole before anything can be counted.
        raise zipfile.BadZipFile(f"compression {method}")
    inflater = zlib.decompressobj(-15)
    try:
        data = inflater.decompress(raw, most + 1)
    except zlib.error as wrong:
        raise zipfile.BadZipFile(str(wrong)) from wrong
    if len(data) <= most and not inflater.eof:
        raise zipfile.BadZipFile("truncated")
    return data
