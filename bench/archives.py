"""Archives to measure with, made here: their classes have the sizes that real libraries have.

Over the 21,853 classes of the jars of a Debian machine (`/usr/share/java`, Maven's own), a class
has 111 constants on average, half have fewer than 68, and 3.2 kB. The mixture below is made to
match; `python -m bench.archives` prints how well.
"""

from __future__ import annotations

import io
import random
import statistics
import sys
import zipfile

from tests.read.java.class_builder import ClassBuilder

_CALLS = ((5, 0.35), (12, 0.33), (28, 0.22), (75, 0.1))
"""How many members a class uses, and how often that is so."""
_PACKAGES = (
    "java/util", "java/io", "java/lang", "java/sql", "javax/servlet/http", "org/slf4j",
    "org/springframework/util", "org/springframework/web/bind", "org/apache/commons/lang3",
    "com/fasterxml/jackson/databind",
)  # fmt: skip
_TYPES_OF_PACKAGE, _METHODS_OF_TYPE = 40, 12
"""So 4,800 members of libraries are used, and eight of each class of the application's own."""
_TYPES = ("I", "J", "Z", "Ljava/lang/String;", "Ljava/lang/Object;", "Ljava/util/List;", "[B")
_WORDS = ("Name", "Value", "Order", "Customer", "Total", "Date", "State", "Items", "Path", "Id")
_WEB = b'<web-app version="3.1"><session-config><session-timeout>30</session-timeout></session-config></web-app>'  # noqa: E501
_CODE = 80
_OPERATIONS = b"\x2a\xb4\x00\x2b\xb6\x00\x4c\xb2\x00\x12\x01\x02"
"""Bytes of code for each member that is used: they are read, though nobody looks at them."""


def war(classes: int, libraries: int = 0, pages: int = 0) -> bytes:
    """Return a web archive; the same numbers give the same bytes."""
    chance = random.Random(classes * 1000 + libraries)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("WEB-INF/web.xml", _WEB)
        archive.writestr("WEB-INF/classes/db.properties", "jdbc.url=jdbc:mysql://10.1.1.5/shop\n")
        for number in range(pages):
            archive.writestr(f"p{number}.jsp", '<%= session.getAttribute("u") %>\n' * 40)
        for name, data in _classes(chance, "com/shop", classes):
            archive.writestr(f"WEB-INF/classes/{name}.class", data)
        for number in range(libraries):
            archive.writestr(f"WEB-INF/lib/part{number}-1.{number}.jar", library(chance, number))
    return stream.getvalue()


def library(chance: random.Random, number: int, classes: int = 200) -> bytes:
    """Return a jar as Maven makes it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        pom = f"groupId=org.part\nartifactId=part{number}\nversion=1.{number}\n"
        archive.writestr(f"META-INF/maven/org.part/part{number}/pom.properties", pom)
        for name, data in _classes(chance, f"org/part{number}", classes):
            archive.writestr(f"{name}.class", data)
    return stream.getvalue()


def _classes(chance: random.Random, package: str, count: int) -> list[tuple[str, bytes]]:
    names = [f"{package}/m{n % 60}/Type{n}" for n in range(count)]
    return [(name, _class(chance, name, names)) for name in names]


def _class(chance: random.Random, name: str, own: list[str]) -> bytes:
    built = ClassBuilder(name)
    sizes, weights = zip(*_CALLS, strict=True)
    calls = chance.choices(sizes, weights)[0]
    for _ in range(calls):
        if chance.random() < 0.5:
            owner, method = chance.choice(own), chance.randrange(8)
        else:
            package, number = chance.choice(_PACKAGES), chance.randrange(_TYPES_OF_PACKAGE)
            owner, method = f"{package}/Part{number}", chance.randrange(_METHODS_OF_TYPE)
        fixed = random.Random(f"{owner}{method}")
        taken = "".join(fixed.choices(_TYPES, k=fixed.randrange(3)))
        verb = fixed.choice(("get", "set", "find", "is", "create"))
        built.call(owner, f"{verb}{fixed.choice(_WORDS)}", f"({taken})V")
        if chance.random() < 0.2:
            built.string(f"message {chance.randrange(1000)}: ")
    return built.bytes() + bytes(chance.choices(_OPERATIONS, k=calls * _CODE))


def main() -> None:
    with zipfile.ZipFile(io.BytesIO(war(2000))) as archive:
        infos = [i for i in archive.infolist() if i.filename.endswith(".class")]
        packed = [info.compress_size for info in infos]
        found = [archive.read(info) for info in infos]
    constants = [data[8] << 8 | data[9] for data in found]
    sys.stdout.write(
        f"{len(found)} classes: {statistics.mean(constants):.0f} constants on average, "
        f"half below {statistics.median(constants):.0f}, "
        f"{statistics.mean(map(len, found)) / 1000:.1f} kB, "
        f"packed {statistics.mean(packed) / 1000:.1f} kB\n"
    )


if __name__ == "__main__":
    main()
