"""Configuration in braces, of nginx (`name args;`) or line by line (keepalived, F5) -> nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

_TOKEN = re.compile(
    r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|(?P<comment>[#!][^\n]*)|[{};\n]|(?:\$\{\w{1,100}\}|[^\s{};])+"
)
_DEPTH = 30
_NODES = 100_000
_ESCAPED = re.compile(r"\\(.)")


class Node(Struct):
    """One directive with what stands in its braces."""

    name: str
    args: list[str]
    line: int
    children: list[Node] = []

    def all(self, *names: str) -> Iterator[Node]:
        """Yield the children of some names."""
        return (child for child in self.children if child.name in names)

    def first(self, *names: str) -> Node | None:
        """Return the first child of some names."""
        return next(self.all(*names), None)

    def value(self, *names: str) -> str:
        """Return the arguments of the first child of some names, joined; empty without one."""
        child = self.first(*names)
        return " ".join(child.args) if child else ""

    def walk(self) -> Iterator[Node]:
        """Yield everything below, outer nodes first."""
        left = list(reversed(self.children))
        while left:
            node = left.pop()
            yield node
            left.extend(reversed(node.children))


def parse(text: str, *, by_line: bool = False) -> Node:
    """Return a node that holds all others; what is broken ends where it must."""
    reading = _Reading(by_line=by_line)
    line = 1
    for match in _TOKEN.finditer(text):
        token = match[0]
        comment = match["comment"] and (token[0] == "#" or by_line)
        if not comment:
            reading.take(token, line)
        line += token.count("\n")
        if reading.count > _NODES:
            break
    reading.end()
    return reading.root


class _Reading:
    def __init__(self, *, by_line: bool) -> None:
        self.root = Node("", [], 0)
        self.count = 0
        self._open = [self.root]
        self._too_deep = 0
        self._words: list[str] = []
        self._line = 0
        self._by_line = by_line

    def take(self, token: str, line: int) -> None:
        if token == "\n" and not self._by_line:
            return
        if token == "{":
            self._enter()
        elif token == "}":
            self.end()
            self._leave()
        elif token == "\n" or (token == ";" and not self._by_line):
            self.end()
        else:
            self._line = self._line if self._words else line
            self._words.append(_unquoted(token))

    def end(self) -> Node | None:
        """End a directive."""
        if not self._words:
            return None
        node = Node(self._words[0], self._words[1:], self._line)
        self._words = []
        self.count += 1
        if not self._too_deep:
            self._open[-1].children.append(node)
        return node

    def _enter(self) -> None:
        if not self._words:
            self._words, self._line = [""], self._open[-1].line
        node = self.end()
        if len(self._open) > _DEPTH or self._too_deep or node is None:
            self._too_deep += 1
        else:
            self._open.append(node)

    def _leave(self) -> None:
        if self._too_deep:
            self._too_deep -= 1
        elif len(self._open) > 1:
            self._open.pop()


def _unquoted(token: str) -> str:
    if len(token) > 1 and token[0] in "\"'" and token[-1] == token[0]:
        return _ESCAPED.sub(r"\1", token[1:-1]) if "\\" in token else token[1:-1]
    return token


def options(args: Sequence[str]) -> dict[str, str]:
    """Return `key=value` arguments; a bare word is its own value."""
    found: dict[str, str] = {}
    for arg in args:
        key, _, value = arg.partition("=")
        found[key] = value or key
    return found
