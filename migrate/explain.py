"""A generated file as it stands now and the reasons it was made with go in; sentences come out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from migrate import text
from migrate.model.complaint import Complaint
from migrate.model.origin import Origin
from migrate.model.reason import Reason

State: TypeAlias = Literal["generated", "edited", "unexplained"]

_LINE = re.compile(r"^L(\d+)$")
_LONGEST = 120


class ExplainError(Complaint):
    """The place that was asked for does not exist."""


class Explained(Struct, frozen=True):
    """One value and why it is there."""

    place: str
    """JSON pointer, or line (`L12`)."""
    value: str
    """As it stands in the file now; long ones are cut."""
    sentence: str
    origins: tuple[Origin, ...]
    state: State
    """`edited`: a person changed or added it; `unexplained`: nobody recorded a reason."""


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

    `structured` files are explained by JSON pointer, others by line. `place` asks for one value or
    everything below it, and may be empty. `generated` is the file as it was generated last.

    Raises:
        ExplainError: `place` does not exist in the file.
    """
    if structured and _LINE.match(place):
        place = _pointer_at(content, int(place[1:])) or place
    now = _values(content) if structured else _lines(content)
    before = (_values(generated) if structured else _lines(generated)) if generated else {}
    if not structured:
        reasons = _moved(reasons, generated or "", content)
    wanted = [where for where in now if _is_at(where, place)]
    notes = [where for where in reasons if "#" in where and _is_at(where, place)]
    if not wanted and not notes:
        raise _nothing_there(place, now)
    found = [_one(where, now, before, reasons, language) for where in wanted]
    if not structured and not place:
        found = [each for each in found if each.state != "unexplained"]
    return tuple(_with_notes(found, notes, now, reasons, language))


def _one(
    where: str,
    now: Mapping[str, str],
    before: Mapping[str, str],
    reasons: Mapping[str, Reason],
    language: str,
) -> Explained:
    value = _short(now[where])
    if before and before.get(where) != now[where] and not _is_moved_line(where, reasons):
        said = text.say(language, "explain.edited", {"was": _short(before.get(where, "—"))})
        return Explained(where, value, said, (), "edited")
    reason = reasons.get(where)
    if reason is None:
        return Explained(where, value, text.say(language, "explain.unexplained"), (), "unexplained")
    return Explained(where, value, _say(reason, language), reason.origins, "generated")


def _with_notes(
    found: list[Explained],
    notes: list[str],
    now: Mapping[str, str],
    reasons: Mapping[str, Reason],
    language: str,
) -> Iterator[Explained]:
    """Put what is known of single lines of a text behind the text itself."""
    left = list(notes)
    for each in found:
        yield each
        if each.state != "edited":
            yield from (_note(n, now, reasons, language) for n in left if _owner(n) == each.place)
        left = [note for note in left if _owner(note) != each.place]
    yield from (_note(note, now, reasons, language) for note in left if _owner(note) in now)


def _note(
    note: str, now: Mapping[str, str], reasons: Mapping[str, Reason], language: str
) -> Explained:
    lines = now[_owner(note)].splitlines()
    number = int(note.rpartition("#L")[2])
    value = lines[number - 1].strip() if number <= len(lines) else ""
    reason = reasons[note]
    return Explained(note, _short(value), _say(reason, language), reason.origins, "generated")


def _owner(note: str) -> str:
    return note.rpartition("#")[0]


def _is_at(where: str, place: str) -> bool:
    return not place or where == place or where.startswith((f"{place}/", f"{place}#"))


def _values(content: str) -> dict[str, str]:
    """Return every scalar of a YAML file by its JSON pointer."""
    import yaml

    try:
        return dict(_scalars(yaml.safe_load(content), ""))
    except yaml.YAMLError:
        return {}


def _pointer_at(content: str, line: int) -> str:
    """Return the JSON pointer of what stands on a line of a YAML file, empty when nothing does."""
    import yaml

    try:
        root = yaml.compose(content, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return ""
    found = [(n, p) for n, p in _starts(root, "") if n <= line] if root else []
    return max(found, key=lambda each: each[0])[1] if found else ""


def _starts(node: Any, pointer: str) -> Iterator[tuple[int, str]]:
    """Yield the line, counted from 1, on which each value's key or item starts."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            name = str(key.value).replace("~", "~0").replace("/", "~1")
            yield key.start_mark.line + 1, f"{pointer}/{name}"
            yield from _starts(child, f"{pointer}/{name}")
    elif isinstance(node, yaml.SequenceNode):
        for number, child in enumerate(node.value):
            yield child.start_mark.line + 1, f"{pointer}/{number}"
            yield from _starts(child, f"{pointer}/{number}")


def _scalars(node: object, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, child in node.items():
            name = str(key).replace("~", "~0").replace("/", "~1")
            yield from _scalars(child, f"{pointer}/{name}")
    elif isinstance(node, list):
        for number, child in enumerate(node):
            yield from _scalars(child, f"{pointer}/{number}")
    else:
        yield pointer, _plain(node)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _lines(content: str) -> dict[str, str]:
    return {f"L{number}": line for number, line in enumerate(content.splitlines(), 1)}


def _moved(reasons: Mapping[str, Reason], before: str, now: str) -> dict[str, Reason]:
    """Let the reasons of lines follow them to where a person's edits have pushed them."""
    matcher = difflib.SequenceMatcher(None, before.splitlines(), now.splitlines(), autojunk=False)
    places = {
        f"L{block.a + step + 1}": f"L{block.b + step + 1}"
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }
    return {places[where]: reason for where, reason in reasons.items() if where in places}


def _is_moved_line(where: str, reasons: Mapping[str, Reason]) -> bool:
    """A line that has a reason after `_moved` is one that was generated."""
    return bool(_LINE.match(where)) and where in reasons


def _say(reason: Reason, language: str) -> str:
    return text.say(language, reason.because.id, reason.because.params)


def _short(value: str) -> str:
    flat = " ⏎ ".join(value.rstrip("\n").splitlines())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"


def _nothing_there(place: str, now: Mapping[str, str]) -> ExplainError:
    near = difflib.get_close_matches(place, now, n=1, cutoff=0.3)
    return ExplainError("explain.nothing_there", place=place, near=near[0] if near else "—")
