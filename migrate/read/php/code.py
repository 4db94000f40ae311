"""PHP source by a real parser: calls, classes, constants and array entries; never comments."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from migrate.read.values import Pair

if TYPE_CHECKING:
    from tree_sitter import Node

_QUOTES = "'\""


class Use(Struct, frozen=True):
    """A function called, a class made, or an operator that tells a version."""

    kind: str
    """call, class, string or syntax"""
    name: str
    line: int


def uses(source: bytes) -> Iterator[Use]:
    """Yield what the code uses, in order."""
    for node in _walk(_root(source)):
        line = node.start_point[0] + 1
        if node.type == "function_call_expression":
            name = node.child_by_field_name("function")
            if name is not None and name.type == "name":
                yield Use("call", _text(name).lower(), line)
        elif node.type == "object_creation_expression":
            named = (child for child in node.children if child.type == "name")
            yield from (Use("class", _text(child), line) for child in named)
        elif node.type in ("encapsed_string", "string"):
            yield Use("string", _text(node).strip(_QUOTES), line)
        elif node.type == "binary_expression" and any(c.type == "??" for c in node.children):
            yield Use("syntax", "??", line)


def entries(source: bytes, text: str) -> Iterator[Pair]:
    """Yield string values by key: array entries, assignments to variables, define() calls.

    `text` is the decoded source; offsets are its characters.
    """
    for node in _walk(_root(source)):
        if node.type == "array_element_initializer" and len(node.named_children) == 2:
            yield from _pair(source, text, _key(node.named_children[0]), node.named_children[1])
        elif node.type == "assignment_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is not None and right is not None:
                yield from _pair(source, text, _key(left), right)
        elif node.type == "arguments" and len(node.named_children) >= 2:
            first, second = node.named_children[0], node.named_children[1]
            if node.prev_sibling is not None and _text(node.prev_sibling) == "define":
                yield from _pair(source, text, _key(first), second)


def _pair(source: bytes, text: str, key: str, node: Node) -> Iterator[Pair]:
    while node.type == "argument" and node.named_children:
        node = node.named_children[0]
    if node.type not in ("string", "encapsed_string") or not key:
        return
    mark = codecs.BOM_UTF8 if source.startswith(codecs.BOM_UTF8) else b""
    before = len(source[len(mark) : node.start_byte].decode("utf-8", errors="replace"))
    written = text[before + 1 : before + len(_text(node)) - 1]
    yield Pair(key, written, node.start_point[0] + 1, before + 1)


def _key(node: Node) -> str:
    """Return a key's name: `'host'`, `$hash_salt`, `$conf['site_name']`."""
    if node.type == "subscript_expression":
        node = node.named_children[-1]
    return _text(node).strip(_QUOTES).lstrip("$")


def _walk(root: Node) -> Iterator[Node]:
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


def _root(source: bytes) -> Node:
    import tree_sitter_php
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_php.language_php())).parse(source).root_node


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", errors="replace")
