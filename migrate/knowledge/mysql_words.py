"""mysql-words.yaml as typed values: words that a newer server reserves."""

from __future__ import annotations

import functools

from migrate import knowledge


@functools.cache
def reserved_words() -> dict[str, str]:
    """Return word in capitals → the release since which it cannot be a bare name."""
    table = knowledge.load("mysql-words.yaml", dict[str, tuple[str, ...]])
    return {word: release for release, words in table.items() for word in words}
