"""Crontab lines: schedule, user (in system crontabs) and command."""

from __future__ import annotations

import re

from migrate.read import commands, leaks
from migrate.read.findings import Found
from migrate.read.tree import Entry

NAMES = ("crontab", "crontab.txt", "cron.txt")
_FIELDS = r"(?:[\d*/,\-]+|[a-zA-Z]{3}(?:-[a-zA-Z]{3})?)"
_LINE = re.compile(
    rf"^(?P<cron>{_FIELDS}(?:[ \t]+{_FIELDS}){{4}}|@\w+)[ \t]+(?:(?P<user>[a-z_][\w\-]*)[ \t]+)?"
    r"(?P<command>\S.*)$"
)
_ACCOUNTS = frozenset(
    {
        "apache", "daemon", "deploy", "nginx", "nobody", "oracle", "root", "tomcat", "www",
        "www-data", "wwwroot", "wwwrun",
    }
)  # fmt: skip
"""Words that are accounts; any other word before the command is the program itself."""


def read(entry: Entry, found: Found) -> None:
    """Read one crontab; a word before the command counts as user when it is a usual account."""
    for number, line in enumerate((entry.text() or "").splitlines(), 1):
        match = _LINE.match(line.strip())
        if match is None:
            continue
        user, command = match["user"], match["command"]
        if user and user not in _ACCOUNTS:
            user, command = None, f"{user} {command}"
        cron = re.sub(r"\s+", " ", match["cron"])
        shown = leaks.masked(command)
        found.item("schedules", entry.origin(number), cron=cron, command=shown, user=user)
        found.references.extend(commands.references(shown, entry.origin(number)))
