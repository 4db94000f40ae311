"""Regular expressions of rules on a linear-time engine; the only importer of re2.

A rule comes from anywhere. What the engine cannot run, or only in too large a program, is
refused when the rule is loaded and reported as not evaluated.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Any

MAX_PROGRAM = 1200
"""Instructions of a compiled pattern. The worst of them takes 5 s for a million characters."""

MAX_MEMORY = 8 << 20
"""Bytes for one pattern's automaton; with too few the engine falls back to its slow way."""

MAX_SET_PROGRAM = 20_000
"""Instructions of patterns that are asked together."""

MAX_SET_MEMORY = 32 << 20

MAX_MATCHES = 50
"""Places reported for one pattern in one file."""


class PatternError(Exception):
    """A pattern the engine cannot run."""


def search(pattern: str, text: str) -> bool:
    """Tell whether a pattern occurs in a text.

    Raises:
        PatternError: the engine cannot run it.
    """
    return compiled(pattern).search(text) is not None


def lines(regex: Any, text: str) -> Iterator[int]:
    """Return the lines, counted from 1, on which the first matches of a compiled pattern begin."""
    line, at, last = 1, 0, 0
    for count, match in enumerate(regex.finditer(text)):
        if count >= MAX_MATCHES:
            return
        line += text.count("\n", at, match.start())
        at = match.start()
        if line != last:
            yield line
            last = line


@functools.lru_cache(maxsize=4096)
def path_regex(pattern: str) -> str:
    """Return the regular expression that occurs in the `searched` paths a file pattern means.

    As in Konveyor a pattern is a regular expression that occurs in the path or, where it is none,
    a glob for the file's name.

    Raises:
        PatternError: it is neither.
    """
    try:
        compiled(pattern)
    except PatternError:
        if not any(character in pattern for character in "*?"):
            raise
        return name_regex(pattern, across="[^/]")
    return pattern


def searched(path: str) -> str:
    """Return what patterns for a path are searched in: with a folder before it, bare, its name.

    Konveyor's engine looks at the whole path, which begins with `/`, and at the name alone.
    """
    return f"/{path}\n{path}\n{path.rpartition('/')[2]}"


def name_regex(glob: str, across: str = ".") -> str:
    """Return the regular expression of a glob for the last parts of a path."""
    escaped = re.escape(glob).replace(r"\*", f"{across}*").replace(r"\?", across)
    return f"(?:^|/){escaped}$"


class PatternSet:
    """Many patterns, asked at once which of them occur in a text."""

    def __init__(self, wanted: Sequence[str]) -> None:
        """Compile patterns that `compiled` takes, in portions that fit the engine's memory."""
        self._sets: list[tuple[Any, list[int]]] = []
        size = MAX_SET_PROGRAM + 1
        for number, pattern in enumerate(wanted):
            size += compiled(pattern).programsize
            if size > MAX_SET_PROGRAM:
                self._sets.append((_empty_set(), []))
                size = compiled(pattern).programsize
            portion, numbers = self._sets[-1]
            portion.Add(f"(?m){pattern}")
            numbers.append(number)
        for portion, _ in self._sets:
            portion.Compile()

    def matching(self, text: str) -> list[int]:
        """Return the numbers of the patterns that occur, counted from 0."""
        return [
            numbers[found] for portion, numbers in self._sets for found in portion.Match(text) or ()
        ]


@functools.lru_cache(maxsize=16)
def pattern_set(wanted: tuple[str, ...]) -> PatternSet:
    """Return the set of some patterns, compiled once."""
    return PatternSet(wanted)


@functools.lru_cache(maxsize=4096)
def compiled(pattern: str, *, by_line: bool = False) -> Any:
    """Return the compiled form, `^` and `$` meaning line ends.

    A match lies within one line when `by_line`, whatever the pattern says of blanks.

    Raises:
        PatternError: the engine cannot run it.
    """
    import re2

    options = re2.Options()
    options.max_mem = MAX_MEMORY
    options.log_errors = False
    options.never_nl = by_line
    try:
        found = re2.compile(f"(?m){pattern}", options=options)
    except re2.error as wrong:
        raise PatternError(str(wrong)) from wrong
    if found.programsize > MAX_PROGRAM:
        raise PatternError(f"too large: {found.programsize} instructions")
    return found


def _empty_set() -> Any:
    import re2

    options = re2.Options()
    options.max_mem = MAX_SET_MEMORY
    options.log_errors = False
    return re2.Set.SearchSet(options)
