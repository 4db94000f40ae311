"""Typed reading of knowledge/java-types.yaml: packages of the JDK and of Java EE -> their types."""

from __future__ import annotations

import functools

from msgspec import Struct

from migrate import knowledge


class JavaTypes(Struct, frozen=True):
    """Which types a package holds, and what some methods give back."""

    types: dict[str, str]
    returns: dict[str, str]

    def holds(self, package: str, name: str) -> bool | None:
        """Tell whether a package holds a type; None when the package is not listed."""
        known = _names(package)
        return None if known is None else name in known


@functools.cache
def _names(package: str) -> frozenset[str] | None:
    listed = java_types().types.get(package)
    return None if listed is None else frozenset(listed.split())


@functools.cache
def java_types() -> JavaTypes:
    """Return the tables."""
    return knowledge.load("java-types.yaml", JavaTypes)
