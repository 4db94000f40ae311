"""A WAR and the files that lay beside it go in; what they tell comes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from migrate.model.origin import Origin
from migrate.read import config_files
from migrate.read.findings import Found
from migrate.read.java import classes, contents, jsp, jvm, libraries, log4j
from migrate.read.java.classes import ClassIndex
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "java-war"
_CLASSES = "WEB-INF/classes/"
_FULL_SERVER = ("javax.ejb.", "jakarta.ejb.", "javax.jms.", "jakarta.jms.")


def roots(tree: Tree) -> Sequence[str]:
    """Return each folder that holds a `WEB-INF`."""
    inside = (e.path for e in tree.entries() if "WEB-INF/" in e.path)
    folders = dict.fromkeys(path[: path.index("WEB-INF/")] for path in inside)
    return [folder for folder in folders if not folder or folder.endswith("/")]


def read(site: Site) -> Iterable[Found]:
    """Read an opened or exploded WAR."""
    tree, beside, name = site.tree, site.beside, site.name
    found = Found()
    index = _classes(tree, found)
    for library in tree.below("WEB-INF/lib/", ".jar"):
        libraries.read(library, site.opener, found)
    for entry in beside:
        if entry.name in jvm.NAMES:
            jvm.read(entry, found)
    _settings(tree, beside, found)
    contents.read(tree, beside, found, index)
    _conclude(tree, found, name)
    yield found


def _classes(tree: Tree, found: Found) -> ClassIndex:
    known = classes.index(tree.below(_CLASSES, ".class"), _CLASSES)
    if known.major:
        found.fact("java.class_major", known.major[0], known.major[1].origin())
    spaces = {space: known.users(f"{space}.servlet.") for space in ("javax", "jakarta")}
    used = {space: users[0] for space, users in spaces.items() if users}
    if used:
        space = "both" if len(used) == 2 else next(iter(used))
        found.fact("servlet.namespace", space, *(e.origin() for e in used.values()))
    for prefix in _FULL_SERVER:
        for entry in known.users(prefix)[:1]:
            found.fact("server.required", "full server", entry.origin())
    found.uses = known.uses()
    return known


def _settings(tree: Tree, beside: Sequence[Entry], found: Found) -> None:
    reads: dict[str, list[Origin]] = {}
    for page in tree.below("", ".jsp", ".jspx"):
        for path, origin in jsp.relative_reads(page):
            reads.setdefault(path, []).append(origin)
    for entry in tree.below(_CLASSES, ".properties"):
        if entry.name == log4j.NAME:
            log4j.read(entry, found)
        else:
            config_files.keep(entry, found)
    for entry in beside:
        if entry.suffix == ".properties":
            readers = reads.get(entry.path, ())
            config_files.keep(entry, found, "working-directory", readers)
    handed_over = {entry.path for entry in beside}
    for path, origins in sorted(reads.items()):
        if path not in handed_over:
            found.item("config.files", origins[0], path=path, keys=[], missing=True)


def _conclude(tree: Tree, found: Found, name: str) -> None:
    """Add what follows from the whole: a servlet container will do, the context path."""
    if not found.has("server.required") and found.has("java.class_major"):
        found.fact("server.required", "servlet container", *_evidence(tree))
    if not found.has("session.use") and found.has("java.class_major"):
        found.fact("session.use", "none", *_evidence(tree), confidence=0.7)
    stem = name.rsplit("/", 1)[-1].removesuffix(".war")
    found.fact("war.context_path", "/" if stem == "ROOT" else f"/{stem}", confidence=0.8)


def _evidence(tree: Tree) -> tuple[Origin, ...]:
    entry = tree.get("WEB-INF/web.xml")
    return (entry.origin(),) if entry else ()
