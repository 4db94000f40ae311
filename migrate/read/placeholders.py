"""A value with placeholders goes in; what it becomes, and where that is written, comes out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from migrate.read.pair import Pair

_INNERMOST = re.compile(r"\$\{(?P<name>[^${}:]{1,200})(?::-?(?P<default>[^${}]{0,1000}))?\}")
_UNRESOLVED = "\ue000"
"""Stands for a placeholder that nothing in the file fills: no host has it."""
_ROUNDS = 20
_LONGEST = 10_000


class Value(Struct, frozen=True):
    """What a key holds once placeholders are filled."""

    pair: Pair
    text: str
    places: tuple[tuple[int, int] | None, ...] = ()
    """From where to where each character of `text` is written; empty where the pair knows it."""

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Return where a stretch of the text is written, None when it is not in one piece."""
        if not self.places:
            return self.pair.span(first, last)
        pieces = self.places[first:last]
        known = [piece for piece in pieces if piece]
        if not known or len(known) < len(pieces):
            return None
        together = all(a[1] == b[0] for a, b in itertools.pairwise(known))
        return (known[0][0], known[-1][1]) if together else None


def filled(pair: Pair, pairs: Sequence[Pair] | Callable[[Pair, str], Pair | None]) -> Value:
    """Return a value with `${key}` and `${KEY:default}` filled, from the file's own keys first."""
    if "${" not in pair.meaning or len(pair.meaning) > _LONGEST:
        return Value(pair, pair.meaning)
    lookup = pairs if callable(pairs) else Keys(pairs).get
    text, places = pair.meaning, _places(pair)
    for _ in range(_ROUNDS):
        match = _INNERMOST.search(text)
        if match is None or len(text) > _LONGEST:
            break
        new, new_places = _filling(match, pair, lookup, places)
        text = text[: match.start()] + new + text[match.end() :]
        places = places[: match.start()] + new_places + places[match.end() :]
    return Value(pair, text, tuple(places))


_Places = list[tuple[int, int] | None]


def _filling(
    match: re.Match[str], pair: Pair, lookup: Callable[[Pair, str], Pair | None], places: _Places
) -> tuple[str, _Places]:
    known = lookup(pair, match["name"].strip())
    if known is not None and known is not pair and match["name"] not in known.meaning:
        return known.meaning, _places(known)
    if match["default"] is None:
        return _UNRESOLVED, [None]
    return match["default"], places[match.start("default") : match.end("default")]


def _places(pair: Pair) -> _Places:
    return [pair.span(at, at + 1) for at in range(len(pair.meaning))]


class Keys:
    """The keys of one file by name."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        """Take them all; of one key given twice in a part the last counts."""
        self._by_part = {(pair.part, pair.key): pair for pair in pairs}
        self._by_key = {pair.key: pair for pair in reversed(pairs)}

    def get(self, asking: Pair, name: str) -> Pair | None:
        """Return a key of the same part of the file, else of any."""
        return self._by_part.get((asking.part, name)) or self._by_key.get(name)
