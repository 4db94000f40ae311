"""Annotations of a class file, its fields and methods (JVM specification, 4.7.16)."""

from __future__ import annotations

import contextlib
import struct

from msgspec import Struct, field

from migrate.read.java.classfile import ClassFile, dotted

_VISIBLE = b"RuntimeVisibleAnnotations"
_INVISIBLE = b"RuntimeInvisibleAnnotations"
_EITHER = b"isibleAnnotations"
_DEEPEST = 8
_MOST = 2000
"""Annotations taken from one class."""


class Annotation(Struct, frozen=True):
    """One annotation where it stands."""

    name: str
    """Dotted: `javax.ejb.Schedule`."""
    owner: str
    """The class it stands in, dotted."""
    member: str = ""
    """The field or method it stands on, empty for the class itself."""
    on: str = "class"
    """class, field or method"""
    elements: dict[str, str] = field(default_factory=dict)
    """Element → value as text; several values joined by `, `."""
    type: str = ""
    """Of a field its type, of a setter what it takes, dotted; empty for what has no class."""


def of_class(parsed: ClassFile) -> list[Annotation]:
    """Return the annotations of a class, in order; what is damaged ends the list."""
    if not parsed.mentions(_EITHER):
        return []
    found: list[Annotation] = []
    with contextlib.suppress(struct.error, IndexError):
        _Reader(parsed, found).read()
    return found


class _Reader:
    def __init__(self, parsed: ClassFile, found: list[Annotation]) -> None:
        self._class = parsed
        self._owner = dotted(parsed.name)
        self._data, self._place = parsed.body
        self._found = found

    def read(self) -> None:
        for on in ("field", "method"):
            for _ in range(self._u2()):
                self._place += 2
                name = dotted(self._class.utf8_at(self._place))
                held = self._class.utf8_at(self._place + 2)
                self._place += 4
                self._attributes(name, on, held)
        self._attributes("", "class")

    def _attributes(self, member: str, on: str, held: bytes = b"") -> None:
        for _ in range(self._u2()):
            name = self._text()
            (length,) = struct.unpack_from(">I", self._data, self._place)
            start = self._place = self._place + 4
            if name in (_VISIBLE, _INVISIBLE):
                for _ in range(self._u2()):
                    if len(self._found) < _MOST:
                        kind, elements = self._annotation(0)
                        type_ = _held(held)
                        self._found.append(
                            Annotation(kind, self._owner, member, on, elements, type_)
                        )
            self._place = start + length

    def _annotation(self, depth: int) -> tuple[str, dict[str, str]]:
        name = _type_name(self._text())
        elements = {}
        for _ in range(self._u2()):
            key = self._text().decode("utf-8", errors="replace")
            elements[key] = self._value(depth)
        return name, elements

    def _value(self, depth: int) -> str:
        if depth > _DEEPEST:
            raise IndexError("annotations inside of annotations")
        tag = chr(self._data[self._place])
        self._place += 1
        if tag == "e":
            self._place += 2
            return self._text().decode("utf-8", errors="replace")
        if tag == "c":
            return _type_name(self._text())
        if tag == "@":
            name, elements = self._annotation(depth + 1)
            return f"@{name}({', '.join(f'{k}={v}' for k, v in elements.items())})"
        if tag == "[":
            return ", ".join(self._value(depth + 1) for _ in range(self._u2()))
        return self._constant(tag)

    def _constant(self, tag: str) -> str:
        index = self._u2()
        if tag == "s":
            return self._class.utf8(index).decode("utf-8", errors="replace")
        number = self._class.number(index)
        return str(bool(number)).lower() if tag == "Z" and number is not None else str(number)

    def _text(self) -> bytes:
        text = self._class.utf8_at(self._place)
        self._place += 2
        return text

    def _u2(self) -> int:
        (value,) = struct.unpack_from(">H", self._data, self._place)
        self._place += 2
        return int(value)


def _held(descriptor: bytes) -> str:
    """Return the class of a field, or the only one that a method takes: `(Lshop/Stock;)V`."""
    taken = descriptor[1:].partition(b")")[0] if descriptor.startswith(b"(") else descriptor
    if not taken.startswith(b"L") or taken.count(b";") != 1 or not taken.endswith(b";"):
        return ""
    return _type_name(taken)


def _type_name(descriptor: bytes) -> str:
    """Return the class of a descriptor `Ljavax/ejb/Schedule;`, dotted."""
    return dotted(descriptor.strip().removeprefix(b"L").removesuffix(b";"))
