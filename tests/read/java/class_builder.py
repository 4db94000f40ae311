"""Class files by hand: a constant pool, super types and annotations; no code.

Enough for everything that is read of a class, and possible without a JDK.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence


class ClassBuilder:
    """Collects what a class names; `bytes()` writes the class file."""

    def __init__(
        self,
        name: str,
        superclass: str = "java/lang/Object",
        interfaces: Sequence[str] = (),
        major: int = 52,
    ) -> None:
        self._pool: list[bytes] = []
        self._known: dict[bytes, int] = {}
        self._next = 1
        self._major = major
        self._this = self.type(name)
        self._super = self.type(superclass)
        self._interfaces = [self.type(each) for each in interfaces]
        self._annotations: dict[str, list[bytes]] = {"": []}
        self._fields: dict[str, str] = {}
        self._taken: dict[str, str] = {}

    def utf8(self, text: str) -> int:
        data = text.encode()
        return self._constant(b"\x01" + struct.pack(">H", len(data)) + data)

    def type(self, name: str) -> int:
        return self._constant(b"\x07" + struct.pack(">H", self.utf8(name)))

    def string(self, text: str) -> int:
        return self._constant(b"\x08" + struct.pack(">H", self.utf8(text)))

    def number(self, value: int) -> int:
        return self._constant(b"\x03" + struct.pack(">i", value))

    def wide(self, value: int) -> int:
        return self._constant(b"\x05" + struct.pack(">q", value), 2)

    def call(self, owner: str, name: str, descriptor: str = "()V") -> ClassBuilder:
        self._member(10, owner, name, descriptor)
        return self

    def make(self, owner: str, descriptor: str = "()V") -> ClassBuilder:
        return self.call(owner, "<init>", descriptor)

    def field(self, owner: str, name: str, descriptor: str) -> ClassBuilder:
        self._member(9, owner, name, descriptor)
        return self

    def annotate(self, name: str, elements: Mapping[str, object], method: str = "") -> ClassBuilder:
        pairs = [struct.pack(">H", self.utf8(k)) + self._value(v) for k, v in elements.items()]
        head = struct.pack(">HH", self.utf8(f"L{name};"), len(pairs))
        self._annotations.setdefault(method, []).append(head + b"".join(pairs))
        return self

    def annotate_field(
        self, name: str, elements: Mapping[str, object], field: str, type_: str
    ) -> ClassBuilder:
        self._fields[field] = f"L{type_};"
        return self.annotate(name, elements, field)

    def takes(self, method: str, descriptor: str) -> ClassBuilder:
        self._taken[method] = descriptor
        return self

    def bytes(self) -> bytes:
        methods = [name for name in self._annotations if name and name not in self._fields]
        body = struct.pack(">HHHH", 0x21, self._this, self._super, len(self._interfaces))
        body += b"".join(struct.pack(">H", each) for each in self._interfaces)
        body += struct.pack(">H", len(self._fields))
        for name, descriptor in self._fields.items():
            body += struct.pack(">HHH", 2, self.utf8(name), self.utf8(descriptor))
            body += self._attributes(name)
        body += struct.pack(">H", len(methods))
        for name in methods:
            descriptor = self._taken.get(name, "()V")
            body += struct.pack(">HHH", 1, self.utf8(name), self.utf8(descriptor))
            body += self._attributes(name)
        body += self._attributes("")
        head = b"\xca\xfe\xba\xbe" + struct.pack(">HHH", 0, self._major, self._next)
        return head + b"".join(self._pool) + body

    def _attributes(self, method: str) -> bytes:
        found = self._annotations[method]
        if not found:
            return struct.pack(">H", 0)
        data = struct.pack(">H", len(found)) + b"".join(found)
        name = self.utf8("RuntimeVisibleAnnotations")
        return struct.pack(">HHI", 1, name, len(data)) + data

    def _value(self, value: object) -> bytes:
        if isinstance(value, list):
            return b"[" + struct.pack(">H", len(value)) + b"".join(map(self._value, value))
        if isinstance(value, tuple):
            name, elements = value
            pairs = [struct.pack(">H", self.utf8(k)) + self._value(v) for k, v in elements.items()]
            head = struct.pack(">HH", self.utf8(f"L{name};"), len(pairs))
            return b"@" + head + b"".join(pairs)
        if isinstance(value, bool):
            return b"Z" + struct.pack(">H", self.number(int(value)))
        if isinstance(value, int):
            return b"J" + struct.pack(">H", self.wide(value))
        return b"s" + struct.pack(">H", self.utf8(str(value)))

    def _member(self, tag: int, owner: str, name: str, descriptor: str) -> int:
        pair = struct.pack(">HH", self.utf8(name), self.utf8(descriptor))
        number = self._constant(b"\x0c" + pair)
        return self._constant(bytes([tag]) + struct.pack(">HH", self.type(owner), number))

    def _constant(self, data: bytes, width: int = 1) -> int:
        if data not in self._known:
            self._pool.append(data)
            self._known[data] = self._next
            self._next += width
        return self._known[data]
