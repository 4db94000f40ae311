"""One pom.xml: coordinates, properties and plugins, with what its parents hand down.

Inheritance and interpolation as Maven's POM reference tells them. Of profiles those count that are
active by default; whoever builds may choose others.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from migrate.model.origin import Origin
from migrate.read.java import documents
from migrate.read.java.documents import Node
from migrate.read.tree import Entry

NAME = "pom.xml"
_ROUNDS = 8
_LONGEST = 2000
_PLACEHOLDER = re.compile(r"\$\{([\w.\-]{1,120})\}")


class Pom:
    """One file; `parents` are those around it in the tree, nearest first."""

    def __init__(self, entry: Entry, root: Node) -> None:
        """Take its `project` element."""
        self.entry = entry
        self.root = root
        self.folder = entry.path.removesuffix(NAME)
        """The folder it lies in; ends in `/` unless it is the top."""
        self.parents: list[Pom] = []
        self.imports: list[Pom] = []
        """Bills of materials of the tree that it takes versions from."""

    @property
    def chain(self) -> list[Pom]:
        """Itself and its parents."""
        return [self, *self.parents]

    def coordinate(self, name: str) -> str:
        """Return its artifactId, groupId or version; the last two are inherited."""
        own = self.root.said(name)
        parent = self.root.child("parent")
        if not own and parent is not None and name != "artifactId":
            own = parent.said(name)
        return own

    def filled(self, text: str) -> str:
        """Return a text with the properties filled that the tree tells."""
        for _ in range(_ROUNDS):
            new = _PLACEHOLDER.sub(lambda m: self._property(m[1], m[0]), text)[:_LONGEST]
            if new == text:
                break
            text = new
        return text

    def told(self, text: str) -> str:
        """Return a filled text, empty when something in it stays open."""
        filled = self.filled(text)
        return "" if "${" in filled else filled

    def property(self, name: str) -> tuple[str, Origin] | None:
        """Return a property and where it stands; the child's before its parents'."""
        node = self._defined(name)
        return (self.told(node.text), node.origin) if node is not None else None

    def _property(self, name: str, written: str) -> str:
        known = {
            "project.version": "version", "pom.version": "version", "version": "version",
            "project.groupId": "groupId", "pom.groupId": "groupId", "groupId": "groupId",
            "project.artifactId": "artifactId", "pom.artifactId": "artifactId",
        }  # fmt: skip
        if name in known:
            return self.coordinate(known[name]) or written
        if name.startswith("project.parent."):
            parent = self.root.child("parent")
            return (parent.said(name.rpartition(".")[2]) if parent else "") or written
        node = self._defined(name)
        return written if node is None else node.text

    def _defined(self, name: str) -> Node | None:
        """Return where a property is set: a child's before its parents', a profile's first."""
        for pom in self.chain:
            for holder in (*_active(pom.root), pom.root):
                for properties in holder.children("properties"):
                    node = properties.child(name)
                    if node is not None:
                        return node
        return None

    def bare(self, path: str) -> str:
        """Return a path below its folder without what stands for that folder."""
        for base in ("${basedir}/", "${project.basedir}/", "${pom.basedir}/"):
            path = path.removeprefix(base)
        return path

    def inside(self, written: str) -> str:
        """Return a folder of its own as one of the tree, with its slash; empty where it is open."""
        told = self.told(self.bare(written.strip()))
        return (
            f"{posixpath.normpath(posixpath.join(self.folder, told))}/".lstrip("/") if told else ""
        )

    def builds(self) -> Iterator[Node]:
        """Yield the `build` elements that hold for it, nearest first."""
        for pom in self.chain:
            yield from pom.root.children("build")

    def plugins(self, *names: str) -> Iterator[Node]:
        """Yield a plugin where it is set up: in use first, then as managed."""
        for build in self.builds():
            yield from _plugins(build, names)
        for build in self.builds():
            for managed in build.children("pluginManagement"):
                yield from _plugins(managed, names)

    def uses_plugin(self, name: str) -> bool:
        """Tell whether a plugin runs in its build, rather than being managed for others."""
        return any(True for build in self.builds() for _ in _plugins(build, (name,)))

    def configured(self, plugin: str, *names: str) -> tuple[str, Origin] | None:
        """Return the first of some settings of a plugin."""
        for node in self.plugins(plugin):
            for name in names:
                for setting in node.all(name):
                    text = self.told(setting.text)
                    if text:
                        return text, setting.origin
        return None


def parse(entry: Entry) -> Pom | None:
    """Return a pom, None for what is none."""
    root = documents.parse(entry)
    return Pom(entry, root) if root is not None and root.name == "project" else None


def _plugins(holder: Node, names: Sequence[str]) -> Iterator[Node]:
    for plugins in holder.children("plugins"):
        for plugin in plugins.children("plugin"):
            if plugin.said("artifactId") in names:
                yield plugin


def _active(root: Node) -> Iterator[Node]:
    """Yield the profiles that hold when nobody chooses."""
    for profiles in root.children("profiles"):
        for profile in profiles.children("profile"):
            activation = profile.child("activation")
            if activation is not None and activation.said("activeByDefault") == "true":
                yield profile
