"""A report's content goes in; the rows and columns of each workbook sheet come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias

from msgspec import Struct

from migrate.report.content import Content
from migrate.report.words import FindingView, Said, Words

Cell: TypeAlias = str | int | float | None


class Column(Struct, frozen=True):
    """One column; `tint` columns are coloured by the row's state."""

    title: str
    width: int
    """In characters."""
    style: Literal["", "tint", "percent"] = ""


class Row(Struct, frozen=True):
    """One row, and the state that colours it."""

    values: tuple[Cell, ...]
    tint: str = ""


class Sheet(Struct, frozen=True):
    """One table; the first `frozen` columns stay in view."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    frozen: int = 1


def _components(content: Content, words: Words) -> Sheet:
    columns = _columns(
        words,
        "component 18, type 16, system 16, hosts 16, verdict 16 tint, score 7, "
        "completeness 8 percent, effort 8, wave 7, target 16, why 40, evidence 44, id 18",
    )
    rows = (
        Row(
            (
                view.name,
                view.kind,
                view.system,
                ", ".join(view.hosts),
                view.verdict_text,
                view.score,
                view.completeness,
                view.effort,
                view.wave or None,
                view.target,
                _lines(reason.text for reason in view.reasons),
                _lines(origin for reason in view.reasons for origin in reason.origins),
                view.id,
            ),
            view.verdict,
        )
        for view in content.components
    )
    return Sheet(columns, tuple(rows))


def _findings(content: Content, words: Words) -> Sheet:
    columns = _columns(
        words,
        "severity 12 tint, subject 18, finding 26, message 42, remedy 42, effort 8, "
        "evidence 40, rule 20",
    )
    return Sheet(columns, tuple(_finding(found) for found in content.findings), frozen=2)


def _finding(found: FindingView) -> Row:
    values = (
        found.severity_text,
        found.subject,
        found.title,
        found.message,
        found.remedy,
        found.effort,
        _lines(found.origins),
        found.rule,
    )
    return Row(values, found.severity)


def _connections(content: Content, words: Words) -> Sheet:
    columns = _columns(
        words, "source 22, kind 14, destination 22, connection 16, database 14, evidence 56"
    )
    rows = (
        Row((e.source, e.kind, e.target, e.connection, e.database, _lines(e.origins)))
        for e in content.connections
    )
    return Sheet(columns, tuple(rows))


def _waves(content: Content, words: Words) -> Sheet:
    columns = _columns(words, "wave 8, component 26, verdict 20 tint, effort 9, bridges 60")
    rows = (
        Row(
            (
                wave.number,
                view.name,
                view.verdict_text,
                view.effort,
                _lines(_of(wave.bridges, view.name)),
            ),
            view.verdict,
        )
        for wave in content.waves
        for view in wave.components
    )
    return Sheet(columns, tuple(rows), frozen=2)


def _capacity(content: Content, words: Words) -> Sheet:
    columns = _columns(
        words,
        "item 34, place 30, replicas 10, cores 10, cpu_used 10 percent, memory 14, "
        "memory_used 12 percent, memory_limit 14",
    )
    size = content.capacity
    before = [
        Row((s.name, s.place, None, s.cores, s.cpu_used, s.memory, s.memory_used, None))
        for s in size.servers
    ]
    after = [
        Row((r.name, "", r.replicas, r.cores, None, r.memory, None, r.memory_limit))
        for r in size.requests
    ]
    totals = [
        Row(
            (
                words.say("capacity.before"),
                "",
                None,
                size.cores_before,
                None,
                size.memory_before,
                None,
                None,
            )
        ),
        Row(
            (
                words.say("capacity.used"),
                "",
                None,
                size.cores_used,
                None,
                size.memory_used,
                None,
                None,
            )
        ),
        Row(
            (
                words.say("capacity.after"),
                "",
                None,
                size.cores_after,
                None,
                size.memory_after,
                None,
                None,
            )
        ),
    ]
    return Sheet(columns, (*before, *after, *totals))


def _files(content: Content, words: Words) -> Sheet:
    columns = _columns(words, "file 52, state 16 tint, remarks 60")
    rows = (Row((f.path, f.state_text, _lines(f.remarks)), f.state) for f in content.files)
    return Sheet(columns, tuple(rows))


def _questions(content: Content, words: Words) -> Sheet:
    columns = _columns(
        words,
        "id 24, subject 16, question 32, answer 20, state 16 tint, options 26, why 36, evidence 32",
    )
    rows = (
        Row(
            (q.id, q.subject, q.title, q.answer, q.state, _lines(q.options), *_said(q.why)),
            "ready" if q.answered else "needs-decision",
        )
        for q in content.questions
    )
    return Sheet(columns, tuple(rows))


def _gaps(content: Content, words: Words) -> Sheet:
    columns = _columns(words, "gap 16, subject 20, what 44, reason 56")
    rows = (Row((gap.sort, gap.subject, gap.what, gap.reason)) for gap in content.gaps)
    return Sheet(columns, tuple(rows))


SHEETS: tuple[tuple[str, Callable[[Content, Words], Sheet]], ...] = (
    ("components", _components),
    ("findings", _findings),
    ("connections", _connections),
    ("waves", _waves),
    ("capacity", _capacity),
    ("files", _files),
    ("questions", _questions),
    ("gaps", _gaps),
)


def _columns(words: Words, layout: str) -> tuple[Column, ...]:
    """Return columns from `name width [style], …`; the title is the text `report.column.<name>`."""
    columns = []
    for entry in layout.split(", "):
        name, width, *style = entry.split()
        shown: Literal["", "tint", "percent"] = ""
        if style:
            shown = "tint" if style[0] == "tint" else "percent"
        columns.append(Column(words.say(f"column.{name}"), int(width), shown))
    return tuple(columns)


def _of(bridges: Iterable[str], name: str) -> list[str]:
    return [bridge for bridge in bridges if bridge.startswith(f"{name} → ")]


def _said(said: Said) -> tuple[str, str]:
    return said.text, _lines(said.origins)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)
