"""Each input is read on its own; whatever goes wrong costs that input only."""

from __future__ import annotations

import functools
import re
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Protocol, TypeAlias

from migrate.knowledge.expected import expected_facts
from migrate.model.facts import Component, Incident, Reading, Unread
from migrate.model.origin import Origin
from migrate.model.reason import Because
from migrate.read import java_war, mysql, php_site
from migrate.read.findings import Found
from migrate.read.tree import ARCHIVES, Entry, Tree, digest, open_archive, open_file, open_folder


class Reader(Protocol):
    """A module that reads one kind."""

    KIND: str

    def detect(self, tree: Tree) -> bool:
        """Tell whether the files are of this kind."""

    def read(self, tree: Tree, beside: Sequence[Entry], name: str) -> Found:
        """Read the files, with those handed over beside an archive and the input's name."""


Scan: TypeAlias = Callable[[Tree], tuple[Incident, ...]]
"""Runs the rules' content conditions while the files are open."""

READERS: tuple[Reader, ...] = (java_war, php_site, mysql)
"""One kind, one module, asked in this order."""


def read(
    paths: Sequence[Path],
    root: Path,
    executor: Executor | None = None,
    scan: Scan | None = None,
) -> Reading:
    """Read inputs: archives, folders or single files; origins are relative to `root`.

    With an executor the inputs are read in parallel; the result is the same.
    """
    work = functools.partial(_contained, root=root, scan=scan)
    results = list(executor.map(work, paths) if executor else map(work, paths))
    components = _numbered([c for reading in results for c in reading.components])
    return Reading(tuple(components), tuple(u for reading in results for u in reading.unread))


def _contained(path: Path, root: Path, scan: Scan | None) -> Reading:
    """Read one input; the boundary that turns any failure into `unread`."""
    try:
        return _input(path, root, scan)
    except Exception as wrong:
        detail = f"{type(wrong).__name__}: {' '.join(str(wrong).split())[:160]}".rstrip(": ")
        return _unread(path, root, Because("read.damaged", {"detail": detail}))


def _input(path: Path, root: Path, scan: Scan | None) -> Reading:
    if path.is_symlink():
        return _unread(path, root, Because("read.link"))
    if path.is_dir():
        return _folder(path, root, scan)
    if path.suffix.lower() in ARCHIVES:
        return _archive(path, [], root, scan)
    return _unread(path, root, Because("read.unknown_kind"))


def _folder(path: Path, root: Path, scan: Scan | None) -> Reading:
    archives = sorted(
        p
        for p in path.iterdir()
        if p.suffix.lower() == ".war" and p.is_file() and not p.is_symlink()
    )
    if archives:
        near = (p for p in sorted(path.iterdir()) if p.is_file() and not p.is_symlink())
        beside = [open_file(p, root) for p in near]
        others = [entry for entry in beside if entry.suffix != ".war"]
        readings = [_archive(archive, others, root, scan) for archive in archives]
        return Reading(
            tuple(c for r in readings for c in r.components),
            tuple(u for r in readings for u in r.unread),
        )
    return _tree(open_folder(path, root), path, [], root, scan)


def _archive(path: Path, beside: Sequence[Entry], root: Path, scan: Scan | None) -> Reading:
    try:
        tree = open_archive(path, root)
    except (zipfile.BadZipFile, OSError, ValueError) as wrong:
        detail = " ".join(str(wrong).split())[:160]
        unread = _unread(path, root, Because("read.damaged", {"detail": detail})).unread
        return Reading(_beside_alone(path, beside, root), unread)
    return _tree(tree, path, beside, root, scan)


def _beside_alone(path: Path, beside: Sequence[Entry], root: Path) -> tuple[Component, ...]:
    """Return what the files beside a damaged archive tell: its settings still name who it calls."""
    if not beside or path.suffix.lower() != ".war":
        return ()
    found = java_war.read(Tree([]), beside, path.name)
    found.fact("archive.damaged", True, Origin(path.relative_to(root).as_posix()))
    sources = [entry.origin().source for entry in beside]
    expected = expected_facts(java_war.KIND)
    return (found.component(_slug(path), java_war.KIND, expected, sources, ()),)


def _tree(
    tree: Tree, path: Path, beside: Sequence[Entry], root: Path, scan: Scan | None
) -> Reading:
    reader = next((reader for reader in READERS if reader.detect(tree)), None)
    if reader is None:
        return _unread(path, root, Because("read.unknown_kind"))
    found = reader.read(tree, beside, path.name)
    found.fact("content.sha256", digest(path), Origin(path.relative_to(root).as_posix()))
    incidents = scan(Tree([*tree.entries(), *beside])) if scan else ()
    sources = [path.relative_to(root).as_posix(), *(e.origin().source for e in beside)]
    component = found.component(
        _slug(path), reader.KIND, expected_facts(reader.KIND), sources, incidents
    )
    return Reading((component,), tree.unread())


def _unread(path: Path, root: Path, because: Because) -> Reading:
    return Reading(unread=(Unread(path.relative_to(root).as_posix(), because),))


def _slug(path: Path) -> str:
    """Return a DNS-1123 label for an input: of its folder below artifacts/ where it has one."""
    name = path.stem if path.is_file() else path.name
    if path.is_file() and path.parent.parent.name == "artifacts":
        wars = sum(1 for other in path.parent.iterdir() if other.suffix.lower() == ".war")
        name = path.parent.name if wars == 1 else path.stem
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:63].rstrip("-") or "component"


def _numbered(components: Sequence[Component]) -> list[Component]:
    """Return components with unique ids: a repeated one gets a number."""
    from msgspec.structs import replace

    taken: set[str] = set()
    unique = []
    for component in components:
        name, number = component.id, 2
        while name in taken:
            name, number = f"{component.id}-{number}", number + 1
        taken.add(name)
        unique.append(replace(component, id=name))
    return unique
