"""Java class files by their constant pool (JVM specification, chapter 4); nothing is decompiled.

Names stay bytes in the form the pool has them (`java/io/File`): a large application has millions
of constants, and decoding each would cost more than reading it.
"""

from __future__ import annotations

import functools
import struct

MAGIC = b"\xca\xfe\xba\xbe"
_UTF8, _CLASS, _STRING, _LONG, _DOUBLE, _NAME_AND_TYPE = 1, 7, 8, 5, 6, 12
_OTHER_SIZES = {3: 5, 4: 5, 15: 4, 16: 3, 17: 5, 18: 5, 19: 3, 20: 3}
"""Bytes of a constant that tells nothing here, its tag included."""
_WIDE = (_LONG, _DOUBLE)
"""Take two numbers of the pool."""
_TAG_AND_FIRST = struct.Struct(">BH").unpack_from
_MEMBER = struct.Struct(">BHH").unpack_from
_HEADER = struct.Struct(">HHHH").unpack_from
_PAIR = struct.Struct(">xHH").unpack_from
_SIZES = {**_OTHER_SIZES, 5: 9, 6: 9, 7: 3, 8: 3, 9: 5, 10: 5, 11: 5, 12: 5}
_NUMBERS = {3: ">i", 4: ">f", 5: ">q", 6: ">d"}


class DamagedClassError(ValueError):
    """The bytes are no class file, or one that breaks off."""


class ClassFile:
    """What a class file tells without its code."""

    __slots__ = (
        "_at", "_data", "_links", "_members", "_named", "_strings", "_utf8",
        "interfaces", "major", "name", "superclass",
    )  # fmt: skip

    def __init__(self, data: bytes) -> None:
        """Read the constant pool.

        Raises:
            DamagedClassError: it is no class file, or one that breaks off.
        """
        if data[:4] != MAGIC or len(data) < 24:
            raise DamagedClassError("no class file")
        self._data = data
        self.major = data[6] << 8 | data[7]
        """52 is Java 8, 55 is 11, 61 is 17, 65 is 21."""
        count = data[8] << 8 | data[9]
        self._utf8 = [b""] * (count + 1)
        self._links = [0] * (count + 1)
        """Of a class the number of its name; of a name with its type where the two stand."""
        self._named: list[int] = []
        """Numbers of the names of classes."""
        self._strings: list[int] = []
        self._members: list[int] = []
        """Where fields and methods that are used stand."""
        try:
            self._at = self._read_pool(data, count)
        except (struct.error, IndexError, KeyError, StopIteration) as wrong:
            raise DamagedClassError("the constant pool breaks off") from wrong
        if self._at + 8 > len(data):
            raise DamagedClassError("it ends with the constant pool")
        self._read_header()

    def _read_pool(self, data: bytes, count: int) -> int:
        """Fill the tables; return where the pool ends.

        One flat loop over few operations: it runs per constant (bench/read.py).
        """
        utf8, links, unpack = self._utf8, self._links, _TAG_AND_FIRST
        name, member = self._named.append, self._members.append
        place, numbers = 10, iter(range(1, count))
        for number in numbers:
            tag, first = unpack(data, place)
            if tag == _UTF8:
                place += 3
                end = place + first
                utf8[number] = data[place:end]
                place = end
            elif tag == _NAME_AND_TYPE:
                links[number] = place
                place += 5
            elif tag == _CLASS:
                links[number] = first
                name(first)
                place += 3
            elif _STRING < tag < _NAME_AND_TYPE:
                member(place)
                place += 5
            elif tag == _STRING:
                self._strings.append(first)
                place += 3
            elif tag in _WIDE:
                place += 9
                next(numbers, None)
            else:
                place += _OTHER_SIZES[tag]
        return place

    def _read_header(self) -> None:
        """Take the names behind the pool: its own, that of the class it extends, interfaces."""
        _, itself, above, count = _HEADER(self._data, self._at)
        self.name = self._class(itself)
        """Its own name, `com/shop/Cart`."""
        self.superclass = self._class(above)
        """The class it extends, empty for java/lang/Object itself."""
        self.interfaces: tuple[bytes, ...] = ()
        """The interfaces it implements or, being one, extends."""
        if count and self._at + 8 + 2 * count <= len(self._data):
            numbers = struct.unpack_from(f">{count}H", self._data, self._at + 8)
            self.interfaces = tuple(map(self._class, numbers))

    def types(self, own: frozenset[bytes] = frozenset()) -> list[bytes]:
        """Return the classes that its code names, `own` left out; arrays as their element type."""
        utf8 = self._utf8
        try:
            return [
                name if name[:1] != b"[" else _element(name)
                for index in self._named
                if (name := utf8[index]) not in own
            ]
        except IndexError:
            return []

    def members(self, own: frozenset[bytes] = frozenset()) -> list[tuple[int, bytes, bytes, bytes]]:
        """Return (tag, class, name, descriptor) of the fields (tag 9) and methods it uses.

        Those of `own` classes are left out but for what it uses of itself: it may be inherited.
        """
        utf8, links, data, itself = self._utf8, self._links, self._data, self.name
        found = []
        try:
            for place in self._members:
                tag, owner, pair = _MEMBER(data, place)
                owned = utf8[links[owner]]
                if owned in own and owned != itself:
                    continue
                name, descriptor = _PAIR(data, links[pair])
                found.append((tag, owned, utf8[name], utf8[descriptor]))
        except (struct.error, IndexError):
            pass  # A number that leads out of the pool: what was found until there counts.
        return found

    def strings(self) -> list[bytes]:
        """Return its string constants in modified UTF-8."""
        return [self.utf8(index) for index in self._strings]

    def mentions(self, word: bytes) -> bool:
        """Tell whether any constant holds some bytes (`javax/servlet/`)."""
        return self._data.find(word, 0, self._at) >= 0

    def utf8_at(self, place: int) -> bytes:
        """Return the text whose index stands at a place of the file."""
        (index,) = struct.unpack_from(">H", self._data, place)
        return self.utf8(index)

    def utf8(self, index: int) -> bytes:
        """Return a text of the pool, empty when there is none at the index."""
        return self._utf8[index] if index < len(self._utf8) else b""

    def number(self, index: int) -> int | float | None:
        """Return a numeric constant, found by walking the pool again: few are ever asked for."""
        place = self._constant(index)
        form = _NUMBERS.get(self._data[place]) if place else None
        return struct.unpack_from(form, self._data, place + 1)[0] if form else None

    def _constant(self, wanted: int) -> int:
        """Return where a constant stands, 0 when there is none."""
        data, place, number = self._data, 10, 1
        while place < self._at:
            if number == wanted:
                return place
            tag = data[place]
            if tag == _UTF8:
                place += 3 + (data[place + 1] << 8 | data[place + 2])
            else:
                place += _SIZES[tag]
            number += 2 if tag in _WIDE else 1
        return 0

    @property
    def body(self) -> tuple[bytes, int]:
        """The whole file, and where its own fields begin: for what reads members and attributes."""
        data = self._data
        interfaces = data[self._at + 6] << 8 | data[self._at + 7]
        return data, self._at + 8 + 2 * interfaces

    def _class(self, number: int) -> bytes:
        return self.utf8(self._links[number]) if number < len(self._links) else b""


