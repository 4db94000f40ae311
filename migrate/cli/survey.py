"""`survey template` and `survey check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from migrate import pipeline, published, text
from migrate.cli import show
from migrate.cli.language import language, speak
from migrate.cli.options import AsJson, Language
from migrate.model.complaint import Complaint
from migrate.workspace import Workspace

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command(help=speak("cli.survey.template.help"))
def template(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help=speak("cli.survey.template.out"))],
    lang: Annotated[Language | None, typer.Option("--lang", help=speak("cli.option.lang"))] = None,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="DIR", help=speak("cli.survey.template.from"))
    ] = None,
) -> None:
    """Write the survey workbook."""
    chosen = lang.value if lang else language()
    if out.exists():
        raise Complaint("cli.survey.template.exists", file=out)
    if out.suffix.lower() != ".xlsx":
        raise Complaint("cli.survey.template.ending", file=out)
    pipeline.write_survey_template(out, chosen, Workspace(source) if source else None)
    show.say(chosen, "cli.survey.template.done", file=out)


@app.command(help=speak("cli.survey.check.help"))
def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help=speak("cli.survey.check.files"))
    ],
    json: AsJson = False,
) -> None:
    """Say what is wrong in workbooks, cell by cell."""
    lang = language()
    found = pipeline.load_survey(files, Path())
    result = published.survey_check(found, lang)
    if json:
        typer.echo(published.to_json(result))
    else:
        counts = ", ".join(f"{_sheet(lang, s)} {n}" for s, n in result.counts.items())
        show.say(lang, "cli.survey.check.counts", counts=counts)
        rows = [
            (p.workbook, f"{p.sheet}!{p.cell}".rstrip("!"), p.message, p.suggestion)
            for p in result.problems
        ]
        show.table(lang, ("workbook", "cell", "problem", "suggestion"), rows)
    if any(problem.severity == "error" for problem in result.problems):
        raise typer.Exit(1)


def _sheet(lang: str, sheet: str) -> str:
    name = f"cli.sheet.{sheet}"
    return text.say(lang, name) if text.has(name) else sheet
