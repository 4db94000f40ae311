"""What is known of a site -> the interval of PHP versions that it runs on, with evidence.

What Composer, the framework and the code's own checks declare counts before what its forms and
calls let one guess. Third parties' code counts by what its packages declare, not by its forms: it
carries branches for versions that it never sees. A removed function that contradicts the lowest
version is called where nobody passes; it is told in `php.removed_calls`, but is no bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from migrate.knowledge.php import Framework, php_versions
from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.php import code_evidence, ini
from migrate.read.php.code_evidence import Evidence
from migrate.read.php.composer import Composer
from migrate.read.php.constraints import before, bounds, number, short
from migrate.read.php.frameworks import versions_at
from migrate.read.php.survey import Survey
from migrate.read.php.unreached import Unreached
from migrate.read.php.vhosts import Handler
from migrate.read.tree import Tree

_TOLD = 12
"""Forms and functions named as evidence for each bound."""
_DECLARED = frozenset({"composer", "platform", "framework", "check", "package"})
_HANDLER = re.compile(
    r"(?i)^\s*(?:AddHandler|SetHandler|AddType|FCGIWrapper)\s.*?(?:php|cgi-|lsapi)\D{0,9}(?<!\d)([578])\.?(\d)(?!\d)"
)
_FROM = re.compile(r"(?im)^\s{0,9}FROM\s+\S{0,200}?php(?:-fpm|-apache|-cli)?:(\d)\.(\d{1,2})")
_NUMBER = re.compile(r"^\s*v?(\d\.\d{1,2}(?:\.\d{1,3})?)\s*$")


def tell(
    survey: Survey,
    never: Unreached,
    framework: Framework | None,
    handlers: Iterable[Handler],
    tree: Tree,
    found: Found,
) -> None:
    """Add the interval and the calls of removed functions."""
    composer = Composer.of(tree)
    stated = [*_framework(framework, tree), *code_evidence.checks(survey)]
    evidence = [
        *_composer(composer),
        *_platform_check(tree),
        *stated,
        *code_evidence.forms(survey),
        *(code_evidence.added(survey, composer) if not stated else ()),
        *code_evidence.removed(survey, never, found),
        *_switched_on(tree),
        *_today(tree),
        *(Evidence("runs", one.version, "server", one.text, (one.origin,)) for one in handlers),
    ]
    lowest = max((e.version for e in evidence if e.bound == "min"), key=number, default=None)
    ends = [e for e in evidence if e.bound == "max"]
    if lowest:
        ends = [e for e in ends if number(e.version) >= number(short(lowest))]
    highest = min((e.version for e in ends), key=number, default=None)
    if not lowest and not highest:
        _only_today(evidence, found)
        return
    telling = [e for e in evidence if e.version in (lowest, highest)]
    declared = any(e.how in _DECLARED for e in telling)
    value = {
        "min": short(lowest) if lowest else None,
        "max": highest,
        "evidence": [_item(one) for one in _strongest(evidence)],
    }
    if lowest and len(number(lowest)) > 2:
        value["min_patch"] = lowest
    today = next((e.version for e in evidence if e.bound == "runs"), None)
    if today:
        value["runs"] = today
    origins = tuple(dict.fromkeys(o for one in telling for o in one.origins[:1]))
    found.fact("php.version", value, *origins, confidence=0.95 if declared else 0.8)


def _strongest(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Return what is declared, and of what code tells the strongest."""
    declared = [e for e in evidence if e.bound == "runs" or e.how in _DECLARED]
    seen = [e for e in evidence if e not in declared]
    low = sorted((e for e in seen if e.bound == "min"), key=lambda e: number(e.version))[-_TOLD:]
    high = sorted((e for e in seen if e.bound == "max"), key=lambda e: number(e.version))[:_TOLD]
    return [*declared, *reversed(low), *high]


