"""A readiness report as a workbook: one sheet per subject, filtered, frozen, ready to print."""

from __future__ import annotations

import datetime
import io
import math
from pathlib import Path
from typing import TYPE_CHECKING

from migrate.report.content import Content, Material, tell
from migrate.report.lettering import width
from migrate.report.sheets import SHEETS, Column, Row, Sheet
from migrate.report.words import Words

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_MOST = 32_767
"""Characters that a cell can hold."""
_INK, _RIM, _HEAD, _ACCENT = "#14213A", "#D5DBE6", "#E8EFFD", "#1D55C4"
_TINTS = {
    "ready": ("#0B5F43", "#DDF3EA"),
    "ready-with-changes": ("#6E4A00", "#FBF0D2"),
    "needs-decision": ("#8A3905", "#FCE6D8"),
    "blocked": ("#9B1C21", "#FBE0E1"),
    "unknown": ("#46536A", "#E9EDF3"),
    "mandatory": ("#9B1C21", "#FBE0E1"),
    "optional": ("#6E4A00", "#FBF0D2"),
    "potential": ("#8A3905", "#FCE6D8"),
    "information": ("#46536A", "#E9EDF3"),
    "failed": ("#9B1C21", "#FBE0E1"),
    "warning": ("#6E4A00", "#FBF0D2"),
    "not-checked": ("#46536A", "#E9EDF3"),
    "clear": ("#0B5F43", "#DDF3EA"),
}


def write(material: Material, out: Path, language: str) -> None:
    """Write the report to a file."""
    out.write_bytes(render(material, language))


def render(material: Material, language: str) -> bytes:
    """Return the report as a workbook; the same values give the same bytes."""
    from xlsxwriter import Workbook

    content, words = tell(material, language), Words(language)
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with Workbook(buffer, options) as book:
        _properties(book, content)
        formats = _Formats(book, "Microsoft YaHei" if language == "zh" else "Calibri")
        _summary(book.add_worksheet(words.say("sheet.summary")), content, formats, words)
        for name, make in SHEETS:
            _table(book.add_worksheet(words.say(f"sheet.{name}")), make(content, words), formats)
    return buffer.getvalue()


class _Formats:
    """The styles of a workbook, each made once."""

    def __init__(self, book: Workbook, font: str) -> None:
        self._book = book
        self._base = {"font_name": font, "font_size": 10, "font_color": _INK, "valign": "top"}
        rim = {"border": 1, "border_color": _RIM}
        self.plain = self._add(text_wrap=True, **rim)
        self.number = self._add(num_format="#,##0.##", **rim)
        self.percent = self._add(num_format='0" %"', **rim)
        self.title = self._add(bold=True, font_size=18)
        self.lead = self._add(text_wrap=True, font_size=11)
        self.part = self._add(bold=True, font_size=12, font_color=_ACCENT)
        self.label = self._add(bold=True, bg_color="#F7F9FC", **rim)
        self.left = self._add(align="left", text_wrap=True, **rim)
        self.head = self._add(bold=True, bg_color=_HEAD, text_wrap=True, **rim)
        self.tints = {
            key: self._add(bold=True, font_color=ink, bg_color=paper, text_wrap=True, **rim)
            for key, (ink, paper) in _TINTS.items()
        }

    def of(self, value: object, column: str) -> Format:
        """Return the style of a table's cell."""
        if isinstance(value, int | float):
            return self.percent if column == "percent" else self.number
        return self.plain

    def _add(self, **properties: object) -> Format:
        return self._book.add_format({**self._base, **properties})


def _properties(book: Workbook, content: Content) -> None:
    try:
        day = datetime.date.fromisoformat(content.as_of)
    except ValueError:
        day = datetime.date(1980, 1, 1)
    created = datetime.datetime(day.year, day.month, day.day)
    book.set_properties({"title": content.title, "created": created})


def _summary(sheet: Worksheet, content: Content, formats: _Formats, words: Words) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 62)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, content.title, formats.title)
    sheet.set_row(1, 52)
    sheet.merge_range(1, 0, 1, 1, content.headline, formats.lead)
    row = 3
    for title, pairs in _parts(content, words):
        sheet.write_string(row, 0, title, formats.part)
        for label, value, tint in pairs:
            row += 1
            sheet.write_string(row, 0, label, formats.tints.get(tint, formats.label))
            sheet.write(row, 1, value, formats.left)
        row += 2
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _parts(content: Content, words: Words) -> list[tuple[str, list[tuple[str, str | int, str]]]]:
    numbers: dict[str, str | int] = {
        "components": len(content.components),
        "connections": len(content.connections),
        "waves": len(content.waves),
        "effort": content.effort,
        "completeness": f"{content.completeness} %",
        "questions": content.open_questions,
    }
    return [
        (
            words.say("section.summary.title"),
            [(label, value, "") for label, value in content.properties]
            + [(words.say(f"tile.{name}"), value, "") for name, value in numbers.items()],
        ),
        (words.say("chart.verdicts"), [(s.name, s.count, s.key) for s in content.verdicts]),
        (words.say("chart.severities"), [(s.name, s.count, s.key) for s in content.severities]),
    ]


def _table(sheet: Worksheet, table: Sheet, formats: _Formats) -> None:
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.title, formats.head)
    sheet.set_row(0, 22)
    for number, row in enumerate(table.rows, 1):
        sheet.set_row(number, _height(table.columns, row))
        for at, (column, value) in enumerate(zip(table.columns, row.values, strict=True)):
            style = formats.of(value, column.style)
            if column.style == "tint":
                style = formats.tints.get(row.tint, style)
            if isinstance(value, str):
                sheet.write_string(number, at, value[:_MOST], style)
            elif value is None:
                sheet.write_blank(number, at, None, style)
            else:
                sheet.write_number(number, at, value, style)
    _for_print(sheet, table)


def _height(columns: tuple[Column, ...], row: Row) -> float:
    """Return a row's height in points: not every program fits wrapped text by itself."""
    lines = max(
        sum(
            math.ceil(width(line, 1) / (column.width * 0.56)) or 1
            for line in str(value).split("\n")
        )
        for column, value in zip(columns, row.values, strict=True)
    )
    return min(400.0, 4 + 13.5 * lines)


def _for_print(sheet: Worksheet, table: Sheet) -> None:
    last = max(len(table.rows), 1)
    sheet.freeze_panes(1, table.frozen)
    sheet.autofilter(0, 0, last, len(table.columns) - 1)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, last, len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")
    sheet.hide_gridlines(2)
