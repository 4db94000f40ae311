"""kinds.yaml as a typed value: what is said of kinds without a recipe, what builds can unpack."""

from __future__ import annotations

import functools

from msgspec import Struct

from migrate.knowledge import load
from migrate.model.facts import Severity


class Left(Struct, frozen=True, forbid_unknown_fields=True):
    """The finding for kinds that nothing is generated for."""

    rule: str
    severity: Severity
    kinds: tuple[str, ...]


class Kinds(Struct, frozen=True, forbid_unknown_fields=True):
    """The table; what it means stands in the file."""

    left: tuple[Left, ...]
    unpacked: dict[str, tuple[str, ...]]
    archives: tuple[str, ...]

    def of(self, kind: str) -> Left:
        """Return the finding for a kind that nothing is generated for."""
        known = (each for each in self.left if kind in each.kinds)
        return next(known, Left("planned-kind-unknown", "mandatory", (kind,)))

    def is_copied(self, kind: str) -> bool:
        """Tell whether an image of the kind holds files that were handed over."""
        return kind in self.unpacked

    def is_packed(self, kind: str, source: str) -> bool:
        """Tell whether a source is an archive that a build of the kind does not unpack."""
        name = source.lower()
        return name.endswith(self.archives) and not name.endswith(self.unpacked.get(kind, ()))


@functools.cache
def kinds() -> Kinds:
    """Return the table.

    Raises:
        KnowledgeError: the file is wrong.
    """
    return load("kinds.yaml", Kinds)
