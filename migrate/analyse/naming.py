"""Names made canonical: DNS-1123 labels that, once given, never change."""

from __future__ import annotations

import re
from collections.abc import Mapping

from migrate.model.complaint import Complaint

_LONGEST = 46
"""Leaves room for what is appended (`-replication`, a number) to a name of 63 at most."""


_LABEL = re.compile(rf"[a-z](?:[-a-z0-9]{{0,{_LONGEST + 2}}}[a-z0-9])?")


class BadName(Complaint):
    """A short name in migration.yaml that no object can have."""


def slug(code: str, name: str) -> str:
    """Return a label from the English code, else from the name; Chinese by its pinyin."""
    for words in (code, name):
        label = re.sub(r"[^a-z0-9]+", "-", _latin(words).lower()).strip("-")
        if label:
            # A Service's name starts with a letter.
            named = label if label[0].isalpha() else f"app-{label}"
            return named[:_LONGEST].rstrip("-")
    return "unnamed"


class Names:
    """Gives each identity a slug: the one it had, else a new one, numbered where it is taken.

    Systems (`project/system`) and components (`project/system/component`) may share names.
    """

    def __init__(self, kept: Mapping[str, str]) -> None:
        """Start from the slugs given before, identity → slug.

        Raises:
            BadName: one of them, edited by a person, is no name that objects can have.
        """
        for identity, name in kept.items():
            if not _LABEL.fullmatch(name):
                raise BadName("analyse.bad_name", identity=identity, name=name)
        self._given = dict(kept)

    def give(self, identity: str, wanted: str) -> str:
        """Return the slug of an identity."""
        if identity not in self._given:
            depth = identity.count("/")
            taken = {name for known, name in self._given.items() if known.count("/") == depth}
            found, number = wanted, 2
            while found in taken:
                found, number = f"{wanted}-{number}", number + 1
            self._given[identity] = found
        return self._given[identity]


def _latin(words: str) -> str:
    if words.isascii():
        return words
    from pypinyin import lazy_pinyin

    return "-".join(lazy_pinyin(words))