def parse(data: bytes) -> ClassFile | None:
    """Return what a class file tells, None when it is none or is damaged."""
    try:
        return ClassFile(data)
    except DamagedClassError:
        return None


def dotted(name: bytes) -> str:
    """Return an internal name as source code writes it: `java.io.File`."""
    return name.decode("utf-8", errors="replace").replace("/", ".")


@functools.lru_cache(maxsize=16_384)
def parameters(descriptor: bytes) -> tuple[str, ...]:
    """Return the parameter types of a method descriptor, dotted: `(Ljava/lang/String;I)V`."""
    found: list[str] = []
    text = descriptor.decode("utf-8", errors="replace")
    place, arrays = 1, ""
    while place < len(text) and text[place] != ")":
        sign = text[place]
        if sign == "[":
            arrays += "[]"
            place += 1
            continue
        if sign == "L":
            end = text.find(";", place)
            if end < 0:
                break
            name, place = text[place + 1 : end].replace("/", "."), end + 1
        else:
            name, place = _PRIMITIVES.get(sign, sign), place + 1
        found.append(name + arrays)
        arrays = ""
    return tuple(found)


_PRIMITIVES = {
    "B": "byte", "C": "char", "D": "double", "F": "float", "I": "int", "J": "long", "S": "short",
    "Z": "boolean",
}  # fmt: skip


def _element(array: bytes) -> bytes:
    """Return the class of an array's elements, empty for primitive ones."""
    inner = array.lstrip(b"[")
    return inner[1:-1] if inner[:1] == b"L" else b""
