"""A tree goes in; it comes out without the fields that the target's servers do not know."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from generators.tree import ChartOnly, Knob, Node, When, resolve


def prune(node: Node, pointers: Sequence[str]) -> Node:
    """Leave out the fields at some JSON pointers; `*` stands for every item of a list."""
    for pointer in pointers:
        node = _without(node, pointer.strip("/").split("/"))
    return node


def _without(node: Node, path: Sequence[str]) -> Node:
    if isinstance(node, When | ChartOnly):
        return msgspec.structs.replace(node, node=_without(node.node, path))
    if isinstance(node, Knob):
        return _turned(node, path)
    if isinstance(node, dict):
        return _map_without(node, path)
    if isinstance(node, list) and path[0] == "*":
        return [_without(child, path[1:]) for child in node]
    return node


def _turned(node: Knob, path: Sequence[str]) -> Node:
    inner = _without(node.node, path)
    default = resolve(inner)
    if default is None:
        return inner
    setting = msgspec.structs.replace(node.setting, default=default)
    return Knob(setting, inner)


def _map_without(node: dict[str, Node], path: Sequence[str]) -> Node:
    if len(path) == 1:
        return {key: child for key, child in node.items() if key != path[0]}
    return {k: _without(child, path[1:]) if k == path[0] else child for k, child in node.items()}
