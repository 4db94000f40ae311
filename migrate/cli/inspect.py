"""`read`, `graph`, `assess`, `plan` and `explain`: look at values, write nothing to out/."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from migrate import pipeline, published, text
from migrate.cli import explaining, show
from migrate.cli.language import language, speak
from migrate.cli.options import (
    AsJson,
    RuleFolders,
    Sources,
    Targets,
    WorkspaceFolder,
    open_workspace,
    selected,
)
from migrate.cli.places import Places, few
from migrate.model.complaint import Complaint
from migrate.model.facts import SEVERITIES, Fact

_MOST_VALUES = 12
"""Shown of one fact's values; `--json` has all."""


def read(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help=speak("cli.read.paths"))],
    json: AsJson = False,
    rules: RuleFolders = None,
    source: Sources = None,
    target: Targets = None,
) -> None:
    """Print the facts of single artifacts."""
    lang = language()
    missing = next((path for path in paths if not _is_there(path)), None)
    if missing:
        raise Complaint("cli.read.missing", path=missing)
    root = _common_folder([path.resolve() for path in paths])
    ruleset = pipeline.rules_for(rules or (), source or (), target or ())
    with show.progress(lang) as progress:
        progress("read", "")
        found = pipeline.read_paths([path.resolve() for path in paths], root, ruleset)
    findings = pipeline.findings_of(found, datetime.date.today().isoformat(), ruleset)
    result = published.reading(found, findings, lang, ruleset)
    if json:
        typer.echo(published.to_json(result))
    else:
        for component in result.components:
            _show_component(lang, component)
        _show_unread(lang, result.unread)
        _show_rules_left_out(lang, result)
    if not result.components:
        raise typer.Exit(1)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # A name longer than any can be.
        return False


def _common_folder(paths: list[Path]) -> Path:
    """Return the folder that holds all of the paths: origins are told from there."""
    shared = Path(os.path.commonpath(paths))
    return shared.parent if shared in paths else shared


def graph(
    folder: WorkspaceFolder,
    json: AsJson = False,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="OUT", help=speak("cli.graph.svg"))
    ] = None,
) -> None:
    """Print who depends on whom."""
    workspace = open_workspace(folder)
    lang = workspace.decisions.language
    with show.progress(lang) as progress:
        inventory, topology = pipeline.topology(workspace, progress)
    if svg:
        pipeline.draw_graph(inventory, topology, lang, svg)
    if json:
        typer.echo(published.to_json(published.graph(inventory, topology, lang)))
        return
    names = {node.id: node.name for node in topology.nodes}
    rows = [
        (
            names.get(edge.source, edge.source),
            text.say(lang, f"cli.edge.{edge.kind}"),
            names.get(edge.target, edge.target),
            f"{edge.protocol}:{edge.port or '?'}",
            "\n".join(str(origin) for origin in edge.origins),
        )
        for edge in topology.edges
    ]
    show.table(lang, ("source", "relation", "target", "protocol", "evidence"), rows)
    if svg:
        show.say(lang, "cli.graph.drawn", file=svg)


def assess(
    folder: WorkspaceFolder,
    json: AsJson = False,
    source: Sources = None,
    target: Targets = None,
) -> None:
    """Print how ready each component is."""
    workspace = open_workspace(folder, **selected(source, target))
    lang = workspace.decisions.language
    with show.progress(lang) as progress:
        result = published.assessment(pipeline.estate(workspace, progress).assessment, lang)
    if json:
        typer.echo(published.to_json(result))
        return
    show.verdicts(lang, result)
    rows = [
        (f.subject, text.say(lang, f"cli.severity.{f.severity}"), f.message)
        for verdict in result.components
        for f in verdict.findings
    ]
    rows += [
        (f.subject, text.say(lang, f"cli.severity.{f.severity}"), f.message)
        for f in result.findings
    ]
    show.table(lang, ("component", "severity", "finding"), rows)


