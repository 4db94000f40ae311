"""A call or condition in a syntax tree -> the versions and names that it asks for first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from migrate.read.php.parser import text

if TYPE_CHECKING:
    from tree_sitter import Node

_GUARD = re.compile(
    r"(?i)\b(?:function_exists|is_callable|extension_loaded|class_exists|defined|PHP_VERSION\w*"
    r"|PHP_MAJOR_VERSION|phpversion|version_compare|PHP_\d)\b"
)
_MYSQL_GUARD = re.compile(rf"{_GUARD.pattern}|mysqli")
"""`if ($this->use_mysqli) … else mysql_query(…)`"""
_MAGIC = re.compile(r"(?i)\b(?:get_)?magic_quotes_(?:gpc|runtime|sybase)\b")
_BRANCHES = frozenset(
    [
        "if_statement",
        "conditional_expression",
        "binary_expression",
        "else_if_clause",
        "while_statement",
    ]
)
_ID = re.compile(r"\bPHP_VERSION_ID\s{0,5}(<=?)\s{0,5}(\d{5,6})\b")
_COMPARE = re.compile(
    r"(?i)version_compare\s{0,3}\(\s{0,5}(?:PHP_VERSION|phpversion\(\s?\))\s{0,5},"
    r"\s{0,5}['\"](\d{1,2}(?:\.\d{1,3}){1,2})[\w.\-]{0,9}['\"]\s{0,5},?\s{0,5}['\"]?(<|lt)?['\"]?\s{0,5}\)"
    r"\s{0,3}(<\s?0)?"
)
_ENDS = re.compile(r"\b(?:die|exit)\b")
_NEAR = 60
"""Steps outwards; each of them takes as long as a node lies deep."""
_NAMED = frozenset({"function_definition", "method_declaration"})
_INNER = frozenset(
    ["function_definition", "method_declaration", "anonymous_function", "arrow_function"]
)


def is_guarded(node: Node, name: str) -> bool:
    """Tell whether a call stands in a branch that asks for versions or for what exists."""
    return _stands_behind(node, _MYSQL_GUARD if name.startswith("mysql_") else _GUARD)


def is_for_magic_quotes(node: Node) -> bool:
    """Tell whether a call happens only where magic quotes are on: on no PHP since 5.4."""
    return _stands_behind(node, _MAGIC)


def host(node: Node) -> str:
    """Return the function in lower case that a call stands in, empty in methods and outside."""
    outer = _around(node, _NAMED)
    if outer is None or outer.type == "method_declaration":
        return ""
    name = outer.child_by_field_name("name")
    return text(name).lower() if name is not None else ""


def _stands_behind(node: Node, guard: re.Pattern[str]) -> bool:
    inner, outer = node, node.parent
    for _ in range(_NEAR):
        if outer is None:
            return False
        if outer.type in _BRANCHES and _asks(outer, inner, guard):
            return True
        inner, outer = outer, outer.parent
    return False


def _asks(branch: Node, inner: Node, guard: re.Pattern[str]) -> bool:
    condition = branch.child_by_field_name("condition") or branch.child_by_field_name("left")
    if condition is None and branch.named_children:
        condition = branch.named_children[0]
    if (
        condition is None
        or condition.id == inner.id
        or condition.end_byte - condition.start_byte > 4096
    ):
        return False
    return guard.search(text(condition)) is not None


def refused_below(condition: Node) -> str:
    """Return the version below which a condition ends the program, empty when it does not."""
    if condition.end_byte - condition.start_byte > 300:
        return ""
    written = text(condition)
    if "PHP_VERSION" not in written and "phpversion" not in written:
        return ""
    if _around(condition, _INNER) is not None:
        return ""
    body = condition.parent.child_by_field_name("body") if condition.parent else None
    ends = body is not None and _ENDS.search(text(body)[:3000])
    return _below(written) if ends else ""


def _around(node: Node, types: frozenset[str]) -> Node | None:
    """Return what stands around a node; as near as it is in code that people write."""
    outer = node.parent
    for _ in range(_NEAR):
        if outer is None or outer.type in types:
            return outer
        outer = outer.parent
    return None


def _below(condition: str) -> str:
    """Return the version of `PHP_VERSION_ID < 70205` or `version_compare(…, '<')`."""
    match = _ID.search(condition)
    if match:
        number = int(match[2]) + (match[1] == "<=")
        return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    compared = _COMPARE.search(condition)
    if compared and (compared[2] or compared[3]):
        return compared[1]
    return ""
