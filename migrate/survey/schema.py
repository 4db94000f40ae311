"""survey_templates/survey.yaml as a typed value."""

from __future__ import annotations

import functools
from typing import Literal

from msgspec import Struct, field

from migrate import knowledge, resources

Label = dict[str, str]
"""Language → words."""


class Column(Struct, frozen=True):
    """One column of a sheet."""

    id: str
    label: Label
    type: Literal[
        "text", "integer", "number", "percent", "list", "addresses", "ports", "choice"
    ] = "text"
    required: bool = False
    key: bool = False
    """No two rows may share its value."""
    unit: Label = field(default_factory=dict)
    choices: str = ""
    fact: str = ""
    """The fact of a host or component that it sets."""
    total: bool = False
    synonyms: tuple[str, ...] = ()

    def heading(self, language: str) -> str:
        """Return the header as the workbook shows it, with its unit."""
        unit = self.unit.get(language)
        return f"{self.label[language]} ({unit})" if unit else self.label[language]


class Sheet(Struct, frozen=True):
    """One sheet of the workbook."""

    id: str
    label: Label
    help: Label
    columns: tuple[Column, ...]
    optional: bool = False


class SurveySchema(Struct, frozen=True):
    """Every sheet, and the allowed values of choices."""

    sheets: tuple[Sheet, ...]
    choices: dict[str, dict[str, Label]]


@functools.cache
def schema() -> SurveySchema:
    """Return the description of the workbooks."""
    file = resources.folder("survey_templates") / "survey.yaml"
    return knowledge.decode(file.read_text("utf-8"), SurveySchema, "survey_templates/survey.yaml")
