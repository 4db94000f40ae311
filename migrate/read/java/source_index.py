"""Java source files of one application -> one index of what they use, as class files have it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from migrate.model.code import Use, UseKind
from migrate.model.origin import Origin
from migrate.model.reason import Because
from migrate.read.java import java_source
from migrate.read.java.annotations import Annotation
from migrate.read.java.code_index import Call, Placed
from migrate.read.java.java_annotations import Note
from migrate.read.java.java_arguments import Handed
from migrate.read.java.java_source import Source
from migrate.read.tree import Entry

MOST_PLACES = 50
_MOST_FILES = 30_000
_MOST_SLOW = 2
"""Files whose parsing was given up: the rest is of the same making."""
_MOST_STRING = 1000
_MOST_STRINGS = 100_000
_OBJECT = "java.lang.Object"
_MOST_CALLS = 20_000
_VALUE = "org.springframework.beans.factory.annotation.Value"
_IGNORED = frozenset({_OBJECT, "java.lang.String", ""})
"""Types that every class uses."""
_OF_OBJECT = frozenset(
    {"clone", "equals", "finalize", "getClass", "hashCode", "notify", "notifyAll"}
    | {"toString", "wait"}
)
"""Anything else that seems to be called of `Object` is a method of the application's own."""
_Key = tuple[UseKind, str, tuple[str, ...] | None]


