"""Content conditions of a rule set on the files of one component -> incidents.

Incidents hold places, never the text that matched: it could be a secret.
"""

from __future__ import annotations

import fnmatch
from collections import defaultdict
from collections.abc import Iterator

from migrate.model.facts import Incident
from migrate.model.origin import Origin
from migrate.rules import patterns
from migrate.rules.shape import Clause, Content, Group, RuleSet
from migrate.rules.tree import Entry, Tree
from migrate.rules.xpaths import Document

MAX_INCIDENTS = 200
"""Places reported for one condition in one component."""

Key = tuple[str, int]


def content_incidents(ruleset: RuleSet, tree: Tree) -> tuple[Incident, ...]:
    """Return where content conditions match, one incident per condition and file."""
    asked = [(rule.id, condition) for rule in ruleset.rules for condition in contents(rule.when)]
    found: dict[Key, list[Incident]] = defaultdict(list)
    places: dict[Key, int] = defaultdict(int)
    for entry in tree.entries():
        for key, origins in _of_entry(asked, entry):
            room = MAX_INCIDENTS - places[key]
            if room > 0:
                kept = origins[:room]
                places[key] += len(kept)
                found[key].append(Incident(*key, params={"file": entry.path}, origins=kept))
    return tuple(incident for key in sorted(found) for incident in found[key])


def contents(clause: Clause) -> Iterator[Content]:
    """Return the content conditions below a clause by their number."""
    yield from sorted(_contents(clause), key=lambda content: content.number)


def _contents(clause: Clause) -> Iterator[Content]:
    if isinstance(clause.condition, Content):
        yield clause.condition
    elif isinstance(clause.condition, Group):
        for part in clause.condition.clauses:
            yield from _contents(part)


def _of_entry(
    asked: list[tuple[str, Content]], entry: Entry
) -> Iterator[tuple[Key, tuple[Origin, ...]]]:
    opened = _Opened(entry)
    matched: set[Key] = set()
    for rule, condition in asked:
        chained = condition.within >= 0 and (rule, condition.within) not in matched
        if chained or not _is_meant(condition, entry.path):
            continue
        lines = tuple(opened.lines(condition))
        if lines:
            matched.add((rule, condition.number))
            yield (rule, condition.number), tuple(entry.origin(line) for line in lines)


def _is_meant(condition: Content, path: str) -> bool:
    if condition.kind == "file":
        return patterns.file_search(condition.pattern, path)
    if condition.file_paths and not any(_names(wanted, path) for wanted in condition.file_paths):
        return False
    return not condition.file_pattern or patterns.file_search(condition.file_pattern, path)


def _names(wanted: str, path: str) -> bool:
    wanted = wanted.removeprefix("./").removeprefix("**/").lstrip("/")
    return fnmatch.fnmatchcase(path, wanted) or fnmatch.fnmatchcase(path, f"*/{wanted}")


class _Opened:
    """One file, read and parsed at most once, and only when a condition needs it."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._read = False
        self._text: str | None = None
        self._document: Document | None = None

    def lines(self, condition: Content) -> Iterator[int]:
        """Return the lines that match, 0 for the file as a whole."""
        if condition.kind == "file":
            yield 0
        elif condition.kind == "filecontent":
            text = self._content()
            yield from patterns.lines(condition.pattern, text) if text else ()
        else:
            document = self._parsed()
            spaces = condition.namespaces
            yield from document.lines(condition.pattern, spaces) if document else ()

    def _content(self) -> str | None:
        if not self._read:
            self._read, self._text = True, self._entry.text()
        return self._text

    def _parsed(self) -> Document | None:
        if self._document is None and (text := self._content()):
            self._document = Document(text)
        return self._document
