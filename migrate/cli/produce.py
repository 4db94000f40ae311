"""`run`, `generate`, `check` and `report`: write to out/ and say what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

import typer

from migrate import pipeline, published, text
from migrate.cli import show
from migrate.cli.language import speak
from migrate.cli.options import (
    AsJson,
    Catalogue,
    Language,
    Sources,
    Targets,
    WorkspaceFolder,
    open_workspace,
    selected,
)
from migrate.model.artifact import CheckReport
from migrate.model.plan import MigrationPlan
from migrate.text import LANGUAGES
from migrate.workspace import Written

_FILES_SHOWN = 3
"""Files named for one reason; `--json` has them all."""
KubeVersion = Annotated[
    str | None,
    typer.Option("--kube-version", metavar="MINOR", help=speak("cli.generate.kube_version")),
]
ImageCatalogue = Annotated[
    Catalogue | None, typer.Option("--catalogue", help=speak("cli.generate.catalogue"))
]


def run(
    folder: WorkspaceFolder,
    kube_version: KubeVersion = None,
    catalogue: ImageCatalogue = None,
    source: Sources = None,
    target: Targets = None,
) -> None:
    """Run the whole chain up to the report."""
    chosen = selected(source, target)
    workspace = open_workspace(folder, kube_version=kube_version, catalogue=catalogue, **chosen)
    lang = workspace.decisions.language
    with show.progress(lang) as progress:
        outcome = pipeline.run(workspace, LANGUAGES, progress)
    show.verdicts(lang, published.assessment(outcome.estate.assessment, lang))
    _say_planned(lang, outcome.plan)
    _say_written(lang, outcome.written)
    _say_check(lang, outcome.check)
    problems = outcome.estate.inventory.problems
    if problems:
        show.say(lang, "cli.run.problems", count=len(problems))
        said = [published.problem(lang, problem) for problem in problems]
        rows = [(p.workbook, f"{p.sheet}!{p.cell}".rstrip("!"), p.message) for p in said]
        show.table(lang, ("workbook", "cell", "problem"), rows)
    unread = outcome.estate.inventory.unread
    if unread:
        show.say(lang, "cli.run.unread", count=len(unread))
        rows = [(u.source, u.place, published.sentence(lang, u.because)) for u in unread]
        show.table(lang, ("unread", "place", "reason"), rows)
    show.say(lang, "cli.run.look")
    for path in outcome.reports:
        show.say(lang, "cli.run.path", path=path)
    show.say(lang, "cli.run.path", path=workspace.out)
    if not outcome.plan.workloads:
        show.say(lang, "cli.run.nothing", folder=folder)
        raise typer.Exit(1)


def generate(
    folder: WorkspaceFolder,
    kube_version: KubeVersion = None,
    catalogue: ImageCatalogue = None,
) -> None:
    """Write images, manifests and charts to out/, keeping people's edits."""
    workspace = open_workspace(folder, kube_version=kube_version, catalogue=catalogue)
    lang = workspace.decisions.language
    with show.progress(lang) as progress:
        _, made, written = pipeline.generate(workspace, progress)
    _say_planned(lang, made)
    _say_written(lang, written)
    if not made.workloads:
        show.say(lang, "cli.run.nothing", folder=folder)
    if not made.workloads or any(file.state == "conflict" for file in written):
        raise typer.Exit(1)


def check(folder: WorkspaceFolder, json: AsJson = False) -> None:
    """Verify everything that needs no cluster."""
    workspace = open_workspace(folder)
    lang = workspace.decisions.language
    with show.progress(lang) as progress:
        report = pipeline.check(workspace, progress)
    if json:
        typer.echo(published.to_json(published.check_report(report, lang)))
    else:
        _say_check(lang, report)
        show.table(lang, ("not_checked", "reason"), _unchecked(lang, report))
    if report.failed:
        raise typer.Exit(1)


def report(
    folder: WorkspaceFolder,
    lang: Annotated[Language | None, typer.Option("--lang", help=speak("cli.report.lang"))] = None,
) -> None:
    """Write the readiness report."""
    workspace = open_workspace(folder)
    if lang:
        workspace.speak(lang.value)
    spoken = workspace.decisions.language
    with show.progress(spoken) as progress:
        paths = pipeline.report(workspace, [lang.value] if lang else LANGUAGES, progress)
    for path in paths:
        show.say(spoken, "cli.run.path", path=path)


def _unchecked(lang: str, report: CheckReport) -> list[tuple[str, str]]:
    """Return what no check covered, files of the same reason together."""
    files: dict[str, list[str]] = {}
    for skipped in report.not_checked:
        files.setdefault(published.sentence(lang, skipped.because), []).append(skipped.path)
    return [(_listed(lang, paths), reason) for reason, paths in files.items()]


def _listed(lang: str, paths: Sequence[str]) -> str:
    shown = "\n".join(paths[:_FILES_SHOWN])
    more = len(paths) - _FILES_SHOWN
    return f"{shown}\n{text.say(lang, 'cli.check.more', {'count': more})}" if more > 0 else shown


def _say_planned(lang: str, plan: MigrationPlan) -> None:
    """Say what planning could not do: components without a recipe, answers without a question."""
    said = [published.finding(lang, found) for found in plan.findings]
    rows = [(f.subject, text.say(lang, f"cli.severity.{f.severity}"), f.message) for f in said]
    show.table(lang, ("component", "severity", "finding"), rows)


def _say_written(lang: str, written: Sequence[Written]) -> None:
    counts = Counter(file.state for file in written)
    parts = [
        text.say(lang, f"cli.written.{state}", {"count": count})
        for state, count in sorted(counts.items())
    ]
    show.say(lang, "cli.written.summary", parts=text.say(lang, "cli.comma").join(parts))
    special = [f for f in written if f.state in ("conflict", "merged", "orphaned")]
    rows = [(f.path, text.say(lang, f"cli.written.why.{f.state}")) for f in special]
    show.table(lang, ("file", "reason"), rows)


def _say_check(lang: str, report: CheckReport) -> None:
    show.say(
        lang,
        "cli.check.summary",
        checked=report.checked,
        failed=sum(result.outcome == "failed" for result in report.results),
        warnings=sum(result.outcome == "warning" for result in report.results),
        unchecked=len(report.not_checked),
        version=report.kube_version,
    )
    rows = [
        (
            r.path,
            r.place,
            text.say(lang, f"cli.outcome.{r.outcome}"),
            published.sentence(lang, r.because),
        )
        for r in report.results
    ]
    show.table(lang, ("file", "place", "outcome", "problem"), rows)
