"""PHP source -> its syntax tree; the one door to tree-sitter."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Parser, Query

_PENDING = 256
"""Matches that may be begun at once; without a bound, deeply nested code takes quadratic time."""
LARGEST = 2 << 20
"""Larger sources are generated data; they are not parsed."""


@functools.lru_cache(maxsize=2)
def parse(source: bytes) -> Node:
    """Return the root of the tree; what cannot be understood stands in ERROR nodes.

    Code and settings are asked of the same file one after the other: it is parsed once. What is
    no PHP at all takes a second for each 200 kB.
    """
    return _parser().parse(source).root_node


def captures(query: Query, root: Node) -> dict[str, list[Node]]:
    """Return the nodes that a query names, each kind in the order of the source."""
    from tree_sitter import QueryCursor

    found = QueryCursor(query, match_limit=_PENDING).captures(root)
    return {name: sorted(nodes, key=_start) for name, nodes in found.items()}


def compiled(query: str) -> Query:
    """Return a query for PHP's grammar."""
    from tree_sitter import Query

    return Query(_language(), query)


def text(node: Node) -> str:
    """Return what stands at a node."""
    return (node.text or b"").decode("utf-8", errors="replace")


def _start(node: Node) -> int:
    return node.start_byte


@functools.cache
def _language() -> Language:
    import tree_sitter_php
    from tree_sitter import Language

    return Language(tree_sitter_php.language_php())


@functools.cache
def _parser() -> Parser:
    from tree_sitter import Parser

    return Parser(_language())
