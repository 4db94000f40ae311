"""The files of a tree -> which framework they are built with, in which version."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from migrate.knowledge.php import Framework, VersionAt, php_frameworks
from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.php.composer import Composer
from migrate.read.php.constants import constants
from migrate.read.tree import Entry, Tree

_NUMBER = re.compile(
    r"[vV]?\.?(\d{1,8}(?:\.\d{1,8}){0,4}(?:[.\-]?(?:[a-z]{1,9}\.?\d{0,4}))?)(?![\w])"
)
_LARGEST = 1 << 20


class Stated(Struct, frozen=True):
    """A version as a file states it."""

    version: str
    origin: Origin
    constraint: bool = False


def framework_roots(tree: Tree, apart: Callable[[str], bool]) -> set[str]:
    """Return the folders that hold what gives a framework away; `apart` ones are left out."""
    folders = _folders(tree)
    candidates: defaultdict[str, set[int]] = defaultdict(set)
    anchors = _anchors()
    for path in (*(entry.path for entry in tree.entries()), *folders):
        for anchor, number in anchors.get(path.rsplit("/", 1)[-1], ()):
            if path == anchor or path.endswith(f"/{anchor}"):
                candidates[path[: len(path) - len(anchor)]].add(number)
    known = php_frameworks()
    return {
        folder
        for folder, numbers in candidates.items()
        if not apart(folder) and any(fits(known[n], tree, folder, folders) for n in numbers)
    }


def recognise(tree: Tree) -> tuple[Framework | None, tuple[Origin, ...]]:
    """Return the framework of the application at the root of a tree, and what gives it away."""
    folders = _folders(tree)
    for framework in php_frameworks():
        if fits(framework, tree, "", folders):
            files = (tree.get(path) for path in (*framework.all, *framework.any))
            return framework, tuple(file.origin() for file in files if file)[:4]
    return None, ()


def fits(framework: Framework, tree: Tree, folder: str, folders: set[str]) -> bool:
    """Tell whether a folder holds a framework."""

    def there(path: str) -> bool:
        return tree.get(folder + path) is not None or folder + path in folders

    if not all(there(path) for path in framework.all):
        return False
    if framework.any and not any(there(path) for path in framework.any):
        return False
    for path, words in framework.contains.items():
        entry = tree.get(folder + path)
        if entry is None or words.lower() not in (entry.text() or "").lower():
            return False
    return bool(framework.all or framework.any)


def tell(framework: Framework | None, origins: Sequence[Origin], tree: Tree, found: Found) -> None:
    """Add the framework with its version, or why that is not known."""
    if framework is None:
        found.fact("php.framework", {"name": "plain", "version": None}, confidence=0.6)
        return
    composer = Composer.of(tree)
    stated = next((s for at in framework.version for s in versions_at(at, tree, composer)), None)
    value = {"name": framework.name, "version": None}
    if stated is None:
        places = ", ".join(dict.fromkeys(at.file for at in framework.version if at.file))
        reason = "read.php.version_place" if places else "read.php.version_nowhere"
        found.unknown("php.framework.version", reason, places=places, framework=framework.name)
    elif stated.constraint:
        value["constraint"] = stated.version
        reason = "read.php.version_constraint"
        found.unknown("php.framework.version", reason, constraint=stated.version)
    else:
        value["version"] = stated.version
    where = (*origins, stated.origin) if stated else tuple(origins)
    found.fact("php.framework", value, *where)


def versions_at(at: VersionAt, tree: Tree, composer: Composer) -> Iterator[Stated]:
    """Yield the version that stands at a place, when it does."""
    if at.package or at.constraint:
        package = composer.locked(at.package) if at.package else None
        if package is not None:
            yield Stated(package.version, package.origins[0])
        elif at.constraint in composer.requires:
            text, origin = composer.requires[at.constraint]
            yield Stated(text, origin, constraint=True)
        return
    entry = tree.get(at.file)
    if entry is None:
        return
    if at.names:
        yield from _named(at.names, entry)
    elif at.json:
        yield from _in_json(at.json, entry)
    elif at.pattern:
        match = re.search(at.pattern, (entry.text() or "")[:20_000])
        if match:
            line = (entry.text() or "").count("\n", 0, match.start(1)) + 1
            yield Stated(match[1], entry.origin(line))


def plain_version(written: str) -> str:
    """Return the number in a version that carries words: `v2.7.3`, `4.1+ (Build: 2022)`."""
    match = _NUMBER.match(written.strip())
    return match[1] if match else " ".join(written.split())[:60]


def _named(names: Sequence[str], entry: Entry) -> Iterator[Stated]:
    source = entry.content()
    if len(source) > _LARGEST:
        return
    known = constants(source)
    parts = [known[name] for name in names if name in known and known[name].text]
    if len(parts) == len(names) or (parts and len(names) > 2 and len(parts) == len(names) - 1):
        joined = ".".join(part.text for part in parts)
        yield Stated(plain_version(joined), entry.origin(parts[0].line))


def _in_json(path: str, entry: Entry) -> Iterator[Stated]:
    try:
        value: object = json.loads(entry.text() or "")
    except (ValueError, RecursionError):
        return
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, str) and value:
        line = (entry.text() or "").split(value)[0].count("\n") + 1
        yield Stated(value, entry.origin(line))


def _folders(tree: Tree) -> set[str]:
    found: set[str] = set()
    for entry in tree.entries():
        folder = entry.path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _anchors() -> dict[str, list[tuple[str, int]]]:
    by_name: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for number, framework in enumerate(php_frameworks()):
        for path in (*framework.all, *framework.any):
            by_name[path.rsplit("/", 1)[-1]].append((path, number))
    return dict(by_name)
