"""Placeholders of descriptors (`${jdbc.url}`, `${log.dir:-/tmp}`) -> what properties put there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from migrate.knowledge.settings import setting_keys
from migrate.model.origin import Origin
from migrate.read.formats import properties
from migrate.read.tree import Entry

_PLACEHOLDER = re.compile(r"[$#]\{(?P<key>[^${}:\s]{1,200})(?::-?(?P<default>[^${}]{0,400}))?\}")
_ROUNDS = 5
"""A value may hold placeholders itself; none may go on forever."""
_LONGEST = 4000

Known: TypeAlias = dict[str, tuple[str, Origin]]


class Values:
    """The keys of an application's properties files that say one thing only."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take properties files; a key that two of them fill differently is not known.

        Files of a profile (`application-prod.properties`) count where the plain one is silent.
        """
        self._known: Known = {}
        plain, profiled = _apart(entries)
        for files in (plain, profiled):
            for key, value in _agreed(files).items():
                self._known.setdefault(key, value)

    def get(self, key: str) -> tuple[str, Origin] | None:
        """Return a key's value and its place."""
        return self._known.get(key)

    def keys(self) -> Iterable[str]:
        """Return every key that is known."""
        return self._known

    def filled(self, text: str) -> tuple[str, tuple[Origin, ...]]:
        """Return a text with what is known put in, and the places it came from.

        What is not known stays as it is written; secrets stay too.
        """
        origins: list[Origin] = []

        def fill(match: re.Match[str]) -> str:
            known = None if _secret(match["key"]) else self._known.get(match["key"])
            if known:
                origins.append(known[1])
                return known[0]
            return match[0] if match["default"] is None else str(match["default"])

        for _ in range(_ROUNDS):
            before = text
            text = _PLACEHOLDER.sub(fill, text)
            if text == before or len(text) > _LONGEST:
                break
        return text[:_LONGEST], tuple(dict.fromkeys(origins))


def open_ones(text: str) -> bool:
    """Tell whether a text holds placeholders that nothing filled."""
    return "${" in text or "#{" in text or "@{" in text


def _secret(key: str) -> bool:
    return setting_keys().is_a("secret", key)


def _apart(entries: Iterable[Entry]) -> tuple[list[Entry], list[Entry]]:
    files = list(entries)
    names = {entry.path for entry in files}

    def profiled(entry: Entry) -> bool:
        stem = entry.path.removesuffix(".properties")
        return "-" in entry.name and f"{stem.rsplit('-', 1)[0]}.properties" in names

    return [e for e in files if not profiled(e)], [e for e in files if profiled(e)]


def _agreed(files: Iterable[Entry]) -> Known:
    known: Known = {}
    differing: set[str] = set()
    for entry in files:
        for pair in properties.pairs(entry.text() or ""):
            before = known.setdefault(pair.key, (pair.value, entry.origin(pair.line)))
            if before[0] != pair.value:
                differing.add(pair.key)
    return {key: value for key, value in known.items() if key not in differing}
