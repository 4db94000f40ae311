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

RuleFolders = Annotated[
    list[Path] | None, typer.Option("--rules", metavar="DIR", help=speak("cli.option.rules"))
]
Sources = Annotated[
    list[str] | None, typer.Option("--source", metavar="NAME", help=speak("cli.option.source"))
]
Targets = Annotated[
    list[str] | None, typer.Option("--target", metavar="NAME", help=speak("cli.option.target"))
]


def selected(sources: list[str] | None, targets: list[str] | None) -> dict[str, str]:
    """Return the selection of rules as the decisions that keep it."""
    return {"rules_source": " ".join(sources or ()), "rules_target": " ".join(targets or ())}


def open_workspace(folder: Path, **answers: str | None) -> Workspace:
    """Open a workspace and write the flags that change results to its decisions."""
    workspace = Workspace(folder)
    given = {name.replace("_", "-"): value for name, value in answers.items() if value}
    if given:
        pipeline.decide(workspace, given)
    return workspace
