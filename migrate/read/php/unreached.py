"""Calls of removed functions -> those that never happen: nothing gets to where they stand.

A function of the site's own is reached where anything mentions it but its own definition, its own
body, comments, and calls that happen only on old versions or where magic quotes are on. Functions
that are named like their file or folder are called by names put together (Drupal's hooks). The way
to MySQL that left PHP is not gone where another one lies beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from migrate.read.php.adapters import replaced
from migrate.read.php.guards import host, is_for_magic_quotes, is_guarded
from migrate.read.php.parser import parse
from migrate.read.php.survey import File, Survey
from migrate.read.tree import Entry, Tree

if TYPE_CHECKING:
    from tree_sitter import Node

_CALLERS = (".tpl", ".html", ".htm", ".twig", ".xml", ".yml", ".yaml", ".json", ".ini", ".neon")
"""Other files that may name a function to be called."""
_LARGEST = 1 << 20
_MOST = 50
"""Functions that are looked for; behind them all count as reached."""


class Unreached:
    """Which calls of removed functions never happen."""

    def __init__(self, survey: Survey, tree: Tree) -> None:
        """Look for what reaches the functions around such calls."""
        around = {
            name: file for file in survey.own_files() for name in sorted(file.seen.inside.values())
        }
        names = [name for name, file in around.items() if not _is_hook(name, file.entry)][:_MOST]
        left = set(names)
        for file in survey.files if left else ():
            left -= _reached(left, file.entry)
        for entry in tree.below("", *_CALLERS) if left else ():
            if left:
                content = entry.content()[:_LARGEST].lower()
                left -= {name for name in left if _word(name).search(content)}
        self._functions = left
        self._replaced = replaced(survey)

    def is_so(self, file: File, name: str, line: int) -> bool:
        """Tell whether a call never happens."""
        seen = file.seen
        if name.startswith("mysql_") and file.entry.path in self._replaced:
            return True
        return (name, line) in seen.dead or seen.inside.get((name, line)) in self._functions


def _is_hook(name: str, entry: Entry) -> bool:
    parts = re.split(r"[/.]", entry.path.lower())
    return any(part and name.startswith(f"{part}_") for part in parts)


def _reached(names: Iterable[str], entry: Entry) -> set[str]:
    source = entry.content()
    lower = source.lower()
    there = [name for name in names if name.encode() in lower]
    if not there:
        return set()
    root = parse(source)
    return {
        name
        for name in there
        if any(_reaches(root, m.start(), m.end(), name) for m in _word(name).finditer(lower))
    }


def _reaches(root: Node, start: int, end: int, name: str) -> bool:
    """Tell whether a mention may lead to a call."""
    node = root.descendant_for_byte_range(start, end - 1)
    if node is None or node.type in ("comment", "text"):
        return False
    outer = node.parent
    if node.type != "name" or outer is None:
        return True
    if outer.type == "function_definition" or host(node) == name:
        return False
    return not (is_for_magic_quotes(node) or is_guarded(node, ""))


def _word(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"(?<![\w$])" + re.escape(name.encode()) + rb"(?!\w)")
