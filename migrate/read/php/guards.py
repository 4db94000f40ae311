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
_INNER = frozenset(
    ["function_definition", "method_declaration", "anonymous_function", "arrow_function"]
)


def is_guarded(node: Node, name: str) -> bool:
    """Tell whether a call stands in a branch that asks for versions or for what exists."""
    guard = _MYSQL_GUARD if name.startswith("mysql_") else _GUARD
    inner, outer = node, node.parent
    for _ in range(60):
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
    if condition.end_byte - condition.start_byte > 300 or _within(condition, _INNER):
        return ""
    written = text(condition)
    if "PHP_VERSION" not in written and "phpversion" not in written:
        return ""
    body = condition.parent.child_by_field_name("body") if condition.parent else None
    ends = body is not None and _ENDS.search(text(body)[:3000])
    return _below(written) if ends else ""


def _within(node: Node, types: frozenset[str]) -> bool:
    outer = node.parent
    while outer is not None and outer.type not in types:
        outer = outer.parent
    return outer is not None


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
