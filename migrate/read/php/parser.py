"""PHP source -> its syntax tree; the one door to tree-sitter."""

from __future__ import annotations

import functools
import re
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Parser, Query

_PENDING = 256
"""Matches that may be begun at once; without a bound, deeply nested code takes quadratic time."""
LARGEST = 2 << 20
"""Larger sources are generated data; they are not parsed."""


_CHUNK = 4 << 10
_WORK = 50_000_000
"""Bytes that lie before the parser's place, summed over its looks (each hundred steps) at which it
recovers from errors. What it then skips it goes over again with every step: two megabytes of what
is no PHP take minutes. Not once it looks up so in 20,000 files of real applications (measured)."""
_HALT = re.compile(rb"(?i)\b__halt_compiler\s{0,9}\(\s{0,9}\)\s{0,9}(?:;|\?>)")
"""What stands behind it is data (php.net/function.halt-compiler)."""
_NEAR = 4 << 10
_HEAP = 20_000
_DEEP = 10_000
_SMALL = 128 << 10
"""Below that even what is nothing but nested is soon gone through."""
_SECONDS = 2.5
"""Of processor time: the net below that, for what is no error and takes quadratic time still."""


def parse(source: bytes) -> Node:
    """Return the root of the tree; what cannot be understood stands in ERROR nodes.

    Code and settings are asked of the same file one after the other: it is parsed once. The tree
    ends where a file stops being PHP for long.
    """
    return _parsed(source)[0]


def understood(source: bytes) -> int:
    """Return how many bytes the tree of a source stands for: all of them, unless it was no PHP."""
    return _parsed(source)[1]


@functools.lru_cache(maxsize=2)
def _parsed(source: bytes) -> tuple[Node, int]:
    root, sound = _attempt(source)
    if root is None and sound:
        halt = _HALT.search(source, max(sound - _NEAR, 0), sound + _NEAR)
        root, _ = _attempt(source[: halt.start() if halt else sound])
        sound = len(source) if halt else sound
    if root is None:
        root, sound = _parser().parse(b"").root_node, 0
    return root, sound


def _attempt(source: bytes) -> tuple[Node | None, int]:
    """Return the root, or None when the parser was lost; and how much of the source is sound."""
    work = sound = 0
    started = time.thread_time()

    def chunk(start: int, _: object) -> bytes:
        return source[start : start + _CHUNK]

    def is_lost(place: int, is_in_error: bool) -> bool:
        nonlocal work, sound
        if is_in_error:
            sound = sound or place
            work += place - sound + _CHUNK
        return work > _WORK or time.thread_time() - started > _SECONDS

    try:
        root = _parser().parse(chunk, progress_callback=is_lost).root_node
    except ValueError:
        _parser().reset()
        return None, sound
    if len(source) > _SMALL and _is_deep(root):
        return None, 0
    heap = _heap(root) if root.has_error else None
    return (root, len(source)) if heap is None else (None, heap.start_byte)


def _is_deep(root: Node) -> bool:
    """Tell whether something is nested beyond what people and generators write."""
    cursor, depth = root.walk(), 0
    while depth <= _DEEP:
        if cursor.goto_first_child():
            depth += 1
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return False
            depth -= 1
    return True


def _heap(root: Node) -> Node | None:
    """Return an error that is nothing but signs, heaped up: queries go over them again for each."""
    pending = [root]
    while pending:
        node = pending.pop()
        if node.type == "ERROR" and node.child_count - node.named_child_count > _HEAP:
            return node
        pending.extend(child for child in node.children if child.has_error)
    return None


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
