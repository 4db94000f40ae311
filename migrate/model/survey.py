"""What survey workbooks say, row by row; sheets and columns are data in survey_templates."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from migrate.model.facts import Plain
from migrate.model.origin import Origin


class Problem(Struct, frozen=True):
    """Something wrong in a workbook; its sentence is text `survey.problem.<code>`."""

    workbook: str
    sheet: str
    """The sheet's title as it stands in the workbook."""
    cell: str
    """`F7`; empty when the sheet or workbook as a whole is meant."""
    code: str
    severity: Literal["error", "warning"]
    params: dict[str, str] = field(default_factory=dict)
    suggestion: str = ""
    """What to write instead, empty when it cannot be told."""

    @property
    def origin(self) -> Origin:
        """The place, as findings carry it."""
        return Origin(self.workbook, f"{self.sheet}!{self.cell}" if self.cell else self.sheet)


class Row(Struct, frozen=True):
    """One filled-in row. Empty cells have no value."""

    sheet: str
    """Sheet id of survey.yaml: project, rooms, hosts, networks, systems, components …"""
    workbook: str
    title: str
    """The sheet's title as it stands in the workbook."""
    number: int
    """Row number as the spreadsheet shows it."""
    values: dict[str, Plain]
    """By column id of survey.yaml, already of the column's type (list types: a list)."""
    columns: dict[str, str]
    """Column id → letter, shared by the rows of a sheet."""
    attributes: dict[str, str] = field(default_factory=dict)
    """Columns survey.yaml does not know, by their header."""

    def origin(self, column: str) -> Origin:
        """Return the cell a value stands in."""
        return Origin(self.workbook, f"{self.title}!{self.columns.get(column, '')}{self.number}")

    def text(self, column: str) -> str:
        """Return a value as text, empty when the cell is."""
        value = self.values.get(column)
        return "" if value is None else str(value)


class Survey(Struct, frozen=True):
    """All workbooks of an estate, merged."""

    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    """By sheet id."""
    problems: tuple[Problem, ...] = ()
    workbooks: tuple[str, ...] = ()
    schema_version: int = 1

    def sheet(self, name: str) -> tuple[Row, ...]:
        """Return the rows of a sheet, empty when no workbook has it."""
        return self.rows.get(name, ())
