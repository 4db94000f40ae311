"""An expression of PHP -> its literal value, with the place of what is written in quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from migrate.read.php.parser import text as written

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST = 40
_HERE = ("__dir__", "dirname(__file__)")


class Literal(Struct, frozen=True):
    """A value as far as it is literal."""

    text: str = ""
    """Of a string, number or joined strings; empty when nothing of it is literal."""
    whole: bool = False
    """Whether all of it is literal."""
    here: bool = False
    """It begins with the file's own folder: `__DIR__ . '/cache'`."""
    base: str = ""
    """What it begins with that is not literal: `ROOT_PATH . 'data'`, `$config['path'] . '/log'`."""
    constant: str = ""
    """The name, when it is a constant alone."""
    variable: str = ""
    """The name, when it is a variable alone."""
    default: bool = False
    """Taken from the second argument of `env()`: it holds only when nothing is set."""


def literal(node: Node, depth: int = 0) -> Literal:
    """Return the literal value of an expression."""
    if depth > _DEEPEST:
        return Literal()
    if node.type in ("argument", "parenthesized_expression") and node.named_children:
        return literal(node.named_children[-1], depth + 1)
    if node.type in ("string", "encapsed_string"):
        return _string(node)
    if node.type in ("integer", "float", "boolean"):
        return Literal(written(node), True)
    if node.type == "name":
        return _name(node)
    if node.type == "variable_name":
        return Literal(variable=written(node).lstrip("$"))
    if node.type == "binary_expression":
        return _joined(node, depth)
    if node.type == "function_call_expression" and _is_here(node):
        return Literal(here=True)
    return Literal()


def _string(node: Node) -> Literal:
    parts = node.named_children
    plain = all(part.type in ("string_content", "escape_sequence") for part in parts)
    if plain:
        return Literal(written(node)[1:-1].lstrip("'\""), True)
    first = parts[0]
    if first.type == "string_content":
        return Literal(written(first))
    last = parts[-1]
    base = written(first).lstrip("$")
    return Literal(written(last) if last.type == "string_content" else "", base=base)


def _name(node: Node) -> Literal:
    name = written(node)
    if name.lower() in ("true", "false", "null"):
        return Literal(name.lower(), True)
    return Literal(here=True) if name.lower() in _HERE else Literal(constant=name)


def _joined(node: Node, depth: int) -> Literal:
    operator = node.child_by_field_name("operator")
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if operator is None or operator.type != "." or left is None or right is None:
        return Literal()
    first, second = literal(left, depth + 1), literal(right, depth + 1)
    whole = first.whole and second.whole
    if first.whole or first.here or first.base or first.text:
        return Literal(first.text + second.text, whole, first.here, first.base)
    base = first.constant or first.variable or written(left)[:80]
    return Literal(second.text, False, False, base)


def _is_here(node: Node) -> bool:
    return "".join(written(node).lower().split()) in _HERE
