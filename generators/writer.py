"""Trees go in; lines of YAML come out, each with its JSON pointer and reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from msgspec import Struct

from generators.scalars import block_header, block_lines, scalar
from generators.tree import Leaf, Node, Plain
from migrate.model.artifact import Artifact
from migrate.model.reason import Reason

STEP = 2


class Line(Struct, frozen=True):
    """One line of a file."""

    text: str
    pointer: str = ""
    reason: Reason | None = None
    notes: tuple[tuple[int, Reason], ...] = ()
    """Of a text of several lines that starts here: a line of it and its own reason."""


class Writer:
    """Writes plain trees, keys in the order they are given."""

    def document(self, node: Node) -> Iterator[Line]:
        """Yield the lines of a whole document."""
        yield from self.block(node, 0, "")

    def block(self, node: Node, indent: int, pointer: str) -> Iterator[Line]:
        """Yield the lines of a map's entries or of a list's items."""
        if isinstance(node, dict):
            for key, child in node.items():
                yield from self.entry(f"{self.text(key)}:", child, indent, below(pointer, key))
        elif isinstance(node, list):
            for number, child in enumerate(node):
                yield from self.item(child, indent, f"{pointer}/{number}")

    def item(self, node: Node, indent: int, pointer: str) -> Iterator[Line]:
        """Yield one item of a list."""
        if isinstance(node, dict | list) and node:
            inner = list(self.block(node, indent + STEP, pointer))
            first = inner[0]
            head = f"{' ' * indent}- {first.text.lstrip()}"
            yield Line(head, first.pointer, first.reason, first.notes)
            yield from inner[1:]
        else:
            yield from self.entry("-", node, indent, pointer)

    def entry(self, head: str, node: Node, indent: int, pointer: str) -> Iterator[Line]:
        """Yield a key or dash with what belongs to it."""
        start = f"{' ' * indent}{head}"
        if isinstance(node, Leaf):
            yield from self.leaf(start, node, indent, pointer)
        elif not node:
            yield Line(f"{start} {'{}' if isinstance(node, dict) else '[]'}", pointer)
        else:
            yield Line(start, pointer)
            yield from self.block(node, indent + STEP, pointer)

    def leaf(self, start: str, leaf: Leaf, indent: int, pointer: str) -> Iterator[Line]:
        """Yield a value; text of several lines becomes a literal block."""
        value = leaf.value
        header = block_header(value) if isinstance(value, str) and "\n" in value else None
        if header is None:
            yield Line(f"{start} {self.text(value)}", pointer, leaf.reason, leaf.notes)
            return
        yield Line(f"{start} {header}", pointer, leaf.reason, leaf.notes)
        for line in block_lines(str(value)):
            yield Line(f"{' ' * (indent + STEP)}{self.constant(line)}" if line else "")

    def text(self, value: str | int | bool | None) -> str:
        """Return a scalar as it stands in the file."""
        return self.constant(scalar(value))

    def constant(self, text: str) -> str:
        """Return characters that must reach the reader as they are."""
        return text


def below(pointer: str, key: str) -> str:
    """Return the JSON pointer of a map's entry."""
    return f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"


def artifact(path: str, node: Plain, comment: Iterable[str] = ()) -> Artifact:
    """Return a plain YAML file with its reasons by pointer."""
    lines = list(Writer().document(cast("Node", node)))
    reasons = {line.pointer: line.reason for line in lines if line.reason}
    for line in lines:
        reasons.update({f"{line.pointer}#L{number}": why for number, why in line.notes})
    head = [f"# {line}".rstrip() for line in comment]
    return Artifact(path, "\n".join([*head, *(line.text for line in lines), ""]), reasons)
