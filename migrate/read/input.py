"""One input -> its components: what lies in it, where it lies, and who reads it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from migrate.knowledge.expected import expected_facts
from migrate.model.code import Library, Use
from migrate.model.facts import Component, Incident, Reading, Unread
from migrate.model.origin import Origin
from migrate.model.reason import Because
from migrate.read import unlike
from migrate.read.bounds import BoundError
from migrate.read.containers import dockerfiles
from migrate.read.findings import Found
from migrate.read.folder import digest, is_special, source_of
from migrate.read.given import Join
from migrate.read.java import jar, server_home, source_tree, tomcat_home, war
from migrate.read.opener import Opener, is_archive
from migrate.read.reader import Reader, Site
from migrate.read.registry import APPLICATIONS, DESCRIPTIONS, SERVERS, SERVICES
from migrate.read.tar import BROKEN, ENDINGS
from migrate.read.tree import DAMAGED, Entry, Tree


class Scanned:
    """What rules may look at of one component."""

    def __init__(self, entries: Sequence[Entry], found: Found) -> None:
        """Take the component's files and what was found in them."""
        self._entries = entries
        self._found = found

    def entries(self) -> Sequence[Entry]:
        """Return every file once, in a fixed order."""
        return self._entries

    def uses(self) -> Sequence[Use]:
        """Return what the application's own code uses of libraries and the JDK."""
        return self._found.uses

    def libraries(self) -> Sequence[Library]:
        """Return the third-party libraries."""
        return self._found.libraries


Scan: TypeAlias = Callable[[Scanned], tuple[Incident, ...]]
"""Runs the rules' content conditions while the files are open."""

_JAVA = (".war", ".ear", ".jar")
_OF_JAVA = ("java-", "spring-")
"""How the kinds begin for which a server's configuration is evidence."""
_DEPLOYED = (".war", ".ear", ".zip")
"""Archives that are applications of their own wherever they lie in a folder. Of jars the reader
says which are."""
_PACKED_TEXTS = tuple(
    f".{text}.{packing}"
    for text in ("sql", "cnf", "conf", "txt", "xml", "properties", "yml", "yaml", "ini", "json")
    for packing in ("gz", "bz2", "xz")
)


_LEFT_OUT = frozenset({"read.link", "read.special"})
"""What is told of an input but does not explain that nothing was found in it."""


def read_input(path: Path, root: Path, scan: Scan | None) -> Reading:
    """Read one folder, archive or file; origins are relative to `root`."""
    opener = Opener(root)
    source = source_of(path, root)
    if is_special(path):
        return Reading(unread=(Unread(source, Because("read.special")),))
    try:
        tree = opener.path(path)
    except BoundError as bound:
        return Reading(unread=(Unread(source, Because(str(bound))),))
    except (*DAMAGED, *BROKEN, OSError) as wrong:
        return Reading(unread=(Unread(source, _damaged(path, wrong)),))
    input_ = _Input(path, opener, scan)
    components = tuple(input_.components(tree))
    unread = opener.unread()
    if not components and all(each.because.id in _LEFT_OUT for each in unread):
        told = unlike.why(path) or Because("read.unknown_kind")
        unread = (Unread(source, told), *unread)
    return Reading(components, unread)


def _damaged(path: Path, wrong: Exception) -> Because:
    """Say what is wrong with an archive that cannot be opened: another form, or what failed."""
    if isinstance(wrong, OSError):
        return Because("read.denied", {"detail": os.strerror(wrong.errno or 0)})
    told = unlike.why(path)
    detail = " ".join(str(wrong).split())[:160]
    is_other = told is not None and told.id not in ("read.zip_ending", "read.tar_ending")
    return told if told and is_other else Because("read.damaged", {"detail": detail})


