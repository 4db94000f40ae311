"""The settings files of a PHP site -> settings without secrets, references, what they tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from migrate.knowledge.php import Framework
from migrate.read import config_files
from migrate.read.findings import Found
from migrate.read.formats import option_lines
from migrate.read.pair import Pair
from migrate.read.php import connections, datasources
from migrate.read.php.code import Call, Seen
from migrate.read.php.entries import Keyed, keyed_entries
from migrate.read.php.layout import SETTINGS, SUFFIXES, is_aside, is_foreign
from migrate.read.php.survey import Survey
from migrate.read.redact import Form, redact
from migrate.read.tree import Entry, Tree

_LARGEST = 256 << 10
"""Nobody writes more settings into one file; garbage of that size takes long to be parsed."""
_PHP = Form("php", "php")
_INI = config_files.Format(re.compile(""), Form("ini", "raw"), option_lines.ini)
_INI_LINE = re.compile(r"(?m)^[ \t]{0,20}(?:\[\w{1,60}\]|[\w.]{1,60}[ \t]{1,20}=)")
"""ThinkPHP takes its `.env` for an INI file, with sections; CodeIgniter's keys have dots."""
_NO_SETTINGS = re.compile(r"(?i)(^|[/.\-_])(sample|example|default|dist)([/.\-_]|$)")

_OTHERS = re.compile(r"/(?:session|cache|queue|redis)\.php$")
"""Settings that name no database."""
_MOST_PLACES = 5
_NOTHING = ("", "true", "false", "null")


class Setting(Struct, frozen=True):
    """One key of a settings file, its value without secrets."""

    entry: Entry
    pair: Pair


def tell(
    survey: Survey, tree: Tree, framework: Framework | None, found: Found
) -> tuple[Setting, ...]:
    """Keep every settings file, and every other file that connects with literals."""
    named = set(framework.settings if framework else ())
    product = framework is not None and framework.product
    seen = {file.entry.path: file.seen for file in survey.files}
    usual = _usual(survey, framework)
    told: list[Setting] = []
    for entry in tree.entries():
        if entry.path in named and entry.name.endswith(".ini.php"):
            told.extend(_other(entry, usual, found))
        elif entry.suffix in SUFFIXES and not is_foreign(entry.path) and not is_aside(entry.path):
            if entry.path in named or _is_settings(entry, seen.get(entry.path), product):
                told.extend(_php(entry, usual, found))
        elif entry.path in named or entry.name in (".env", ".env.local", ".env.production"):
            told.extend(_other(entry, usual, found))
    _where_else(tree, named, found)
    _at_run_time(survey, found)
    return tuple(told)


def _where_else(tree: Tree, named: set[str], found: Found) -> None:
    """Say why no database is known, when settings should name one."""
    if not named or found.has("datasources"):
        return
    named = {path for path in named if not _OTHERS.search(path)}
    there = sorted(path for path in named if tree.get(path))
    reason = "read.php.datasources_elsewhere" if there else "read.php.settings_missing"
    found.unknown("datasources", reason, places=", ".join(there or sorted(named)))


def _at_run_time(survey: Survey, found: Found) -> None:
    """Say where code connects with what its file does not set, when no database is known."""
    if found.has("datasources"):
        return
    places = [
        f"{file.entry.path}:{call.line}"
        for file in survey.own_files()
        for call in file.seen.looked
        if connections.is_database(call.name) and not _connects(call, file.seen)
    ]
    if places:
        shown = ", ".join(places[:_MOST_PLACES])
        found.unknown("datasources", "read.php.datasources_at_run_time", places=shown)


def _usual(survey: Survey, framework: Framework | None) -> str:
    """Return the protocol of databases that no setting names: what the code can speak."""
    if framework is not None and (framework.product or framework.database):
        return framework.database or "mysql"
    names = {name for file in survey.files for name in (*file.seen.calls, *file.seen.classes)}
    drivers = {driver for file in survey.files for driver, _ in file.seen.drivers}
    if "pdo_mysql" in drivers or "mysqli" in names:
        return "mysql"
    return "mysql" if any(name.startswith(("mysqli_", "mysql_")) for name in names) else ""


def _is_settings(entry: Entry, seen: Seen | None, product: bool) -> bool:
    """Tell whether a file holds settings; a product's are known by their places."""
    if _NO_SETTINGS.search(entry.name):
        return False
    if not product and SETTINGS.search(entry.name) and not (seen and seen.own):
        return True
    if seen is None:
        return False
    return any(_connects(call, seen) for call in seen.looked)


def _connects(call: Call, seen: Seen) -> bool:
    """Tell whether a call connects with what stands in the file."""
    told = (
        seen.assigned.get(one.variable or one.constant, one)
        for one in connections.telling(call.name, call.arguments)
    )
    return any(one.whole and one.text.lower() not in _NOTHING for one in told)


def _php(entry: Entry, usual: str, found: Found) -> Iterator[Setting]:
    text, encoding = entry.decoded()
    if not text or len(text) > _LARGEST:
        return
    keyed = list(keyed_entries(text))
    settings = redact(entry, text, encoding, _once(keyed), _PHP)
    if settings.keys:
        settings = datasources.enrich(settings, keyed, entry, usual, found)
        config_files.add(settings, entry, found)
    yield from (Setting(entry, pair) for pair in settings.pairs)


def _in_section(pair: Pair) -> Keyed:
    """Return a key of an INI section or XML element as one of those that stand with it."""
    section, dot, name = pair.key.rpartition(".")
    return Keyed(pair, section, "", datasources.role_of(name)[0]) if dot else Keyed(pair, "")


def _once(keyed: Sequence[Keyed]) -> list[Pair]:
    """Return each place once, in the order of the file; as a password where a call takes it so."""
    by_start: dict[int, Pair] = {}
    for one in keyed:
        if one.role == "password" or one.pair.start not in by_start:
            by_start[one.pair.start] = one.pair
    return [by_start[start] for start in sorted(by_start)]


def _other(entry: Entry, usual: str, found: Found) -> Iterator[Setting]:
    """Keep an environment or XML file; what it names as databases is told with them."""
    known = config_files.format_of(entry)
    if known is None:
        return
    if entry.name.startswith(".env") and _INI_LINE.search(entry.text() or ""):
        known = _INI
    settings, _ = config_files.cut(entry, known)
    keyed = [_in_section(pair) for pair in settings.pairs]
    settings = datasources.enrich(settings, keyed, entry, usual, found)
    config_files.add(settings, entry, found)
    yield from (Setting(entry, pair) for pair in settings.pairs)
