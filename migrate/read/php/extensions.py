"""What code calls and Composer requires -> the PHP extensions that a site needs.

Functions of third parties count too: their code runs. An extension is required when some call of
it is not behind a question for it, and optional when all are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct, field

from migrate.knowledge.php import Framework, php_extensions
from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.php import ini
from migrate.read.php.adapters import OLD_MYSQL, adapts, replaced
from migrate.read.php.composer import Composer
from migrate.read.php.survey import File, Survey
from migrate.read.tree import Tree

_PLACES = 5
_WINDOWS = frozenset({"com_dotnet"})
"""Extensions that exist on Windows only: what runs elsewhere too does without."""


_PDO = {
    "mysql": "pdo_mysql", "postgresql": "pdo_pgsql", "sqlite": "pdo_sqlite",
    "oracle": "pdo_oci", "sqlserver": "pdo_sqlsrv",
}  # fmt: skip
"""What PDO needs for a database, by the protocol as datasources tell it."""


class Need(Struct):
    """An extension, and where it is used."""

    count: int = 0
    required: bool = False
    declared: bool = False
    origins: list[Origin] = field(default_factory=list)


def tell(survey: Survey, composer: Composer, tree: Tree, found: Found) -> None:
    """Add the extensions; those that only a php.ini loads are optional."""
    needs: defaultdict[str, Need] = defaultdict(Need)
    for name, origin in _loaded(tree):
        needs[name].count += 1
        needs[name].origins.append(origin)
    for name, origin in _demanded(composer):
        _declare(needs[_extension(name)], origin)
    others = replaced(survey)
    for file in survey.files:
        beside = file.entry.path in others
        for name, line, asked in _uses(file, survey):
            need = needs[name]
            need.count += 1
            # A third party's code offers more ways than the application takes.
            asked = asked or (name == OLD_MYSQL and beside)
            need.required = need.required or not (asked or file.foreign or name in _WINDOWS)
            origin = file.entry.origin(line)
            if len(need.origins) < _PLACES and origin not in need.origins:
                need.origins.append(origin)
    for name in sorted(needs):
        need = needs[name]
        for origin in need.origins or ():
            found.item(
                "php.extensions", origin, name=name, count=need.count, required=need.required
            )


def of_databases(framework: Framework | None, found: Found) -> None:
    """Add what PDO needs for the databases that settings name, where no call tells it."""
    if framework is None or not framework.pdo:
        return
    known = {item["name"]: item for item in found.items("php.extensions")}
    for item in found.items("datasources"):
        name = _PDO.get(str(item.get("driver")), "")
        if name in known:
            known[name]["required"] = True
        elif name:
            for origin in _origins(item["origins"]):
                found.item("php.extensions", origin, name=name, count=1, required=True)


def _origins(written: object) -> Iterator[Origin]:
    for place in written if isinstance(written, list) else ():
        yield Origin(place["source"], place["place"])


def _demanded(composer: Composer) -> Iterator[tuple[str, Origin]]:
    """Yield what composer.json and the installed packages require."""
    for name, (_, origin) in sorted(composer.requires.items()):
        if name.startswith("ext-"):
            yield name, origin
    for _, name, _, origin in composer.package_platform:
        if name.startswith("ext-"):
            yield name, origin


def _loaded(tree: Tree) -> Iterator[tuple[str, Origin]]:
    """Yield what the site's php.ini loads: `extension=php_redis.dll`, `extension=gd`."""
    for one in ini.directives(tree):
        if one.name in ("extension", "zend_extension") and one.value:
            file = re.split(r"[/\\]", one.value)[-1].lower()
            name = re.sub(r"\.(?:so|dll)$", "", file).removeprefix("php_")
            if re.fullmatch(r"[a-z][a-z0-9_]{1,30}", name):
                yield {"gd2": "gd"}.get(name, name), one.entry.origin(one.line)


def _extension(required: str) -> str:
    name = required.removeprefix("ext-").lower()
    return {"zend-opcache": "opcache", "pdo-mysql": "pdo_mysql"}.get(name, name)


def _declare(need: Need, origin: Origin) -> None:
    need.required = need.declared = True
    need.count += 1
    if len(need.origins) < _PLACES:
        need.origins.append(origin)


def _uses(file: File, survey: Survey) -> Iterator[tuple[str, int, bool]]:
    """Yield extension, line and whether the use is behind a question.

    `RedisCache.php` is one of several ways, and asks by being chosen.
    """
    known, seen = php_extensions(), file.seen
    wondered = seen.asked | {known.of_function(name) for name in seen.asked}
    stem = file.entry.name.lower()
    for calls, guarded in ((seen.calls, False), (seen.guarded, True)):
        for name, lines in calls.items():
            extension = known.of_function(name) if not survey.defines(name, file) else ""
            if extension:
                asked = guarded or bool({name, extension} & wondered) or adapts(extension, stem)
                yield from ((extension, line, asked) for line in lines)
    for name, lines in seen.classes.items():
        extension = known.classes.get(name, "") if name not in survey.own else ""
        if extension:
            asked = bool({name, extension} & wondered) or adapts(extension, stem)
            yield from ((extension, line, asked) for line in lines)
    for name, line in seen.constants.items():
        extension = known.of_constant(name)
        if extension:
            yield extension, line, True
    for extension, line in seen.drivers:
        yield extension, line, adapts(extension, stem)
