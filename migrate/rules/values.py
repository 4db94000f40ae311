"""The tests of `migrate.fact` on single values: each yes, no, or cannot be told."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from migrate.rules import patterns, versions
from migrate.rules.shape import Lifetimes, Tests

_TRUE = {"on", "yes", "true", "1"}
_FALSE = {"off", "no", "false", "0"}


def holds(value: object, tests: Tests, as_of: str) -> bool | None:
    """Tell whether a known value passes every test that is given.

    `as_of` is the ISO date that ends of support are compared with; empty when unknown.
    """
    outcomes = tuple(_outcomes(value, tests, as_of))
    if any(outcome is False for outcome in outcomes):
        return False
    return None if any(outcome is None for outcome in outcomes) else True


def shown(value: object) -> str:
    """Return a value as a sentence shows it; an interval as `5.3-5.6`."""
    if isinstance(value, Mapping) and _is_interval(value):
        return f"{value['min'] or ''}-{value['max'] or ''}"
    if isinstance(value, Mapping):
        return " ".join(str(value[key]) for key in ("name", "version") if value.get(key))
    if isinstance(value, list | tuple):
        return ", ".join(shown(item) for item in value)
    return str(value)


def ended_on(value: object, lifetimes: Lifetimes) -> str | None:
    """Return the day support of a version ended or ends, None when that is not known."""
    newest = _upper(value)
    line = versions.line_of(str(newest), lifetimes.dates) if newest is not None else None
    return lifetimes.dates[line] if line else None


def _outcomes(value: object, tests: Tests, as_of: str) -> Iterator[bool | None]:
    if tests.equals is not None:
        yield _same(value, tests.equals)
    if tests.not_equals is not None:
        yield not _same(value, tests.not_equals)
    if tests.any_of is not None:
        yield any(_same(value, allowed) for allowed in tests.any_of)
    if tests.contains is not None:
        yield _contains(value, tests.contains)
    if tests.matches is not None:
        yield patterns.search(tests.matches, shown(value))
    if tests.not_matches is not None:
        yield not patterns.search(tests.not_matches, shown(value))
    yield from _comparisons(value, tests)
    if tests.ended is not None:
        yield _has_ended(value, tests.ended, as_of)
    if tests.within_days is not None:
        yield _comes_soon(value, tests.within_days, as_of)


def _comparisons(value: object, tests: Tests) -> Iterator[bool | None]:
    if tests.below is not None:
        yield _less(_upper(value), tests.below)
    if tests.at_least is not None:
        less = _less(_lower(value), tests.at_least)
        yield None if less is None else not less
    if tests.above is not None:
        yield _less(tests.above, _lower(value))


def _same(value: object, wanted: object) -> bool:
    """Compare without regard to case; ON, yes, 1 and true are the same."""
    if isinstance(value, Mapping | list) or isinstance(wanted, Mapping | list):
        return value == wanted
    left, right = str(value).strip().lower(), str(wanted).strip().lower()
    return left == right or any({left, right} <= words for words in (_TRUE, _FALSE))


def _contains(value: object, wanted: str) -> bool:
    if isinstance(value, Mapping):
        return any(_same(name, wanted) for name in value)
    if isinstance(value, list | tuple):
        return any(_same(shown(item), wanted) for item in value)
    return wanted.lower() in shown(value).lower()


def _has_ended(value: object, lifetimes: Lifetimes, as_of: str) -> bool | None:
    date = ended_on(value, lifetimes)
    return date <= as_of if date and as_of else None


def _comes_soon(value: object, days: int, as_of: str) -> bool | None:
    try:
        date, today = (datetime.date.fromisoformat(str(day)[:10]) for day in (value, as_of))
    except ValueError:
        return None
    return (date - today).days <= days


def _less(left: object, right: object) -> bool | None:
    if left is None or right is None:
        return None
    if _is_number(left) and _is_number(right):
        return float(str(left)) < float(str(right))
    return versions.older(str(left), str(right))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _upper(value: object) -> object:
    return value["max"] if isinstance(value, Mapping) and _is_interval(value) else value


def _lower(value: object) -> object:
    return value["min"] if isinstance(value, Mapping) and _is_interval(value) else value


def _is_interval(value: Mapping[str, object]) -> bool:
    return {"min", "max"} <= set(value)
