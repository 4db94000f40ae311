"""Workbooks come in without loss, and each problem names its cell."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate import text
from migrate.model.survey import Problem, Survey
from migrate.survey import load, template
from migrate.survey.cells import CellError, normal, parse
from migrate.survey.schema import Column

SAMPLE = next((Path(__file__).parents[2] / "samples/score-record/input/survey").glob("*.xlsx"))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    copy = tmp_path / "survey.xlsx"
    copy.write_bytes(SAMPLE.read_bytes())
    return copy


def change(book: Path, sheet: str, cell: str, value: object) -> tuple[Problem, ...]:
    workbook = openpyxl.load_workbook(book)
    workbook[sheet][cell] = value
    workbook.save(book)
    return load([book], book.parent).problems


def test_the_sample_comes_in_without_a_problem() -> None:
    survey = load([SAMPLE], SAMPLE.parent)
    assert survey.problems == ()
    counts = {sheet: len(rows) for sheet, rows in survey.rows.items()}
    assert (counts["hosts"], counts["systems"], counts["components"]) == (8, 3, 4)
    row = next(row for row in survey.sheet("hosts") if row.text("name") == "db-01")
    assert row.values["addresses"] == ["10.20.3.11", "10.20.0.11", "10.20.4.11"]
    assert (row.values["cores"], row.values["memory_gb"]) == (8, 16.0)
    assert str(row.origin("addresses")) == f"{SAMPLE.name} 主机!F{row.number}"


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "code", "suggestion"),
    [
        ("主机", "G4", "八核左右", "not-a-number", ""),
        ("主机", "F4", "10.20.300.1", "not-an-address", ""),
        ("主机", "F4", "172.16.0.1", "address-not-in-network", ""),
        ("主机", "C4", "生产环境", "unknown-value", "生产"),
        ("主机", "L4", "140", "not-a-percentage", ""),
        ("主机", "A4", "web-01", "duplicate", ""),
        ("主机", "A4", None, "missing-value", ""),
        ("机房", "D3", 9, "count-differs", "2"),
        ("组件", "D3", "app-1", "unknown-host", "app-01"),
        ("组件", "F3", "8o80", "not-a-port", ""),
        ("组件", "A3", "分数系统", "unknown-system", "学员分数管理系统"),
        ("依赖", "B3", "MySQL 主苦", "unknown-component", "MySQL 主库"),
        ("网络", "D3", "10.20.0", "not-a-network", ""),
    ],
)
def test_each_problem_names_its_cell(
    book: Path, sheet: str, cell: str, value: object, code: str, suggestion: str
) -> None:
    problems = change(book, sheet, cell, value)
    found = [p for p in problems if (p.sheet, p.cell, p.code) == (sheet, cell, code)]
    assert found, problems
    assert found[0].suggestion == suggestion
    for language in text.LANGUAGES:
        text.say(language, f"survey.problem.{code}", found[0].params)


def test_a_bad_cell_costs_only_itself(book: Path) -> None:
    change(book, "主机", "G4", "many")
    row = next(r for r in load([book], book.parent).sheet("hosts") if r.number == 4)
    assert "cores" not in row.values
    assert row.values["memory_gb"] == 8.0


def test_a_missing_sheet_and_an_unreadable_workbook(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    del workbook["网络"]
    workbook.save(book)
    broken = book.with_name("broken.xlsx")
    broken.write_bytes(b"nothing of the kind")
    survey = load([book, broken], book.parent)
    codes = {(p.workbook, p.sheet, p.code) for p in survey.problems}
    assert ("survey.xlsx", "网络", "missing-sheet") in codes
    assert ("broken.xlsx", "", "unreadable-workbook") in codes
    assert len(survey.sheet("hosts")) == 8


def test_unknown_columns_are_kept(book: Path) -> None:
    change(book, "主机", "O2", "资产编号")
    change(book, "主机", "O3", "A-001")
    survey = load([book], book.parent)
    assert survey.sheet("hosts")[0].attributes == {"资产编号": "A-001"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_written_comes_back(tmp_path: Path, language: str) -> None:
    before = load([SAMPLE], SAMPLE.parent)
    out = tmp_path / "again.xlsx"
    out.write_bytes(template(language, before))
    after = load([out], tmp_path)
    assert after.problems == ()
    assert values(after) == values(before)


def values(survey: Survey) -> dict[str, list[object]]:
    return {sheet: [row.values for row in rows] for sheet, rows in survey.rows.items()}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_blank_workbooks_open_and_are_the_same_each_time(language: str) -> None:
    first = template(language)
    assert first == template(language)
    workbook = openpyxl.load_workbook(io.BytesIO(first))
    assert len(workbook.sheetnames) == 9
    assert workbook[workbook.sheetnames[3]].data_validations.dataValidation


def test_totals_are_sums_of_the_column() -> None:
    formulas = openpyxl.load_workbook(SAMPLE)["机房"]
    shown = openpyxl.load_workbook(SAMPLE, data_only=True)["机房"]
    row = next(r[0].row for r in formulas.iter_rows() if r[0].value == "合计")
    assert formulas.cell(row, 6).value == f"=SUM(F3:F{row - 1})"
    assert shown.cell(row, 6).value == 5


@given(number=st.integers(0, 10**6), unit=st.sampled_from(["", "核", "G", " GB"]))
def test_units_and_full_width_digits_are_understood(number: int, unit: str) -> None:
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    column = Column("memory_gb", {"zh": "内存", "en": "Memory"}, "number")
    assert parse(column, normal(f"{wide}{unit}")) == float(number)


@given(written=st.text(max_size=20))
def test_any_text_is_a_value_or_a_named_problem(written: str) -> None:
    for kind in ("integer", "number", "percent", "list", "addresses", "ports"):
        column = Column("x", {"zh": "x", "en": "x"}, kind)  # type: ignore[arg-type]
        code = problem_of(column, normal(written))
        assert code is None or text.has(f"survey.problem.{code}")


def problem_of(column: Column, written: str) -> str | None:
    try:
        parse(column, written)
    except CellError as wrong:
        return wrong.code
    return None
