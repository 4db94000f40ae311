"""A WAR, packed or exploded, and the files that lay beside it go in; what they tell comes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from migrate.read.findings import Found
from migrate.read.java import boot, context_path, structure, tomcat_home
from migrate.read.java.layout import WAR
from migrate.read.java.libraries import Jar
from migrate.read.reader import Site
from migrate.read.tree import Tree

KIND = "java-war"


def roots(tree: Tree) -> Sequence[str]:
    """Return each folder that holds a `WEB-INF`."""
    inside = (e.path for e in tree.entries() if "WEB-INF/" in e.path)
    folders = dict.fromkeys(path[: path.index("WEB-INF/")] for path in inside)
    return [folder for folder in folders if not folder or folder.endswith("/")]


def read(site: Site) -> Iterable[Found]:
    """Read an opened or exploded WAR."""
    found = Found()
    fill(site, found)
    yield found


def fill(site: Site, found: Found, shared: Sequence[tuple[Jar, str]] = ()) -> None:
    """Read a web application into a component; `shared` are libraries that its EAR gives it."""
    if boot.is_executable(site.tree):
        found.kind = boot.KIND
        boot.tell(site, found)
    given = tomcat_home.tell(site, found)
    structure.read(site, WAR, found, [*shared, *given])
    boot.by_library(found)
    context_path.tell(site, found)
