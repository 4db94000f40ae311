"""Crontabs of a host, of one user or of many in one file, and systemd's units and timers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from migrate.read import leaks
from migrate.read.tree import Entry

_FIELD = r"(?:[\d*/,\-]{1,60}|[A-Za-z]{3}(?:[,\-][A-Za-z]{3}){0,11})"
_LINE = re.compile(
    rf"^(?P<cron>{_FIELD}(?:[ \t]+{_FIELD}){{4}}|@(?:reboot|yearly|annually|monthly|weekly|daily|"
    r"midnight|hourly))[ \t]+(?P<rest>\S.*)$"
)
_ROW = re.compile(r"^[ \t]{0,40}(?:[\d*][\d*/,\-]{0,59}[ \t]|@[a-z])", re.M)
_LOOKED_AT = 64 << 10
"""Characters that decide what a file is."""
_OWNER = (
    re.compile(r"crontab\s+(?:-l\s+)?-u\s*(?P<user>[a-z_][\w\-]{0,31})"),
    re.compile(r"crontabs?\s+(?:for|of)\s+(?:user\s+)?(?P<user>[a-z_][\w\-]{0,31})\b"),
    re.compile(r"(?:计划任务|定时任务|用户)[\s:：(（]{0,5}(?P<user>[a-z_][\w\-]{0,31})\b"),
    re.compile(r"^\W{0,12}(?:user|用户)\s*[:：=]?\s*(?P<user>[a-z_][\w\-]{0,31})\b", re.IGNORECASE),
    re.compile(r"^[=\-#*\[ ]{3,60}(?P<user>[a-z_][\w\-]{0,31})[=\-#*\] ]{0,60}:?$"),
)
_ACCOUNT = re.compile(r"^(?P<user>[a-z_][\w\-]{0,31})[ \t]+(?P<command>\S.*)$")
_SYSTEM = re.compile(r"(?:^|/)(?:etc/)?(?:cron\.d/[^/]+|etc/crontab)$|etc_crontab|cron[._]d")
_SPOOL = re.compile(r"(?:^|/)(?:var/)?spool/cron/(?:crontabs/)?(?P<user>[\w\-]+)$")
_UNIT = re.compile(r"^\[(?:Unit|Service|Timer|Install)\]\s*$", re.M)
_SETTING = re.compile(r"^(?P<key>[A-Z][A-Za-z]+)\s*=\s*(?P<value>.*)$")


class Job(Struct, frozen=True):
    """One line of a crontab."""

    cron: str
    user: str | None
    command: str
    line: int


class Unit(Struct, frozen=True):
    """A unit of systemd."""

    settings: tuple[tuple[str, str, int], ...]
    """Key, value (secrets masked), line."""

    def said(self, key: str) -> tuple[str, int]:
        """Return the last value of a key with its line."""
        found = [(value, line) for name, value, line in self.settings if name == key]
        return found[-1] if found else ("", 0)


def is_crontab(entry: Entry, text: str) -> bool:
    """Tell a crontab by its name or place; one of any other name by its lines, nearly all."""
    if not _ROW.search(text):
        return False
    named = "cron" in entry.path.lower()
    lines = [raw.strip() for raw in text[:_LOOKED_AT].splitlines()[:400]]
    lines = [line for line in lines if line and not line.startswith("#")]
    fitting = sum(1 for line in lines if _LINE.match(line[:2000]))
    return fitting > 0 and (named or fitting * 10 >= len(lines) * 8)


def jobs(entry: Entry, text: str) -> Iterator[Job]:
    """Yield the jobs; who runs them is told by a column, by headings, or by the file's name."""
    spool = _SPOOL.search(entry.path)
    with_users = _SYSTEM.search(entry.path) is not None
    owner = spool["user"] if spool else None
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()[:4000]
        match = _LINE.match(line)
        if match is None:
            owner = _owner(line) or owner
            with_users = with_users or _is_system_heading(line)
            continue
        user, command = owner, match["rest"]
        account = _ACCOUNT.match(command) if with_users else None
        if account:
            user, command = account["user"], account["command"]
        yield Job(" ".join(match["cron"].split()), user, leaks.masked(command), number)


def _owner(line: str) -> str:
    if "=" in line and not line.startswith("="):
        return ""
    for pattern in _OWNER:
        match = pattern.search(line[:200])
        if match and match["user"] not in _NO_OWNERS:
            return match["user"]
    return ""


_NO_OWNERS = frozenset({"crontab", "cron", "for", "of", "jobs", "no", "the", "user", "end", "list"})


def _is_system_heading(line: str) -> bool:
    return bool(re.search(r"/etc/cron(?:tab|\.d/)", line)) or line.split()[:7] == [
        "#", "m", "h", "dom", "mon", "dow", "user",
    ]  # fmt: skip


def is_unit(text: str) -> bool:
    """Tell a unit of systemd."""
    return ("ExecStart" in text or "OnCalendar" in text) and bool(_UNIT.search(text))


def unit(text: str) -> Unit:
    """Return a unit's settings."""
    found = []
    for number, raw in enumerate(text.splitlines(), 1):
        match = _SETTING.match(raw.strip()[:4000])
        if match:
            found.append((match["key"], leaks.masked(match["value"].strip()), number))
    return Unit(tuple(found))
