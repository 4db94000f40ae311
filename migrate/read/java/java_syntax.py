"""Text of one Java source file -> its nodes in reading order, by tree-sitter's grammar."""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Tree

_SUBJECTS = {
    "package": ("package_declaration",),
    "import": ("import_declaration",),
    "class": (
        "class_declaration",
        "interface_declaration",
        "enum_declaration",
        "record_declaration",
        "annotation_type_declaration",
    ),
    "method": ("method_declaration", "constructor_declaration"),
    "field": ("field_declaration", "constant_declaration"),
    "local": ("local_variable_declaration", "resource", "enhanced_for_statement"),
    "parameter": ("formal_parameter", "spread_parameter", "catch_formal_parameter"),
    "block": ("block", "lambda_expression", "for_statement", "try_with_resources_statement"),
    "catch": ("catch_clause",),
    "new": ("object_creation_expression",),
    "call": ("method_invocation",),
    "annotation": ("annotation", "marker_annotation"),
    "string": ("string_literal",),
    "scoped": ("scoped_type_identifier",),
    "type": ("type_identifier",),
    "variable": ("type_parameter",),
    "access": ("field_access",),
}
"""Subject → node types of the grammar."""
_QUOTED = re.compile(rb'//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.){0,1000}"', re.S)
_STATEMENT = re.compile(rb"[;{}]")
_MOST_ANGLES = 200
"""In one statement: each may be a comparison or a type argument, and trying both doubles."""
_SECONDS = 0.3
_SECONDS_PER_BYTE = 2 / (1 << 20)
_PIECE = 2 << 10
"""Handed over at once, to the parser and again for every text that is asked of a node."""
_ESCAPE = re.compile(r"\\(?:u+([0-9a-fA-F]{4})|([0-7]{1,3})|(.))", re.S)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "s": " ", "\n": ""}


class SlowError(Exception):
    """The parsing of a text does not end in the time that code takes."""


def nodes(text: str) -> Iterator[tuple[str, Node]]:
    """Yield subject and node, outer ones before inner ones, in reading order.

    One flat walk: a query over the same tree takes quadratic time where brackets stay open.

    Raises:
        SlowError: the text is none that a compiler would take, and its parsing does not end.
    """
    cursor = _parsed(text.encode("utf-8", "replace")).walk()
    subjects = _subjects()
    while True:
        node = cursor.node
        subject = subjects.get(node.kind_id) if node is not None else None
        if node is not None and subject is not None:
            yield subject, node
        if cursor.goto_first_child() or cursor.goto_next_sibling():
            continue
        while cursor.goto_parent():
            if cursor.goto_next_sibling():
                break
        else:
            return


def _parsed(data: bytes) -> Tree:
    """Parse within a time that real code needs a small part of: recovery may take minutes."""
    from tree_sitter import Parser

    if any(part.count(b"<") > _MOST_ANGLES for part in _STATEMENT.split(_QUOTED.sub(b"", data))):
        raise SlowError
    until = time.process_time() + _SECONDS + _SECONDS_PER_BYTE * len(data)
    parser = Parser(_language())
    try:
        return parser.parse(
            lambda place, _: data[place : place + _PIECE],
            progress_callback=lambda *_: time.process_time() > until,
        )
    except ValueError as stopped:
        raise SlowError from stopped


def said(node: Node | None) -> str:
    """Return a node's text, empty when there is no node."""
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""


def line(node: Node) -> int:
    """Return the line a node begins on, from 1."""
    return node.start_point[0] + 1


def literal(node: Node) -> str:
    """Return what a string literal or text block stands for."""
    written = said(node)
    inside = written[3:-3].lstrip() if written.startswith('"""') else written[1:-1]
    return _ESCAPE.sub(_meant, inside) if "\\" in inside else inside


def _meant(match: re.Match[str]) -> str:
    code, octal, letter = match.groups()
    if code:
        return chr(int(code, 16))
    return chr(int(octal, 8)) if octal else _LETTERS.get(letter, letter)


@functools.cache
def _language() -> Language:
    import tree_sitter_java
    from tree_sitter import Language

    return Language(tree_sitter_java.language())


@functools.cache
def _subjects() -> dict[int, str]:
    language = _language()
    known = (
        (language.id_for_node_kind(t, True), s) for s, types in _SUBJECTS.items() for t in types
    )
    return {number: subject for number, subject in known if number is not None}
