"""A dump goes in as bytes; what it defines comes out by statements; rows are passed over."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from migrate.read.bounds import Bounds
from migrate.read.decode import decode

_ROWS = re.compile(rb"^\s*(?:/\*!\d+\s*)?(?:INSERT|REPLACE|LOAD\s+DATA|UPDATE|DELETE)\b", re.I)
_DELIMITER = re.compile(rb"^\s*DELIMITER\s+(\S{1,8})\s*$", re.I)
_SANDBOX = re.compile(rb"^/\*M?!999999\\-")
"""The first line of dumps since MariaDB 10.11.8: a command to the client."""
_CHUNK = 1 << 16
_LONGEST = 1 << 20
"""Bytes of one statement; a longer one is passed over."""
_ALL = 16 << 20
"""Bytes of a UTF-16 dump that are looked at: it must be converted as a whole."""


class Statement(Struct, frozen=True):
    """One statement with its first line; a comment line of the client is one too."""

    text: str
    line: int
    encoding: str = "utf-8"

    @property
    def is_comment(self) -> bool:
        """Whether it is a comment line."""
        return self.text.startswith(("--", "#")) or self.text.lstrip().startswith("Source ")


def statements(stream: BinaryIO) -> Iterator[Statement]:
    """Yield comments and statements in order; those that hold rows are left out."""
    start = stream.read(len(codecs.BOM_UTF8))
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = (start + stream.read(_ALL)).decode("utf-16", errors="replace")
        stream = io.BytesIO(text.encode())
    elif start != codecs.BOM_UTF8:
        stream.seek(0)
    reading = _Reading()
    for number, line in _lines(stream):
        yield from reading.take(number, line)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield lines; of very long ones, which are rows, the beginning and the end."""
    number, left = 0, Bounds().total_bytes
    while left > 0 and (line := stream.readline(_LONGEST)):
        left -= len(line)
        number += 1
        while len(line) >= _LONGEST and not line.endswith(b"\n"):
            more = stream.readline(_LONGEST)
            left -= len(more)
            if not more or left < 0:
                break
            line = line[:_CHUNK] + more[-_CHUNK:]
            if more.endswith(b"\n"):
                break
            line = line.ljust(_LONGEST, b" ")
        yield number, line


class _Reading:
    """The statement that is being read."""

    def __init__(self) -> None:
        self._delimiter = b";"
        self._lines: list[bytes] = []
        self._size = 0
        self._start = 0
        self._rows = False
        self._comment = False

    def take(self, number: int, line: bytes) -> Iterator[Statement]:
        """Take one line; yield what it ends."""
        bare = line.rstrip()
        if not self._lines and not self._rows and (self._aside(bare) or not bare):
            if bare.startswith((b"--", b"#")):
                yield _statement(bare, number)
            elif self._comment and b":" in bare:
                yield _statement(b"-- " + bare.strip(b" *"), number)
            self._comment = self._comment and not bare.endswith(b"*/")
            return
        if self._rows or (not self._lines and _ROWS.match(line)):
            self._rows = not bare.endswith(self._delimiter)
            return
        yield from self._collect(number, line.rstrip(b"\r\n"))

    def _aside(self, bare: bytes) -> bool:
        """Tell what is no statement: comments and commands to the client."""
        changed = _DELIMITER.match(bare)
        if changed:
            self._delimiter = changed[1]
        if bare.startswith(b"/*") and not bare.startswith((b"/*!", b"/*M!")):
            self._comment = True
        aside = bare.startswith((b"--", b"#")) or _SANDBOX.match(bare)
        return bool(changed or aside) or self._comment

    def _collect(self, number: int, line: bytes) -> Iterator[Statement]:
        self._start = self._start if self._lines else number
        self._size += len(line) + 1
        if self._size <= _LONGEST or not self._lines:
            self._lines.append(line)
        if line.rstrip().endswith(self._delimiter):
            if self._size <= _LONGEST:
                whole = b"\n".join(self._lines)
                own = whole if self._delimiter == b";" else whole.rstrip()[: -len(self._delimiter)]
                yield _statement(own, self._start)
            self._lines, self._size = [], 0


def _statement(data: bytes, line: int) -> Statement:
    text, encoding = decode(data)
    return Statement(text, line, encoding)
