"""What a report tells of the generated files: each with what checking said of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from migrate.model.artifact import CheckReport
from migrate.report.words import Words

State: TypeAlias = Literal["failed", "warning", "not-checked", "clear"]


class FileView(Struct, frozen=True):
    """One generated file; `clear` means that no check had anything to say."""

    path: str
    folder: str
    state: State
    state_text: str
    remarks: tuple[str, ...]


def views(files: Sequence[str], check: CheckReport, words: Words) -> tuple[FileView, ...]:
    """Return the generated files, and those that checking met besides, sorted by path."""
    remarks: dict[str, list[str]] = defaultdict(list)
    states: dict[str, set[State]] = defaultdict(set)
    for result in check.results:
        place = f"{result.place} · " if result.place else ""
        remarks[result.path].append(f"{place}{words.because(result.because)}")
        states[result.path].add(result.outcome)
    for skipped in check.not_checked:
        remarks[skipped.path].append(words.because(skipped.because))
        states[skipped.path].add("not-checked")
    return tuple(
        _view(path, states.get(path, set()), tuple(remarks.get(path, ())), words)
        for path in sorted({*files, *states})
    )


def _view(path: str, states: set[State], remarks: tuple[str, ...], words: Words) -> FileView:
    order: tuple[State, ...] = ("failed", "warning", "not-checked")
    state: State = next((each for each in order if each in states), "clear")
    folder = path.rpartition("/")[0] or words.say("file.top")
    return FileView(path, folder, state, words.say(f"file.{state}"), remarks)
