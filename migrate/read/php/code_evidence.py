"""What the code of a site says by itself of the PHP versions that it runs on -> evidence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from migrate.knowledge.php import php_versions
from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.php.composer import Composer
from migrate.read.php.constraints import before, number
from migrate.read.php.survey import File, Survey, places
from migrate.read.php.unreached import Unreached


class Evidence(Struct, frozen=True):
    """One reason for a bound."""

    bound: str
    """min, max, or `runs` for the version that is in use today."""
    version: str
    how: str
    """composer, platform, package, framework, check, form, function, setting, server, image or
    file."""
    what: str
    origins: tuple[Origin, ...]


def checks(survey: Survey) -> Iterator[Evidence]:
    """Yield the versions below which the code ends the program."""
    for file in survey.own_files():
        refused = file.seen.refuses_below
        if refused and not file.versioned:
            version, line = refused
            what = f"PHP_VERSION < {version}"
            yield Evidence("min", version, "check", what, (file.entry.origin(line),))


def forms(survey: Survey) -> Iterator[Evidence]:
    """Yield the forms of the application's own files, each with its first places."""
    known = php_versions().forms
    since: defaultdict[str, list[tuple[File, int]]] = defaultdict(list)
    for file in survey.own_files():
        for name, lines in file.seen.forms.items():
            if name in known.gone or not file.versioned:
                since[name].extend((file, line) for line in lines[:3])
    needed = [name for name in since if name in known.since]
    for name in sorted(needed, key=lambda n: (number(known.since[n]), n)):
        yield Evidence("min", known.since[name], "form", name, places(since[name]))
    for name in sorted(name for name in since if name in known.gone):
        yield Evidence("max", before(known.gone[name]), "form", name, places(since[name]))


def added(survey: Survey, composer: Composer) -> Iterator[Evidence]:
    """Yield functions that came with a version and that nothing here stands in for.

    They are not asked for where the application itself says which version it needs: what stands
    in for them may be installed elsewhere.
    """
    known = php_versions()
    polyfilled = {
        f"{match[1]}.{match[2]}"
        for name in (*composer.requires, *composer.packages)
        if (match := re.match(r"symfony/polyfill-php(\d)(\d)$", name))
    }
    where: defaultdict[str, list[tuple[File, int]]] = defaultdict(list)
    for file in survey.own_files():
        if file.versioned:
            continue
        for name, lines in file.seen.calls.items():
            if name not in known.since or known.since[name] in polyfilled:
                continue
            if not survey.defines(name, file) and name not in file.seen.asked:
                where[name].extend((file, line) for line in lines[:3])
    for name in sorted(where, key=lambda n: (number(known.since[n]), n)):
        yield Evidence("min", known.since[name], "function", name, places(where[name]))


def removed(survey: Survey, never: Unreached, found: Found) -> Iterator[Evidence]:
    """Yield functions that are gone, and tell each one's calls, those apart that never happen."""
    known = php_versions()
    where: defaultdict[str, list[tuple[File, int]]] = defaultdict(list)
    nowhere: defaultdict[str, list[tuple[File, int]]] = defaultdict(list)
    for file in survey.own_files():
        for name, lines in file.seen.calls.items():
            if name in known.gone and name not in survey.asked and not survey.defines(name, file):
                for line in lines:
                    told = nowhere if never.is_so(file, name, line) else where
                    told[name].append((file, line))
    for name in sorted({*where, *nowhere}):
        for calls, note in ((where[name], {}), (nowhere[name], {"note": "unreached"})):
            for origin in places(calls):
                found.item(
                    "php.removed_calls",
                    origin,
                    function=name,
                    gone_in=known.gone[name],
                    count=len(calls),
                    **note,
                )
        if where[name] and not name.startswith(known.elsewhere):
            yield Evidence("max", before(known.gone[name]), "function", name, places(where[name]))
