"""`init` and `app`: where work begins."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from migrate import resources
from migrate.cli import show
from migrate.cli.language import language, speak
from migrate.cli.options import Language, WorkspaceFolder
from migrate.workspace import Workspace, WorkspaceError


def init(
    folder: WorkspaceFolder,
    sample: Annotated[
        str | None, typer.Option("--sample", metavar="NAME", help=speak("cli.init.sample"))
    ] = None,
    lang: Annotated[Language | None, typer.Option("--lang", help=speak("cli.option.lang"))] = None,
    as_of: Annotated[
        datetime.datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help=speak("cli.init.as_of")),
    ] = None,
) -> None:
    """Make a workspace."""
    chosen = lang.value if lang else language()
    day = as_of.date() if as_of else datetime.date.today()
    Workspace.create(folder, chosen, day.isoformat(), _sample(sample) if sample else None)
    show.say(chosen, "cli.init.done", folder=folder)
    if not sample:
        show.say(chosen, "cli.init.next", folder=folder)


def app(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help=speak("cli.app.folder"))
    ] = None,
    port: Annotated[int, typer.Option("--port", help=speak("cli.app.port"))] = 8501,
) -> None:
    """Open the app, on this machine only."""
    environment = dict(os.environ)
    if folder:
        environment["MIGRATE_WORKSPACE"] = str(Workspace(folder).root.resolve())
    command = [sys.executable, "-m", "streamlit", "run", str(resources.app_file())]
    options = {
        # Streamlit takes an installation outside of site-packages for its own checkout.
        "global.developmentMode": "false",
        "server.address": "127.0.0.1",
        "server.port": port,
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "server.maxUploadSize": 200,
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "viewer",
        "client.showErrorDetails": "none",
    }
    command += [f"--{name}={value}" for name, value in options.items()]
    sys.stdout.flush()
    os.execve(sys.executable, command, environment)


def _sample(name: str) -> Path:
    samples = resources.folder("samples")
    known = sorted(p.name for p in samples.iterdir() if (p / "input").is_dir())
    if name not in known:
        raise WorkspaceError("workspace.sample_unknown", name=name, known=", ".join(known))
    return samples / name / "input"
