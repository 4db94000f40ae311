"""What program code uses and stands on: what rules about code are asked of."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct, field

from migrate.model.origin import Origin

UseKind: TypeAlias = Literal[
    "type", "method", "constructor", "annotation", "inherits", "implements", "field"
]


class Use(Struct, frozen=True):
    """One thing of a library or of the JDK that the application's own code uses."""

    kind: UseKind
    name: str
    """Dotted: `java.io.File`, of a method `java.io.File.delete`, of a constructor the type."""
    origins: tuple[Origin, ...] = ()
    parameters: tuple[str, ...] | None = None
    """Types of a method's or constructor's parameters, `java.lang.String`; None when unknown."""
    elements: dict[str, str] = field(default_factory=dict)
    """Of an annotation: element → value, as text."""


class Library(Struct, frozen=True):
    """One third-party library."""

    name: str
    """Maven artifact id, Composer package or file name without version."""
    version: str = ""
    group: str = ""
    """Maven group id, empty when unknown."""
    origins: tuple[Origin, ...] = ()
