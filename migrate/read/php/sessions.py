"""Where a site keeps its sessions: none, files, or external (a database, Redis, Memcached)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from migrate.knowledge.php import Framework
from migrate.read.findings import Found
from migrate.read.php.settings import Setting
from migrate.read.php.survey import Survey
from migrate.read.tree import Tree

_INI = re.compile(
    r"(?im)^[ \t]*(?:php_(?:admin_)?value[ \t]+)?session\.save_handler\s*[=\s]\s*[\"']?(\w+)"
)
_KEYS = re.compile(
    r"(?i)^(?:SESSION_DRIVER|SESSION_TYPE|sess_driver|session_driver|session_handler"
    r"|session_storage|sess_save_type)$"
)
_OPTIONS = re.compile(
    r"""(?i)['"](?:SESSION_OPTIONS|session)['"]\s{0,20}=>\s{0,20}(?:array\s{0,5}\(|\[)"""
    r"""([^()\[\]]{1,2000})"""
)
_OPTION_FILE = re.compile(r"(?:^|/)(?:config|extra)/session\.php$")
_OUTSIDE = re.compile(r"(?i)redis|memcache|mongo|mysql|database|db_?session|cachesession")
_FILES = frozenset({"file", "files", "native"})
_NONE = frozenset({"array", "null", ""})


def tell(
    survey: Survey,
    tree: Tree,
    framework: Framework | None,
    settings: Sequence[Setting],
    found: Found,
) -> None:
    """Add where sessions are kept; the most particular place counts."""
    _by_ini(tree, found)
    _by_call(survey, found)
    _by_options(settings, found)
    for setting in settings:
        if _KEYS.match(setting.pair.key.rsplit(".", 1)[-1]):
            origin = setting.entry.origin(setting.pair.line)
            found.fact("session.use", _kind(setting.pair.value), origin)
    for file, line in survey.calls("session_set_save_handler"):
        found.fact("session.use", "external", file.entry.origin(line), confidence=0.8)
    for file, line in survey.calls("session_start"):
        found.fact("session.use", "files", file.entry.origin(line), confidence=0.9)
    if framework and framework.sessions:
        origins = found.origins("php.framework")
        found.fact("session.use", framework.sessions, *origins[:1], confidence=0.6)
    if not framework and survey.files and not survey.encoded:
        found.fact("session.use", "none", confidence=0.8)


def _by_options(settings: Sequence[Setting], found: Found) -> None:
    """Tell by what stands with the session: ThinkPHP's `type`, Yii's `class`.

    What speaks of files, or of a cache that is set up elsewhere, is left to the framework's own.
    """
    parents: dict[str, list[tuple[int, int]]] = {}
    for setting in settings:
        path = setting.entry.path
        if path not in parents:
            text = setting.entry.text() or ""
            whole = [(0, len(text))] if _OPTION_FILE.search(path) else []
            parents[path] = whole or [match.span(1) for match in _OPTIONS.finditer(text)]
        here = setting.pair.start
        inside = any(start <= here < end for start, end in parents[path])
        tells = inside and setting.pair.key.lower() in ("type", "class", "store")
        if tells and _OUTSIDE.search(setting.pair.value):
            found.fact("session.use", "external", setting.entry.origin(setting.pair.line))


def _by_call(survey: Survey, found: Found) -> None:
    for file in survey.own_files():
        for call in file.seen.looked:
            values = [one.text for one in call.arguments]
            if call.name == "ini_set" and values[:1] == ["session.save_handler"] and values[1:2]:
                found.fact("session.use", _kind(values[1]), file.entry.origin(call.line))


def _by_ini(tree: Tree, found: Found) -> None:
    for entry in tree.named(".user.ini", "php.ini", ".htaccess"):
        text = entry.text() or ""
        match = _INI.search(text)
        if match:
            line = text.count("\n", 0, match.start(1)) + 1
            found.fact("session.use", _kind(match[1]), entry.origin(line))


def _kind(driver: str) -> str:
    name = driver.lower()
    return "files" if name in _FILES else "none" if name in _NONE else "external"
