"""Stage values as people read them in a terminal."""

from __future__ import annotations

import functools
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from migrate import pipeline, published, text

if TYPE_CHECKING:
    from rich.console import Console

_PIPED_WIDTH = 160
_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Columns of a table that goes to a file or another program."""
_VERDICT_STYLE = {
    "ready": "green",
    "ready-with-changes": "cyan",
    "needs-decision": "yellow",
    "blocked": "red",
    "unknown": "magenta",
}
_SEVERITY_STYLE = {"mandatory": "red", "optional": "yellow", "potential": "cyan", "failed": "red"}


def console() -> Console:
    """Return standard output as Rich writes to it."""
    from rich.console import Console

    width = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else _PIPED_WIDTH
    return Console(highlight=False, width=width)


def table(language: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under headings (text ids below `cli.column`); nothing when there are none."""
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    grid = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        grid.add_column(text.say(language, f"cli.column.{column}"), overflow="fold")
    for row in rows:
        grid.add_row(*(Text(visible(cell)) for cell in row))
    console().print(grid)
    console().print()


def heading(title: str) -> None:
    """Print a title with a line behind it; names in it are no markup and no commands."""
    from rich.text import Text

    console().rule(Text(visible(title)), align="left")


def visible(cell: str) -> str:
    """Return a text with its control characters written out: a terminal would obey them."""
    return _OBEYED.sub(lambda match: f"\\x{ord(match[0]):02x}", cell)


def say(language: str, sentence: str, **params: object) -> None:
    """Print one sentence."""
    console().print(text.say(language, sentence, params), markup=False)


def verdicts(language: str, assessment: published.PublishedAssessment) -> None:
    """Print the judgement of each component, and the first reason for it."""
    from rich.table import Table

    grid = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for column in ("component", "verdict", "score", "completeness", "wave", "because"):
        grid.add_column(text.say(language, f"cli.column.{column}"), overflow="fold")
    for judged in assessment.components:
        grid.add_row(
            judged.component,
            _styled(judged.verdict, text.say(language, f"cli.verdict.{judged.verdict}")),
            str(judged.score),
            f"{judged.completeness} %",
            str(judged.wave or ""),
            judged.reasons[0].reason if judged.reasons else "",
        )
    console().print(grid)


def _styled(word: str, shown: str) -> str:
    """Return a word of a fixed vocabulary, coloured, as Rich markup for `Console.print`."""
    style = _VERDICT_STYLE.get(word) or _SEVERITY_STYLE.get(word)
    return f"[{style}]{shown}[/{style}]" if style else shown


@contextmanager
def progress(language: str) -> Iterator[pipeline.Progress]:
    """Show on standard error which stage is at work; silent when that is no terminal."""
    from rich.console import Console

    if os.environ.get("MIGRATE_PROGRESS") == "lines":
        yield functools.partial(_progress_line, language)
        return
    errors = Console(stderr=True)
    if not errors.is_terminal:
        yield pipeline.silent
        return
    with errors.status("") as status:

        def report(stage: str, detail: str) -> None:
            status.update(_progress(language, stage, detail))

        yield report


def _progress_line(language: str, stage: str, detail: str) -> None:
    print(_progress(language, stage, detail), file=sys.stderr, flush=True)


def _progress(language: str, stage: str, detail: str) -> str:
    return f"{text.say(language, f'cli.stage.{stage}')} {detail}".rstrip()
