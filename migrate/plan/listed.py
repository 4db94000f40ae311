"""List facts item by item, each with its own origins."""

from __future__ import annotations

from msgspec import Struct

from migrate.model.facts import Component
from migrate.model.origin import Origin


class Item(Struct, frozen=True):
    """One item of a list fact."""

    values: dict[str, object]
    origins: tuple[Origin, ...]

    def text(self, key: str) -> str:
        """Return a value as text, empty when there is none."""
        value = self.values.get(key)
        return "" if value is None else str(value)


def items(component: Component, fact: str) -> tuple[Item, ...]:
    """Return the items of a list fact; plain values become `{"value": …}`."""
    known = component.facts.get(fact)
    values = known.value if known else None
    if known is None or not isinstance(values, list | tuple):
        return ()
    return tuple(_item(value, known.origins) for value in values)


def _item(value: object, origins: tuple[Origin, ...]) -> Item:
    if not isinstance(value, dict):
        return Item({"value": value}, origins)
    own = value.get("origins")
    places = own if isinstance(own, list | tuple) else ()
    found = tuple(
        Origin(str(place.get("source", "")), str(place.get("place", "")))
        for place in places
        if isinstance(place, dict)
    )
    rest = {str(key): each for key, each in value.items() if key != "origins"}
    return Item(rest, found or origins)


def text(component: Component, fact: str) -> str:
    """Return a fact's value as text, empty when it is not known."""
    value = component.value(fact)
    return "" if value is None or isinstance(value, list | dict) else str(value)
