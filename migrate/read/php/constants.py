"""PHP source -> what it gives names to: constants, variables, properties, array keys, returns."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from msgspec import Struct

from migrate.read.php.expressions import Literal, literal
from migrate.read.php.parser import captures, compiled, parse, text

if TYPE_CHECKING:
    from tree_sitter import Node, Query

_QUERY = """
(assignment_expression) @assignment
(const_element) @constant
(property_element) @property
(array_element_initializer (_) (_)) @element
((function_call_expression function: (name) @_d) @define (#eq? @_d "define"))
(method_declaration) @method
"""


class Named(Struct, frozen=True):
    """A name with the literal that it stands for."""

    text: str
    line: int
    value: Literal


def constants(source: bytes) -> dict[str, Named]:
    """Return what is named in a file; the first of equal names counts."""
    named: dict[str, Named] = {}
    for kind, nodes in captures(_query(), parse(source)).items():
        for node in nodes if not kind.startswith("_") else ():
            name, value = _pair(kind, node)
            if name and value is not None:
                known = literal(value)
                named.setdefault(name, Named(known.text, node.start_point[0] + 1, known))
    return named


def _pair(kind: str, node: Node) -> tuple[str, Node | None]:
    if kind == "method":
        return _returned(node)
    if kind == "assignment":
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    elif kind == "define":
        given = node.child_by_field_name("arguments")
        children = given.named_children if given is not None else []
        left, right = (children[0], children[1]) if len(children) > 1 else (None, None)
    else:
        children = node.named_children
        left, right = (children[0], children[-1]) if len(children) > 1 else (None, None)
    return (key(left), right) if left is not None else ("", None)


def _returned(node: Node) -> tuple[str, Node | None]:
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or body is None:
        return "", None
    for child in body.named_children[:3]:
        if child.type == "return_statement" and child.named_children:
            return text(name), child.named_children[0]
    return "", None


def key(node: Node) -> str:
    """Return a key's name: `'host'`, `$hash_salt`, `$conf['site_name']`, `$this->host`."""
    if node.type == "argument" and node.named_children:
        node = node.named_children[-1]
    if node.type in ("subscript_expression", "member_access_expression"):
        node = node.named_children[-1]
    return text(node).strip("'\"").lstrip("$")


@functools.cache
def _query() -> Query:
    return compiled(_QUERY)
