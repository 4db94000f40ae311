"""packings.yaml as typed values: by what files are told that are packed in ways nobody opens."""

from __future__ import annotations

import functools

from msgspec import Struct

from migrate.knowledge import load


class Packing(Struct, frozen=True, forbid_unknown_fields=True):
    """How files of one packing begin."""

    offset: int
    hex: str
    """The bytes at that place."""
    name: str

    def fits(self, beginning: bytes) -> bool:
        """Tell whether a file that begins so is packed this way."""
        wanted = bytes.fromhex(self.hex)
        return beginning[self.offset : self.offset + len(wanted)] == wanted


@functools.cache
def packings() -> tuple[Packing, ...]:
    """Return the packings in the order of the file.

    Raises:
        KnowledgeError: the file is wrong.
    """
    return load("packings.yaml", tuple[Packing, ...])