class _Input:
    def __init__(self, path: Path, opener: Opener, scan: Scan | None) -> None:
        self._path = path
        self._opener = opener
        self._scan = scan
        self._slug = slug(path.name if path.is_dir() else _stem(_unversioned(path.name)))
        self._taken: set[str] = set()
        self._evidence: dict[Origin, str] = {}
        """Dockerfiles that tell of a component, and its id."""

    def components(self, tree: Tree) -> Iterator[Component]:
        """Yield the components of the input."""
        yield from self._all(self._site(self._path.name, self._unpacked(tree), ()), self._slug)

    def _all(self, whole: Site, label: str) -> Iterator[Component]:
        """Read one tree: applications, archives of applications, services, descriptions."""
        claimed: list[str] = []
        yield from self._applications(whole, label, claimed)
        rest = whole.tree.without(claimed)
        programs = jar.started(rest, self._opener)
        endings = (*_DEPLOYED, *ENDINGS)
        deployed = [e for e in rest.entries() if e.suffix in endings or e in programs]
        shared = tomcat_home.shared_jars(rest)
        beside = [e for e in rest.entries() if _goes_with(e, programs, shared)]
        for entry in deployed:
            own = server_home.beside(whole.tree, beside, entry.path)
            yield from self._deployed(entry, own, alone=len(deployed) == 1)
        told = list(self._told(whole))
        join = Join(whole, SERVERS)
        join.all([found for _, _, found in told], rest)
        left = rest.holding(e for e in rest.entries() if e.origin() not in join.taken)
        yield from self._services(left if join.taken else rest, whole.name, label)
        for reader, site, found in told:
            yield self._component(reader, site, label, found)

    def _unpacked(self, tree: Tree) -> Tree:
        """Return a tree with the texts that lie in it packed one by one: `dump.sql.gz`."""
        packed = {e.path: e for e in tree.entries() if e.name.lower().endswith(_PACKED_TEXTS)}
        found = [e for e in tree.entries() if e.path not in packed]
        for path, entry in packed.items():
            inner = self._opener.try_archive(entry)
            for each in inner.entries() if inner else ():
                found.append(each.at(path.rpartition(".")[0]))
        return tree.holding(found) if packed else tree

    def _applications(self, whole: Site, label: str, claimed: list[str]) -> Iterator[Component]:
        """Read the applications of one tree; what one takes is seen by no later reader."""
        sites: list[tuple[Reader, str, Site]] = []
        for reader in APPLICATIONS:
            left = whole.tree.without(claimed)
            folders = list(reader.roots(left))
            for folder in folders:
                inner = [f for f in folders if f != folder and f.startswith(folder)]
                own = left.without(inner).sub(folder)
                name = folder.rstrip("/").rsplit("/", 1)[-1]
                server = server_home.around(whole.tree, folder) if reader is war else []
                beside = (*whole.beside, *server)
                site = Site(name or whole.name, own, beside, whole.tree, self._opener)
                sites.append((reader, name, site))
            claimed.extend(source_tree.claims(left, folders) if reader is source_tree else folders)
        for reader, name, site in sites:
            named = slug(name) if name and len(sites) > 1 else label
            yield from self._read(reader, site, named, application=True)

    def _deployed(
        self, entry: Entry, beside: Sequence[Entry], *, alone: bool
    ) -> Iterator[Component]:
        """Read an archive that lies in the input, with the files that lie around it."""
        named_by_folder = alone and self._path.parent.name == "artifacts"
        label = self._slug if named_by_folder else slug(_stem(_unversioned(entry.name)))
        tree = self._opener.try_archive(entry)
        if tree is not None and entry.suffix in _JAVA:
            yield from self._applications(self._site(entry.name, tree, beside), label, [])
        elif tree is not None:
            yield from self._all(self._site(entry.name, self._unpacked(tree), beside), label)
        elif beside and entry.suffix == ".war":
            # What lies beside a damaged archive still names whom it calls.
            site = self._site(entry.name, Tree((), (), entry.origin().source), beside)
            yield from self._read(war, site, label, damaged=True)

    def _services(self, seen: Tree, name: str, label: str) -> Iterator[Component]:
        for reader in SERVICES:
            for folder in reader.roots(seen):
                site = Site(name, seen.sub(folder), (), seen, self._opener)
                site.taken = dict(self._evidence)
                yield from self._read(reader, site, label)

    def _told(self, whole: Site) -> Iterator[tuple[Reader, Site, Found]]:
        """Yield what describes containers; a Dockerfile that one takes is no other's."""
        evidence = dict(self._evidence)
        for reader in DESCRIPTIONS:
            for folder in reader.roots(whole.tree):
                site = Site(whole.name, whole.tree.sub(folder), (), whole.tree, self._opener)
                site.taken = dict(evidence)
                for found in reader.read(site):
                    yield reader, site, found
                    files = filter(dockerfiles.is_dockerfile, found.entries)
                    evidence.update((entry.origin(), found.name) for entry in files)

    def _site(self, name: str, tree: Tree, beside: Sequence[Entry]) -> Site:
        return Site(name, tree, beside, tree, self._opener)

    def _read(
        self,
        reader: Reader,
        whole: Site,
        label: str,
        *,
        damaged: bool = False,
        application: bool = False,
    ) -> Iterator[Component]:
        for found in reader.read(whole):
            if damaged:
                found.fact("archive.damaged", True, Origin(whole.tree.source))
            yield self._component(reader, whole, label, found, application=application)

    def _component(
        self, reader: Reader, whole: Site, label: str, found: Found, *, application: bool = False
    ) -> Component:
        kind = found.kind or reader.KIND
        damaged = found.has("archive.damaged")
        beside = [entry.origin().source for entry in whole.beside]
        if not application and not found.entries:
            # Services share a tree: what none of a service's facts comes from is not its own.
            files = found.files()
            found.entries = [e for e in whole.tree.entries() if e.origin() in files]
        site = whole.part(found.tree) if found.tree else whole.narrowed(found.entries)
        if not damaged:
            found.fact("content.sha256", _digest(site.tree), Origin(site.tree.source))
        name = self._id(label, found, kind)
        if application:
            told = list(dockerfiles.tell([*site.tree.entries(), *site.beside], found))
            if kind.startswith(_OF_JAVA):
                told += [entry for entry in whole.beside if entry.suffix == ".xml"]
            self._evidence.update((entry.origin(), name) for entry in told)
        self._faults(site, found)
        scanned = Scanned([*site.tree.entries(), *site.beside], found)
        return found.component(
            id=name,
            kind=kind,
            expected=expected_facts(kind),
            sources=beside if damaged else [*site.sources, *beside],
            incidents=self._scan(scanned) if self._scan else (),
        )

    def _faults(self, site: Site, found: Found) -> None:
        """Tell what of the component's own files could not be read."""
        for unread in site.tree.unread():
            origin = Origin(unread.source, unread.place)
            found.item("archive.faults", origin, path=unread.place, problem=unread.because.id)

    def _id(self, label: str, found: Found, kind: str) -> str:
        name = f"{label}-{slug(found.name)}"[:63].rstrip("-") if found.name else label
        name = slug(found.called) if found.called else name
        if name in self._taken:
            name = f"{name}-{kind}"
        self._taken.add(name)
        return name


