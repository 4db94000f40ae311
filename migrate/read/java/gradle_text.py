"""Text of a Gradle build file -> its blocks, comments blanked; nothing of it is run."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator

from msgspec import Struct

_TOKEN = re.compile(
    r"(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))"
    r"|(?P<text>\"\"\".*?(?:\"\"\"|\Z)|'''.*?(?:'''|\Z)|\"(?:[^\"\\\n]|\\.){0,1000}\"|'(?:[^'\\\n]|\\.){0,1000}')"
    r"|(?P<sign>[{}])",
    re.S,
)
_HEADER = re.compile(r"(?P<header>[\w.:]{1,60}(?:\s{0,20}\([^(){}\n]{0,200}\))?)\s{0,40}$")
_DEEPEST = 40
_MOST_BLOCKS = 5000


class Block(Struct, frozen=True):
    """What stands between two braces."""

    header: str
    """What stands before: `dependencies`, `project(':web')`."""
    start: int
    end: int
    path: tuple[str, ...]
    """Headers of the blocks around and its own."""


class Script:
    """One build file."""

    def __init__(self, text: str) -> None:
        """Take a text."""
        self.text = _TOKEN.sub(_without_comment, text)
        self.blocks = list(_blocks(self.text))
        self._lines = [match.start() for match in re.finditer("\n", self.text)]

    def line(self, place: int) -> int:
        """Return the line of a place."""
        return bisect.bisect_left(self._lines, place) + 1

    def inside(self, *path: str) -> Iterator[Block]:
        """Yield the blocks of a path: `("subprojects", "dependencies")`."""
        return (block for block in self.blocks if block.path == path)

    def own(self) -> str:
        """Return the text with the blocks blanked that are about other modules."""
        others = [
            b
            for b in self.blocks
            if b.path[0] in ("subprojects", "buildscript", "pluginManagement")
            or b.path[0].startswith(("project(", "configure("))
        ]
        return _blanked_blocks(self.text, others)

    @functools.cached_property
    def handed_down(self) -> str:
        """Return what holds for the modules below, everything else blanked."""
        kept = [b for b in self.blocks if b.path in (("subprojects",), ("allprojects",))]
        parts, place = [], 0
        for block in kept:
            parts += [_blank(self.text[place : block.start]), self.text[block.start : block.end]]
            place = block.end
        return "".join((*parts, _blank(self.text[place:])))


def _without_comment(match: re.Match[str]) -> str:
    return _blank(match[0]) if match["comment"] is not None else match[0]


def _blank(text: str) -> str:
    return "\n".join(" " * len(line) for line in text.split("\n"))


def _blanked_blocks(text: str, blocks: list[Block]) -> str:
    parts, place = [], 0
    for block in sorted(blocks, key=lambda b: b.start):
        if block.start >= place:
            parts += [text[place : block.start], _blank(text[block.start : block.end])]
            place = block.end
    return "".join((*parts, text[place:]))


def _blocks(text: str) -> Iterator[Block]:
    """Yield blocks as they close; braces in strings are text."""
    found: list[Block] = []
    open_: list[tuple[str, int]] = []
    for match in _TOKEN.finditer(text):
        if match["sign"] == "{":
            before = _HEADER.search(text, max(0, match.start() - 280), match.start())
            header = "".join(before["header"].split()) if before else ""
            open_.append((header, match.end()))
        elif match["sign"] == "}" and open_:
            header, start = open_.pop()
            if len(open_) < _DEEPEST and len(found) < _MOST_BLOCKS:
                path = (*(name for name, _ in open_), header)
                found.append(Block(header, start, match.start(), path))
    return iter(sorted(found, key=lambda block: block.start))
