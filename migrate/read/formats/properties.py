"""Java properties files: keys with the exact place of their values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.read.pair import Lines, Pair, readable

_LINE = re.compile(
    r"(?:^|(?<=\r))[ \t\f]*+(?![#!\r\n])(?P<key>(?:[^\s:=\\]++|\\(?:\r\n|[\s\S]))++)"
    r"(?:[ \t\f]*+[:=][ \t\f]*+|[ \t\f]++)"
    r"(?P<value>(?:[^\r\n\\]++|\\(?:\r\n|[\s\S]))*+)",
    re.M,
)
_ESCAPE = re.compile(
    r"\\(?:u(?P<code>[0-9a-fA-F]{4})|(?P<turn>\r\n|\r|\n)[ \t\f]*+|(?P<one>[\s\S]))"
)
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}


def pairs(text: str) -> Iterator[Pair]:
    """Yield the keys in order, as java.util.Properties reads them.

    A value goes on behind a backslash at the end of its line.
    """
    lines = Lines(text)
    for match in _LINE.finditer(text):
        start, written = match.start("value"), match["value"].rstrip()
        key = unescaped(match["key"], 0)[0] if "\\" in match["key"] else match["key"]
        plain, places = unescaped(written, start) if "\\" in written else (None, ())
        yield Pair(readable(key), written, lines.at(match.start("key")), start, plain, places)


def unescaped(written: str, start: int) -> tuple[str, tuple[int, ...]]:
    r"""Return a value without `\:`, `\u4e2d` and line ends, and where its characters stand."""
    plain: list[str] = []
    places: list[int] = []
    at = 0
    for match in _ESCAPE.finditer(written):
        plain.extend(written[at : match.start()])
        places.extend(range(start + at, start + match.start()))
        at = match.end()
        if match["turn"] is None:
            code, one = match["code"], match["one"]
            plain.append(readable(chr(int(code, 16))) if code else _NAMED.get(one, one))
            places.append(start + match.start())
    plain.extend(written[at:])
    places.extend(range(start + at, start + len(written) + 1))
    return "".join(plain), tuple(places)
