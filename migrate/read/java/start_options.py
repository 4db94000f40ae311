"""Start scripts go in; the settings that they hand to the application come out.

As Spring ranks them, `-Dserver.port=9090` and `--server.port=9090` count before every file.
A script that names another archive than the application's starts something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrate.read.java.placeholders import SettingPairs
from migrate.read.pair import Pair
from migrate.read.tree import Entry

if TYPE_CHECKING:
    from migrate.read.java.application import Application

_SCRIPTS = (".sh", ".bat", ".cmd", ".conf", ".service", ".env")
_COMMENT = re.compile(r"^\s{0,80}(?:#|rem\s|@rem\s|::)", re.I)
_OPTION = re.compile(
    r"(?<![\w$.-])(?:-D(?P<property>[A-Za-z][\w.\-]{1,150})|--(?P<argument>[a-z][\w.\-]{1,150}))"
    r"=(?P<value>\\?\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'|[^\s\"';&|<>\\]{1,500})"
)
_ARCHIVE = re.compile(r"(?<![\w.\-])(?P<stem>[A-Za-z0-9][\w.\-]{0,150})\.[jw]ar(?![\w.])")
_ASSIGNED = re.compile(
    r"(?m)^[ \t]{0,20}(?:export |set )?[ \t]{0,5}(?P<name>[A-Za-z_]\w{0,80})="
    r"[\"']?(?P<value>[\w.:/\-]{1,200})[\"']?[ \t\r]{0,20}$"
)
_VARIABLE = re.compile(r"\$\{?(?P<unix>[A-Za-z_]\w{0,80})\}?|%(?P<windows>[A-Za-z_]\w{0,80})%")
_SPRING = ("server.", "spring.", "management.", "logging.", "eureka.")
"""Arguments that are Spring's wherever they stand; others count on a line with an archive."""
_LONGEST_LINE = 20_000
_MOST = 1000


def read(application: Application) -> tuple[SettingPairs, ...]:
    """Return what each script that starts this application hands over."""
    found = []
    for entry in application.beside:
        text = entry.text() or "" if entry.suffix in _SCRIPTS else ""
        if text and _starts(text, application):
            pairs = tuple(_pairs(text))[:_MOST]
            found += [SettingPairs(entry, pairs)] if pairs else []
    return tuple(found)


def settle(application: Application) -> None:
    """Drop what files say of addresses that the command line sets to something else."""
    found = application.found
    scripts = {entry.origin().file for entry in map(_entry, application.started)}
    keys = {pair.key for file in application.started for pair in file.pairs}
    found.references[:] = [
        each
        for each in found.references
        if each.setting not in keys or any(o.file in scripts for o in each.origins)
    ]
    sources = {entry.origin().source for entry in map(_entry, application.started)}
    for item in list(found.items("datasources")):
        origins = item["origins"]
        places = {str(o["source"]) for o in origins} if isinstance(origins, list) else set()
        if item.get("setting") in keys and not places & sources:
            found.drop("datasources", item)


def _entry(file: SettingPairs) -> Entry:
    return file.entry


def _starts(text: str, application: Application) -> bool:
    """Tell whether a script may start this application rather than one beside it."""
    found = application.found
    lines = (line for line in text.splitlines() if not _COMMENT.match(line))
    named = {m["stem"].lower() for line in lines for m in _ARCHIVE.finditer(line[:_LONGEST_LINE])}
    if not named:
        return not found.name
    source = application.tree.source.rstrip("/").rpartition("/")[2]
    own = {found.name, found.called, re.sub(r"\.[jw]ar$", "", source)} - {""}
    return any(
        stem == name or stem.startswith(f"{name}-") or name.startswith(f"{stem}-")
        for stem in named
        for name in (each.lower() for each in own)
    )


def _pairs(text: str) -> Iterator[Pair]:
    known = {match["name"]: match["value"] for match in _ASSIGNED.finditer(text)}
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > _LONGEST_LINE or _COMMENT.match(line):
            continue
        archive = _ARCHIVE.search(line)
        for match in _OPTION.finditer(line):
            argument = match["argument"]
            if argument and not (archive or argument.startswith(_SPRING)):
                continue
            value = _VARIABLE.sub(lambda m: _filled(m, known), match["value"].strip("\\\"'"))
            yield Pair(match["property"] or argument, value, number, match.start("value"))


def _filled(match: re.Match[str], known: dict[str, str]) -> str:
    """Return the value of a script's own variable; one from outside stays open."""
    name = match["unix"] or match["windows"]
    return known.get(name, f"${{{name}}}")
