"""Where the classes and libraries of a Java application lie, by its kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from migrate.read.tree import Entry, Tree

Role: TypeAlias = Literal["web", "program", "module"]
"""Served by a servlet container, started by itself, or part of something else."""


class Layout(Struct, frozen=True):
    """Folders of one packing."""

    classes: str
    libraries: tuple[str, ...] = ()

    def class_files(self, tree: Tree) -> Iterator[Entry]:
        """Yield the classes that every Java release sees."""
        for entry in tree.below(self.classes, ".class"):
            inside = entry.path[len(self.classes) :]
            if entry.name != "module-info.class" and not inside.startswith("META-INF/"):
                yield entry

    def jars(self, tree: Tree) -> Iterator[Entry]:
        """Yield the libraries packed in."""
        for folder in self.libraries:
            yield from tree.below(folder, ".jar")


WAR = Layout("WEB-INF/classes/", ("WEB-INF/lib/", "WEB-INF/lib-provided/"))
BOOT = Layout("BOOT-INF/classes/", ("BOOT-INF/lib/", "BOOT-INF/lib-provided/"))
JAR = Layout("")
