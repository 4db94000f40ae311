"""Libraries and used packages -> the frameworks an application stands on, with versions."""

from __future__ import annotations

from collections.abc import Sequence

from migrate.knowledge.java import Framework, java_frameworks
from migrate.model.code import Library
from migrate.read.findings import Found
from migrate.read.java.used import Used


def tell(found: Found, used: Used) -> None:
    """Add `java.frameworks` by what is already known of the libraries and the code."""
    for framework in java_frameworks():
        library = best(framework, found.libraries)
        users = used.below(*(package.replace("/", ".") for package in framework.packages))
        starters = [each for each in found.libraries if framework.brought_by(each.name)]
        if library is None and not users and not starters:
            continue
        version = (library.version if library else "") or None
        by = "library" if library or starters else "classes"
        brought = () if library else (origin for each in starters for origin in each.origins)
        for origin in (*(library.origins if library else ()), *brought, *users):
            found.item("java.frameworks", origin, name=framework.name, version=version, by=by)


def best(framework: Framework, libraries: Sequence[Library]) -> Library | None:
    """Return the library that tells most of a framework, one with a version before others."""
    ranked = [
        (not library.version, rank, number, library)
        for number, library in enumerate(libraries)
        if (rank := framework.rank(library.name, library.group)) is not None
    ]
    return min(ranked, key=lambda known: known[:3])[3] if ranked else None
