"""Versions are compared as people mean them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.rules import versions

NUMBERS = st.lists(st.integers(0, 99), min_size=1, max_size=4).map(
    lambda ns: ".".join(map(str, ns))
)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("5.6", "5.10"),
        ("2.0-beta9", "2.0"),
        ("2.0-beta8", "2.0-beta9"),
        ("2.0-beta9", "2.0-rc1"),
        ("1.2.17", "2"),
        ("1.7.0_80", "1.8.0_181"),
        ("5.7.30-log", "5.7.31"),
        ("8.0.9", "8.0.33"),
        ("1.0.0.RC1", "1.0.0.RELEASE"),
    ],
)
def test_older(left: str, right: str) -> None:
    assert versions.older(left, right) is True
    assert versions.older(right, left) is False


@pytest.mark.parametrize(
    ("left", "right"), [("2", "2.0.0"), ("5.7.30-log", "5.7.30"), ("v9", "9.0")]
)
def test_neither_is_older(left: str, right: str) -> None:
    assert versions.older(left, right) is False
    assert versions.older(right, left) is False


def test_what_is_no_version_is_not_compared() -> None:
    assert versions.older("unknown", "1") is None
    assert versions.older("1", "") is None


def test_a_version_belongs_to_the_longest_line_that_begins_it() -> None:
    lines = {"8": "a", "8.5": "b", "10": "c", "1": "d"}
    assert versions.line_of("8.5.100", lines) == "8.5"
    assert versions.line_of("8.0.53", lines) == "8"
    assert versions.line_of("10.1", lines) == "10"
    assert versions.line_of("11", lines) is None
    assert versions.line_of("none", lines) is None


@given(NUMBERS, NUMBERS, NUMBERS)
def test_older_is_an_order(a: str, b: str, c: str) -> None:
    assert not versions.older(a, a)
    assert not (versions.older(a, b) and versions.older(b, a))
    if versions.older(a, b) and versions.older(b, c):
        assert versions.older(a, c)


@given(st.text(max_size=40))
def test_any_text_is_taken(text: str) -> None:
    versions.older(text, "1.0")
    versions.line_of(text, {"1": "x"})
