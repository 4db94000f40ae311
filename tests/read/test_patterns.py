"""Every pattern that is searched for in what was handed over takes time in proportion to it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from typing import TypeAlias

import pytest

import migrate.read
from migrate.knowledge.servers import file_forms, matcher, refuser
from tests.read.fuzz import limited

LENGTH = 40_000
MOST_SECONDS = 1
"""Of processor time for forty thousand characters; what grows with the square takes many."""
REPEATED = (
    "\n", "\n ", " ", "\t", "a", "A", "1", "a.", "a/", "a=", "0x", ".", "/", "-", "<", "(", "[",
    "{", "$", "\\'", '\\"', "'a", '"a', "''", '""', "``", "密码",
)  # fmt: skip
BOUNDED = {
    "migrate.read.php.routes.route._OPTIONAL": "one route",
    "migrate.read.java.pages._IMPORTED": "one attribute, 1,500 characters",
}
"""Patterns that are asked of short texts only."""
SEARCHES = r"\b{}\s*\.\s*(?:search|finditer|subn?|findall|split)\b"


Either: TypeAlias = re.Pattern[str] | re.Pattern[bytes]


def patterns() -> Iterator[tuple[str, Either, bool]]:
    """Yield the patterns of the read stage, and whether they look for places in a text."""
    for found in pkgutil.walk_packages(migrate.read.__path__, "migrate.read."):
        module = importlib.import_module(found.name)
        source = inspect.getsource(module)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                searches = re.search(SEARCHES.format(name), source) is not None
                yield f"{module.__name__}.{name}", value, searches


def searched() -> Iterator[tuple[str, Either]]:
    """Yield those that look for places, and those of the data that tells servers' files."""
    yield from ((name, pattern) for name, pattern, searches in patterns() if searches)
    for form in file_forms():
        for number, pattern in enumerate((*matcher(form.form)[1], *refuser(form.form))):
            yield f"server-files.yaml {form.form} {number}", pattern


@pytest.mark.parametrize(
    ("name", "pattern"),
    [pytest.param(n, p, id=n) for n, p in sorted(searched()) if n not in BOUNDED],
)
def test_a_pattern_is_searched_in_linear_time(name: str, pattern: Either) -> None:
    for unit in REPEATED:
        text = (unit * LENGTH)[:LENGTH]
        with limited(MOST_SECONDS):
            if isinstance(pattern.pattern, bytes):
                pattern.sub(b"", text.encode())
            else:
                pattern.sub("", text)


@pytest.mark.parametrize(
    "pattern", [pytest.param(p, id=n) for n, p, searches in patterns() if not searches]
)
def test_a_pattern_is_matched_in_linear_time(pattern: Either) -> None:
    for unit in REPEATED:
        text = (unit * LENGTH)[:LENGTH]
        with limited(MOST_SECONDS):
            if isinstance(pattern.pattern, bytes):
                pattern.match(text.encode())  # type: ignore[arg-type]
            else:
                pattern.match(text)  # type: ignore[arg-type]


def test_a_pattern_that_grows_with_the_square_is_caught() -> None:
    with pytest.raises(Exception, match="more than"):
        test_a_pattern_is_searched_in_linear_time("", re.compile(r"^\s*x=", re.M))
