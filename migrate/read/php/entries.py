"""PHP source of any encoding -> string values by key, each with its exact place in the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrate.read.php.constants import key
from migrate.read.php.parser import parse, text
from migrate.read.values import Pair

if TYPE_CHECKING:
    from tree_sitter import Node

_KEYED = frozenset({"array_element_initializer", "property_element", "const_element"})


def entries(source: str) -> Iterator[Pair]:
    """Yield string values by key: array entries, assignments, properties, constants, define().

    `source` is the text as it was decoded, whatever its encoding: the parser gets UTF-8 of its
    own, and offsets are characters of `source`.
    """
    data = source.encode("utf-8", "surrogatepass")
    places = _Characters(data)
    for name, value in _pairs(parse(data)):
        while value.type == "argument" and value.named_children:
            value = value.named_children[-1]
        if name and value.type in ("string", "encapsed_string"):
            start = value.start_byte + (value.end_byte - value.start_byte - len(_bare(value))) - 1
            written = _bare(value).decode("utf-8", "replace")
            yield Pair(name, written, value.start_point[0] + 1, places.at(start))


def _bare(node: Node) -> bytes:
    """Return what stands between the quotes."""
    data = node.text or b""
    return data[data.find(data[-1:]) + 1 : -1]


def _pairs(root: Node) -> Iterator[tuple[str, Node]]:
    for node in _walk(root):
        if node.type in _KEYED and len(node.named_children) >= 2:
            yield key(node.named_children[0]), node.named_children[-1]
        elif node.type == "assignment_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is not None and right is not None:
                yield key(left), right
        elif node.type == "function_call_expression":
            name, given = node.child_by_field_name("function"), _given(node)
            if name is not None and text(name).lower() == "define" and len(given) >= 2:
                yield key(given[0]), given[1]


def _given(node: Node) -> list[Node]:
    arguments = node.child_by_field_name("arguments")
    return arguments.named_children if arguments is not None else []


def _walk(root: Node) -> Iterator[Node]:
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.named_children))


class _Characters:
    """Offsets of bytes as offsets of characters; cheap when asked in rising order."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._byte = self._character = 0

    def at(self, byte: int) -> int:
        if byte < self._byte:
            self._byte = self._character = 0
        between = self._data[self._byte : byte].decode("utf-8", "replace")
        self._byte, self._character = byte, self._character + len(between)
        return self._character
