"""The lines of a text: they keep their reasons wherever a person's edits have pushed them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from migrate.explain.errors import ExplainError
from migrate.explain.places import Place, place

_MOST_LINES = 5_000
"""Comparing takes the product of both texts' lines at worst."""


def places(content: str, generated: str | None) -> tuple[Place, ...]:
    """Return every line, and where it stood when it was generated.

    Raises:
        ExplainError: there are too many.
    """
    now, before = content.splitlines(), (generated or "").splitlines()
    if len(now) > _MOST_LINES:
        raise ExplainError("explain.too_long", limit=_MOST_LINES)
    if generated is None:
        return tuple(Place(f"L{n}", line, "", "", "none") for n, line in enumerate(now, 1))
    return tuple(_paired(now, before))


def _paired(now: Sequence[str], before: Sequence[str]) -> Iterator[Place]:
    matcher = difflib.SequenceMatcher(None, before, now, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        is_changed = kind == "replace" and end - start == last - first
        for step in range(last - first):
            where, line = f"L{first + step + 1}", now[first + step]
            if kind == "equal" or is_changed:
                yield place(where, line, f"L{start + step + 1}", before[start + step])
            else:
                yield Place(where, line, "", "", "added")
