"""The application's own class files -> one index of what they use, by name.

Each class is read once. Types and members of the application itself are left out: what counts is
what it needs of the JDK, the server and of libraries.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from migrate.model.code import Use, UseKind
from migrate.model.origin import Origin
from migrate.model.reason import Because
from migrate.read.java.annotations import Annotation, of_class
from migrate.read.java.classfile import ClassFile, DamagedClassError, dotted, parameters
from migrate.read.java.code_index import Call
from migrate.read.tree import Entry

MOST_PLACES = 20
"""Places kept of one name: evidence, not statistics."""
_MOST_STRING = 1000
_MOST_STRINGS = 100_000
_FIELD = 9
_VERSIONS = "META-INF/versions/"
_OBJECT = b"java/lang/Object"
_IGNORED = frozenset({_OBJECT, b"java/lang/String", b""})
"""Types that every class uses."""
_OF_OBJECT = frozenset(
    {b"clone", b"equals", b"finalize", b"getClass", b"hashCode", b"notify", b"notifyAll"}
    | {b"toString", b"wait"}
)
"""Anything else that seems to be called of `Object` is a method of the application's own."""

_Member = tuple[int, bytes, bytes, bytes]
_Places = dict[bytes, list[int]]


class ClassIndex:
    """What the classes of an application use, and where."""

    def __init__(self, own: frozenset[bytes] = frozenset()) -> None:
        """Start with no class; `own` are the names of classes that are known to follow."""
        self._own = own
        self._entries: list[Entry] = []
        self._types: _Places = {}
        self._members: dict[_Member, list[int]] = {}
        self._strings: _Places = {}
        self._supers: dict[bytes, tuple[bytes, tuple[bytes, ...], int]] = {}
        self._annotations: list[tuple[Annotation, int]] = []
        self._majors: dict[int, int] = {}
        self.damaged: list[Entry] = []
        """Entries that are named like class files and are none."""

    def __len__(self) -> int:
        """Return how many classes were read."""
        return len(self._entries)

    def add(self, entry: Entry) -> None:
        """Read one class file."""
        data = entry.content()
        try:
            parsed = ClassFile(data)
        except DamagedClassError as wrong:
            self.damaged.append(entry)
            if entry.fault is None:
                detail = Because("read.damaged", {"detail": str(wrong)})
                entry.fault = detail if data else Because("read.empty")
            return
        number = len(self._entries)
        self._entries.append(entry)
        self._majors.setdefault(parsed.major, number)
        self._supers[parsed.name] = (parsed.superclass, parsed.interfaces, number)
        _collect(self._types, parsed.types(self._own), number)
        _collect(self._members, parsed.members(self._own), number)
        _collect(self._strings, parsed.strings(), number)
        self._annotations.extend((found, number) for found in of_class(parsed))

    @property
    def major(self) -> tuple[int, Entry] | None:
        """The highest class file version and the first class that has it."""
        if not self._majors:
            return None
        highest = max(self._majors)
        return highest, self._entries[self._majors[highest]]

    def own(self) -> Iterator[str]:
        """Yield the names of the classes themselves, dotted."""
        return (dotted(name) for name in self._supers)

    def users(self, prefix: str) -> tuple[Entry, ...]:
        """Return the first classes that use a type whose dotted name begins so."""
        wanted, names = prefix.replace(".", "/").encode(), self._sorted_types
        found: set[int] = set()
        for at in range(bisect_left(names, wanted), len(names)):
            if not names[at].startswith(wanted):
                break
            found.update(self._types[names[at]])
        return tuple(self._entries[n] for n in sorted(found)[:MOST_PLACES])

    def callers(self, owner: str, *names: str) -> tuple[Entry, ...]:
        """Return the first classes that use members of a type, by name (`<init>`: make one)."""
        members = self._members_of.get(owner.replace(".", "/").encode(), {})
        called = [name.encode() for name in names] or members
        found = {n for name in called for places in members.get(name, ()) for n in places}
        return tuple(self._entries[n] for n in sorted(found)[:MOST_PLACES])

    def mentions(self, class_: str) -> bool:
        """Tell whether a class of the application is named by code outside of its own file.

        The index leaves the application's own names out, so this searches the files: few ask.
        """
        name = class_.replace(".", "/").encode()
        home = name.partition(b"$")[0]
        inner = home + b"$"
        whole, typed = len(name).to_bytes(2, "big") + name, b"L" + name + b";"
        for itself, (_, _, number) in self._supers.items():
            if itself != home and not itself.startswith(inner):
                content = self._entries[number].content()
                if whole in content or typed in content:
                    return True
        return False

    def calls_any(self, table: Mapping[str, Sequence[str]]) -> bool:
        """Tell whether a class uses any of some types' members."""
        for owner, names in table.items():
            members = self._members_of.get(owner.replace(".", "/").encode())
            if members and (not names or any(name.encode() in members for name in names)):
                return True
        return False

    @functools.cached_property
    def _sorted_types(self) -> list[bytes]:
        """The types in use, sorted: asked for once all classes are read."""
        return sorted(self._types)

    @functools.cached_property
    def _members_of(self) -> dict[bytes, dict[bytes, list[list[int]]]]:
        """Owner → name → places of each of its members: asked for once all classes are read."""
        found: dict[bytes, dict[bytes, list[list[int]]]] = {}
        for (_, owner, name, _), places in self._members.items():
            found.setdefault(owner, {}).setdefault(name, []).append(places)
        return found

    def calls(self) -> Iterator[tuple[Call, Entry]]:
        """Yield nothing: which constant is handed to which method is in no constant pool."""
        yield from ()

    def strings(self) -> Iterator[tuple[str, tuple[Entry, ...]]]:
        """Yield the string constants with the classes that hold them. They may be secrets."""
        for number, (value, places) in enumerate(self._strings.items()):
            if number >= _MOST_STRINGS:
                return
            if 0 < len(value) <= _MOST_STRING:
                yield decoded(value), tuple(self._entries[n] for n in places)

    def annotations(self) -> Sequence[tuple[Annotation, Entry]]:
        """Return every annotation with its class file."""
        return [(found, self._entries[n]) for found, n in self._annotations]

    def supertypes(self) -> Iterator[tuple[str, str, tuple[str, ...], Entry]]:
        """Yield class, superclass, interfaces and class file."""
        for name, (above, interfaces, n) in self._supers.items():
            yield dotted(name), dotted(above), tuple(map(dotted, interfaces)), self._entries[n]

    def uses(self) -> tuple[Use, ...]:
        """Return what rules about code are asked of, sorted by kind and name."""
        found = [*self._type_uses(), *self._member_uses(), *self._above_uses()]
        found += [
            Use("annotation", each.name, self._origins((n,)), None, each.elements)
            for each, n in self._annotations
        ]
        return tuple(sorted(found, key=lambda use: (use.kind, use.name, use.parameters or ())))

    def _type_uses(self) -> Iterator[Use]:
        for name, places in self._types.items():
            if name not in self._supers and name not in _IGNORED:
                yield Use("type", dotted(name), self._origins(places))

    def _member_uses(self) -> Iterator[Use]:
        for (tag, owner, name, descriptor), places in self._members.items():
            above = self._outside(owner)
            if not above or (above == _OBJECT and name not in _OF_OBJECT):
                continue
            if tag == _FIELD:
                yield Use("field", f"{dotted(above)}.{dotted(name)}", self._origins(places))
            elif name == b"<init>":
                made = parameters(descriptor)
                yield Use("constructor", dotted(above), self._origins(places), made)
            else:
                called = f"{dotted(above)}.{dotted(name)}"
                yield Use("method", called, self._origins(places), parameters(descriptor))

    def _above_uses(self) -> Iterator[Use]:
        kinds: dict[tuple[UseKind, bytes], list[int]] = {}
        for above, interfaces, number in self._supers.values():
            for kind, names in (("inherits", (above,)), ("implements", interfaces)):
                for name in names:
                    if name not in self._supers and name not in _IGNORED:
                        kinds.setdefault((kind, name), []).append(number)  # type: ignore[arg-type]
        for (kind, name), places in kinds.items():
            yield Use(kind, dotted(name), self._origins(places[:MOST_PLACES]))

    def _outside(self, owner: bytes) -> bytes:
        """Return the first class above that is not the application's own.

        A servlet calls `this.getServletContext()`: the pool names its own class as the owner.
        """
        steps = 0
        while owner in self._supers and steps < 100:
            owner, steps = self._supers[owner][0], steps + 1
        return owner

    def _origins(self, places: Sequence[int]) -> tuple[Origin, ...]:
        origins = self._class_files
        return tuple([origins[n] for n in places])

    @functools.cached_property
    def _class_files(self) -> list[Origin]:
        """Where each class was read, made once however many names point there."""
        return [entry.origin() for entry in self._entries]


