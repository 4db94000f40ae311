"""A syntax tree -> the forms in it that tell a PHP version (knowledge/php-versions.yaml).

Attributes tell nothing: PHP 7 takes `#[…]` for a comment.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from migrate.read.php.parser import captures, compiled, text

if TYPE_CHECKING:
    from tree_sitter import Node, Query

Form: TypeAlias = tuple[str, int]
"""Its name and line."""

_QUERY = """
(namespace_definition) @namespace
(anonymous_function) @closure
(conditional_expression !body) @short-ternary
(nowdoc) @nowdoc
(goto_statement) @goto
(trait_declaration) @trait
(finally_clause) @finally
(variadic_parameter) @variadic
(binary_expression operator: "**") @power
(binary_expression operator: "??") @null-coalescing
(binary_expression operator: "<=>") @spaceship
(augmented_assignment_expression operator: "??=") @null-coalescing-assignment
(anonymous_class) @anonymous-class
(namespace_use_group) @group-use
(optional_type) @nullable-type
(catch_clause type: (type_list (_) (_))) @multi-catch
(catch_clause !name) @catch-without-variable
(property_declaration type: (_)) @typed-property
(arrow_function) @arrow-function
(match_expression) @match
(nullsafe_member_access_expression) @nullsafe
(nullsafe_member_call_expression) @nullsafe
(argument name: (name)) @named-argument
(union_type) @union-type
(intersection_type) @intersection-type
(disjunctive_normal_form_type) @dnf-type
(bottom_type) @never-type
(property_promotion_parameter) @constructor-promotion
(enum_declaration) @enum
(variadic_placeholder) @first-class-callable
(arguments (argument) "," . ")") @trailing-comma-in-call
(formal_parameters "," . ")") @trailing-comma-in-parameters
(subscript_expression . (function_call_expression)) @call-then-index
(subscript_expression . (member_call_expression)) @call-then-index
(array_creation_expression "[") @short-array
(list_literal "[") @list-short
(simple_parameter type: (primitive_type) @look.type)
(function_definition return_type: (_) @look.return)
(method_declaration return_type: (_) @look.return)
(anonymous_function return_type: (_) @look.return)
(yield_expression) @look.yield
(variadic_unpacking) @look.unpack
(const_declaration) @look.const
(readonly_modifier) @look.readonly
(throw_expression) @look.throw
(cast_type) @look.cast
(class_declaration) @look.class
(reference_assignment_expression right: (object_creation_expression)) @new-by-reference
(argument (reference_modifier)) @call-time-reference
(text) @look.text
((function_definition name: (name) @_n) @autoload-function (#eq? @_n "__autoload"))
((class_constant_access_expression (name) @_c .) @class-name-constant (#eq? @_c "class"))
"""
_TYPES = {
    **dict.fromkeys(("int", "string", "bool", "float"), "scalar-type"),
    "callable": "callable-type",
    "iterable": "iterable-type",
    "object": "object-type",
    "mixed": "mixed-type",
    "void": "void-type",
    "never": "never-type",
    "true": "true-type",
    "static": "static-return-type",
}
_CASTS = {"real": "real-cast", "unset": "unset-cast"}
_BRACE = re.compile(
    rb"\$\w{1,80}(?:\[[^\]\n]{1,60}\]|->\w{1,60}){0,3}\{(?:\d{1,6}|\$\w{1,60})(?:[-+]\d{1,4})?\}"
)
_SEPARATED = re.compile(rb"(?<![\w$])\d{1,3}_\d")
_MOST = 1000
"""Of places that look like a form: data has them by the thousand."""
_SCRIPT = re.compile(r"(?i)<script\s{1,9}language\s{0,9}=\s{0,9}['\"]?php")
_ASP = re.compile(r"(?i)<%(?:=\s{0,9}\$\w|\s{0,9}(?:echo\b|foreach\s?\(|if\s?\(\s?\$|php\b))")
_NO_CODE = frozenset(
    {"comment", "string_content", "encapsed_string", "string", "nowdoc_string", "text",
     "heredoc_body", "nowdoc_body", "heredoc"}
)  # fmt: skip


def forms(root: Node, source: bytes) -> Iterator[Form]:
    """Yield the forms of a file; each place once."""
    for name, nodes in captures(_query(), root).items():
        if name.startswith("_"):
            continue
        if not name.startswith("look."):
            yield from ((name, node.start_point[0] + 1) for node in nodes)
            continue
        for node in nodes:
            yield from ((found, node.start_point[0] + 1) for found in _LOOKED_AT[name](node))
    for pattern, name in ((_BRACE, "brace-offset"), (_SEPARATED, "number-separator")):
        for match in itertools.islice(pattern.finditer(source), _MOST):
            if is_code(root, match.start(), match.end()):
                yield name, source.count(b"\n", 0, match.start()) + 1


def is_code(root: Node, start: int, end: int) -> bool:
    """Tell whether bytes are code rather than text, string or comment."""
    node = root.descendant_for_byte_range(start, end - 1)
    while node is not None:
        if node.type in _NO_CODE:
            return False
        node = node.parent
    return True


def _type(node: Node) -> Iterator[str]:
    found = _TYPES.get(text(node).lower())
    if found:
        yield found


def _return(node: Node) -> Iterator[str]:
    yield "return-type"
    yield from _type(node)


def _yield(node: Node) -> Iterator[str]:
    yield "generator"
    if any(child.type == "from" for child in node.children):
        yield "yield-from"


def _unpack(node: Node) -> Iterator[str]:
    outer = node.parent
    in_array = outer is not None and outer.type == "array_element_initializer"
    yield "unpacking-in-array" if in_array else "argument-unpacking"


def _const(node: Node) -> Iterator[str]:
    outer = node.parent
    if outer is None or not outer.type.endswith("declaration_list"):
        yield "const-statement"
        return
    kinds = {child.type for child in node.children}
    if "visibility_modifier" in kinds:
        yield "constant-visibility"
    if "final_modifier" in kinds:
        yield "final-constant"
    if node.child_by_field_name("type") is not None:
        yield "typed-constant"
    if outer.parent is not None and outer.parent.type == "trait_declaration":
        yield "constant-in-trait"


def _readonly(node: Node) -> Iterator[str]:
    outer = node.parent
    is_class = outer is not None and outer.type in ("class_declaration", "anonymous_class")
    yield "readonly-class" if is_class else "readonly-property"


def _throw(node: Node) -> Iterator[str]:
    if node.parent is not None and node.parent.type != "expression_statement":
        yield "throw-expression"


def _cast(node: Node) -> Iterator[str]:
    found = _CASTS.get(text(node).strip().lower())
    if found:
        yield found


def _class(node: Node) -> Iterator[str]:
    """Yield a constructor named like its class: a plain method from PHP 8.0 on."""
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or body is None or _namespaced(node):
        return
    methods = set()
    for child in body.named_children:
        if child.type == "method_declaration":
            method = child.child_by_field_name("name")
            methods.add(text(method).lower() if method is not None else "")
    if text(name).lower() in methods and "__construct" not in methods:
        yield "old-constructor"


def _namespaced(node: Node) -> bool:
    outer = node.parent
    while outer is not None:
        if outer.type == "namespace_definition":
            return True
        if outer.parent is None:
            return any(child.type == "namespace_definition" for child in outer.children[:12])
        outer = outer.parent
    return False


def _text(node: Node) -> Iterator[str]:
    words = text(node)
    if _SCRIPT.search(words):
        yield "script-tag"
    if _ASP.search(words):
        yield "asp-tag"


_LOOKED_AT: dict[str, Callable[[Node], Iterator[str]]] = {
    "look.type": _type,
    "look.return": _return,
    "look.yield": _yield,
    "look.unpack": _unpack,
    "look.const": _const,
    "look.readonly": _readonly,
    "look.throw": _throw,
    "look.cast": _cast,
    "look.class": _class,
    "look.text": _text,
}


@functools.cache
def _query() -> Query:
    return compiled(_QUERY)