def _only_today(evidence: list[Evidence], found: Found) -> None:
    """Tell the version in use, when nothing else is known: the site runs on that one."""
    runs = [e for e in evidence if e.bound == "runs"]
    if runs:
        value = {"min": None, "max": None, "runs": runs[0].version}
        value["evidence"] = [_item(one) for one in runs]  # type: ignore[assignment]
        found.fact("php.version", value, *runs[0].origins, confidence=0.8)


def _item(evidence: Evidence) -> dict[str, object]:
    return {
        "bound": evidence.bound,
        "version": evidence.version,
        "how": evidence.how,
        "what": evidence.what,
        "origins": [{"source": o.source, "place": o.place} for o in evidence.origins],
    }


def _composer(composer: Composer) -> Iterator[Evidence]:
    if "php" in composer.platform:
        version, origin = composer.platform["php"]
        if number(version):
            yield Evidence(
                "runs", short(version), "platform", f"config.platform {version}", (origin,)
            )
    if "php" in composer.requires:
        constraint, origin = composer.requires["php"]
        yield from _bounds(constraint, "composer", f"php {constraint}", origin)
    strictest: dict[str, Evidence] = {}
    for package, wanted, constraint, origin in composer.package_platform:
        if wanted != "php":
            continue
        for one in _bounds(constraint, "package", f"{package}: php {constraint}", origin):
            known = strictest.get(one.bound)
            if known is None or _tighter(one, known):
                strictest[one.bound] = one
    yield from strictest.values()


def _platform_check(tree: Tree) -> Iterator[Evidence]:
    """Yield what Composer's own check refuses, made from what the packages require."""
    entry = tree.get("vendor/composer/platform_check.php")
    text = (entry.text() or "") if entry else ""
    match = re.search(r"PHP_VERSION_ID >= (\d{5,6})\b", text)
    if entry and match:
        version = f"{int(match[1]) // 10000}.{int(match[1]) // 100 % 100}.{int(match[1]) % 100}"
        origin = entry.origin(text.count("\n", 0, match.start()) + 1)
        yield Evidence("min", version, "package", match[0], (origin,))


def _tighter(one: Evidence, other: Evidence) -> bool:
    higher = number(one.version) > number(other.version)
    return higher if one.bound == "min" else number(one.version) < number(other.version)


def _bounds(constraint: str, how: str, what: str, origin: Origin) -> Iterator[Evidence]:
    low, high = bounds(constraint)
    if low:
        yield Evidence("min", low, how, what[:120], (origin,))
    if high:
        yield Evidence("max", high, how, what[:120], (origin,))


def _framework(framework: Framework | None, tree: Tree) -> Iterator[Evidence]:
    for at in framework.requires if framework else ():
        for stated in versions_at(at, tree, Composer()):
            if number(stated.version):
                what = f"{framework.name if framework else ''} {'.'.join(at.names)}"
                yield Evidence("min", stated.version, "framework", what, (stated.origin,))


def _switched_on(tree: Tree) -> Iterator[Evidence]:
    """Yield directives that are gone and that the site has switched on."""
    known = php_versions().directives
    for one in ini.directives(tree):
        if one.name in known and one.is_on:
            origin = one.entry.origin(one.line)
            yield Evidence("max", before(known[one.name]), "setting", one.name, (origin,))


def _today(tree: Tree) -> Iterator[Evidence]:
    """Yield the version in use: handlers of shared hosting, images, version files."""
    for entry in tree.named(".htaccess", "Dockerfile", ".php-version", ".platform.app.yaml"):
        text = (entry.text() or "")[:100_000]
        for number_, line in enumerate(text.splitlines(), 1):
            match = _matched(entry.name, line)
            if match:
                how = {".htaccess": "server", "Dockerfile": "image"}.get(entry.name, "file")
                yield Evidence("runs", match, how, line.strip()[:120], (entry.origin(number_),))


def _matched(name: str, line: str) -> str:
    if name == ".php-version":
        match = _NUMBER.match(line)
        return short(match[1]) if match else ""
    pattern = _FROM if name == "Dockerfile" else _HANDLER
    found: Iterable[re.Match[str]] = pattern.finditer(line)
    return next((f"{match[1]}.{match[2]}" for match in found), "")