_Name = TypeVar("_Name", bytes, _Member)


def _collect(known: dict[_Name, list[int]], names: Sequence[_Name], number: int) -> None:
    """Note the class that uses some names. One flat loop: it runs per constant."""
    for name in names:
        places = known.get(name)
        if places is None:
            known[name] = [number]
        elif places[-1] != number and len(places) < MOST_PLACES:
            places.append(number)


def index(entries: Iterable[Entry], prefix: str = "") -> ClassIndex:
    """Return the index of class files; module-info and multi-release variants are left out.

    `prefix` is the folder that the packages lie in, `WEB-INF/classes/`.
    """
    meant = [e for e in entries if e.name != "module-info.class" and _VERSIONS not in e.path]
    start, end = len(prefix), len(".class")
    found = ClassIndex(frozenset(e.path[start:-end].encode() for e in meant))
    for entry in meant:
        found.add(entry)
    return found


def decoded(constant: bytes) -> str:
    """Return a string constant; Java's modified UTF-8 writes NUL and rare signs its own way."""
    try:
        return constant.decode("utf-8")
    except UnicodeDecodeError:
        nul = constant.replace(b"\xc0\x80", b"\0")
        try:
            text = nul.decode("utf-8", errors="surrogatepass")
        except UnicodeDecodeError:  # A damaged class file.
            return nul.decode("utf-8", errors="replace")
        return text.encode("utf-16", "surrogatepass").decode("utf-16", errors="replace")
