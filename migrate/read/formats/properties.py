"""Java properties files: keys with the exact place of their values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.read.values import Pair

_LINE = re.compile(
    r"^[ \t\f]*(?![#!])(?P<key>[^\s:=]+)(?:[ \t\f]*[:=][ \t\f]*|[ \t\f]+)"
    r"(?P<value>(?:[^\r\n\\]|\\\r?\n|\\.)*)",
    re.M,
)


def pairs(text: str) -> Iterator[Pair]:
    """Yield the keys in order; a value goes on behind a backslash at the end of its line."""
    line, place = 1, 0
    for match in _LINE.finditer(text):
        line += text.count("\n", place, match.start())
        place = match.start()
        yield Pair(match["key"], match["value"].rstrip(), line, match.start("value"))
