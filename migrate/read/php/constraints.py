"""A Composer constraint for PHP -> the lowest and highest version that it allows.

The syntax is Composer's (getcomposer.org/doc/articles/versions.md): `||` between alternatives,
spaces and commas between conditions, `^ ~ * -` ranges.
"""

from __future__ import annotations

import re
from typing import TypeAlias

Version: TypeAlias = tuple[int, ...]
_PART = re.compile(r"(>=|<=|!=|>|<|==?|\^|~)?\s{0,9}v?(\d{1,3}(?:\.(?:\d{1,5}|[*xX])){0,3})")
_RANGE = re.compile(r"(\d[\d.]{0,20})\s{1,9}-\s{1,9}(\d[\d.]{0,20})")
_MINORS = (
    (4, 0), (4, 1), (4, 2), (4, 3), (4, 4), (5, 0), (5, 1), (5, 2), (5, 3), (5, 4), (5, 5), (5, 6),
    (7, 0), (7, 1), (7, 2), (7, 3), (7, 4), (8, 0), (8, 1), (8, 2), (8, 3), (8, 4), (8, 5),
)  # fmt: skip
"""Releases of PHP (php.net/releases); there was no 6."""


def bounds(constraint: str) -> tuple[str | None, str | None]:
    """Return the lowest and the highest release (`7.4`) that a constraint allows."""
    lows: list[Version] = []
    highs: list[Version | None] = []
    for alternative in re.split(r"\s*\|\|?\s*", constraint[:500]):
        low, high = _alternative(alternative)
        if low is not None:
            lows.append(low)
        highs.append(high)
    low_text = _text(min(lows)) if lows and len(lows) == len(highs) else None
    top = None if any(high is None for high in highs) else max(h for h in highs if h)
    return low_text, _last_below(top) if top else None


def before(version: str) -> str:
    """Return the last release before a version: `7.4` for `8.0`."""
    return _last_below(number(version)) or version


def number(version: str) -> Version:
    """Return a version as numbers that compare."""
    return tuple(int(part) for part in re.findall(r"\d{1,6}", version)[:4])


def short(version: str) -> str:
    """Return major and minor: `7.4` for `7.4.3`."""
    return ".".join(str(part) for part in (*number(version), 0, 0)[:2])


def _alternative(text: str) -> tuple[Version | None, Version | None]:
    """Return the lowest version and the first one too high; None where there is no limit."""
    ranged = _RANGE.search(text)
    if ranged:
        return number(ranged[1]), _next(number(ranged[2]))
    low: Version | None = None
    high: Version | None = None
    for operator, written in _PART.findall(text):
        least, beyond = _one(operator, written)
        low = least if low is None or (least and least > low) else low
        high = beyond if high is None or (beyond and beyond < high) else high
    return low, high


def _one(operator: str, written: str) -> tuple[Version | None, Version | None]:
    version = number(written)
    if operator in (">=", ">"):
        return version, None
    if operator == "<":
        return None, version
    if operator == "<=":
        return None, _next(version)
    if operator == "^":
        return version, (version[0] + 1, 0)
    if operator == "~":
        kept = version[:-1] if len(version) > 1 else version
        return version, _next(kept)
    if operator == "!=":
        return None, None
    return version, _next(version)


def _next(version: Version) -> Version:
    return (*version[:-1], version[-1] + 1)


def _last_below(version: Version) -> str | None:
    """Return the last release of which some version lies below one."""
    fitting = [minor for minor in _MINORS if (*minor, 0) < version + (0,) * (3 - len(version))]
    return _text(fitting[-1]) if fitting else None


def _text(version: Version) -> str:
    return ".".join(str(part) for part in version)
