"""What code uses, sorted by kind and name -> the answers to `java.referenced`.

Thousands of patterns meet a hundred thousand uses: each distinct name is looked at once, in the
part of the sorted names that a pattern's beginning leaves, by the engine and not by Python.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from migrate.model.code import Use
from migrate.rules import java_patterns, patterns
from migrate.rules.java_patterns import NamePattern, Table
from migrate.rules.shape import Referenced

MAX_NAMES = 500
"""Names that one pattern matches."""


class Names:
    """Distinct names, sorted."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take names; those with line breaks are none."""
        self._names = sorted(name for name in set(names) if "\n" not in name)
        self._text = "\n".join(self._names).encode("utf-8", "surrogatepass")
        lengths = map(len, self._text.split(b"\n"))
        self._starts = [0, *accumulate(length + 1 for length in lengths)]

    def matching(self, wanted: NamePattern) -> Iterator[str]:
        """Return the names a pattern means, as they are sorted."""
        first = bisect_left(self._names, wanted.prefix)
        if not wanted.regex:
            if self._names[first : first + 1] == [wanted.prefix]:
                yield wanted.prefix
            return
        last = bisect_left(self._names, f"{wanted.prefix}\U0010ffff")
        part = self._text[self._starts[first] : self._starts[last]].removesuffix(b"\n")
        if not part:
            return
        for count, match in enumerate(patterns.compiled(wanted.regex).finditer(part)):
            if count >= MAX_NAMES:
                return
            yield match.group().decode("utf-8", "surrogatepass")


class Usage:
    """The uses of one component."""

    def __init__(self, uses: Iterable[Use]) -> None:
        """Sort uses by kind and name."""
        self._uses = _filed(uses)
        self._names: Mapping[Table, Names] = {
            table: Names(names) for table, names in self._uses.items()
        }

    def matching(self, asked: Referenced) -> dict[str, list[Use]]:
        """Return name → uses that answer a question."""
        if not asked.annotated and not asked.elements:
            return self._named(asked.pattern, asked.location)
        if asked.location == "ANNOTATION":
            found = self._annotated(asked.pattern, asked)
            also = self._annotated(asked.annotated, asked) if asked.annotated else found
            return found if also else {}
        annotations = self._annotated(asked.annotated or "*", asked)
        if java_patterns.is_any(asked.pattern):
            return annotations
        return _beside(annotations, self._named(asked.pattern, asked.location))

    def _named(self, pattern: str, location: str) -> dict[str, list[Use]]:
        found: dict[str, list[Use]] = {}
        for wanted in java_patterns.parse(pattern, location):
            names = self._names.get(wanted.table)
            for name in names.matching(wanted) if names else ():
                uses = [u for u in self._uses[wanted.table][name] if _fits(u, wanted)]
                if uses:
                    found.setdefault(name, []).extend(uses)
        return found

    def _annotated(self, pattern: str, asked: Referenced) -> dict[str, list[Use]]:
        named = self._named(pattern, "ANNOTATION")
        kept = {name: [u for u in uses if _has(u, asked.elements)] for name, uses in named.items()}
        return {name: uses for name, uses in kept.items() if uses}


def _by_name() -> defaultdict[str, list[Use]]:
    return defaultdict(list)


def _filed(uses: Iterable[Use]) -> Mapping[Table, Mapping[str, list[Use]]]:
    """Return table → name → uses: a method's class is a type in use as well.

    One flat loop that looks at each class's package once: it runs per use (bench/read.py).
    """
    found: defaultdict[Table, defaultdict[str, list[Use]]] = defaultdict(_by_name)
    types, packages = found["type"], found["package"]
    known: dict[str, str] = {}
    for use in uses:
        kind, name = use.kind, use.name.replace("$", ".")
        found[kind][name].append(use)
        type_ = name.rpartition(".")[0] if kind in ("method", "field") else name
        if kind != "type":
            types[type_].append(use)
        package = known.get(type_)
        if package is None:
            package = known[type_] = _package(type_)
        packages[package].append(use)
    return found


def _package(type_: str) -> str:
    """Return the parts before the first that is written like a class."""
    package, _, last = type_.rpartition(".")
    if package.islower() and last[:1].isupper():
        return package
    parts = type_.split(".")
    for number, part in enumerate(parts):
        if part[:1].isupper():
            return ".".join(parts[:number])
    return ".".join(parts[:-1])


def _fits(use: Use, wanted: NamePattern) -> bool:
    if wanted.parameters is None or wanted.table == "type":
        return True
    if use.parameters is None or len(use.parameters) != len(wanted.parameters):
        return False
    return all(map(_same_type, use.parameters, wanted.parameters))


def _same_type(used: str, wanted: str) -> bool:
    used = used.replace("$", ".")
    if wanted == "*" or used == wanted:
        return True
    return "." not in wanted and used.rpartition(".")[2] == wanted


def _has(use: Use, elements: Iterable[tuple[str, str]]) -> bool:
    return all(
        name in use.elements and patterns.search(f"^(?:{value})$", use.elements[name])
        for name, value in elements
    )


def _beside(
    found: Mapping[str, list[Use]], others: Mapping[str, list[Use]]
) -> dict[str, list[Use]]:
    """Return the uses that stand in the files of others."""
    places = {o.file for uses in others.values() for use in uses for o in use.origins}
    kept = {
        name: [use for use in uses if any(o.file in places for o in use.origins)]
        for name, uses in found.items()
    }
    return {name: uses for name, uses in kept.items() if uses}
