"""The settings of a chart, as the nested map that values.yaml is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from generators.objects import Built
from generators.tree import Setting, data, settings

Values: TypeAlias = "dict[str, Values | Setting]"


def collect(built: Iterable[Built]) -> Values:
    """Return every setting of some objects by its path, in the order of their first use."""
    root: Values = {}
    for one in built:
        for found in settings(one.node):
            _put(root, found)
    return root


def walk(node: Values, path: tuple[str, ...] = ()) -> Iterator[Setting]:
    """Yield the settings of a tree in its order."""
    for key, child in node.items():
        if isinstance(child, Setting):
            yield child
        else:
            yield from walk(child, (*path, key))


def _put(root: Values, found: Setting) -> None:
    node = root
    for key in found.path[:-1]:
        below = node.setdefault(key, {})
        if isinstance(below, Setting):
            raise ValueError(f"{'.'.join(found.path)}: a setting stands above another")
        node = below
    known = node.setdefault(found.path[-1], found)
    if not isinstance(known, Setting) or data(known.default) != data(found.default):
        raise ValueError(f"{'.'.join(found.path)}: two defaults")
