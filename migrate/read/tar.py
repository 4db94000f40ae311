"""Tar archives, compressed or not, and single compressed files -> trees; one pass, bounded.

A compressed stream cannot be entered in the middle, so members are kept in memory, packed again;
what is too large to be read as an entry is named and passed over.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Callable
from typing import IO, Protocol

from migrate.model.facts import Unread
from migrate.model.reason import Because
from migrate.read.archive import Budget
from migrate.read.bounds import BoundError
from migrate.read.names import readable
from migrate.read.tree import Entry, Tree

ENDINGS = (".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".gz", ".bz2", ".xz", ".lzma")
_PACKED = {"gz": ".gz", "bz2": ".bz2", "xz": ".xz", "lzma": ".lzma"}
_KEPT_BYTES = 192 << 20
"""Packed members kept in memory."""
_LZMA_MEMORY = 128 << 20
_MAGIC = slice(257, 262)
_BLOCK = 512
BROKEN = (tarfile.TarError, lzma.LZMAError, zlib.error, EOFError)


class _Reads(Protocol):
    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes."""


class _Stream(io.RawIOBase):
    """What comes out of a decompressor, counted; a seek leads forward, or one byte back."""

    def __init__(self, source: _Reads, packed: int, budget: Budget) -> None:
        super().__init__()
        self._source = source
        self._packed = packed
        self._budget = budget
        self._place = 0
        self._last = b""
        self._again = b""

    def read(self, size: int = -1, /) -> bytes:
        most = self._budget.bounds.entry_bytes
        if size < 0 or size > most:
            raise BoundError("read.bound.size")
        data = self._again[:size]
        self._again = self._again[size:]
        while len(data) < size and (more := self._source.read(size - len(data))):
            data += more
        self._place += len(data)
        self._last = data[-1:] or self._last
        self._count(len(data))
        return data

    def push_back(self, data: bytes) -> None:
        self._again = data + self._again
        self._place -= len(data)

    def _count(self, size: int) -> None:
        bounds = self._budget.bounds
        if self._place > max(bounds.ratio_from, bounds.ratio * self._packed):
            raise BoundError("read.bound.ratio")
        self._budget.count(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        if whence == 0 and offset == self._place - 1:
            self.push_back(self._last)
        while self._place < offset and self.read(min(offset - self._place, 1 << 20)):
            pass
        return self._place

    def tell(self) -> int:
        return self._place

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


def open_tar(stream: IO[bytes], name: str, size: int, source: str, budget: Budget) -> Tree:
    """Return the members of a tar archive, or the one file that a `.gz` holds.

    `size` is that of the packed file in bytes; `name` tells how it is packed.

    Raises:
        BoundError: more comes out than the bounds allow before a first member is known.
        tarfile.TarError, lzma.LZMAError, zlib.error, EOFError, OSError: it is damaged.
    """
    counted = _Stream(_unpacked(stream, name), size, budget)
    head = counted.read(_BLOCK)
    counted.push_back(head)
    if not _is_tar(head):
        if name.lower().endswith(tuple(_PACKED.values())):
            return _single(counted, name, source, budget)
        if not head or head.strip(b"\0"):
            # An archive of nothing is blocks of NULs.
            raise tarfile.ReadError("no tar archive")
    with tarfile.open(fileobj=counted, mode="r:", errorlevel=2) as archive:
        return _members(archive, source, budget)


def _unpacked(stream: IO[bytes], name: str) -> _Reads:
    start = stream.read(6)
    stream.seek(0)
    if start[:2] == b"\x1f\x8b":
        return gzip.GzipFile(fileobj=stream)
    if start[:3] == b"BZh":
        return bz2.BZ2File(stream)
    if start == b"\xfd7zXZ\0" or name.endswith(".lzma"):
        return _Lzma(stream)
    return stream


class _Lzma:
    """An xz stream under a memory limit, which `lzma.open` does not know."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._inner = lzma.LZMADecompressor(memlimit=_LZMA_MEMORY)

    def read(self, size: int = -1, /) -> bytes:
        while not self._inner.eof:
            packed = self._stream.read(1 << 16) if self._inner.needs_input else b""
            data = self._inner.decompress(packed, size)
            if data or (not packed and self._inner.needs_input):
                return data
        return b""


def _is_tar(head: bytes) -> bool:
    if len(head) < _BLOCK:
        return False
    if head[_MAGIC] == b"ustar":
        return True
    try:
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _members(archive: tarfile.TarFile, source: str, budget: Budget) -> Tree:
    entries: dict[str, Entry] = {}
    unread: list[Unread] = []
    kept = 0
    try:
        for number, member in enumerate(archive):
            if number >= budget.bounds.entries:
                limit = {"limit": str(budget.bounds.entries)}
                unread.append(Unread(source, Because("read.bound.entries", limit)))
                break
            name = readable(member.name.removeprefix("./"))
            fault = _fault(member, name, entries)
            if fault:
                unread.append(Unread(source, Because(f"read.{fault}"), name[:200]))
            elif member.isfile():
                packed = _packed(archive, member, budget, kept)
                kept += len(packed or b"")
                entries[name] = Entry(name, source, name, _reader(packed))
    except BoundError as bound:
        unread.append(Unread(source, Because(str(bound))))
    except (*BROKEN, OSError) as wrong:
        detail = " ".join(str(wrong).split())[:160] or type(wrong).__name__
        unread.append(Unread(source, Because("read.damaged", {"detail": detail})))
    return Tree(entries.values(), unread, source)


def _fault(member: tarfile.TarInfo, name: str, known: dict[str, Entry]) -> str:
    """Return the id of what is wrong with a member's name or kind, empty when nothing is."""
    if name.startswith("/") or ".." in name.split("/") or "\\" in name or "\0" in name:
        return "name"
    if member.issym() or member.islnk():
        return "link"
    return "duplicate" if name in known else ""


def _packed(
    archive: tarfile.TarFile, member: tarfile.TarInfo, budget: Budget, kept: int
) -> bytes | None:
    """Return a member's content packed, None when it is too large to be kept."""
    if member.size > budget.bounds.entry_bytes or kept > _KEPT_BYTES:
        return None
    stream = archive.extractfile(member)
    data = stream.read() if stream else b""
    if len(data) < member.size:
        raise EOFError("truncated")
    return zlib.compress(data, 1)


def _reader(packed: bytes | None) -> Callable[[], bytes]:
    def read() -> bytes:
        if packed is None:
            raise BoundError("read.bound.size")
        return zlib.decompress(packed)

    return read


def _single(counted: _Stream, name: str, source: str, budget: Budget) -> Tree:
    """Return the file inside of a `.gz`, under its name without that ending."""
    most = budget.bounds.entry_bytes
    data = counted.read(most)
    inner = next(name[: -len(end)] for end in _PACKED.values() if name.lower().endswith(end))
    whole = len(data) < most
    packed = zlib.compress(data, 1) if whole else None
    return Tree([Entry(inner, source, "", _reader(packed))], (), source)
