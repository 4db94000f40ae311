"""What ties an application to an operating system: native libraries, JNI, JNA, started programs."""

from __future__ import annotations

from collections.abc import Sequence

from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.java.libraries import Jar
from migrate.read.java.used import Used
from migrate.read.tree import Tree

_FILES = (".so", ".dll", ".dylib", ".jnilib", ".exe", ".sys", ".ocx")
_LOADS = (
    "java.lang.System.load",
    "java.lang.System.loadLibrary",
    "java.lang.Runtime.load",
    "java.lang.Runtime.loadLibrary",
)
_PROGRAMS = ("java.lang.Runtime.exec", "java.lang.ProcessBuilder.start")
_BRIDGES = ("com.sun.jna.", "jnr.ffi.", "com.jacob.", "com.sun.jna.platform.")
_FOREIGN = ("java.lang.foreign.",)


def tell(tree: Tree, used: Used, jars: Sequence[Jar], found: Found) -> None:
    """Add `native`, one item for each thing with what it is."""
    for entry in tree.entries():
        if entry.suffix in _FILES or ".so." in entry.name:
            found.item("native", entry.origin(), what="file", name=entry.name)
    for jar in jars:
        for origin in jar.natives[:1]:
            found.item("native", origin, what="library", name=jar.named.name)
    kinds: tuple[tuple[str, tuple[Origin, ...]], ...] = (
        ("load", used.call(*_LOADS)),
        ("program", used.call(*_PROGRAMS)),
        ("bridge", used.below(*_BRIDGES, *_FOREIGN)),
    )
    for what, origins in kinds:
        for origin in origins:
            found.item("native", origin, what=what, name="")
