"""Crontab lines as CronJobs."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from migrate.model.facts import Component, Finding
from migrate.model.plan import Resources, Schedule
from migrate.model.reason import Chosen
from migrate.plan.cron import kubernetes_cron
from migrate.plan.listed import Item, items
from migrate.plan.why import choose, finding

_SILENCE = re.compile(r"(?<!\s)\s*(?:[12]?>{1,2}\s*/dev/null|2>&1|&>\s*/dev/null)(?=\s|$)")
_MASK = "***"
"""What reading leaves of a secret in a command."""
_SHELL_SIGNS = frozenset("|&;<>()$`*?[]{}~\n")


class Schedules(Struct, frozen=True):
    """The CronJobs of a component, and the lines that could not become one."""

    jobs: tuple[Schedule, ...]
    findings: tuple[Finding, ...]


def schedules(
    component: Component, root: str, timezone: Chosen[str] | None, resources: Resources
) -> Schedules:
    """Return the schedules of a site that lies at `root` in the container."""
    lines = items(component, "schedules")
    jobs, findings = [], []
    for number, line in enumerate(lines, 1):
        cron = kubernetes_cron(line.text("cron"))
        if cron is None:
            findings.append(_left(component, line, line.text("cron")))
            continue
        name = f"{component.id}-cron" if len(lines) == 1 else f"{component.id}-cron-{number}"
        job = Schedule(
            name=name[-52:].strip("-"),
            cron=choose(cron, "plan.schedule.cron", line.origins),
            command=_command(component, line, root),
            timezone=timezone,
            suspend=_MASK in line.text("command"),
            resources=resources,
        )
        jobs.append(job)
        findings.extend(_strange_paths(component, line, job, root))
        if job.suspend:
            findings.append(
                finding("schedule-needs-secret", "mandatory", component.id, line.origins)
            )
    return Schedules(tuple(jobs), tuple(findings))


def _command(component: Component, line: Item, root: str) -> Chosen[tuple[str, ...]]:
    written = _SILENCE.sub("", line.text("command")).strip()
    moved = _moved(written, component, root)
    text = "plan.schedule.command"
    if _SHELL_SIGNS & set(moved):
        return choose(("/bin/sh", "-c", moved), text, line.origins, was=written)
    try:
        return choose(tuple(shlex.split(moved)), text, line.origins, was=written)
    except ValueError:
        return choose(("/bin/sh", "-c", moved), text, line.origins, was=written)


def _moved(command: str, component: Component, root: str) -> str:
    """Replace the site's old folder by its place in the container."""
    folders = [name for name in _old_folders(command, component) if name]
    for folder in sorted(folders, key=len, reverse=True):
        command = re.sub(rf"{re.escape(folder)}(?=[/\s\"']|$)", lambda _: root, command)
    return command


def _old_folders(command: str, component: Component) -> Iterator[str]:
    """Yield absolute folders of the command that are the site's: named like it."""
    declared = component.value("web.document_root")
    if isinstance(declared, str) and declared.startswith("/") and len(declared) > 1:
        yield declared.rstrip("/")
    names = {PurePosixPath(source).name for source in component.sources}
    for path in re.findall(r"/[^\s\"';|&<>]+", command):
        for folder in PurePosixPath(path).parents:
            if folder.name and folder.name in names:
                yield str(folder)


def _strange_paths(component: Component, line: Item, job: Schedule, root: str) -> Iterator[Finding]:
    """Yield a finding when the command names a path that the image may not have."""
    known = (root, "/bin/", "/usr/bin/", "/usr/local/bin/", "/dev/null", "/tmp/")
    for word in job.command.value:
        if word.startswith("/") and not word.startswith(known):
            yield finding(
                "schedule-path-unknown", "potential", component.id, line.origins, path=word
            )


def _left(component: Component, line: Item, cron: str) -> Finding:
    return finding("schedule-not-moved", "optional", component.id, line.origins, cron=cron)
