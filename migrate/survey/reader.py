"""Filled-in workbooks go in; rows with the place of every cell, and problems, come out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from migrate.model.facts import Plain
from migrate.model.survey import Problem, Row, Survey
from migrate.survey.cells import CellError, normal, parse
from migrate.survey.checks import check_rows
from migrate.survey.schema import Column, Sheet, schema

_MOST_BYTES = 512 << 20
"""Of a workbook's parts together, unpacked."""
_HEADER_ROWS = 10
"""How far down the header may stand."""


def load(files: Sequence[Path], root: Path) -> Survey:
    """Import workbooks; a bad cell costs that cell, a bad workbook itself."""
    rows: dict[str, list[Row]] = {}
    problems: list[Problem] = []
    names = []
    for file in files:
        name = _relative(file, root)
        names.append(name)
        for found in _workbook(file, name):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                rows.setdefault(found.sheet, []).append(found)
    frozen = {sheet: tuple(found) for sheet, found in rows.items()}
    return Survey(frozen, (*problems, *check_rows(frozen)), tuple(names))


def _relative(file: Path, root: Path) -> str:
    resolved, base = file.resolve(), root.resolve()
    return resolved.relative_to(base).as_posix() if resolved.is_relative_to(base) else file.name


def _workbook(file: Path, name: str) -> Iterator[Row | Problem]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        _guard(file)
        with CalamineWorkbook.from_path(str(file)) as book:
            titles = {normal(title).lower(): title for title in book.sheet_names}
            for sheet in schema().sheets:
                title = _title(sheet, titles)
                if title is None:
                    if not sheet.optional:
                        names = {"sheet": sheet.label["zh"], "english": sheet.label["en"]}
                        missing = sheet.label["zh"]
                        yield Problem(name, missing, "", "missing-sheet", "error", names)
                    continue
                cells = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
                yield from _sheet(sheet, name, title, cells)
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as wrong:
        detail = " ".join(str(wrong).split())[:160]
        yield Problem(name, "", "", "unreadable-workbook", "error", {"detail": detail})


def _guard(file: Path) -> None:
    """Refuse a workbook that unpacks to more than anybody fills in."""
    if file.suffix.lower() in (".xlsx", ".ods") and zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > _MOST_BYTES:
            raise ValueError(f"{size >> 20} MiB")


def _title(sheet: Sheet, titles: dict[str, str]) -> str | None:
    wanted = (sheet.id, *sheet.label.values())
    return next((titles[w.lower()] for w in wanted if w.lower() in titles), None)


def _sheet(
    sheet: Sheet, workbook: str, title: str, cells: list[list[object]]
) -> Iterator[Row | Problem]:
    header = _header(sheet, cells)
    if header is None:
        yield Problem(workbook, title, "", "missing-header", "error", {"sheet": title})
        return
    number, columns, others = header
    letters = {column.id: letter(place) for place, column in columns.items()}
    for column in sheet.columns:
        if column.required and column.id not in letters:
            params = {"column": column.label["zh"]}
            yield Problem(workbook, title, "", "missing-column", "error", params)
    for offset, values in enumerate(cells[number + 1 :], number + 2):
        texts = {place: normal(value) for place, value in enumerate(values) if normal(value)}
        if not any(place in columns for place in texts) or _is_total(texts.get(0, "")):
            continue
        parsed: dict[str, Plain] = {}
        for place, column in columns.items():
            at = f"{letter(place)}{offset}"
            problem = _cell(column, texts.get(place, ""), parsed)
            if problem:
                code, params, suggestion = problem
                yield Problem(workbook, title, at, code, "error", params, suggestion)
        extra = {label: texts[place] for place, label in others.items() if place in texts}
        yield Row(sheet.id, workbook, title, offset, parsed, letters, extra)


def _cell(
    column: Column, written: str, into: dict[str, Plain]
) -> tuple[str, dict[str, str], str] | None:
    """Put a cell's value into the row; return code, parameters and suggestion of a problem."""
    name = column.label["zh"]
    if not written:
        return ("missing-value", {"column": name}, "") if column.required else None
    try:
        into[column.id] = parse(column, written)
    except CellError as wrong:
        return wrong.code, {"value": written, "column": name}, wrong.suggestion
    return None


def _is_total(first: str) -> bool:
    return first.startswith(("合计", "Total"))


def _header(
    sheet: Sheet, cells: list[list[object]]
) -> tuple[int, dict[int, Column], dict[int, str]] | None:
    """Return the header's row, the known columns by place, and the labels of the others."""
    known = {
        normal(word).lower(): column
        for column in sheet.columns
        for word in (*column.label.values(), *column.synonyms, column.id, *_headings(column))
    }
    best: tuple[int, dict[int, Column], dict[int, str]] | None = None
    for number, row in enumerate(cells[:_HEADER_ROWS]):
        labels = {place: normal(value) for place, value in enumerate(row) if normal(value)}
        clean = {p: label.rstrip("* ").lower() for p, label in labels.items()}
        found = {place: known[word] for place, word in clean.items() if word in known}
        if found and (best is None or len(found) > len(best[1])):
            best = (number, found, {p: label for p, label in labels.items() if p not in found})
    return best


def _headings(column: Column) -> tuple[str, ...]:
    return tuple(column.heading(language) for language in column.label)


def letter(place: int) -> str:
    """Return the letters of a column counted from 0."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
