"""A jar that is an application of its own: EJB module, client, program, agent, Spring Boot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from migrate.knowledge.java import java_libraries, java_servers, one_of
from migrate.read.findings import Found
from migrate.read.java import boot, libraries, manifest, structure
from migrate.read.java.layout import BOOT, JAR
from migrate.read.java.libraries import Jar
from migrate.read.java.used import Used
from migrate.read.opener import Opener
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "java-jar"
EJB = "java-ejb"
_BEANS = tuple(
    f"{space}.ejb.{name}"
    for space in ("javax", "jakarta")
    for name in ("Stateless", "Stateful", "Singleton", "MessageDriven")
)
_MOST_ON_PATH = 500
_LIBRARY_FOLDER = re.compile(
    r"/(?:libs?|bin|plugins|modules|ext|endorsed|share|jre|jdk[^/]*)/", re.I
)
"""Where servers and programs keep libraries: a jar there is none that somebody starts."""
_STARTED = (
    ("Main-Class", "java.main_class"),
    ("Premain-Class", "java.agent"),
    ("Agent-Class", "java.agent"),
)
"""Attribute of the manifest → fact."""


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole of an opened jar; folders that hold an unpacked Spring Boot archive."""
    if tree.source.lower().endswith((".jar", ".rar")):
        return [""]
    inside = (e.path for e in tree.entries() if "BOOT-INF/" in e.path)
    folders = dict.fromkeys(path[: path.index("BOOT-INF/")] for path in inside)
    return [folder for folder in folders if not folder or folder.endswith("/")]


def read(site: Site) -> Iterable[Found]:
    """Read one jar."""
    found = Found()
    fill(site, found, tuple(_on_class_path(site)))
    yield found


def started(tree: Tree, opener: Opener) -> list[Entry]:
    """Return the jars of a folder that are applications; the others are libraries of these.

    A jar alone is one whatever it holds. Beside others only those count that something starts,
    and that no other one names in its Class-Path; libraries and servers that can be started too
    are none.
    """
    own = java_servers().own
    known = (e for e in tree.below("", ".jar") if not one_of(e.name.removesuffix(".jar"), own))
    jars = {entry.path: entry for entry in known}
    if len(jars) == 1 and not any(True for _ in tree.below("", ".war", ".ear")):
        single = (e for e in jars.values() if not _LIBRARY_FOLDER.search(f"/{e.path}"))
        return [entry for entry in single if not _is_server(opener.try_archive(entry))]
    outside = [e for e in jars.values() if not _LIBRARY_FOLDER.search(f"/{e.path}")]
    programs: list[Entry] = []
    libraries_: set[str] = set()
    for entry in outside[:_MOST_ON_PATH]:
        opened = opener.try_archive(entry)
        if opened is None:
            continue
        folder = entry.path.rpartition("/")[0]
        libraries_.update(e.path for e in class_path(opened, folder, jars))
        if _is_started(opened) or opened.get("META-INF/ejb-jar.xml"):
            programs.append(entry)
    return [entry for entry in programs if entry.path not in libraries_]


def _is_server(tree: Tree | None) -> bool:
    return tree is not None and main_class(tree) in java_servers().starters


def _is_started(tree: Tree) -> bool:
    """Tell whether somebody starts a jar: what it names is there, and no library's or server's."""
    main = main_class(tree)
    if not main or _is_server(tree):
        return False
    if boot.is_executable(tree):
        return True
    path = f"{main.replace('.', '/')}.class"
    if tree.get(path) is None and not manifest.of(tree).get("Class-Path"):
        return False
    known = java_libraries().of_package(path)
    return known is None or any(not e.path.startswith(known[0]) for e in _classes(tree))


def _classes(tree: Tree) -> Iterator[Entry]:
    return (e for e in tree.below("", ".class") if not e.path.startswith("META-INF/"))


def is_library(entry: Entry, programs: Sequence[Entry]) -> bool:
    """Tell a jar that goes with the programs of a folder."""
    return bool(programs) and entry.suffix == ".jar" and entry not in programs


def fill(site: Site, found: Found, shared: Sequence[tuple[Jar, str]] = ()) -> None:
    """Read a jar into a component; `shared` are libraries from outside of it."""
    is_boot = boot.is_executable(site.tree) or any(site.tree.below("BOOT-INF/"))
    layout = BOOT if is_boot else JAR
    if is_boot:
        found.kind = boot.KIND
        boot.tell(site, found)
    else:
        _starts(site, found)
        _packed_in(site, found)
    used = structure.read(site, layout, found, shared)
    boot.by_library(found)
    if not is_boot:
        _beans(site, used, found)


def main_class(tree: Tree) -> str:
    """Return what `java -jar` would start, empty when it starts nothing."""
    return manifest.of(tree).get("Main-Class")


def _starts(site: Site, found: Found) -> None:
    known = manifest.of(site.tree)
    for attribute, fact in _STARTED:
        if known.get(attribute):
            found.fact(fact, known.get(attribute), known.origin(attribute))


def _packed_in(site: Site, found: Found) -> None:
    """Tell the libraries that were packed into a fat jar, by the records they left."""
    own = site.name.removesuffix(".jar")
    others = [
        each
        for each in libraries.records(site.tree)
        if own != each.name and not own.startswith(f"{each.name}-")
    ]
    for each in others:
        libraries.tell_packed(each, site.name, found)
    if others:
        found.fact("java.fat_jar", True, *(o.origin for o in others[:1] if o.origin))


def _beans(site: Site, used: Used, found: Found) -> None:
    """Tell an EJB module by its descriptor or by the annotations of its beans."""
    descriptor = site.tree.get("META-INF/ejb-jar.xml")
    if descriptor or used.type(*_BEANS):
        found.kind = EJB


def _on_class_path(site: Site) -> Iterator[tuple[Jar, str]]:
    """Yield the jars that lie where the manifest's Class-Path points to."""
    beside = {e.path: e for e in site.beside}
    folder = _folder_of(site)
    for entry in class_path(site.tree, folder, beside):
        yield libraries.inspect(entry, site.opener), "Class-Path"


def _folder_of(site: Site) -> str:
    """Return the folder that a jar lies in, as the paths of what lies beside it say it."""
    for entry in site.beside:
        root = entry.origin().source.removesuffix(entry.path)
        if site.tree.source.startswith(root):
            return site.tree.source.removeprefix(root).rpartition("/")[0]
    return ""


def class_path(tree: Tree, folder: str, known: dict[str, Entry]) -> Iterator[Entry]:
    """Yield the entries of `known` that a manifest's Class-Path names from a folder."""
    for word in manifest.of(tree).get("Class-Path").split()[:_MOST_ON_PATH]:
        path = _resolved(folder, word)
        if path in known and path.endswith(".jar"):
            yield known[path]


def _resolved(folder: str, word: str) -> str:
    parts = [part for part in folder.split("/") if part]
    for part in word.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(parts)
