"""Names in a Java source file -> full names of types, by its imports and its package.

What several imports on demand could bring is left open rather than guessed.
"""

from __future__ import annotations

from collections.abc import Iterable

from migrate.knowledge.java_types import java_types

_PRIMITIVES = frozenset(
    {"boolean", "byte", "char", "double", "float", "int", "long", "short", "void", "var"}
)


class Names:
    """How the names of one file are to be read."""

    def __init__(self, package: str) -> None:
        """Start without imports."""
        self.package = package
        self._types: dict[str, str] = {}
        self._members: dict[str, str] = {}
        self._on_demand: list[str] = []
        self._open: set[str] = set()
        self._resolved: dict[str, str] = {}

    def imported(self, name: str, *, static: bool) -> None:
        """Take an import: of a type, of a package (`java.io.*`), of a static member."""
        owner, _, last = name.rpartition(".")
        if static:
            if last != "*":
                self._members[last] = binary(owner)
        elif last == "*":
            self._on_demand.append(owner)
        else:
            self._types[last] = binary(name)

    def declared(self, name: str, full: str) -> None:
        """Take a type that the file declares itself."""
        self._types.setdefault(name, full)

    def variable(self, name: str) -> None:
        """Take a type variable, `T`: it is no type."""
        self._open.add(name)

    def member(self, name: str) -> str:
        """Return the type that a static member was imported from, empty when it was not."""
        return self._members.get(name, "")

    def type(self, name: str, own: Iterable[str] = ()) -> str:
        """Return the full name of a type; empty when it cannot be told.

        `own` are all types of the application.
        """
        name = name.partition("<")[0].strip().removesuffix("[]")
        if name not in self._resolved:
            self._resolved[name] = self._find(name, own)
        return self._resolved[name]

    def _find(self, name: str, own: Iterable[str]) -> str:
        first, _, rest = name.partition(".")
        if not first or first in _PRIMITIVES or first in self._open:
            return ""
        if rest:
            if first[0].islower():
                return binary(name)
            outer = self._find(first, own)
            return f"{outer}${rest.replace('.', '$')}" if outer else ""
        return self._types.get(first) or self._nearby(first, own)

    def _nearby(self, name: str, own: Iterable[str]) -> str:
        """Look in the file's package, the packages imported whole, and java.lang."""
        beside = f"{self.package}.{name}" if self.package else name
        if beside in own:
            return beside
        known = java_types()
        unlisted: list[str] = []
        for package in self._on_demand:
            full = f"{package}.{name}"
            held = known.holds(package, name)
            if full in own or held:
                return full
            if held is None:
                unlisted.append(full)
        if known.holds("java.lang", name):
            return f"java.lang.{name}"
        return unlisted[0] if len(unlisted) == 1 and len(name) > 1 else ""


def binary(name: str) -> str:
    """Return a name as class files write it: `java.util.Map.Entry` -> `java.util.Map$Entry`."""
    parts = name.split(".")
    for at, part in enumerate(parts):
        if part[:1].isupper():
            return ".".join((*parts[:at], "$".join(parts[at:])))
    return name
