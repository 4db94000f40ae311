"""The command table: every command of the console script, in the order people use them."""

from __future__ import annotations

import typer

from migrate.cli import deliver, inspect, produce, start, survey
from migrate.cli.language import speak

app = typer.Typer(
    name="migrate",
    help=speak("cli.help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.command("init", help=speak("cli.init.help"))(start.init)
app.command("run", help=speak("cli.run.help"))(produce.run)
app.command("read", help=speak("cli.read.help"))(inspect.read)
app.add_typer(survey.app, name="survey", help=speak("cli.survey.help"))
app.command("graph", help=speak("cli.graph.help"))(inspect.graph)
app.command("assess", help=speak("cli.assess.help"))(inspect.assess)
app.command("plan", help=speak("cli.plan.help"))(inspect.plan)
app.command("generate", help=speak("cli.generate.help"))(produce.generate)
app.command("check", help=speak("cli.check.help"))(produce.check)
app.command("explain", help=speak("cli.explain.help"))(inspect.explain)
app.command("report", help=speak("cli.report.help"))(produce.report)
app.command("build", help=speak("cli.build.help"))(deliver.build)
app.command("deploy", help=speak("cli.deploy.help"))(deliver.deploy)
app.command("app", help=speak("cli.app.help"))(start.app)


@app.callback(invoke_without_command=True)
def _root(
    version: bool = typer.Option(False, "--version", help=speak("cli.option.version")),
) -> None:
    if version:
        from migrate import __version__

        typer.echo(__version__)
        raise typer.Exit