def _goes_with(entry: Entry, programs: Sequence[Entry], shared: Sequence[Entry]) -> bool:
    """Tell what is handed over with the applications of a folder rather than one itself."""
    return not is_archive(entry) or entry in shared or jar.is_library(entry, programs)


def _digest(tree: Tree) -> str:
    """Return the SHA-256 of an archive, or of the names and contents of a folder's files."""
    if tree.file:
        return digest(tree.file)
    whole = hashlib.sha256()
    for entry in tree.entries():
        whole.update(f"{entry.path}\0".encode("utf-8", "surrogateescape"))
        whole.update(hashlib.sha256(entry.content()).digest())
    return whole.hexdigest()


def _unversioned(name: str) -> str:
    """Return a WAR's name without the version that Tomcat knows it by: `shop##12.war`."""
    return re.sub(r"##[^#]{0,100}(?=\.war$)", "", name)


def _stem(name: str) -> str:
    """Return a file's name without its endings: `shop` of `shop.tar.gz`, `a-1.2` of `a-1.2.war`."""
    stem, _, ending = name.rpartition(".")
    if f".{ending}" in ENDINGS and stem.endswith((".tar", ".sql")):
        stem = stem.rpartition(".")[0]
    return stem or name


def slug(name: str) -> str:
    """Return a DNS-1123 label."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:63].rstrip("-") or "component"
