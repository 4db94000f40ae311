"""The settings files of a PHP site -> settings without secrets, references, what they tell."""

from __future__ import annotations

import re
from collections.abc import Iterable

from migrate.knowledge.php import Framework
from migrate.read import config_files
from migrate.read.findings import Found
from migrate.read.php.code import Call, Seen
from migrate.read.php.entries import entries
from migrate.read.php.layout import SETTINGS, SUFFIXES, is_aside, is_foreign
from migrate.read.php.parser import LARGEST
from migrate.read.php.survey import Survey
from migrate.read.redact import Form, redact
from migrate.read.tree import Entry, Tree
from migrate.read.values import Pair

_PHP = Form("php", "php")
_FOLDER = re.compile(r"(file_public_path|upload_?(dir|path)|files_?path)$")
_NO_SETTINGS = re.compile(r"(?i)(^|[/.\-_])(sample|example|default|dist)([/.\-_]|$)")
_CONNECTING = frozenset(
    [
        "mysql_connect",
        "mysql_pconnect",
        "mysqli_connect",
        "mysqli_real_connect",
        "pg_connect",
        "oci_connect",
        "mssql_connect",
        "sqlsrv_connect",
        "ldap_connect",
        "pdo",
        "mysqli",
    ]
)


def tell(survey: Survey, tree: Tree, framework: Framework | None, found: Found) -> None:
    """Keep every settings file, and every other file that connects with literals."""
    named = set(framework.settings if framework else ())
    product = framework is not None and framework.product
    seen = {file.entry.path: file.seen for file in survey.files}
    for entry in tree.entries():
        if entry.suffix in SUFFIXES and not is_foreign(entry.path) and not is_aside(entry.path):
            if entry.path in named or _is_settings(entry, seen.get(entry.path), product):
                _keep(entry, found)
        elif entry.path in named or entry.name.startswith(".env"):
            config_files.keep(entry, found)


def _is_settings(entry: Entry, seen: Seen | None, product: bool) -> bool:
    """Tell whether a file holds settings; a product's are known by their places."""
    if _NO_SETTINGS.search(entry.name):
        return False
    if not product and SETTINGS.search(entry.name) and not (seen and seen.own):
        return True
    if seen is None:
        return False
    return any(_connects(call) for call in seen.looked)


def _connects(call: Call) -> bool:
    return call.name.removeprefix("new ") in _CONNECTING and any(
        one.whole and one.text for one in call.arguments[:3]
    )


def _keep(entry: Entry, found: Found) -> None:
    text, encoding = entry.decoded()
    if not text or len(text) > LARGEST:
        return
    settings = redact(entry, text, encoding, list(entries(text)), _PHP)
    if not settings.keys:
        return
    config_files.add(settings, entry, found)
    _told(settings.pairs, entry, found)


def _told(pairs: Iterable[Pair], entry: Entry, found: Found) -> None:
    """Add folders for files and the character set."""
    for pair in pairs:
        name = pair.key.lower()
        if _FOLDER.search(name) and pair.value:
            origin = entry.origin(pair.line)
            found.item("files.written", origin, path=pair.value, holds="upload", how="setting")
        elif name == "charset" and pair.value:
            found.fact("charset", pair.value, entry.origin(pair.line))
