"""Placeholders of descriptors (`${jdbc.url}`, `${log.dir:-/tmp}`) -> what properties put there."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from msgspec import Struct

from migrate.knowledge.settings import setting_keys
from migrate.model.origin import Origin
from migrate.read.tree import Entry
from migrate.read.values import Pair

_PLACEHOLDER = re.compile(
    r"[$#]\{(?!(?:bundle|ctx|date|env|java|main|sys|web):)"
    r"(?P<key>[^${}:\s]{1,200})(?::-?(?P<default>[^${}]{0,400}))?\}"
)
"""Lookups of log4j 2 (`${sys:catalina.base}`) are no keys of ours."""
_ROUNDS = 5
"""A value may hold placeholders itself; none may go on forever."""
_LONGEST = 4000
_LONGEST_VALUE = 1000

Known: TypeAlias = dict[str, tuple[str, Origin]]


class SettingPairs(Struct, frozen=True):
    """One settings file with its keys."""

    entry: Entry
    pairs: tuple[Pair, ...]
    profile: str = ""
    """Spring's profile that it belongs to; empty when it counts always."""


class Values:
    """The keys of an application's settings files that say one thing only."""

    def __init__(self, *groups: Iterable[SettingPairs]) -> None:
        """Take settings files by rank; a key that two of one rank fill differently is not known.

        Copies of a file for a place (`jdbc-prod.properties`) count where the plain one is silent.
        """
        self._known: Known = {}
        for each in (part for group in groups for part in _apart(group)):
            for key, value in _agreed(each).items():
                self._known.setdefault(key, value)

    def get(self, key: str) -> tuple[str, Origin] | None:
        """Return a key's value and its place."""
        return self._known.get(key)

    def __iter__(self) -> Iterator[str]:
        """Yield every key that is known."""
        return iter(self._known)

    def filled(self, text: str) -> tuple[str, tuple[Origin, ...]]:
        """Return a text with what is known put in, and the places it came from.

        What is not known stays as it is written; secrets stay too.
        """
        origins: list[Origin] = []

        def fill(key: str) -> str | None:
            known = None if _secret(key) else self._known.get(key)
            if known is None:
                return None
            origins.append(known[1])
            return known[0]

        return expanded(text, fill), tuple(dict.fromkeys(origins))


def expanded(text: str, lookup: Callable[[str], str | None]) -> str:
    """Return a text with its placeholders filled: by a lookup, else by their own default."""

    def fill(match: re.Match[str]) -> str:
        known = lookup(match["key"])
        if known is not None and len(known) <= _LONGEST_VALUE:
            return known
        return match[0] if match["default"] is None else str(match["default"])

    for _ in range(_ROUNDS):
        if len(text) > _LONGEST or "{" not in text:
            break
        before = text
        text = _PLACEHOLDER.sub(fill, text)
        if text == before:
            break
    return text[:_LONGEST]


def open_ones(text: str) -> bool:
    """Tell whether a text holds placeholders that nothing filled."""
    return "${" in text or "#{" in text or "@{" in text


@functools.lru_cache(maxsize=4096)
def _secret(key: str) -> bool:
    return setting_keys().is_a("secret", key)


def _apart(files: Iterable[SettingPairs]) -> tuple[list[SettingPairs], list[SettingPairs]]:
    known = list(files)
    stems = {_stem(file.entry) for file in known}

    def profiled(file: SettingPairs) -> bool:
        if file.profile:
            return True
        return "-" in file.entry.name and _stem(file.entry).rpartition("-")[0] in stems

    return [f for f in known if not profiled(f)], [f for f in known if profiled(f)]


def _stem(entry: Entry) -> str:
    return entry.path.removesuffix(entry.suffix)


def _agreed(files: Iterable[SettingPairs]) -> Known:
    known: Known = {}
    differing: set[str] = set()
    for file in files:
        for pair in file.pairs:
            before = known.setdefault(pair.key, (pair.meaning, file.entry.origin(pair.line)))
            if before[0] != pair.meaning:
                differing.add(pair.key)
    return {key: value for key, value in known.items() if key not in differing}
