"""The blank workbook, or one filled with what is known; the same input gives the same bytes."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Any

from migrate import text
from migrate.model.survey import Row, Survey
from migrate.survey.reader import letter
from migrate.survey.schema import Column, Sheet, schema

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_ROWS = 200
"""Rows that carry drop-down lists and checks."""
_MADE = datetime.datetime(2020, 1, 1)
_FONT = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}


def template(language: str, survey: Survey | None = None) -> bytes:
    """Return the survey workbook, filled with what a survey says when one is given."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {**options, "in_memory": True}) as book:
        book.set_properties({"title": text.say(language, "survey.cover.title"), "created": _MADE})
        formats = _formats(book)
        _cover(book.add_worksheet(text.say(language, "survey.cover.sheet")), formats, language)
        for sheet in schema().sheets:
            rows = survey.sheet(sheet.id) if survey else ()
            page = book.add_worksheet(sheet.label[language])
            _fill(page, sheet, rows, formats, language)
    return stream.getvalue()


def _formats(book: Workbook) -> dict[str, Any]:
    line = {"border": 1, "border_color": "#C9D2DE", "text_wrap": True}
    head = {"bold": True, "font_color": "white"}
    return {
        "title": book.add_format({**_FONT, "bold": True, "font_size": 20, "font_color": "#12325C"}),
        "text": book.add_format({**_FONT, "text_wrap": True, "valign": "top"}),
        "help": book.add_format({**_FONT, "italic": True, "font_color": "#5A6B80"}),
        "header": book.add_format({**_FONT, **line, **head, "bg_color": "#12325C"}),
        "required": book.add_format({**_FONT, **line, **head, "bg_color": "#B4481E"}),
        "cell": book.add_format({**_FONT, **line}),
        "total": book.add_format({**_FONT, **line, "bold": True, "bg_color": "#EAF0F7"}),
    }


def _cover(page: Worksheet, formats: dict[str, Any], language: str) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, 3)
    page.set_column(1, 1, 24)
    page.set_column(2, 2, 90)
    page.set_row(1, 36)
    page.write_string(1, 1, text.say(language, "survey.cover.title"), formats["title"])
    steps = text.say(language, "survey.cover.steps").split("\n")
    for number, step in enumerate(steps):
        page.merge_range(3 + number, 1, 3 + number, 2, step, formats["text"])
        page.set_row(3 + number, 20)
    start = 4 + len(steps)
    for number, sheet in enumerate(schema().sheets):
        page.write_string(start + number, 1, sheet.label[language], formats["cell"])
        page.write_string(start + number, 2, sheet.help[language], formats["cell"])
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _fill(
    page: Worksheet, sheet: Sheet, rows: tuple[Row, ...], formats: dict[str, Any], language: str
) -> None:
    page.write_string(0, 0, sheet.help[language], formats["help"])
    page.set_row(1, 30)
    for place, column in enumerate(sheet.columns):
        style = formats["required" if column.required else "header"]
        page.write_string(1, place, column.heading(language), style)
        page.set_column(place, place, _width(column, language, rows))
        _check(page, place, column, language)
    for number, row in enumerate(rows, 2):
        for place, column in enumerate(sheet.columns):
            value = row.values.get(column.id)
            if isinstance(value, int | float):
                page.write_number(number, place, value, formats["cell"])
            else:
                page.write_string(number, place, _shown(column, row, language), formats["cell"])
    _totals(page, sheet, rows, formats, language)
    page.freeze_panes(2, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, 1)


def _width(column: Column, language: str, rows: tuple[Row, ...]) -> float:
    shown = [len(column.heading(language)) * (2 if language == "zh" else 1.1) + 4]
    shown += [len(_shown(column, row, language)) * 1.3 + 2 for row in rows]
    return min(max(shown), 42)


def _check(page: Worksheet, place: int, column: Column, language: str) -> None:
    message = {"error_title": column.label[language]}
    if column.type == "choice":
        words = [label[language] for label in schema().choices[column.choices].values()]
        rule: dict[str, Any] = {"validate": "list", "source": words}
        message["error_message"] = text.say(language, "survey.input.choice")
    elif column.type in ("integer", "number"):
        kind = "integer" if column.type == "integer" else "decimal"
        rule = {"validate": kind, "criteria": ">=", "value": 0}
        message["error_message"] = text.say(language, "survey.input.number")
    elif column.type == "percent":
        rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
        message["error_message"] = text.say(language, "survey.input.percent")
    else:
        return
    page.data_validation(2, place, _ROWS, place, {**rule, **message})


def _shown(column: Column, row: Row, language: str) -> str:
    value = row.values.get(column.id)
    if column.type == "choice" and value is not None:
        return schema().choices[column.choices][str(value)][language]
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)


def _totals(
    page: Worksheet, sheet: Sheet, rows: tuple[Row, ...], formats: dict[str, Any], language: str
) -> None:
    """Write the sums below the rows, with their values for programs that do not calculate."""
    if not any(column.total for column in sheet.columns):
        return
    number = 2 + max(len(rows), 8)
    page.write_string(number, 0, text.say(language, "survey.total"), formats["total"])
    for place, column in enumerate(sheet.columns[1:], 1):
        if not column.total:
            page.write_blank(number, place, None, formats["total"])
            continue
        counts = [row.values.get(column.id) for row in rows]
        value = sum(count for count in counts if isinstance(count, int))
        formula = f"=SUM({letter(place)}3:{letter(place)}{number})"
        page.write_formula(number, place, formula, formats["total"], value)
