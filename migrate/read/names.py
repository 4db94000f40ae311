"""Names of files as they were handed over -> names that can be printed and written.

A name of an old host may be GBK, which a UTF-8 system gives as surrogates that no encoder takes;
and it may hold control characters, which a terminal or a Dockerfile would obey.
"""

from __future__ import annotations

import os
import re

from migrate.read.decode import decode

_OBEYED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


_MARKS = (b"\xff\xfe", b"\xfe\xff")


def readable(name: str) -> str:
    """Return a name without surrogates and with control characters written out."""
    if name.isascii() and name.isprintable():
        return name
    if not _encodes(name):
        raw = os.fsencode(name)
        # Without the mark of UTF-16, which no name of a file is written in.
        name = "".join(map(_byte, raw)) if raw[:2] in _MARKS else decode(raw)[0]
    return _OBEYED.sub(_written, name)


def _encodes(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _byte(value: int) -> str:
    return chr(value) if value < 0x80 else f"\\x{value:02x}"


def _written(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
