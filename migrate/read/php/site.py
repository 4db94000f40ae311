"""A PHP site goes in; framework, versions, extensions, settings, web server and files come out."""

from __future__ import annotations

from collections.abc import Iterable

from migrate.read import crontab
from migrate.read.findings import Found
from migrate.read.php import (
    encoded,
    extensions,
    frameworks,
    settings,
    version,
    web,
)
from migrate.read.php.composer import Composer
from migrate.read.php.layout import roots
from migrate.read.php.survey import Survey
from migrate.read.reader import Site

__all__ = ["KIND", "read", "roots"]

KIND = "php-site"


def read(site: Site) -> Iterable[Found]:
    """Read a site; every file is parsed once."""
    found = Found()
    tree = site.tree
    framework, origins = frameworks.recognise(tree)
    frameworks.tell(framework, origins, tree, found)
    survey = Survey(tree)
    composer = Composer.of(tree)
    version.tell(survey, framework, tree, found)
    extensions.tell(survey, composer, found)
    encoded.tell(survey.encoded, found)
    settings.tell(survey, tree, framework, found)
    web.tell(site, framework, found)
    for entry in tree.entries():
        if entry.name in crontab.NAMES or "cron.d/" in entry.path:
            crontab.read(entry, found)
    _behaviour(survey, found)
    found.libraries.extend(composer.packages.values())
    yield found


def _behaviour(survey: Survey, found: Found) -> None:
    for file, line in survey.calls("session_start"):
        found.fact("session.use", "files", file.entry.origin(line))
    for file in survey.own_files():
        for call in file.seen.looked:
            zone = call.arguments[0].text if call.arguments else ""
            if call.name == "date_default_timezone_set" and zone:
                found.fact("timezone", zone, file.entry.origin(call.line))
