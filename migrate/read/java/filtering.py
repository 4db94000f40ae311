"""Resources that Maven fills in while it builds -> the same files as the archive holds them.

Resource filtering as the Maven Resources Plugin describes it: `${name}` and `@name@` stand for
properties of the project and of its filter files. Spring Boot's parent fills in `application*`
files and knows `@name@` alone, since `${name}` is Spring's own.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from msgspec import Struct

from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.formats import properties
from migrate.read.java.documents import Node
from migrate.read.java.pom import Pom
from migrate.read.tree import Entry, Tree

_BOOT_PARENT = "spring-boot-starter-parent"
_RESOURCES = "src/main/resources/"
_TEXTS = frozenset({".properties", ".yml", ".yaml", ".xml", ".json", ".conf", ".ini", ".txt"})
_MOST_FILTERS = 50
_MOST_VALUES = 5000
_LARGEST = 1 << 20
_BOTH = re.compile(rb"\$\{([\w.\-]{1,120})\}|@([\w.\-]{1,120})@")
_AT = re.compile(rb"()@([\w.\-]{1,120})@")
_OF_BOOT = re.compile(r"application[^/]{0,200}\.(?:ya?ml|properties)")


class _Rule(Struct, frozen=True):
    """Which files of a folder are filled in."""

    folder: str
    means: Callable[[str], bool]
    marks: re.Pattern[bytes]


class Filtering(Struct, frozen=True):
    """What one module's build fills in."""

    rules: tuple[_Rule, ...]
    value: Callable[[str], str]
    """The value of a name, empty when it is not known."""
    inputs: frozenset[Origin]
    """Files that the build takes values from: no one reads them at run time."""

    def filled(self, entry: Entry) -> Entry:
        """Return a file as the archive holds it."""
        rule = next((r for r in self.rules if entry.path.startswith(r.folder)), None)
        if rule is None or entry.suffix not in _TEXTS or entry.origin() in self.inputs:
            return entry
        if not rule.means(entry.path[len(rule.folder) :]):
            return entry
        marks, whole = rule.marks, entry.origin()
        return Entry(
            entry.path, whole.source, whole.place, lambda: self._content(entry.read(), marks)
        )

    def _content(self, data: bytes, marks: re.Pattern[bytes]) -> bytes:
        if len(data) > _LARGEST:
            return data

        def value(match: re.Match[bytes]) -> bytes:
            said = self.value((match[1] or match[2]).decode())
            return said.encode() if said and "\n" not in said else match[0]

        return marks.sub(value, data)

    def settle(self, found: Found) -> None:
        """Drop what only files tell that the build takes values from."""
        if not self.inputs:
            return
        found.references[:] = [
            each
            for each in found.references
            if not each.origins or any(o.file not in self.inputs for o in each.origins)
        ]
        for item in list(found.items("datasources")):
            places = item["origins"]
            assert isinstance(places, list)
            files = {Origin(str(o["source"]), str(o["place"])).file for o in places}
            if files <= self.inputs:
                found.drop("datasources", item)


def of(pom: Pom, tree: Tree) -> Filtering | None:
    """Return what a project's build fills in; None where it fills in nothing."""
    rules = tuple(_rules(pom))
    if not rules:
        return None
    used, candidates = _filters(pom, tree)
    values: dict[str, str] = {}
    for entry in used:
        for pair in islice(properties.pairs(entry.text() or ""), _MOST_VALUES):
            values[pair.key] = pair.meaning
    inputs = frozenset(entry.origin() for entry in candidates)
    return Filtering(rules, lambda name: _value(pom, values, name), inputs)


def _value(pom: Pom, values: Mapping[str, str], name: str) -> str:
    own = pom.told(f"${{{name}}}")
    return own or pom.told(values.get(name, ""))


def _rules(pom: Pom) -> Iterator[_Rule]:
    told = [
        resource
        for build in pom.builds()
        for resources in build.children("resources")
        for resource in resources.children("resource")
    ]
    for resource in told:
        if pom.told(resource.said("filtering")) == "true":
            folder = pom.inside(resource.said("directory"))
            if folder:
                yield _Rule(folder, _meant(resource), _AT if _is_boots(pom) else _BOTH)
    if not told and _is_boots(pom):
        folder = f"{pom.folder}{_RESOURCES}"
        yield _Rule(folder, lambda path: _OF_BOOT.fullmatch(path) is not None, _AT)


def _is_boots(pom: Pom) -> bool:
    parents = (each.root.child("parent") for each in pom.chain)
    return any(
        parent is not None and parent.said("artifactId") == _BOOT_PARENT for parent in parents
    )


def _meant(resource: Node) -> Callable[[str], bool]:
    """Return which paths a resource's includes and excludes mean."""
    ways = {
        word: [
            _glob(each.text.strip())
            for holder in resource.children(f"{word}s")
            for each in holder.children(word)
        ]
        for word in ("include", "exclude")
    }

    def means(path: str) -> bool:
        taken = not ways["include"] or any(way.fullmatch(path) for way in ways["include"])
        return taken and not any(way.fullmatch(path) for way in ways["exclude"])

    return means


def _glob(pattern: str) -> re.Pattern[str]:
    """Return a pattern of Maven for paths: `**` stands for any folders."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern[:300])
    signs = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(signs.get(part, re.escape(part)) for part in parts))


def _filters(pom: Pom, tree: Tree) -> tuple[list[Entry], list[Entry]]:
    """Return the filter files that the build takes values from, and those it might take."""
    used: list[Entry] = []
    candidates: dict[str, Entry] = {}
    written = [
        each.text.strip()
        for build in pom.builds()
        for filters in build.children("filters")
        for each in filters.children("filter")
    ]
    for path in written[:_MOST_FILTERS]:
        entry = tree.get(pom.inside(path).rstrip("/"))
        if entry is not None:
            used.append(entry)
            candidates.update((each.path, each) for each in _alike(pom, tree, path))
    return used, list(candidates.values())


def _alike(pom: Pom, tree: Tree, written: str) -> Iterator[Entry]:
    """Yield the files that a filter's path may mean, whatever profile is chosen."""
    parts = re.split(r"\$\{[\w.\-]{1,120}\}", pom.bare(written)[:300])
    path = posixpath.join(pom.folder, "[^/]{1,100}".join(map(re.escape, parts)))
    way = re.compile(path)
    yield from (e for e in tree.below(pom.folder, ".properties") if way.fullmatch(e.path))
