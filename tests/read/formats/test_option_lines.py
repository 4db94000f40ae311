"""Assignments and Java options of shell scripts, long ones within bounds."""

from __future__ import annotations

import time

from migrate.read.formats import option_lines

_OPTIONS = """export A=1
# B=2 -Dold=3
JAVA_OPTS="$JAVA_OPTS -Da=x -Db=y"; C='z z'
set D=-Dc=w
"""


def _told(text: str) -> list[tuple[str, str, int]]:
    return [(pair.key, pair.value, pair.line) for pair in option_lines.shell(text)]


def test_options_take_the_place_of_the_variable_that_holds_them() -> None:
    assert _told(_OPTIONS) == [
        ("A", "1", 1),
        ("a", "x", 3),
        ("b", "y", 3),
        ("C", "z z", 3),
        ("c", "w", 4),
    ]
    assert _told("X=-Da=-Db=1\n") == [("a", "-Db=1", 1), ("b", "1", 1)]


def test_a_line_of_options_without_end_is_read_in_time() -> None:
    began = time.monotonic()
    assert len(_told('JAVA_OPTS="' + " -Da=b" * 100_000)) == 100_001
    assert len(_told("JAVA_OPTS=" + "-Da=" * 100_000)) == 50
    assert len(_told('A="-Da=b"\n' * 20_000)) == 20_000
    assert time.monotonic() - began < 5
