"""The Tomcat around a web application: its version and shared libraries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from migrate.knowledge.java import java_servers, one_of
from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.java import documents, libraries
from migrate.read.java.libraries import Jar
from migrate.read.opener import Opener
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

_CONFIGURATION = "conf/server.xml"
_NOTES = "RELEASE-NOTES"
_VERSION = re.compile(r"Apache Tomcat(?: Version |/)(\d{1,3}\.\d{1,3}(?:\.\d{1,3})?[\w.\-]{0,20})")
_INFO = "org/apache/catalina/util/ServerInfo.properties"
_LIBRARIES = re.compile(r"^(?:lib|shared/lib|common/lib|server/lib)/[^/]+\.jar$")


def shared_jars(tree: Tree) -> list[Entry]:
    """Return the libraries that people added to the Tomcats of a folder."""
    homes = list(_homes(tree.entries()))
    return [
        entry
        for entry in tree.below("", ".jar")
        if any(entry.path.startswith(h) and _is_added(entry.path[len(h) :]) for h in homes)
    ]


def tell(site: Site, found: Found) -> list[tuple[Jar, str]]:
    """Tell the server that a site lies in; return the libraries it shares."""
    if _stock(site.tree):
        found.fact("war.stock", True, *_descriptor(site.tree))
    entries = [*site.around.entries(), *site.beside]
    home = _home(site, entries)
    if home is None:
        return []
    inside = {e.path[len(home) :]: e for e in entries if e.path.startswith(home)}
    found.fact("tomcat.home", home.rstrip("/") or ".", inside[_CONFIGURATION].origin())
    version(site.opener, inside, found)
    return [(libraries.inspect(e, site.opener), "server lib") for e in shared(inside)]


def shared(inside: Mapping[str, Entry]) -> list[Entry]:
    """Return the libraries that people added to a Tomcat, by the paths below its home."""
    return [entry for path, entry in inside.items() if _is_added(path)]


def _homes(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        if entry.path == _CONFIGURATION or entry.path.endswith(f"/{_CONFIGURATION}"):
            yield entry.path.removesuffix(_CONFIGURATION)


def _home(site: Site, entries: Iterable[Entry]) -> str | None:
    """Return the folder of the Tomcat that a site lies in: the innermost one around it."""
    around: list[str] = []
    for entry in entries:
        root = entry.nested_source.removesuffix(_CONFIGURATION)
        if root != entry.nested_source and root and site.tree.source.startswith(root):
            around.append(entry.path.removesuffix(_CONFIGURATION))
    return max(around, key=len, default=None)


def _is_added(path: str) -> bool:
    name = path.rpartition("/")[2].removesuffix(".jar")
    return bool(_LIBRARIES.match(path)) and not one_of(name, java_servers().own)


def version(opener: Opener, inside: Mapping[str, Entry], found: Found) -> None:
    """Tell the version of a Tomcat, by the paths below its home."""
    notes = inside.get(_NOTES)
    if notes:
        for number, line in enumerate((notes.text() or "").splitlines()[:60], 1):
            said = _VERSION.search(line)
            if said:
                found.fact("tomcat.version", said[1], notes.origin(number))
                return
    server = inside.get("lib/catalina.jar") or inside.get("server/lib/catalina.jar")
    opened = opener.try_archive(server) if server else None
    info = opened.get(_INFO) if opened else None
    said = _VERSION.search(info.text() or "") if info else None
    if info and said:
        found.fact("tomcat.version", said[1], info.origin())


def _stock(tree: Tree) -> bool:
    descriptor = tree.get("WEB-INF/web.xml")
    root = documents.parse(descriptor) if descriptor else None
    return root is not None and root.said("display-name") in java_servers().stock


def _descriptor(tree: Tree) -> Iterator[Origin]:
    entry = tree.get("WEB-INF/web.xml")
    if entry:
        yield entry.origin()
