"""What one condition says of a component: yes, no, or that it cannot be told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import msgspec
from msgspec import Struct

from migrate.model.origin import Origin

Params: TypeAlias = dict[str, tuple[str, ...]]
"""What fills the placeholders of a sentence; several values are listed."""

MAX_NAMED = 10
"""Values of one kind that a sentence lists."""


class Answer(Struct, frozen=True):
    """A truth value with its evidence."""

    holds: bool | None
    """None: unknown, and unknown stays unknown when negated."""
    origins: tuple[Origin, ...] = ()
    params: Params = msgspec.field(default_factory=dict)
    seen: bool = True
    """Whether something was found. What only misses something, or looks at what is to be ignored,
    decides along but is no finding by itself."""

    @property
    def sentence_params(self) -> dict[str, str]:
        """Return the parameters with their values listed."""
        return {name: _listed(values) for name, values in sorted(self.params.items())}


UNKNOWN = Answer(None)
NO = Answer(False)


def negated(answer: Answer, *, seen: bool = True) -> Answer:
    """Return the opposite; what was evidence for the one is none for the other."""
    return UNKNOWN if answer.holds is None else Answer(not answer.holds, seen=seen)


def ignored(answer: Answer) -> Answer:
    """Return an answer that decides along but has nothing to show."""
    return Answer(answer.holds, seen=False)


def all_of(answers: Iterable[Answer]) -> Answer:
    """Return the conjunction: one no decides, else one unknown does."""
    parts = tuple(answers)
    if any(part.holds is False for part in parts):
        return NO
    if not parts or any(part.holds is None for part in parts):
        return UNKNOWN
    return _together(parts)


def any_of(answers: Iterable[Answer]) -> Answer:
    """Return the disjunction: one yes decides, else one unknown does."""
    parts = tuple(answers)
    holding = tuple(part for part in parts if part.holds)
    if holding:
        return _together(holding)
    return UNKNOWN if not parts or any(part.holds is None for part in parts) else NO


def _together(parts: tuple[Answer, ...]) -> Answer:
    params: Params = {}
    for part in parts:
        for name, values in part.params.items():
            params[name] = tuple(dict.fromkeys((*params.get(name, ()), *values)))
    origins = dict.fromkeys(origin for part in parts for origin in part.origins)
    return Answer(True, tuple(origins), params, any(part.seen for part in parts))


def _listed(values: tuple[str, ...]) -> str:
    named = ", ".join(values[:MAX_NAMED])
    return f"{named}, …" if len(values) > MAX_NAMED else named
