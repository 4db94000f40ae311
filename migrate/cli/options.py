"""Arguments and flags that several commands share."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from migrate import pipeline
from migrate.cli.language import speak
from migrate.workspace import Workspace


class Language(enum.StrEnum):
    """Languages people can choose."""

    zh = "zh"
    en = "en"


class Catalogue(enum.StrEnum):
    """Image catalogues that come with the toolkit."""

    official = "official"
    debian = "debian"


WorkspaceFolder = Annotated[
    Path, typer.Argument(metavar="DIR", help=speak("cli.option.workspace"), show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help=speak("cli.option.json"))]


def open_workspace(folder: Path, **answers: str | None) -> Workspace:
    """Open a workspace and write the flags that change results to its decisions."""
    workspace = Workspace(folder)
    given = {name.replace("_", "-"): value for name, value in answers.items() if value}
    if given:
        pipeline.decide(workspace, given)
    return workspace
