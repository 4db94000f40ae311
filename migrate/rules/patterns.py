"""Regular expressions of rules on a linear-time engine; the only importer of re2.

A rule comes from anywhere. What the engine cannot run, or only in too large a program, is
refused when the rule is loaded and reported as not evaluated.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

MAX_PROGRAM = 1200
"""Instructions of a compiled pattern. The worst of them takes 5 s for a million characters."""

MAX_MEMORY = 8 << 20
"""Bytes for one pattern's automaton; with too few the engine falls back to its slow way."""

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


def lines(pattern: str, text: str) -> Iterator[int]:
    """Return the lines, counted from 1, on which a pattern's first matches begin.

    Raises:
        PatternError: the engine cannot run it.
    """
    line, at, last = 1, 0, 0
    for count, match in enumerate(compiled(pattern).finditer(text)):
        if count >= MAX_MATCHES:
            return
        line += text.count("\n", at, match.start())
        at = match.start()
        if line != last:
            yield line
            last = line


def file_search(pattern: str, path: str) -> bool:
    """Tell whether a file is meant by a rule's file pattern.

    As in Konveyor a pattern is a regular expression that occurs in the path or, where it is none,
    a glob for the file's name.

    Raises:
        PatternError: it is neither.
    """
    matcher, of_name = _file_pattern(pattern)
    return matcher.search(path.rsplit("/", 1)[-1] if of_name else path) is not None


@functools.lru_cache(maxsize=4096)
def compiled(pattern: str) -> Any:
    """Return the compiled form, `^` and `$` meaning line ends.

    Raises:
        PatternError: the engine cannot run it.
    """
    import re2

    options = re2.Options()
    options.max_mem = MAX_MEMORY
    options.log_errors = False
    try:
        found = re2.compile(f"(?m){pattern}", options=options)
    except re2.error as wrong:
        raise PatternError(str(wrong)) from wrong
    if found.programsize > MAX_PROGRAM:
        raise PatternError(f"too large: {found.programsize} instructions")
    return found


@functools.lru_cache(maxsize=4096)
def _file_pattern(pattern: str) -> tuple[Any, bool]:
    try:
        return compiled(pattern), False
    except PatternError:
        if not any(character in pattern for character in "*?"):
            raise
        glob = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
        return compiled(f"^{glob}$"), True
