"""The place that somebody may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(asked: str, known: Iterable[str], noted: Iterable[str]) -> str:
    """Return the known place most like the one asked for, empty when there is none.

    Maps and lists count as places; so do noted lines of texts. Of lines, the closest number.
    """
    places = list(known)
    if asked.startswith("L") and asked[1:].isdecimal() and places and places[0].startswith("L"):
        return places[-1]
    candidates = dict.fromkeys(above for each in [*places, *noted] for above in _above(each))
    close = difflib.get_close_matches(asked, list(candidates), n=1)
    if close:
        return str(close[0])
    return next((above for above in reversed(_above(asked)) if above in candidates), "")


def _above(pointer: str) -> list[str]:
    """Return a pointer and every pointer above it, shortest first."""
    parts = pointer.split("/")
    return ["/".join(parts[:end]) for end in range(2, len(parts) + 1)] or [pointer]
