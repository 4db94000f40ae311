"""Free text such as `Tomcat 8.5 / JDK 8` as technologies of knowledge/technologies.yaml."""

from __future__ import annotations

import functools
import re

from msgspec import Struct

from migrate import knowledge


class Technology(Struct, frozen=True):
    """One technology and how people write it."""

    id: str
    name: str
    family: str
    words: tuple[str, ...]
    kind: str = ""
    """The kind of component it makes, when it stands for one."""


class Match(Struct, frozen=True):
    """A technology recognised in a text."""

    technology: Technology
    version: str


@functools.cache
def _technologies() -> tuple[Technology, ...]:
    return knowledge.load("technologies.yaml", tuple[Technology, ...])


def match(text: str) -> tuple[Match, ...]:
    """Return the technologies a text names, in its order; nothing for what is not known."""
    found: list[tuple[int, Match]] = []
    for technology in _technologies():
        for word in technology.words:
            pattern = rf"(?<![a-z]){re.escape(word)}(?![a-z])[\s\-/v]*(\d+(?:\.\w+)*)?"
            said = re.search(pattern, text.lower())
            if said:
                found.append((said.start(), Match(technology, said[1] or "")))
                break
    return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))
