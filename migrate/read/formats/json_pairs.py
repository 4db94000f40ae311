"""JSON files: dotted keys with the exact place of their values. Comments are let pass."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from migrate.read.pair import FormatError, Lines, Pair, readable

_DEEPEST = 200
_TOKEN = re.compile(
    r"(?P<skip>\s++|//[^\n]*+|/\*(?s:.*?)\*/)|(?P<string>\"(?:[^\"\\\n]++|\\.)*+\")"
    r"|(?P<word>[\w+.\-]++)|(?P<sign>[{}\[\]:,])"
)
_ESCAPE = re.compile(r"\\(?:u(?P<code>[0-9a-fA-F]{4})|(?P<one>.))")
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


class _Open(Struct):
    """A map or list that is being read."""

    is_map: bool
    path: str
    key: str | None = None
    count: int = 0
    is_full: bool = False
    """Whether the key or place that is open has its value."""


def pairs(text: str) -> Iterator[Pair]:
    """Yield every text, number and truth value under its path, `db.hosts[0].name`.

    Raises:
        FormatError: it is no JSON from some line on, or too deep.
    """
    lines = Lines(text)
    stack: list[_Open] = []
    place = 0
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None:
            raise FormatError("this is no JSON", lines.at(place))
        place = token.end()
        if token["sign"]:
            _sign(token["sign"], stack, lines.at(token.start()))
        elif token["skip"] is None:
            yield from _value(token, text, stack, lines)
    if stack:
        raise FormatError("it ends too early", lines.at(len(text)))


def _sign(sign: str, stack: list[_Open], line: int) -> None:
    top = stack[-1] if stack else None
    if sign in "{[":
        if len(stack) >= _DEEPEST:
            raise FormatError("too deep", line)
        if top:
            top.is_full = True
        stack.append(_Open(sign == "{", _path(top)))
    elif top is None or (sign in "}]" and top.is_map is not (sign == "}")):
        raise FormatError("this is no JSON", line)
    elif sign in "}]":
        stack.pop()
    elif sign == ":" and (not top.is_map or top.is_full):
        # What was taken for a value is a key: a comma or a bracket is missing before it.
        raise FormatError("this is no JSON", line)
    elif sign == ",":
        top.key, top.is_full = None, False
        top.count += not top.is_map


def _value(token: re.Match[str], text: str, stack: list[_Open], lines: Lines) -> Iterator[Pair]:
    top = stack[-1] if stack else None
    start, end = token.span()
    quoted = token["string"] is not None
    inner = start + 1 if quoted else start
    written = text[inner : end - 1] if quoted else token[0]
    if top and top.is_map and top.key is None:
        top.key = _unescaped(written, 0)[0]
        return
    if top:
        top.is_full = True
    plain, places = _unescaped(written, inner) if "\\" in written else (None, ())
    yield Pair(_path(top), written, lines.at(start), inner, plain, places, literal=(start, end))


def _path(top: _Open | None) -> str:
    if top is None:
        return ""
    if not top.is_map:
        return f"{top.path}[{top.count}]"
    return f"{top.path}.{top.key}" if top.path else str(top.key)


def _unescaped(written: str, start: int) -> tuple[str, tuple[int, ...]]:
    plain: list[str] = []
    places: list[int] = []
    at = 0
    for match in _ESCAPE.finditer(written):
        plain.extend(written[at : match.start()])
        places.extend(range(start + at, start + match.start() + 1))
        code, one = match["code"], match["one"]
        plain.append(chr(int(code, 16)) if code else _NAMED.get(one, one))
        at = match.end()
    plain.extend(written[at:])
    places.extend(range(start + at, start + len(written) + 1))
    return readable("".join(plain)), tuple(places)
