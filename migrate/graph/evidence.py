"""Where the items of list facts were found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migrate.model.origin import Origin


def origins_of(item: Mapping[str, object]) -> tuple[Origin, ...]:
    """Return the origins that an item carries."""
    return tuple(_each(item.get("origins")))


def _each(found: object) -> Iterator[Origin]:
    for each in found if isinstance(found, list | tuple) else ():
        if isinstance(each, Mapping):
            yield Origin(str(each.get("source", "")), str(each.get("place", "")))
