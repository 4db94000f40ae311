"""Java class files by their constant pool (JVM specification, chapter 4); nothing is decompiled."""

from __future__ import annotations

import struct

from msgspec import Struct

MAGIC = 0xCAFEBABE
_UTF8, _LONG, _DOUBLE = 1, 5, 6
_SIZES = dict.fromkeys((3, 4, 9, 10, 11, 12, 17, 18), 4) | dict.fromkeys((7, 8, 16, 19, 20), 2)
_SIZES |= {_LONG: 8, _DOUBLE: 8, 15: 3}
"""Bytes behind each tag of the constant pool."""


class ClassFile(Struct, frozen=True):
    """What a class file tells without its code."""

    major: int
    """52 is Java 8, 55 is 11, 61 is 17, 65 is 21."""
    constants: frozenset[str]
    """Every UTF-8 constant: names of types and members, descriptors, strings."""

    def mentions(self, prefix: str) -> bool:
        """Tell whether a type of a package (`javax/servlet/`) is used."""
        return any(
            constant.startswith((prefix, f"L{prefix}", f"(L{prefix}"))
            for constant in self.constants
        )


def parse(data: bytes) -> ClassFile | None:
    """Return what a class file tells, None when it is none or is damaged."""
    try:
        magic, _, major, count = struct.unpack_from(">IHHH", data, 0)
        if magic != MAGIC:
            return None
        return ClassFile(major, frozenset(_strings(data, count)))
    except (struct.error, KeyError, IndexError):
        return None


def _strings(data: bytes, count: int) -> list[str]:
    found: list[str] = []
    place, number = 10, 1
    while number < count:
        tag = data[place]
        if tag == _UTF8:
            (length,) = struct.unpack_from(">H", data, place + 1)
            found.append(data[place + 3 : place + 3 + length].decode("utf-8", errors="replace"))
            place += 3 + length
        else:
            place += 1 + _SIZES[tag]
        number += 2 if tag in (_LONG, _DOUBLE) else 1
    return found
