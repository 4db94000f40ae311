"""How much of an input is read. Archives are hostile: their headers are not believed."""

from __future__ import annotations

from msgspec import Struct


class Bounds(Struct, frozen=True):
    """Limits of one input."""

    entries: int = 50_000
    entry_bytes: int = 64 << 20
    """Of one uncompressed entry."""
    total_bytes: int = 2 << 30
    """Of all entries together, as they are read."""
    depth: int = 3
    """Archives inside of archives."""
    ratio: int = 100
    """Uncompressed to compressed, where more than `ratio_from` bytes come out."""
    ratio_from: int = 10 << 20
    text_bytes: int = 1 << 20
    """Larger files are not looked at as text."""


class BoundError(Exception):
    """A limit was reached; the argument is the id of a text below `read.bound`."""