def plan(folder: WorkspaceFolder, json: AsJson = False) -> None:
    """Print what is planned, and what people can decide."""
    workspace = open_workspace(folder)
    lang = workspace.decisions.language
    with show.progress(lang) as progress:
        _, made = pipeline.plan(workspace, progress)
    if json:
        typer.echo(msgspec.json.format(msgspec.json.encode(made), indent=2).decode())
        return
    rows = [
        (w.id, w.controller.value, str(w.replicas.value), w.image.reference, w.namespace)
        for w in made.workloads
    ]
    show.table(lang, ("component", "controller", "replicas", "image", "namespace"), rows)
    asked = [
        (q.id, q.answer.value, published.sentence(lang, q.answer.because), " | ".join(q.allowed))
        for q in made.questions
    ]
    show.table(lang, ("question", "answer", "because", "options"), asked)
    noticed = [*made.findings, *(found for w in made.workloads for found in w.findings)]
    said = [published.finding(lang, found) for found in noticed]
    found = [(f.subject, text.say(lang, f"cli.severity.{f.severity}"), f.message) for f in said]
    show.table(lang, ("component", "severity", "finding"), found)


def explain(
    folder: WorkspaceFolder,
    file: Annotated[
        str, typer.Argument(metavar="FILE[#/json/pointer|#L12]", help=speak("cli.explain.file"))
    ],
) -> None:
    """Print why each value of a generated file is what it is."""
    workspace = open_workspace(folder)
    lang = workspace.decisions.language
    explaining.explained(lang, pipeline.explain(workspace, file, lang))


def _show_unread(lang: str, unread: Sequence[published.PublishedUnread]) -> None:
    """Print reasons with the first places of each: a folder may hold hundreds of links."""
    places: dict[str, list[str]] = {}
    for each in unread:
        places.setdefault(each.reason, []).append(f"{each.source} {each.place}".rstrip())
    rows = [(few(where), reason) for reason, where in places.items()]
    show.table(lang, ("unread", "reason"), rows)


def _show_rules_left_out(lang: str, result: published.PublishedReading) -> None:
    left = [(each.condition, str(each.count), each.reason) for each in result.not_evaluated]
    show.table(lang, ("not_evaluated", "count", "reason"), left)
    wrong = [(each.file, each.rule, each.reason) for each in result.wrong_rules]
    show.table(lang, ("wrong_rule", "rule", "reason"), wrong)


def _told(lang: str, name: str, fact: Fact, places: Places) -> Iterator[tuple[str, str, str]]:
    """Yield a fact's rows: a list has many values, of which the first are shown."""
    told = published.told(fact, lang)
    for number, (value, origins) in enumerate(told[:_MOST_VALUES]):
        yield (name if number == 0 else "", value, places.shown(origins))
    if len(told) > _MOST_VALUES:
        yield ("", f"… (+{len(told) - _MOST_VALUES})", "")


def _show_component(lang: str, component: published.PublishedComponent) -> None:
    places = Places(component)
    where = f" · {places.root}" if places.root not in ("", component.name) else ""
    show.heading(f"{component.name} ({component.kind}){where}")
    rows = [
        row for name, fact in component.facts.items() for row in _told(lang, name, fact, places)
    ]
    show.table(lang, ("fact", "value", "evidence"), rows)
    references = [
        (r.target, r.protocol, r.database, places.shown(r.origins)) for r in component.references
    ]
    show.table(lang, ("reference", "protocol", "database", "evidence"), references)
    findings = [
        (text.say(lang, f"cli.severity.{f.severity}"), f.message, places.shown(f.origins))
        for f in sorted(component.findings, key=lambda f: SEVERITIES.index(f.severity))
    ]
    show.table(lang, ("severity", "finding", "evidence"), findings)
    unknown = [(each.fact, each.reason) for each in component.unknown]
    show.table(lang, ("unknown", "reason"), unknown)
