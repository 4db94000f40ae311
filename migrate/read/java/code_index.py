"""What readers of contents ask of an application's code, be it class files or source files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from migrate.model.code import Use
from migrate.model.origin import Origin
from migrate.read.java.annotations import Annotation
from migrate.read.tree import Entry


class Placed(Entry):
    """A file of source code whose origin is one of its lines."""

    __slots__ = ("line",)

    def __init__(self, entry: Entry, line: int) -> None:
        """Take a file and the line that counts."""
        whole = entry.origin()
        super().__init__(entry.path, whole.source, whole.place, entry.read)
        self.line = line
        self.file = entry.file

    def origin(self, line: int = 0) -> Origin:
        """Return the place of a line; of the one that counts when none is given."""
        return super().origin(line or self.line)


class Call(Struct, frozen=True):
    """A call whose arguments are known as far as they are texts."""

    owner: str
    name: str
    count: int
    """Of its arguments."""
    texts: dict[int, str]
    """By position from 0."""
    strings: frozenset[int]
    """Positions at which a String is handed over, known or not."""


class CodeIndex(Protocol):
    """What the code of an application uses, and where."""

    def __len__(self) -> int:
        """Return how many files were read."""

    def users(self, prefix: str) -> tuple[Entry, ...]:
        """Return the first places that use a type whose dotted name begins so."""

    def callers(self, owner: str, *names: str) -> tuple[Entry, ...]:
        """Return the first places that use members of a type, by name (`<init>`: make one)."""

    def mentions(self, class_: str) -> bool:
        """Tell whether a class of the application is named by code outside of its own file."""

    def calls_any(self, table: Mapping[str, Sequence[str]]) -> bool:
        """Tell whether anything uses any of some types' members, any member where none is named."""

    def calls(self) -> Iterator[tuple[Call, Entry]]:
        """Yield calls that may name a topic or queue; class files do not tell their arguments."""

    def strings(self) -> Iterator[tuple[str, tuple[Entry, ...]]]:
        """Yield the string constants with the places that hold them. They may be secrets."""

    def annotations(self) -> Sequence[tuple[Annotation, Entry]]:
        """Return every annotation with its place."""

    def supertypes(self) -> Iterator[tuple[str, str, tuple[str, ...], Entry]]:
        """Yield class, superclass, interfaces and place."""

    def uses(self) -> tuple[Use, ...]:
        """Return what rules about code are asked of, sorted by kind and name."""
