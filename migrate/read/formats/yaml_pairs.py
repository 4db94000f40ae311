"""YAML files: dotted keys with the exact place of their values, document by document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from migrate.read.pair import FormatError, Lines, Pair, aligned, readable

if TYPE_CHECKING:
    from yaml import ScalarEvent

_DEEPEST = 100
_MOST = 100_000
_ESCAPE = re.compile(
    r"\\(?:x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})|(?P<one>.))"
)
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "e": "\x1b", "a": "\a", "b": "\b"}
_BLOCK = re.compile(r"[|>][^\n]*\n?")


class _Open(Struct):
    """A map or list that is being read."""

    is_map: bool
    path: str
    key: str | None = None
    """The key whose value comes next; None when a key comes next."""
    count: int = 0


def pairs(text: str) -> Iterator[Pair]:
    """Yield every scalar under its path, `spring.datasource.url`, `servers[0].host`.

    Aliases and merge keys are not followed: what they stand for is read where it is written.

    Raises:
        FormatError: it is no YAML from some line on, or too deep or large.
    """
    import yaml

    lines = Lines(text)
    try:
        yield from _events(text, lines)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        problem = str(getattr(wrong, "problem", None) or "this is no YAML").splitlines()[0]
        raise FormatError(problem, mark.line + 1 if mark else 1) from None


def _events(text: str, lines: Lines) -> Iterator[Pair]:
    import yaml

    part = -1
    stack: list[_Open] = []
    for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
        if isinstance(event, yaml.DocumentStartEvent):
            part += 1
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            path = _path(stack)
            stack.append(_Open(isinstance(event, yaml.MappingStartEvent), path))
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
            _done(stack)
        elif isinstance(event, yaml.AliasEvent):
            if _took(stack, "*"):
                _done(stack)
        elif isinstance(event, yaml.ScalarEvent) and _took(stack, event.value):
            yield _pair(text, event, _key(stack), lines, part)
        if len(stack) > _DEEPEST or count > _MOST:
            raise FormatError("too deep or too large", lines.line)


def _took(stack: list[_Open], scalar: str) -> bool:
    """Take a scalar as key or value; tell whether it is a value."""
    top = stack[-1] if stack else None
    if top and top.is_map and top.key is None:
        top.key = readable(scalar)
        return False
    return True


def _key(stack: list[_Open]) -> str:
    key = _path(stack)
    _done(stack)
    return key


def _path(stack: list[_Open]) -> str:
    """Return the path of what comes next."""
    if not stack:
        return ""
    top = stack[-1]
    if not top.is_map:
        return f"{top.path}[{top.count}]"
    # A map may have a map as its key: nothing of ours is below that.
    key = "?" if top.key is None else top.key
    return f"{top.path}.{key}" if top.path else key


def _done(stack: list[_Open]) -> None:
    """One value or key of the innermost collection is complete."""
    if stack and stack[-1].is_map:
        stack[-1].key = "?" if stack[-1].key is None else None
    elif stack:
        stack[-1].count += 1


def _pair(text: str, event: ScalarEvent, key: str, lines: Lines, part: int) -> Pair:
    begun, ended = event.start_mark, event.end_mark
    assert begun is not None
    assert ended is not None
    start, end = begun.index, ended.index
    line = lines.at(start)
    plain = readable(event.value)
    if event.style in ("|", ">"):
        head = _BLOCK.match(text, start, end)
        inner = head.end() if head else end
        written = text[inner:end].rstrip()
        places = aligned(written, plain, inner)
        return Pair(key, written, line, inner, plain, places, part, (start, inner + len(written)))
    if event.style in ("'", '"'):
        written, inner = text[start + 1 : end - 1], start + 1
        if written == plain:
            return Pair(key, written, line, inner, part=part, literal=(start, end))
        places = _places(written, plain, inner, event.style)
        return Pair(key, written, line, inner, plain, places, part, (start, end))
    written = text[start:end].rstrip()
    if written == plain:
        return Pair(key, written, line, start, part=part, literal=(start, start + len(written)))
    places = aligned(written, plain, start)
    return Pair(key, written, line, start, plain, places, part, (start, start + len(written)))


def _places(written: str, plain: str, start: int, quote: str) -> tuple[int, ...]:
    """Return where the characters of a quoted value stand; empty when it is folded as well."""
    seen: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(written):
        places.append(start + at)
        match = _ESCAPE.match(written, at) if quote == '"' else None
        if match:
            seen.append(_escaped(match))
            at = match.end()
        else:
            seen.append(written[at])
            at += 2 if quote == "'" and written.startswith("''", at) else 1
    if "".join(seen) == plain:
        return (*places, start + len(written))
    return aligned(written, plain, start)


def _escaped(match: re.Match[str]) -> str:
    code = match["x"] or match["u"] or match["U"]
    if code:
        number = int(code, 16)
        return readable(chr(number)) if number <= 0x10FFFF else "\ufffd"
    return _NAMED.get(match["one"], match["one"])
