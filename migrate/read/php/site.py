"""A PHP site goes in; framework, versions, extensions, settings, web server and files come out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from migrate.knowledge.php import Framework
from migrate.read import certificates, config_files
from migrate.read.findings import Found
from migrate.read.php import (
    behaviour,
    calls,
    encoded,
    extensions,
    frameworks,
    schedules,
    sessions,
    settings,
    uses,
    version,
    web,
    written,
)
from migrate.read.php.composer import Composer
from migrate.read.php.layout import SUFFIXES, is_aside, is_foreign, roots
from migrate.read.php.survey import Survey
from migrate.read.php.unreached import Unreached
from migrate.read.reader import Site
from migrate.read.tree import Tree

__all__ = ["KIND", "read", "roots"]

KIND = "php-site"
_LIBRARY = re.compile(r"(?i)(^|/)(libs?|library|libraries)/")


def read(site: Site) -> Iterable[Found]:
    """Read a site; every file is parsed once."""
    found = Found()
    tree = site.tree
    framework, origins = frameworks.recognise(tree)
    frameworks.tell(framework, origins, tree, found)
    survey = Survey(tree)
    for entry, size, line in survey.unparsed:
        origin = entry.origin(line or 0)
        found.item("php.unparsed", origin, file=entry.path, bytes=size, line=line)
    composer = Composer.of(tree)
    never = Unreached(survey, tree)
    handlers = web.tell(site, framework, found)
    version.tell(survey, never, framework, handlers, tree, found)
    extensions.tell(survey, composer, tree, found)
    encoded.tell(survey.encoded, found)
    told = settings.tell(survey, tree, framework, found)
    extensions.of_databases(framework, found)
    calls.tell(survey, found)
    written.tell(survey, framework, told, found)
    sessions.tell(survey, tree, framework, told, found)
    schedules.tell(site, survey, framework, told, found)
    behaviour.tell(survey, tree, framework, told, found)
    found.uses = uses.uses(survey, never)
    found.libraries.extend(composer.packages.values())
    certificates.read_all(certificates.held(site.tree), found)
    product = framework is not None and framework.product
    config_files.sweep(tree, found, _without_settings(tree, product=product))
    _without_own_address(framework, found)
    yield found


def _without_own_address(framework: Framework | None, found: Found) -> None:
    """Leave out references to the address at which the site itself is reached: no calls."""
    keys = {key.lower() for key in framework.address} if framework else set()
    web = [one for one in found.references if one.protocol in ("http", "https")]
    own = {one.target for one in web if one.setting.lower() in keys}
    found.references = [one for one in found.references if one not in web or one.target not in own]


def _without_settings(tree: Tree, *, product: bool) -> frozenset[str]:
    """Return what is others' code; the settings of a product are known by their places."""
    return frozenset(
        entry.path
        for entry in tree.entries()
        if is_foreign(entry.path)
        or is_aside(entry.path)
        or (product and (entry.suffix in SUFFIXES or _LIBRARY.search(entry.path)))
    )
