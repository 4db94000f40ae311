"""Zip archives (war, ear, jar, zip), nested ones too, as trees; bounded, never extracted.

Members are read by their offset rather than through `zipfile`, which opens a stream object and
parses the header again for each: with thousands of small classes that costs more than inflating
them (bench/read.py). The central directory is still `zipfile`'s business.
"""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from migrate.model.facts import Unread
from migrate.model.reason import Because
from migrate.read.bounds import BoundError, Bounds
from migrate.read.names import readable
from migrate.read.tree import Entry, Tree

_HEADER = 30
_EXTRA = 64
"""Bytes of extra fields read along with a header; more cost a second read."""
_LINK = 0o12
_ENCRYPTED = 1


class _Bytes(Protocol):
    """Where the bytes of an archive are."""

    def at(self, offset: int, length: int) -> bytes:
        """Return bytes, fewer at the end."""


class _OnDisk:
    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")

    def at(self, offset: int, length: int) -> bytes:
        return os.pread(self._file.fileno(), length, offset)

    def directory(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(self._file)


class _InMemory:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def at(self, offset: int, length: int) -> bytes:
        return self._data[offset : offset + length]

    def directory(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self._data))


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
    held = _OnDisk(path)
    tree = _tree(held.directory(), held, source, budget)
    tree.file = path
    return tree


def open_nested(entry: Entry, budget: Budget) -> Tree:
    """Return the members of an archive inside of another.

    Raises:
        BoundError: it is larger than is read of one entry.
        zipfile.BadZipFile: it is no zip archive, or is damaged.
    """
    held = _InMemory(entry.read())
    return _tree(held.directory(), held, entry.nested_source, budget)


def _tree(directory: zipfile.ZipFile, held: _Bytes, source: str, budget: Budget) -> Tree:
    entries: dict[str, Entry] = {}
    unread: list[Unread] = []
    limit = budget.bounds.entries
    overlapping = _overlapping(directory.infolist())
    for number, member in enumerate(directory.infolist()):
        if number >= limit:
            unread.append(Unread(source, Because("read.bound.entries", {"limit": str(limit)})))
            break
        if member.filename.endswith("/"):
            continue
        name = readable(member.filename)
        fault = "overlap" if number in overlapping else _fault(member, name, entries)
        if fault:
            unread.append(Unread(source, Because(f"read.{fault}"), name[:200]))
            continue
        entries[name] = Entry(name, source, name, _reader(held, member, budget))
    tree = Tree(entries.values(), unread, source)
    tree.begins = held.at(0, 2)
    return tree


def _overlapping(members: list[zipfile.ZipInfo]) -> set[int]:
    """Return the numbers of members that begin inside of another.

    Small archives that unpack to terabytes are made of such: many entries, one content.
    """
    if _stand_in_a_row(members):
        return set()
    found, end = set(), 0
    for offset, size, number in sorted(
        (m.header_offset, m.compress_size + _HEADER, n) for n, m in enumerate(members)
    ):
        if offset < end:
            found.add(number)
        else:
            end = offset + size
    return found


def _stand_in_a_row(members: list[zipfile.ZipInfo]) -> bool:
    """Tell whether each member begins behind the one before, as nearly all archives are made."""
    end = 0
    for member in members:
        if member.header_offset < end:
            return False
        end = member.header_offset + member.compress_size + _HEADER
    return True


def _fault(member: zipfile.ZipInfo, name: str, known: dict[str, Entry]) -> str:
    """Return the id of what is wrong with a member's name or kind, empty when nothing is."""
    written = member.orig_filename
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
    if member.external_attr >> 28 == _LINK:
        return "link"
    if member.flag_bits & _ENCRYPTED:
        return "encrypted"
    return "duplicate" if name in known else ""


def _reader(held: _Bytes, member: zipfile.ZipInfo, budget: Budget) -> Callable[[], bytes]:
    """Return what reads a member; it holds numbers only, so that the directory can be dropped."""
    size, offset, method = member.compress_size, member.header_offset, member.compress_type
    checksum, name = member.CRC, len(member.orig_filename)

    def read() -> bytes:
        most = budget.bounds.entry_bytes
        if size > most:
            raise BoundError("read.bound.size")
        raw = _raw(held, offset, size, name)
        data = _inflated(raw, method, most)
        budget.spend(len(data), len(raw))
        if zlib.crc32(data) != checksum:
            raise zipfile.BadZipFile("wrong checksum")
        return data

    return read


def _raw(held: _Bytes, offset: int, size: int, name: int) -> bytes:
    """Return a member as it lies there; its own header says where it begins."""
    block = held.at(offset, _HEADER + name * 3 + _EXTRA + size)
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
