"""Expressions of a Java source file -> their types, as far as the file itself tells them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from migrate.knowledge.java_types import java_types
from migrate.read.java.java_names import Names, binary
from migrate.read.java.java_scopes import Scope
from migrate.read.java.java_syntax import said

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST = 8
_LITERALS = {
    "string_literal": "java.lang.String",
    "true": "boolean",
    "false": "boolean",
    "decimal_integer_literal": "int",
    "hex_integer_literal": "int",
    "character_literal": "char",
    "decimal_floating_point_literal": "double",
}
_MOST_ARGUMENTS = 20
_PRIMITIVES = ("boolean", "byte", "char", "double", "float", "int", "long", "short")


class Typed:
    """Answers for one place of a file."""

    def __init__(self, scope: Scope, names: Names, resolved: Callable[[str], str]) -> None:
        """Take what is declared around the place and how names are read."""
        self._scope = scope
        self._names = names
        self._resolved = resolved

    def owner(self, call: Node) -> str:
        """Return the type that a called method belongs to, empty when it cannot be told."""
        object_ = call.child_by_field_name("object")
        if object_ is not None:
            return self._of(object_, 0)
        name = said(call.child_by_field_name("name"))
        around = self._scope.innermost_class()
        if around is None:
            return ""
        if name in around.methods:
            return around.class_
        imported = self._names.member(name)
        return imported or around.class_

    def arguments(self, node: Node) -> tuple[str, ...] | None:
        """Return the types of what is handed over; None when one of them is unknown."""
        list_ = node.child_by_field_name("arguments")
        given = [c for c in list_.named_children if "comment" not in c.type] if list_ else []
        if len(given) > _MOST_ARGUMENTS:
            return None
        types = [self._of(each, 1) for each in given]
        return tuple(types) if all(types) else None

    def of(self, node: Node) -> str:
        """Return the type of an expression, empty when it cannot be told."""
        return self._of(node, 1)

    def _of(self, node: Node, depth: int) -> str:
        if depth > _DEEPEST:
            return ""
        if node.type in _LITERALS:
            return _LITERALS[node.type]
        form = _FORMS.get(node.type)
        return form(self, node, depth) if form else ""

    def _identifier(self, node: Node, _: int) -> str:
        name = said(node)
        declared = self._scope.variable(name)
        if declared:
            return declared if declared in _PRIMITIVES else self._resolved(declared)
        return self._resolved(name) if name[:1].isupper() else ""

    def _access(self, node: Node, _: int) -> str:
        object_ = node.child_by_field_name("object")
        field = said(node.child_by_field_name("field"))
        if object_ is not None and object_.type == "this":
            around = self._scope.innermost_class()
            declared = around.variables.get(field, "") if around else ""
            return self._resolved(declared) if declared else ""
        written = said(node)
        qualified = written[:1].islower() and field[:1].isupper() and len(written) < 200
        return binary(written) if qualified and "(" not in written else ""

    def _made(self, node: Node, _: int) -> str:
        return self._resolved(said(node.child_by_field_name("type")))

    def _inside(self, node: Node, depth: int) -> str:
        return self._of(node.named_children[0], depth + 1) if node.named_children else ""

    def _returned(self, node: Node, depth: int) -> str:
        """Return what a call gives back: by the class around, or by what is known of methods."""
        name = said(node.child_by_field_name("name"))
        object_ = node.child_by_field_name("object")
        around = self._scope.innermost_class()
        if object_ is None and around is not None and name in around.methods:
            return self._resolved(around.methods[name])
        owner = self._of(object_, depth + 1) if object_ is not None else ""
        return java_types().returns.get(f"{owner}.{name}", "") if owner else ""

    def _this(self, _: Node, __: int) -> str:
        around = self._scope.innermost_class()
        return around.class_ if around else ""


_FORMS: dict[str, Callable[[Typed, Node, int], str]] = {
    "identifier": Typed._identifier,
    "field_access": Typed._access,
    "object_creation_expression": Typed._made,
    "cast_expression": Typed._made,
    "parenthesized_expression": Typed._inside,
    "method_invocation": Typed._returned,
    "this": Typed._this,
    "super": Typed._this,
}


def written_type(value: Node | None) -> str:
    """Return the type of what `var` is set to, as written: `new File(x)`, a cast."""
    if value is not None and value.type in ("object_creation_expression", "cast_expression"):
        return said(value.child_by_field_name("type"))
    return ""
