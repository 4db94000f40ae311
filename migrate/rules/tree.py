"""What content conditions need of the files of one component; the readers provide it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from migrate.model.code import Library, Use
from migrate.model.origin import Origin


class Entry(Protocol):
    """One file of a folder or archive."""

    @property
    def path(self) -> str:
        """Path below the component's root, parts joined by `/`."""
        ...

    def origin(self, line: int = 0) -> Origin:
        """Return the place of a line, counted from 1; of the file as a whole for 0."""
        ...

    def text(self) -> str | None:
        """Return the content; None when it is no text or larger than the reader's bound."""
        ...


class Tree(Protocol):
    """The files of one component."""

    def entries(self) -> Iterable[Entry]:
        """Return every file once, in a fixed order."""
        ...

    def uses(self) -> Iterable[Use]:
        """Return what the application's own code uses of libraries and the JDK."""
        ...

    def libraries(self) -> Iterable[Library]:
        """Return the third-party libraries."""
        ...
