"""build.xml of Ant, or an Eclipse project without one -> the module that a source tree is."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from migrate.model.origin import Origin
from migrate.read.java import documents
from migrate.read.java.documents import Node
from migrate.read.java.project import EAR, LIBRARY, WAR, Module, release
from migrate.read.tree import Entry, Tree

NAME = "build.xml"
ECLIPSE = ".classpath"
_MOST_PROPERTIES = 500
_WEB = ("WebContent/", "WebRoot/", "webapp/", "web/", "war/", "src/main/webapp/", "www/")
_SOURCES = ("src/main/java", "src/java", "JavaSource", "src")
_MAKES = frozenset({"javac", "war", "ear", "jar"})
_PLACEHOLDER = re.compile(r"\$\{([\w.\-]{1,120})\}")
_LONGEST = 500


def modules(tree: Tree, within: str) -> list[Module]:
    """Return what the build file or the Eclipse project of a folder makes."""
    for name, read in ((NAME, _by_ant), (ECLIPSE, _by_eclipse)):
        entry = tree.get(f"{within}{name}")
        root = documents.parse(entry) if entry else None
        if entry is not None and root is not None:
            module = read(tree, within, entry, root)
            if module is not None:
                return [module]
    return []


def is_project(entry: Entry) -> bool:
    """Tell a build file that makes something of Java from one of PHP or of a server."""
    data = entry.content()
    if entry.name == ECLIPSE:
        return b"<classpathentry" in data
    return b"<project" in data and any(f"<{task}".encode() in data for task in _MAKES)


class _Values:
    """Properties of a build file; the first to set one wins."""

    def __init__(self, root: Node, tree: Tree, within: str) -> None:
        self._known = {"basedir": "."}
        for number, node in enumerate(root.all("property")):
            if number >= _MOST_PROPERTIES:
                break
            name, file = node.get("name"), node.get("file")
            if name:
                self._known.setdefault(name, node.get("value", "location"))
            elif file:
                self._file(tree.get(posixpath.normpath(within + self.filled(file))))

    def filled(self, text: str) -> str:
        """Return a text with its properties filled."""
        for _ in range(8):
            text = _PLACEHOLDER.sub(lambda m: self._known.get(m[1], m[0]), text)[:_LONGEST]
        return text

    def _file(self, entry: Entry | None) -> None:
        for line in (entry.text() or "").splitlines()[:_MOST_PROPERTIES] if entry else ():
            key, sign, value = line.partition("=")
            if sign and key.strip()[:1] not in ("#", "!"):
                self._known.setdefault(key.strip(), value.strip())


def _by_ant(tree: Tree, within: str, entry: Entry, root: Node) -> Module | None:
    if root.name != "project":
        return None
    values = _Values(root, tree, within)
    made = next(root.all("war", "ear"), None)
    compiled = next(root.all("javac"), None)
    if made is None and compiled is None and next(root.all("jar"), None) is None:
        return None
    name = values.filled(root.get("name")) or _folder_name(tree, within)
    module = Module(within, "ant", name, entry)
    module.web = _web(tree, within)
    module.packaging = EAR if made is not None and made.name == "ear" else LIBRARY
    if (made is not None and made.name == "war") or module.web:
        module.packaging = WAR
    module.sources = _sources(root, values, tree, within)
    module.resources = [f for f in (f"{within}resources/", f"{within}conf/") if any(tree.below(f))]
    module.libraries = list(_libraries(root, values, within))
    module.outputs = [
        f"{within}{folder}/" for folder in ("dist", "build", "target", "out", "release")
    ]
    target = values.filled(made.get("destfile", "warfile")) if made is not None else ""
    stem = target.rpartition("/")[2].rpartition(".")[0]
    module.file_name = stem if stem and "${" not in stem else name
    if compiled is not None:
        for key in ("release", "target", "source"):
            number = release(values.filled(compiled.get(key)))
            if number:
                module.release = (number, compiled.origin)
                break
    module.main_class = _main_class(root, values)
    return module


def _main_class(root: Node, values: _Values) -> tuple[str, Origin] | None:
    for node in root.all("attribute"):
        if node.get("name") == "Main-Class":
            return values.filled(node.get("value")), node.origin
    return None


def _by_eclipse(tree: Tree, within: str, entry: Entry, root: Node) -> Module | None:
    """Read `.classpath`; a web project is told by its folder with WEB-INF."""
    web = _web(tree, within)
    if root.name != "classpath" or not web:
        return None
    project = tree.get(f"{within}.project")
    described = documents.parse(project) if project else None
    name = (described.said("name") if described else "") or _folder_name(tree, within)
    module = Module(within, "eclipse", name, entry, WAR, name, web)
    paths = [n.get("path") for n in root.all("classpathentry") if n.get("kind") == "src"]
    module.sources = _there(tree, within, [p for p in paths if not p.startswith("/") and p])
    for node in root.all("classpathentry"):
        number = release(node.get("path").rpartition("JavaSE-")[2])
        if "JavaSE-" in node.get("path") and number:
            module.release = (number, node.origin)
    return module


def _folder_name(tree: Tree, within: str) -> str:
    return within.rstrip("/").rpartition("/")[2] or tree.source.rpartition("/")[2]


def _web(tree: Tree, within: str) -> list[str]:
    found = [f"{within}{web}" for web in _WEB if any(tree.below(f"{within}{web}WEB-INF/"))]
    return found[:1]


def _sources(root: Node, values: _Values, tree: Tree, within: str) -> list[str]:
    said = [
        values.filled(text)
        for node in root.all("javac")
        for text in (node.get("srcdir"), *(src.get("path") for src in node.children("src")))
        if text
    ]
    named = [part for text in said for part in re.split(r"[:;,]", text)]
    found = _there(tree, within, [n for n in named if "test" not in n.lower()])
    return found or _there(tree, within, _SOURCES)[:1]


def _there(tree: Tree, within: str, written: Iterable[str]) -> list[str]:
    paths = (
        posixpath.normpath(posixpath.join(within, w.strip())).lstrip("/") for w in written if w
    )
    wanted = dict.fromkeys(p for p in paths if not p.startswith(".."))
    return [f"{p}/" for p in wanted if p != "." and any(tree.below(f"{p}/", ".java"))]


def _libraries(root: Node, values: _Values, within: str) -> Iterator[str]:
    """Yield the folders whose jars go into the archive: `<war><lib dir="lib"/>`."""
    for node in root.all("lib"):
        folder = values.filled(node.get("dir"))
        if folder and "${" not in folder:
            yield f"{posixpath.normpath(posixpath.join(within, folder)).lstrip('/')}/"
