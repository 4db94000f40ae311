"""What an image can be built from: files of the workspace that its .dockerignore lets through."""

from __future__ import annotations

import functools
import posixpath
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec import Struct

_WILD = re.compile(r"[*?\[]")


class Rule(Struct, frozen=True):
    """One line of a .dockerignore."""

    pattern: tuple[str, ...]
    """Its path's parts."""
    takes_in: bool
    """Whether it takes back in what an earlier line left out (`!`)."""


class Context(Struct, frozen=True):
    """What `docker build` is sent."""

    root: Path
    rules: tuple[Rule, ...]

    def has(self, source: str) -> bool:
        """Tell whether COPY finds something under a path or pattern."""
        try:
            return any(self._is_sent(path) for path in self._found(source))
        except (OSError, ValueError):  # a name that no file can have
            return False

    def _found(self, source: str) -> Iterator[Path]:
        relative = source.lstrip("/") or "."
        if ".." in relative.split("/"):
            return iter(())
        if _WILD.search(relative):
            return self.root.glob(re.sub(r"\*+", "*", relative))
        place = (self.root / relative).resolve()
        inside = place.is_relative_to(self.root.resolve()) and place.exists()
        return iter((self.root / relative,) if inside else ())

    def _is_sent(self, path: Path) -> bool:
        """Tell whether a file, or something below a folder, gets through."""
        parts = path.relative_to(self.root).parts
        sent = True
        for rule in self.rules:
            if any(_fits(parts[:end], rule.pattern) for end in range(1, len(parts) + 1)):
                sent = rule.takes_in
            elif rule.takes_in and path.is_dir() and _is_below(rule.pattern, parts):
                sent = True
        return sent


def rules(ignore: str) -> tuple[Rule, ...]:
    """Read a .dockerignore."""
    found = []
    for line in ignore.splitlines():
        written = line.strip()
        if written and not written.startswith("#"):
            path = posixpath.normpath(written.removeprefix("!").strip()).lstrip("/")
            found.append(Rule(tuple(path.split("/")), written.startswith("!")))
    return tuple(found)


def _is_below(pattern: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    """Tell whether a pattern may meet something below a folder."""
    start = pattern[: len(parts)]
    return len(pattern) > len(parts) and ("**" in start or _fits(parts, start))


def _fits(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    @functools.cache
    def fits(part: int, piece: int) -> bool:
        if piece == len(pattern):
            return part == len(parts)
        if pattern[piece] == "**":
            return fits(part, piece + 1) or (part < len(parts) and fits(part + 1, piece))
        return (
            part < len(parts)
            and fnmatchcase(parts[part], pattern[piece])
            and fits(part + 1, piece + 1)
        )

    return fits(0, 0)
