"""Classes and libraries of a Java application -> what it is made of, whatever its packing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrate.knowledge.java import java_servers
from migrate.model.origin import Origin
from migrate.read import certificates
from migrate.read.findings import Found
from migrate.read.java import (
    boot,
    choice,
    classes,
    contents,
    frameworks,
    jvm,
    libraries,
    namespace,
    native,
    servers,
    settings,
)
from migrate.read.java.classes import ClassIndex
from migrate.read.java.code_index import CodeIndex
from migrate.read.java.layout import WAR, Layout, Role
from migrate.read.java.libraries import Jar
from migrate.read.java.used import Used
from migrate.read.reader import Site
from migrate.read.tree import Entry

_FIRST_MAJOR = 44
"""Class files of Java 8 have major version 52."""
_JAVA_5 = 49


def read(site: Site, layout: Layout, found: Found, shared: Sequence[tuple[Jar, str]] = ()) -> Used:
    """Tell libraries, classes, frameworks and what they demand of Java and of a server.

    `shared` are libraries from outside of it, with what provides each.
    """
    jars = [libraries.inspect(entry, site.opener) for entry in layout.jars(site.tree)]
    for jar in jars:
        libraries.tell(jar, found)
    for jar, provider in shared:
        libraries.tell(jar, found, provider)
    index = _code(site, layout, found)
    return _whole(site, layout, found, index, [*jars, *(jar for jar, _ in shared)])


def by_sources(site: Site, layout: Layout, found: Found, index: CodeIndex) -> Used:
    """Tell the same of source files; the libraries that the build names are told before."""
    jars = [libraries.inspect(entry, site.opener) for entry in layout.jars(site.tree)]
    for jar in jars:
        libraries.tell(jar, found)
    found.uses = index.uses()
    return _whole(site, layout, found, index, jars)


def _whole(site: Site, layout: Layout, found: Found, index: CodeIndex, both: Sequence[Jar]) -> Used:
    used = Used(found.uses)
    namespace.tell(site.tree, used, both, found)
    frameworks.tell(found, used)
    native.tell(site.tree, used, both, found)
    _files(site, layout, index, found)
    role = _role(layout, found)
    _conclude(site, used, role, found)
    choice.tell(found, used, both, role)
    return used


def _role(layout: Layout, found: Found) -> Role:
    if found.kind == boot.KIND or (layout is not WAR and found.has("java.main_class")):
        return "program"
    return "web" if layout is WAR else "module"


def _files(site: Site, layout: Layout, index: CodeIndex, found: Found) -> None:
    for entry in site.beside:
        if jvm.is_script(entry):
            jvm.read(entry, found)
    settings.read(site, layout, found)
    contents.read(site.tree, site.beside, found, index)
    certificates.read_all(certificates.held(site.tree), found)


def _conclude(site: Site, used: Used, role: Role, found: Found) -> None:
    """Add what follows from the whole: the servlet version, sessions, what server will do."""
    namespace.conclude(site.tree, used, found)
    for since in java_servers().servlet:
        origins = (*used.type(*since.types), *used.below(*since.packages))
        if origins:
            found.fact("servlet.version", since.version, *origins, confidence=0.7)
            break
    evidence = tuple(_evidence(site))
    code = used or found.has("java.class_major")
    if not found.has("session.use") and code:
        found.fact("session.use", "none", *evidence, confidence=0.7)
    servers.tell(site.tree, used, found)
    if role == "web" and used:
        found.fact("server.required", servers.CONTAINER, *evidence)


def release(major: int) -> int:
    """Return the Java release of a class file version; all before Java 5 count as 4."""
    return major - _FIRST_MAJOR if major >= _JAVA_5 else 4


def _code(site: Site, layout: Layout, found: Found) -> ClassIndex:
    entries = list(layout.class_files(site.tree))
    foreign = libraries.unpacked(entries, layout.classes, found)
    index = classes.index(_own(entries, layout.classes, foreign), layout.classes)
    found.uses = index.uses()
    if index.major:
        major, entry = index.major
        found.fact("java.class_major", major, entry.origin())
        found.fact("java.release", release(major), entry.origin())
    return index


def _own(entries: Sequence[Entry], prefix: str, foreign: set[str]) -> Iterator[Entry]:
    packages = tuple(prefix + package for package in foreign)
    return (e for e in entries if not packages or not e.path.startswith(packages))


def _evidence(site: Site) -> Iterator[Origin]:
    for path in ("WEB-INF/web.xml", "META-INF/application.xml"):
        entry = site.tree.get(path)
        if entry:
            yield entry.origin()
