"""`build` and `deploy`: talk to a Docker engine and to clusters."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from migrate import pipeline, text
from migrate.cli import show
from migrate.cli.language import speak
from migrate.cli.options import WorkspaceFolder, open_workspace


def build(
    folder: WorkspaceFolder,
    push: Annotated[
        str | None, typer.Option("--push", metavar="REGISTRY", help=speak("cli.build.push"))
    ] = None,
    network: Annotated[
        str | None, typer.Option("--network", metavar="NAME", help=speak("cli.build.network"))
    ] = None,
) -> None:
    """Build the images, and push them when asked to."""
    workspace = open_workspace(folder, registry=push)
    lang = workspace.decisions.language
    if push:
        pipeline.generate(workspace)
    with show.progress(lang) as progress:
        outcomes = pipeline.build(
            workspace, push=push is not None, network=network, progress=progress
        )
    rows = [
        (o.workload, o.reference, text.say(lang, f"cli.image.{o.state}"), o.detail)
        for o in outcomes
    ]
    show.table(lang, ("component", "image", "outcome", "detail"), rows)
    if any(outcome.state == "failed" for outcome in outcomes):
        raise typer.Exit(1)


def deploy(
    folder: WorkspaceFolder,
    context: Annotated[
        str, typer.Option("--context", metavar="C", help=speak("cli.deploy.context"))
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=speak("cli.deploy.dry_run"))] = False,
    secrets: Annotated[
        Path | None, typer.Option("--secrets", metavar="FILE", help=speak("cli.deploy.secrets"))
    ] = None,
    allow_commands: Annotated[
        bool, typer.Option("--allow-commands", help=speak("cli.deploy.allow_commands"))
    ] = False,
) -> None:
    """Apply the manifests to a cluster; a second time changes nothing."""
    workspace = open_workspace(folder)
    lang = workspace.decisions.language
    with show.progress(lang) as progress:
        outcomes = pipeline.deploy(
            workspace,
            context,
            dry_run=dry_run,
            secrets_file=secrets,
            allow_commands=allow_commands,
            progress=progress,
        )
    rows = [(o.object, text.say(lang, f"cli.object.{o.state}"), o.detail) for o in outcomes]
    show.table(lang, ("object", "outcome", "detail"), rows)
    if any(outcome.state == "refused" for outcome in outcomes):
        raise typer.Exit(1)
