"""DER bytes go in; their nodes come out: the encoding of certificates and key stores (X.690)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

_MOST = 20_000
"""Nodes looked at below one."""


class Node(Struct, frozen=True):
    """One value with its tag; `whole` is its encoding, header included."""

    tag: int
    content: bytes
    whole: bytes

    def children(self) -> list[Node]:
        """Return the nodes inside.

        Raises:
            ValueError: the content is no sequence of nodes.
        """
        return list(_nodes(self.content))

    def child(self, *path: int) -> Node:
        """Return a node by its place among the children, level by level.

        Raises:
            ValueError: there is none.
        """
        node = self
        for place in path:
            inside = node.children()
            if place >= len(inside):
                raise ValueError("a part is missing")
            node = inside[place]
        return node

    @property
    def oid(self) -> str:
        """The object identifier as dotted numbers, empty when this is none."""
        if self.tag != 6 or not self.content:
            return ""
        numbers: list[int] = [self.content[0] // 40, self.content[0] % 40]
        value = 0
        for byte in self.content[1:64]:
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                numbers.append(value)
                value = 0
        return ".".join(map(str, numbers))


def node(data: bytes) -> Node:
    """Return the first node of some bytes.

    Raises:
        ValueError: they hold none, or one that is cut off or of a form not used in certificates.
    """
    return _node(data, 0)[0]


def _nodes(data: bytes) -> Iterator[Node]:
    place = 0
    for _ in range(_MOST):
        if place >= len(data):
            return
        found, place = _node(data, place)
        yield found
    raise ValueError("too many parts")


def _node(data: bytes, start: int) -> tuple[Node, int]:
    if start + 2 > len(data) or data[start] & 0x1F == 0x1F:
        raise ValueError("no DER")
    length, place = data[start + 1], start + 2
    if length == 0x80 or length > 0x84:
        raise ValueError("a length of a form that is not read")
    if length > 0x80:
        count = length - 0x80
        length, place = int.from_bytes(data[place : place + count], "big"), place + count
    end = place + length
    if end > len(data):
        raise ValueError("cut off")
    return Node(data[start], data[place:end], data[start:end]), end
