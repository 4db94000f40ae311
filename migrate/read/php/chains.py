"""A chain of calls (`$schedule->command('a')->daily()`) -> its steps, the first one first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from migrate.read.php.parser import text

if TYPE_CHECKING:
    from tree_sitter import Node

CALLS = ("member_call_expression", "scoped_call_expression")
_LONGEST = 40


class Step(Struct, frozen=True):
    """One call of a chain."""

    name: str
    """In lower case."""
    given: Sequence[Node]
    node: Node


def chain(node: Node, begins: Callable[[Node], bool]) -> tuple[Step, ...]:
    """Return the calls of a chain; nothing when it begins with something else."""
    steps: list[Step] = []
    at: Node | None = node
    while at is not None and at.type in CALLS and len(steps) < _LONGEST:
        name = at.child_by_field_name("name")
        given = at.child_by_field_name("arguments")
        if name is None or given is None:
            return ()
        steps.append(Step(text(name).lower(), given.named_children, at))
        at = at.child_by_field_name("object" if at.type == CALLS[0] else "scope")
    return tuple(reversed(steps)) if at is not None and begins(at) else ()


def is_named(node: Node, class_: str) -> bool:
    """Tell whether a node names a class, with or without its namespace."""
    return node.type in ("name", "qualified_name") and text(node).rsplit("\\", 1)[-1] == class_