class SourceIndex:
    """What the sources of an application use, and on which lines."""

    def __init__(self, own: frozenset[str]) -> None:
        """Start with no file; `own` are the types of the files that follow."""
        self._own = set(own)
        self._count = 0
        self._supers: dict[str, tuple[str, tuple[str, ...], Placed]] = {}
        self._methods: dict[str, frozenset[str]] = {}
        self._types: dict[str, list[Placed]] = {}
        self._members: dict[tuple[str, str, tuple[str, ...] | None], list[Placed]] = {}
        self._fields: dict[tuple[str, str], list[Placed]] = {}
        self._strings: dict[str, list[Placed]] = {}
        self._notes: list[tuple[Note, Placed]] = []
        self._constants: dict[str, str] = {}
        self._calls: list[tuple[Handed, Placed]] = []

    def __len__(self) -> int:
        """Return how many files were read."""
        return self._count

    def add(self, source: Source) -> None:
        """Take what one file tells."""
        self._count += 1
        entry = source.entry
        for each in source.declared:
            self._own.add(each.name)
            self._methods[each.name] = each.methods
            self._supers[each.name] = (each.above, each.interfaces, Placed(entry, each.line))
        for name, at in source.types:
            _collect(self._types.setdefault(name, []), entry, at)
        for member in source.members:
            key = (member.owner, member.name, member.parameters)
            _collect(self._members.setdefault(key, []), entry, member.line)
        for read in source.fields:
            _collect(self._fields.setdefault((read.owner, read.name), []), entry, read.line)
        for text, at in source.strings:
            if 0 < len(text) <= _MOST_STRING and len(self._strings) < _MOST_STRINGS:
                _collect(self._strings.setdefault(text, []), entry, at)
        for call in source.calls:
            if len(self._calls) < _MOST_CALLS:
                self._calls.append((call, Placed(entry, call.line)))
        self._notes.extend((each, Placed(entry, each.line)) for each in source.notes)
        self._constants.update(source.constants)

    def users(self, prefix: str) -> tuple[Entry, ...]:
        """Return the first places that use a type whose dotted name begins so."""
        found = (
            p for name, places in self._types.items() if name.startswith(prefix) for p in places
        )
        return _first(found)

    def callers(self, owner: str, *names: str) -> tuple[Entry, ...]:
        """Return the first places that use members of a type, by name (`<init>`: make one)."""
        found = (
            place
            for (owned, name, _), places in self._members.items()
            if (not names or name in names) and owned == owner
            for place in places
        )
        return _first(found)

    def mentions(self, class_: str) -> bool:
        """Tell whether a class of the application is named by code outside of its own file."""
        home = self._supers[class_][2].path if class_ in self._supers else ""
        # The text rather than the types found in it: not every written name can be resolved.
        word = re.compile(rf"(?<![\w$]){re.escape(re.split('[.$]', class_)[-1])}(?![\w$])")
        files = {place.path: place for _, _, place in self._supers.values()}
        return any(
            path != home and word.search(place.text() or "") for path, place in files.items()
        )

    def calls_any(self, table: Mapping[str, Sequence[str]]) -> bool:
        """Tell whether anything uses any of some types' members, any member where none is named."""
        return any(
            owner in table and (not table[owner] or name in table[owner])
            for owner, name, _ in self._members
        )

    def calls(self) -> Iterator[tuple[Call, Entry]]:
        """Yield calls that may name a topic or queue, with the texts that are handed over."""
        known = {**self._constants, **dict(self._filled())}
        for each, place in self._calls:
            texts = {n: text for n in each.arguments if (text := each.text(n, known)) is not None}
            yield Call(each.owner, each.name, each.count, texts, each.strings), place

    def _filled(self) -> Iterator[tuple[str, str]]:
        """Yield fields that Spring fills from settings: `@Value("${orders.topic}")`."""
        for note, _ in self._notes:
            if note.name == _VALUE and note.on == "field":
                text = note.with_constants(self._constants).elements.get("value", "")
                yield f"{note.owner}.{note.member}", text

    def strings(self) -> Iterator[tuple[str, tuple[Entry, ...]]]:
        """Yield the string constants with the places that hold them. They may be secrets."""
        for text, places in self._strings.items():
            yield text, tuple(places)

    def annotations(self) -> Sequence[tuple[Annotation, Entry]]:
        """Return every annotation with its place."""
        return [(note.with_constants(self._constants), place) for note, place in self._notes]

    def supertypes(self) -> Iterator[tuple[str, str, tuple[str, ...], Entry]]:
        """Yield class, superclass, interfaces and place."""
        for name, (above, interfaces, place) in self._supers.items():
            yield name, above, interfaces, place

    def uses(self) -> tuple[Use, ...]:
        """Return what rules about code are asked of, sorted by kind and name."""
        found: dict[_Key, list[Placed]] = {}
        for (kind, name, parameters), places in self._all():
            found.setdefault((kind, name, parameters), []).extend(places)
        uses = [
            Use(kind, name, tuple(_origins(places)), parameters)
            for (kind, name, parameters), places in found.items()
        ]
        for each, place in self.annotations():
            uses.append(Use("annotation", each.name, (place.origin(),), None, each.elements))
        return tuple(sorted(uses, key=lambda use: (use.kind, use.name, use.parameters or ())))

    def _all(self) -> Iterator[tuple[_Key, list[Placed]]]:
        for name, places in self._types.items():
            if name not in self._own and name not in _IGNORED:
                yield ("type", name, None), places
        for (owner, name, parameters), places in self._members.items():
            above = self._outside(owner, name)
            if not above or above in self._own or (above == _OBJECT and name not in _OF_OBJECT):
                continue
            if name == "<init>":
                yield ("constructor", above, parameters), places
            else:
                yield ("method", f"{above}.{name}", parameters), places
        for (owner, name), places in self._fields.items():
            if owner not in self._own and owner not in _IGNORED:
                yield ("field", f"{owner}.{name}", None), places
        yield from self._above()

    def _above(self) -> Iterator[tuple[_Key, list[Placed]]]:
        for above, interfaces, place in self._supers.values():
            if above not in self._own and above not in _IGNORED:
                yield ("inherits", above, None), [place]
            for name in interfaces:
                if name not in self._own:
                    yield ("implements", name, None), [place]

    def _outside(self, owner: str, name: str) -> str:
        """Return the class that a member is inherited from; empty for one of the application."""
        steps = 0
        while owner in self._supers and steps < 100:
            if name in self._methods[owner]:
                return ""
            owner, steps = self._supers[owner][0], steps + 1
        return owner


def index(entries: Iterable[tuple[Entry, str]]) -> SourceIndex:
    """Return the index of source files, each with its path below its source folder."""
    files = [pair for pair in entries][:_MOST_FILES]
    own = frozenset(path.removesuffix(".java").replace("/", ".") for _, path in files)
    found = SourceIndex(own)
    slow = 0
    for entry, _ in files:
        if slow < _MOST_SLOW:
            found.add(java_source.read(entry, own))
            slow += entry.fault is not None and entry.fault.id == "read.source.slow"
        else:
            entry.fault = Because("read.source.slow")
    return found


def _collect(places: list[Placed], entry: Entry, at: int) -> None:
    if len(places) < MOST_PLACES and not (
        places and places[-1].line == at and places[-1].path == entry.path
    ):
        places.append(Placed(entry, at))


def _first(found: Iterable[Placed]) -> tuple[Entry, ...]:
    unique = {(place.path, place.line): place for place in found}
    return tuple(unique[key] for key in sorted(unique)[:MOST_PLACES])


def _origins(places: Sequence[Placed]) -> list[Origin]:
    return list(dict.fromkeys(place.origin() for place in places))[:MOST_PLACES]
