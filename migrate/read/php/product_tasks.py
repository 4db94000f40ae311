"""What products do by the clock when visitors come: WordPress' events, Drupal's hooks, Discuz!.

developer.wordpress.org (wp_schedule_event), api.drupal.org (hook_cron); of Discuz! the table
`common_cron` as its installer fills it: cronid, available, type, name, filename, lastrun, nextrun,
weekday, day, hour, minute, where -1 stands for any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from migrate.model.origin import Origin
from migrate.read.php.survey import Survey
from migrate.read.tree import Tree

_CRON = re.compile(
    r"(?i)INSERT\s{1,9}INTO\s{1,9}`?\w{1,30}_cron`?\s{1,9}VALUES\s{0,9}\(([^;]{1,1000}?)\)\s{0,9};"
)
_FIELD = re.compile(r"'((?:[^'\\]|\\.){0,300})'|(-?\d{1,12})")


class Timed(Struct, frozen=True):
    """Work with its time and where it is told."""

    what: str
    origin: Origin
    cron: str | None = None
    every: str | None = None


def wordpress(survey: Survey) -> Iterator[Timed]:
    """Yield `wp_schedule_event(time(), 'hourly', 'my_hook')` where the hook is literal."""
    for file in survey.own_files():
        for call in file.seen.looked:
            if call.name == "wp_schedule_event" and len(call.arguments) > 2:
                every, hook = call.arguments[1:3]
                if hook.whole and hook.text:
                    origin = file.entry.origin(call.line)
                    yield Timed(hook.text, origin, every=every.text if every.whole else None)


def drupal(survey: Survey) -> Iterator[Timed]:
    """Yield the `hook_cron` functions of modules, each in the file of its module."""
    for file in survey.own_files():
        module, dot, ending = file.entry.name.partition(".")
        if dot and ending == "module" and f"{module}_cron" in file.seen.defined:
            yield Timed(f"{module}_cron", file.entry.origin())


def discuz(tree: Tree) -> Iterator[Timed]:
    """Yield the jobs that the installer's data switches on; without it, the files of jobs."""
    told = False
    for entry in tree.below("install/", ".sql"):
        text = entry.text() or ""
        for match in _CRON.finditer(text):
            fields = [one[1] or one[2] for one in _FIELD.finditer(match[1])]
            if len(fields) == 11 and fields[1] == "1":
                told = True
                line = text.count("\n", 0, match.start()) + 1
                yield Timed(fields[4], entry.origin(line), _cron(*fields[7:]))
    for entry in () if told else tree.below("source/include/cron/cron_", ".php"):
        yield Timed(entry.name, entry.origin())


def _cron(weekday: str, day: str, hour: str, minute: str) -> str:
    minutes = ",".join(part for part in re.split(r"\\t|[\t,]", minute) if part.isdecimal())
    shown = ["*" if field in ("", "-1") else field for field in (hour, day, weekday)]
    return " ".join((minutes or "*", shown[0], shown[1], "*", shown[2]))
