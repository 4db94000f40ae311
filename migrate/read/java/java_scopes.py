"""Declarations of one Java source file: which variable has which type at a place."""

from __future__ import annotations

from msgspec import Struct, field

_OUTWARD = 60
"""Scopes looked through for a variable: more are no program that somebody wrote."""


class Scope(Struct):
    """A stretch of a file in which declarations hold."""

    end: int
    outer: Scope | None = None
    class_: str = ""
    """The class it is the body of."""
    above: str = ""
    """What that class extends, as written."""
    variables: dict[str, str] = field(default_factory=dict)
    """Name -> type as written; an initialiser's type for `var`."""
    methods: dict[str, str] = field(default_factory=dict)
    """Methods of a class -> what they return, as written."""

    def variable(self, name: str) -> str:
        """Return the type of a variable as written, empty when it is not declared here."""
        scope: Scope | None = self
        for _ in range(_OUTWARD):
            if scope is None:
                break
            if name in scope.variables:
                return scope.variables[name]
            scope = scope.outer
        return ""

    def innermost_class(self) -> Scope | None:
        """Return the scope of the class around."""
        scope: Scope | None = self
        for _ in range(_OUTWARD):
            if scope is None or scope.class_:
                return scope
            scope = scope.outer
        return None
