"""A generated file as it stands now and the reasons it was made with go in; sentences come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from migrate import text
from migrate.explain import lines, values
from migrate.explain.errors import ExplainError
from migrate.explain.nearest import nearest
from migrate.explain.places import Place, shown
from migrate.model.origin import Origin
from migrate.model.reason import Reason

__all__ = ["ExplainError", "Explained", "State", "explain"]

State: TypeAlias = Literal["generated", "edited", "removed", "unexplained"]


class Explained(Struct, frozen=True):
    """One value and why it is there."""

    place: str
    """JSON pointer, or line (`L12`)."""
    value: str
    """As it stands in the file now; long ones are cut."""
    sentence: str
    origins: tuple[Origin, ...]
    state: State
    """`edited`: a person changed or added it; `removed`: a person took it out, `value` is empty;
    `unexplained`: nobody recorded a reason."""


def explain(
    content: str,
    reasons: Mapping[str, Reason],
    place: str,
    language: str,
    generated: str | None,
    *,
    structured: bool,
) -> tuple[Explained, ...]:
    """Say why the values of a file are what they are.

    `structured` files are explained by JSON pointer, others by line; a line of a structured file
    is what stands there. `place` asks for one value or everything below it, and may be empty.
    `generated` is the file as it was generated last, None when it was not.

    Raises:
        ExplainError: `place` does not exist in the file, or the file cannot be read any more.
    """
    if structured:
        found = values.places(content, generated)
        place = values.pointer_at(content, place, reasons) if place.startswith("L") else place
    else:
        found = lines.places(content, generated)
    place = place.rstrip("/") if place.startswith("/") else place
    wanted = tuple(_told(found, place, reasons, language, everything=structured))
    if place and not wanted:
        near = nearest(place, (each.now for each in found), reasons)
        raise ExplainError("explain.nothing_there", place=place, near=near or "—")
    return wanted


def _told(
    found: tuple[Place, ...],
    place: str,
    reasons: Mapping[str, Reason],
    language: str,
    *,
    everything: bool,
) -> Iterator[Explained]:
    """Yield what is asked for; of a whole text, only lines that have something to say."""
    for each in found:
        if not _is_at(each.now, place) and not _owns(each.now, place):
            continue
        told = _one(each, reasons, language)
        if _is_at(each.now, place) and (place == each.now or _is_worth_it(told, each, everything)):
            yield told
        if told.state == "generated":
            yield from _notes(each, place, reasons, language)


def _is_worth_it(told: Explained, place: Place, everything: bool) -> bool:
    if place.is_empty:
        return told.state in ("edited", "removed")
    return everything or told.state != "unexplained"


def _one(place: Place, reasons: Mapping[str, Reason], language: str) -> Explained:
    value = shown(place.value)
    if place.change != "none":
        sentence = text.say(language, f"explain.{place.change}", {"was": shown(place.was)})
        state: State = "removed" if place.change == "removed" else "edited"
        return Explained(place.now, value, sentence, (), state)
    reason = reasons.get(place.before)
    if reason:
        return Explained(place.now, value, _say(reason, language), reason.origins, "generated")
    if place.is_empty and place.before:
        return Explained(place.now, value, text.say(language, "explain.empty"), (), "generated")
    return Explained(place.now, value, text.say(language, "explain.unexplained"), (), "unexplained")


def _notes(
    place: Place, asked: str, reasons: Mapping[str, Reason], language: str
) -> Iterator[Explained]:
    """Yield what is known of single lines of a text of several lines."""
    start = f"{place.before}#L"
    numbers = sorted(int(where[len(start) :]) for where in reasons if where.startswith(start))
    written = str(place.value).splitlines()
    for number in numbers:
        now, reason = f"{place.now}#L{number}", reasons[f"{start}{number}"]
        if _is_at(now, asked):
            value = written[number - 1].strip() if number <= len(written) else ""
            yield Explained(now, shown(value), _say(reason, language), reason.origins, "generated")


def _is_at(where: str, place: str) -> bool:
    return not place or where == place or where.startswith((f"{place}/", f"{place}#"))


def _owns(where: str, place: str) -> bool:
    """Tell whether one line of a value's text is asked for."""
    return place.startswith(f"{where}#L")


def _say(reason: Reason, language: str) -> str:
    return text.say(language, reason.because.id, reason.because.params)
