"""Texts that were decoded once go in; whoever asks next gets them again, up to a bound."""

from __future__ import annotations

import sys
from collections import deque
from typing import TypeAlias
from weakref import ref

from migrate.model.reason import Because

_MOST = 32 << 20
"""Bytes of all texts of one input that are kept."""
Decoded: TypeAlias = tuple[str, str]
"""A text and its encoding."""


class Known:
    """What is known of one file's content, under whatever paths it is seen."""

    __slots__ = ("__weakref__", "decoded", "fault", "shelf")

    def __init__(self) -> None:
        """Nothing is known yet."""
        self.fault: Because | None = None
        self.decoded: Decoded | None = None
        self.shelf: Shelf | None = None
        """Where its text is kept; a file without one is decoded whenever it is asked for."""

    def keep(self, decoded: Decoded) -> Decoded:
        """Keep a text for the next who asks, as long as there is room."""
        if self.shelf:
            self.shelf.put(self, decoded)
        return decoded


class Shelf:
    """The texts of one input; the oldest make room for new ones."""

    def __init__(self, most: int = _MOST) -> None:
        """Take how many bytes are kept."""
        self._most = most
        self._held = 0
        self._order: deque[tuple[ref[Known], int]] = deque()

    def put(self, known: Known, decoded: Decoded) -> None:
        """Keep a text; one that alone is too large is not kept."""
        size = sys.getsizeof(decoded[0])
        if size > self._most // 4:
            return
        known.decoded = decoded
        self._order.append((ref(known), size))
        self._held += size
        while self._held > self._most:
            oldest, freed = self._order.popleft()
            self._held -= freed
            gone = oldest()
            if gone:
                gone.decoded = None
