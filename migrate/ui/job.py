"""Long work runs as a process of its own, so that a reload of the page does not lose it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import streamlit as st

from migrate.workspace import Workspace


class Job:
    """One `migrate` command at work on a workspace."""

    def __init__(self, workspace: Workspace, *arguments: str) -> None:
        """Start the command; what it prints goes to a log in the workspace's cache."""
        folder = workspace.root / ".migrate" / "cache"
        folder.mkdir(parents=True, exist_ok=True)
        self.log = folder / f"{arguments[0]}.log"
        environment = os.environ | {
            "MIGRATE_PROGRESS": "lines",
            "MIGRATE_LANG": workspace.decisions.language,
            "COLUMNS": "160",
            "PYTHONUNBUFFERED": "1",
        }
        command = [sys.executable, "-m", "migrate", *arguments]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                env=environment, start_new_session=True,
            )  # fmt: skip

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    @property
    def output(self) -> str:
        """What it printed so far."""
        return self.log.read_text("utf-8", errors="replace")

    def stop(self) -> None:
        """End it, as Ctrl-C would."""
        self._process.terminate()


@st.cache_resource
def _jobs() -> dict[str, Job]:
    return {}


def start(workspace: Workspace, *arguments: str) -> Job:
    """Start a command on a workspace, unless the same one is still at work there."""
    running = current(workspace, arguments[0])
    if running and running.exit_code is None:
        return running
    job = Job(workspace, *arguments)
    _jobs()[_key(workspace.root, arguments[0])] = job
    return job


def current(workspace: Workspace, command: str) -> Job | None:
    """Return the last job of a command, None when the app has started none."""
    return _jobs().get(_key(workspace.root, command))


def show(workspace: Workspace, command: str, running: str, done: str, failed: str) -> None:
    """Show a job as it goes on; the texts are already in the reader's language."""
    job = current(workspace, command)
    if job is None:
        return
    if job.exit_code is None:
        _follow(job, running)
        return
    _end(job, done, failed)


def _end(job: Job, done: str, failed: str) -> Any:
    if job.exit_code == 0:
        st.success(done, icon=":material/check_circle:")
    else:
        st.warning(failed, icon=":material/warning:")
    st.code(job.output, language=None)


@st.fragment(run_every=1.0)
def _follow(job: Job, running: str) -> None:
    if job.exit_code is not None:
        st.rerun()
    lines = job.output.splitlines()
    with st.status(f"{running} {lines[-1] if lines else ''}", expanded=True):
        st.code("\n".join(lines[-20:]), language=None)


def _key(root: Path, command: str) -> str:
    return f"{root.resolve()} {command}"
