"""Comparing version numbers as they stand on libraries, servers and in surveys."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PIECE = re.compile(r"\d{1,9}|[a-z]+")
_BEFORE_RELEASE = {
    "alpha": -5,
    "a": -5,
    "beta": -4,
    "b": -4,
    "milestone": -3,
    "m": -3,
    "rc": -2,
    "cr": -2,
    "snapshot": -1,
}

Key = tuple[tuple[int, int], ...]
_RELEASE = (0, 0)


def key(version: str) -> Key | None:
    """Return what versions sort by; None for a text without a number.

    `2.0-beta9` sorts before `2.0`; vendor suffixes (`5.7.30-log`, `1.2.17.redhat`) count as
    nothing, and so do trailing zeros.
    """
    pieces = _PIECE.findall(version.strip().lower()[:100])
    if not any(piece.isdigit() for piece in pieces):
        return None
    if not pieces[0].isdigit():
        pieces = pieces[1:]
    found: list[tuple[int, int]] = []
    for piece in pieces:
        if piece.isdigit():
            found.append((1, int(piece)))
        elif piece in _BEFORE_RELEASE:
            found.append((_BEFORE_RELEASE[piece], 0))
        else:
            break
    while found and found[-1] == (1, 0):
        found.pop()
    return tuple(found)


def older(version: str, than: str) -> bool | None:
    """Tell whether a version is older than another; None when it cannot be told."""
    left, right = key(version), key(than)
    if left is None or right is None:
        return None
    length = max(len(left), len(right))
    return _padded(left, length) < _padded(right, length)


def line_of(version: str, lines: Mapping[str, str]) -> str | None:
    """Return the release line a version belongs to: the longest that begins it."""
    own = _numbers(version)
    fitting = [line for line in lines if _begins(own, _numbers(line))]
    return max(fitting, key=lambda line: len(_numbers(line)), default=None)


def _padded(version: Key, length: int) -> Key:
    padding = tuple((0, 0) for _ in range(length - len(version)))
    return tuple(_RELEASE if piece == (1, 0) else piece for piece in version) + padding


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d{1,9}", version[:100]))


def _begins(version: tuple[int, ...], line: tuple[int, ...]) -> bool:
    return bool(line) and version[: len(line)] == line
