"""A Java server's configuration that no application came with -> a component of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from migrate.read import config_files
from migrate.read.findings import Found
from migrate.read.java import (
    datasources,
    jetty,
    jvm,
    libraries,
    listening,
    log_settings,
    server_home,
    sessions,
    tomcat_home,
    xml_files,
)
from migrate.read.java.application import Application
from migrate.read.java.classes import ClassIndex
from migrate.read.java.server_home import ServerFile
from migrate.read.reader import Site
from migrate.read.tree import Tree

KIND = "java-server"


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds a server's configuration."""
    return ("",) if server_home.known(tree) else ()


def read(site: Site) -> Iterable[Found]:
    """Read every server that no application lies in or beside."""
    homes: dict[str, list[ServerFile]] = {}
    mains = sorted({each.home for each in server_home.known(site.tree) if each.main})
    for file in server_home.known(site.tree):
        homes.setdefault(_outermost(mains, file), []).append(file)
    alone = {
        home: files
        for home, files in homes.items()
        if not any(file.entry.origin() in site.taken for file in files)
    }
    for home, files in alone.items():
        found = Found(home.rstrip("/").rpartition("/")[2] if len(alone) > 1 else "")
        _server(site, home, files, found)
        yield found


def _outermost(mains: Sequence[str], file: ServerFile) -> str:
    """Return the home of the server around a file that is only a part of one, else its own."""
    if file.main:
        return file.home
    return max((h for h in mains if file.home.startswith(h)), key=len, default=file.home)


def _server(site: Site, home: str, files: Sequence[ServerFile], found: Found) -> None:
    own = {file.entry.path: file.entry for file in files}
    own |= {entry.path: entry for entry in server_home.files(site.tree, home)}
    found.entries = list(own.values())
    for file in files:
        found.item("server.vendor", file.entry.origin(), vendor=file.vendor, by="descriptor")
    if any(file.vendor == "tomcat" for file in files):
        inside = {e.path[len(home) :]: e for e in site.tree.below(home)}
        tomcat_home.version(site.opener, inside, found)
        for shared in tomcat_home.shared(inside):
            libraries.tell(libraries.inspect(shared, site.opener), found, "server lib")
    for entry in found.entries:
        if jvm.is_script(entry):
            jvm.read(entry, found)
    _contents(found)


def _contents(found: Found) -> None:
    application = Application(Tree(()), found.entries, found, ClassIndex())
    application.alone = True
    for reader in _CONTENTS:
        reader(application)
    config_files.sweep(Tree(found.entries), found)
    datasources.complete(application)


_CONTENTS = (
    xml_files.read,
    log_settings.read,
    listening.in_settings,
    jetty.in_settings,
    datasources.conclude,
    sessions.conclude,
)
