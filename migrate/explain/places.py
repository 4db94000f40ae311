"""A place in a file now, and what stood there when the file was generated."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

Change: TypeAlias = Literal["none", "edited", "added", "removed"]

_LONGEST = 120


class Place(Struct, frozen=True):
    """One value or line."""

    now: str
    """JSON pointer or line; of something removed, where it stood."""
    value: object
    before: str
    """Where it stood when it was generated: its reason is kept under that. Empty: nowhere."""
    was: object
    change: Change

    @property
    def is_empty(self) -> bool:
        """Whether it is a map or list without anything in it."""
        return isinstance(self.value, dict | list)


def place(now: str, value: object, before: str, was: object) -> Place:
    """Return a place that is there now, and was there before."""
    same = type(value) is type(was) and value == was
    return Place(now, value, before, was, "none" if same else "edited")


def shown(value: object) -> str:
    """Return a value on one line, long ones cut."""
    flat = " ⏎ ".join(_plain(value).rstrip("\n").splitlines())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    if isinstance(value, list):
        return "[…]" if value else "[]"
    return "" if value is None else str(value)
