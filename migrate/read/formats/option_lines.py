"""Files of one option a line: ini, cnf, conf, plain TOML, dotenv, shell and batch scripts."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from migrate.read.pair import Lines, Pair

_SECTION = re.compile(r"[ \t]*+\[{1,2}[ \t]*+(?P<name>[^\]\r\n]{1,200})\]")
_OPTION = re.compile(
    r"[ \t]*+(?P<key>[^\s=:#;\[\]\"'<>{}()$@%&|!*,/\\][^\r\n=:#\"'<>{}()|;]{0,150}?)"
    r"[ \t]*+[=:][ \t]*+"
)
_ASSIGNMENT = re.compile(
    r"(?:^|(?<=[;&|]))[ \t]*+(?:(?:export|readonly|declare|local|set|env|setx)[ \t]++)?"
    r"\"?(?P<key>[A-Za-z_]\w{0,100})=",
    re.M | re.I,
)
_CSH = re.compile(r"^[ \t]*+setenv[ \t]++(?P<key>[A-Za-z_]\w{0,100})[ \t]++", re.M)
_DEFINE = re.compile(r"(?<![\w.\-])-D(?P<key>[\w.\-]{1,150})=")
_QUOTED = re.compile(r"\"(?P<double>(?:[^\"\\\r\n]++|\\.)*+)\"|'(?P<single>[^'\r\n]*+)'")
_LINE = re.compile(r"[^\n]*+\n|[^\n]++")
_BARE = re.compile(r"[^\r\n]*+")
_BEHIND = re.compile(r"(?<![ \t])[ \t]++(?:[#;]|//).*+$")
_COMMENT = re.compile(r"[ \t]*+(?:#|::|(?i:rem)\b)")
_DEEPEST = 50
"""Values inside of one value that are told; a hostile file would have them without end."""
_WORD = re.compile(r"(?:[^\s\"';|&<>()\\]++|\\.)*+")


def ini(text: str) -> Iterator[Pair]:
    """Yield `key = value` and `key: value` lines, keys below their section: `client.password`."""
    section, part, at = "", 0, 0
    for number, found in enumerate(_LINE.finditer(text), 1):
        line = found[0]
        head = _SECTION.match(line)
        if head:
            section, part = head["name"].strip(" \t\"'"), part + 1
        option = None if head else _OPTION.match(line)
        if option:
            key = option["key"].strip()
            pair = _value(text, at + option.end(), number, f"{section}.{key}" if section else key)
            yield _in_part(pair, part)
        at += len(line)


def shell(text: str) -> Iterator[Pair]:
    """Yield assignments (`export K=v`, `set K=v`) and Java's `-Dk=v` options."""
    lines = Lines(text)
    found: list[tuple[int, str, bool]] = []
    for match in _DEFINE.finditer(text):
        found.append((match.end(), match["key"], True))
    defined = sorted(start for start, _, _ in found)
    for pattern in (_ASSIGNMENT, _CSH):
        found.extend((match.end(), match["key"], False) for match in pattern.finditer(text))
    end, inside, line, before = -1, 0, 0, 0
    for start, key, option in sorted(found):
        inside = inside + 1 if start <= end else 0
        line, before = text.rfind("\n", before, start) + 1 or line, start
        if inside > _DEEPEST or _COMMENT.match(text, line):
            continue
        pair = _word(text, start, lines.at(start), key)
        end = max(end, pair.end)
        if option or not _holds_one(pair, defined):
            yield pair


def _holds_one(pair: Pair, defined: list[int]) -> bool:
    """Tell whether options begin inside of a value: they are told one by one."""
    at = bisect.bisect_left(defined, pair.start)
    return at < len(defined) and defined[at] <= pair.end


def _word(text: str, start: int, line: int, key: str) -> Pair:
    quoted = _QUOTED.match(text, start)
    if quoted:
        return _from_quotes(quoted, line, key)
    word = _WORD.match(text, start)
    written = word[0] if word else ""
    return Pair(key, written, line, start, literal=(start, start + len(written)))


def _value(text: str, start: int, line: int, key: str) -> Pair:
    """Return the value that begins at a place: in quotes, or up to a comment or the line's end."""
    quoted = _QUOTED.match(text, start)
    if quoted and not text[quoted.end() : quoted.end() + 1].strip():
        return _from_quotes(quoted, line, key)
    bare = _BARE.match(text, start)
    written = _BEHIND.sub("", bare[0] if bare else "").rstrip().rstrip(",")
    return Pair(key, written, line, start, literal=(start, start + len(written)))


def _from_quotes(quoted: re.Match[str], line: int, key: str) -> Pair:
    name = "double" if quoted["double"] is not None else "single"
    return Pair(key, quoted[name], line, quoted.start(name), literal=quoted.span())


def _in_part(pair: Pair, part: int) -> Pair:
    from msgspec.structs import replace

    return replace(pair, part=part) if part else pair
