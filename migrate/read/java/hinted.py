"""A pattern with the words that every match holds: a text without them is not searched.

Python's engine tries a pattern at every character unless it begins with a literal; whether a word
occurs is told a hundred times faster (bench/read.py), and few pages hold any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator


class Hinted:
    """A compiled pattern that is asked of texts with one of its words only."""

    def __init__(self, words: tuple[str, ...], pattern: str, flags: int = 0) -> None:
        """Take the words, of which each match holds at least one, and the pattern."""
        self._words = words
        self._pattern = re.compile(pattern, flags)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match."""
        return self._pattern.search(text) if self._hints(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches."""
        return self._pattern.finditer(text) if self._hints(text) else iter(())

    def _hints(self, text: str) -> bool:
        return any(word in text for word in self._words)
