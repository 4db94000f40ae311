"""YAML text goes in; its documents come out as values that know where they stand.

Scalars stay as they are written: `22:22`, `no` and `1.10` mean what their reader makes of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field

from migrate.model.origin import Origin
from migrate.model.reason import Because
from migrate.read.tree import Entry

if TYPE_CHECKING:
    import yaml

_MERGE = "tag:yaml.org,2002:merge"
_NULL = "tag:yaml.org,2002:null"
_TRUE = frozenset({"true", "yes", "on", "1", "y"})


class Value(Struct, frozen=True):
    """A map, a list, a scalar or nothing."""

    shape: Literal["map", "list", "text", "none"] = "none"
    origin: Origin = Origin("")
    text: str = ""
    fields: Mapping[str, Value] = field(default_factory=dict)
    items: tuple[Value, ...] = ()

    @property
    def is_true(self) -> bool:
        """Whether a scalar says yes."""
        return self.text.strip().lower() in _TRUE

    def at(self, *path: str) -> Value:
        """Return what lies at a path of keys; nothing where that leads nowhere."""
        found = self
        for key in path:
            found = found.fields.get(key, NOTHING)
        return found

    def said(self, *path: str) -> str:
        """Return the scalar at a path of keys, empty when there is none."""
        return self.at(*path).text.strip()

    def each(self, *path: str) -> tuple[Value, ...]:
        """Return the items of the list at a path; a scalar or map counts as a list of one."""
        found = self.at(*path)
        if found.shape == "list":
            return found.items
        return () if found.shape == "none" else (found,)

    def with_fields(self, fields: Mapping[str, Value]) -> Value:
        """Return a map of other fields at the same place."""
        return Value("map", self.origin, "", fields)


NOTHING = Value()


def documents(entry: Entry) -> tuple[Value, ...]:
    """Return the documents of a file; none, and its fault told, when it is broken."""
    from migrate import documents as door

    found = door.nodes(entry.expected_text())
    if isinstance(found, door.Broken):
        detail = f"{found.detail} ({found.line})" if found.line else found.detail
        entry.fault = Because("read.damaged", {"detail": detail[:160] or found.text})
        return ()
    return tuple(_Building(entry.origin).value(node) for node in found)


def inline(text: str, origin: Origin) -> tuple[Value, ...]:
    """Return the documents that a block of text in another one holds; all stand where it does."""
    from migrate import documents as door

    found = door.nodes(text)
    if isinstance(found, door.Broken):
        return ()
    return tuple(_Building(lambda line: origin).value(node) for node in found)


class _Building:
    """Turns nodes into values; a node that is named several times is built once."""

    def __init__(self, place: Callable[[int], Origin]) -> None:
        self._place = place
        self._built: dict[int, Value] = {}

    def value(self, node: yaml.Node) -> Value:
        key = id(node)
        if key not in self._built:
            self._built[key] = self._new(node)
        return self._built[key]

    def _new(self, node: yaml.Node) -> Value:
        origin = self._place(node.start_mark.line + 1)
        if isinstance(node.value, str):
            empty = node.tag == _NULL
            return Value("none" if empty else "text", origin, "" if empty else node.value)
        if node.tag.endswith(":seq") or not _is_map(node.value):
            items = (each for each in node.value if not isinstance(each, tuple))
            return Value("list", origin, items=tuple(self.value(each) for each in items))
        return Value("map", origin, fields=self._fields(node.value, origin))

    def _fields(
        self, pairs: Sequence[tuple[yaml.Node, yaml.Node]], origin: Origin
    ) -> dict[str, Value]:
        """Return the fields of a map: what it merges first, then its own; a later one wins."""
        merged: dict[str, Value] = {}
        own: dict[str, Value] = {}
        for key, node in pairs:
            if key.tag == _MERGE:
                merged = {**_merged(self.value(node)), **merged}
            elif isinstance(key.value, str):
                value = self.value(node)
                line = self._place(key.start_mark.line + 1)
                own[key.value] = value if value.shape == "text" else _moved(value, line)
        return {**merged, **own}


def _is_map(value: Sequence[object]) -> bool:
    return not value or isinstance(value[0], tuple)


def _moved(value: Value, origin: Origin) -> Value:
    """Return a map or list that stands where its key does, which is where people look."""
    return Value(value.shape, origin, value.text, value.fields, value.items)


def _merged(value: Value) -> dict[str, Value]:
    """Return what a merge key brings; of several maps the first counts."""
    found: dict[str, Value] = {}
    for each in value.each() if value.shape == "list" else (value,):
        found = {**each.fields, **found}
    return found


def maps(value: Value) -> Iterator[tuple[str, Value]]:
    """Yield the fields of a map that are maps."""
    return ((key, each) for key, each in value.fields.items() if each.shape == "map")
