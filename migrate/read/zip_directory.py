"""The end of a zip archive goes in; its members come out, as the central directory lists them.

Python's `zipfile` lists them too, but takes every name without the UTF-8 mark for code page 437, so
that the Chinese names of archives made on Windows become line drawings; it loses all of an archive
for one bad record, and takes three times as long, which counts with a hundred libraries in a WAR
(bench/read.py). The layout is that of PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.12–4.3.16, 4.5.3
and 4.6.9; where it leaves a choice, `zipfile`'s is taken.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Protocol
from zipfile import BadZipFile

import msgspec

_END = struct.Struct("<4s6xHLLH")
_END_LARGE = struct.Struct("<4s28xQQQ")
_LOCATOR = struct.Struct("<4s4xQ4x")
_RECORD = struct.Struct("<4s4xHH4xLLLHHH4xLL")
_NONE = (b"",) + (0,) * 10
_LONGEST_COMMENT = 0xFFFF
_FULL = 0xFFFFFFFF
"""Stands for a number that is too large for the field: an extra field holds it."""
_UTF8 = 0x800
_LARGE, _UNICODE = 0x0001, 0x7075


class Held(Protocol):
    """Where the bytes of an archive are."""

    size: int

    def at(self, offset: int, length: int) -> bytes:
        """Return bytes, fewer at the end."""


class Member(msgspec.Struct, gc=False):
    """One record of the directory; sizes and offsets in bytes."""

    name: str
    """As it is written, with whatever it holds; undecodable bytes are surrogates."""
    name_bytes: int
    flags: int
    method: int
    checksum: int
    packed: int
    """Bytes it takes in the archive."""
    offset: int
    """Where its own header begins."""
    mode: int
    """The upper half of its attributes: a file mode of Unix when that made it."""


class Directory(msgspec.Struct):
    """The members of an archive, as far as they could be listed."""

    members: list[Member]
    more: bool = False
    """There are more than were asked for."""
    damaged: bool = False
    """It ends with something else than a record; nobody knows how many more there are."""


def members(held: Held, most: int) -> Directory:
    """List the members of an archive, at most so many.

    Raises:
        BadZipFile: it is no zip archive, or nothing of its directory can be read.
    """
    start, size, before = _place(held)
    data = held.at(start, size)
    found = Directory([])
    unmarked: list[tuple[Member, bytes]] = []
    at = 0
    while at < len(data):
        if len(found.members) == most:
            found.more = True
            break
        fields = _RECORD.unpack_from(data, at) if at + _RECORD.size <= len(data) else _NONE
        sign, flags, method, checksum, packed, whole, named, more, comment, mode, offset = fields
        if sign != b"PK\1\2":
            found.damaged = True
            break
        at += _RECORD.size
        raw, extra = data[at : at + named], data[at + named : at + named + more]
        at += named + more + comment
        if _FULL in (packed, whole, offset):
            packed, offset = _large(extra, packed, whole, offset)
        member = Member("", named, flags, method, checksum, packed, offset + before, mode >> 16)
        if raw.isascii():
            member.name = raw.decode("ascii")
        elif marked := raw if flags & _UTF8 else _unicode_path(extra, raw):
            member.name = marked.decode("utf-8", errors="surrogateescape")
        else:
            unmarked.append((member, raw))
        found.members.append(member)
    _name(unmarked)
    if found.damaged and not found.members:
        raise BadZipFile("bad list of members")
    return found


def _place(held: Held) -> tuple[int, int, int]:
    """Return where the directory begins, its size, and how many bytes lie before the archive."""
    begin = max(0, held.size - _END.size - _LONGEST_COMMENT)
    tail = held.at(begin, held.size - begin)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or at + _END.size > len(tail):
        raise BadZipFile("it is no zip archive, or its end is missing")
    _, _, size, offset, _ = _END.unpack_from(tail, at)
    end = begin + at
    if (large := _large_end(held, end)) is not None:
        end, size, offset = large
    start = end - size
    if start < 0:
        raise BadZipFile("its list of members would begin before the file")
    # A list that says it begins later than it does is no reason to look for members elsewhere.
    return start, size, max(0, start - offset)


def _large_end(held: Held, end: int) -> tuple[int, int, int] | None:
    """Return place, size and offset that the end record of a large archive (zip64) tells."""
    locator = held.at(max(0, end - _LOCATOR.size), _LOCATOR.size)
    if end < _LOCATOR.size + _END_LARGE.size or locator[:4] != b"PK\6\7":
        return None
    place = end - _LOCATOR.size - _END_LARGE.size
    sign, _, size, offset = _END_LARGE.unpack(held.at(place, _END_LARGE.size))
    return (place, size, offset) if sign == b"PK\6\6" else None


def _extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the extra fields of a record: kind and content."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        yield kind, extra[at + 4 : at + 4 + size]
        at += 4 + size


def _large(extra: bytes, packed: int, whole: int, offset: int) -> tuple[int, int]:
    """Return packed size and offset; what did not fit into the record stands in an extra field."""
    content = next((content for kind, content in _extras(extra) if kind == _LARGE), b"")
    numbers = (number for (number,) in struct.iter_unpack("<Q", content[: len(content) // 8 * 8]))
    if whole == _FULL:
        next(numbers, 0)
    packed = next(numbers, packed) if packed == _FULL else packed
    return packed, next(numbers, offset) if offset == _FULL else offset


def _unicode_path(extra: bytes, raw: bytes) -> bytes:
    """Return the name that Info-ZIP keeps in UTF-8 beside the old one, empty when there is none."""
    for kind, content in _extras(extra):
        if kind == _UNICODE and content[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
            return content[5:]
    return b""


def _name(unmarked: Sequence[tuple[Member, bytes]]) -> None:
    """Name members whose record does not tell the encoding: one is meant for all of them."""
    encoding = _encoding(b"\n".join(raw for _, raw in unmarked))
    for member, raw in unmarked:
        member.name = raw.decode(encoding)


def _encoding(names: bytes) -> str:
    """Return UTF-8 or GB18030 when names are written so, else code page 437 as the format says."""
    for encoding in ("utf-8", "gb18030"):
        try:
            text = names.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _chinese(text):
            return encoding
    return "cp437"


def _chinese(text: str) -> bool:
    """Tell Chinese from letters with accents, which make rare characters when read as GB18030."""
    beyond = [sign for sign in text if sign > "\x7f"]
    common = sum(len(sign.encode("gb2312", errors="ignore")) > 0 for sign in beyond)
    return common * 2 > len(beyond)
