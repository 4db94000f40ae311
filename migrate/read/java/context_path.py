"""Under which path a web application answers: descriptors of servers first, then its file name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.model.facts import Alternative
from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.java import documents
from migrate.read.reader import Site
from migrate.read.tree import Entry

FACT = "war.context_path"
_ELEMENTS = (
    ("WEB-INF/jboss-web.xml", "context-root", ""),
    ("WEB-INF/weblogic.xml", "context-root", ""),
    ("WEB-INF/glassfish-web.xml", "context-root", ""),
    ("WEB-INF/sun-web.xml", "context-root", ""),
    ("WEB-INF/tongweb-web.xml", "context-root", ""),
    ("WEB-INF/ibm-web-ext.xml", "context-root", "uri"),
    ("WEB-INF/ibm-web-ext.xmi", "WebAppExtension", "contextRoot"),
)
"""File, element, attribute (the text, when it is empty). The order is that of preference."""
_OWN_RULE = "META-INF/context.xml"
_OF_HOST = re.compile(r"(?:^|/)conf/[^/]+/[^/]+/[^/]+\.xml$")
_VERSION = re.compile(r"##.*$")
_ENDING = re.compile(r"\.war$", re.I)


def tell(site: Site, found: Found) -> None:
    """Add the context path; what an EAR said before stays."""
    for path, element, attribute in _ELEMENTS:
        entry = site.tree.get(path)
        said = _said(entry, element, attribute) if entry else None
        if said:
            found.fact(FACT, normal(said[0]), said[1])
    for path_of_host, origin in _by_host(site):
        found.fact(FACT, path_of_host, origin)
    name = of_name(site.name)
    # Tomcat has gone by the file name since 5.5; what its old attribute says is another guess.
    entry = site.tree.get(_OWN_RULE)
    said = _said(entry, "Context", "path") if entry else None
    other = (Alternative(normal(said[0]), (said[1],)),) if said else ()
    others = tuple(each for each in other if each.value != name)
    found.fact(FACT, name, confidence=0.8, alternatives=others)


def is_of_another(entry: Entry, site: Site) -> bool:
    """Tell a file of Tomcat's that configures another application: conf/ENGINE/HOST/OTHER.xml."""
    if not _OF_HOST.search(entry.path):
        return False
    root = documents.parse(entry)
    if root is None or root.name != "Context":
        return False
    own = of_name(site.name)
    base = root.get("docBase").replace("\\", "/").rstrip("/").rpartition("/")[2]
    # Whoever hands an archive over may have put its version into the name.
    named = own.startswith(of_name(entry.name.removesuffix(".xml")))
    return not named and (not base or of_name(base) != own)


def normal(path: str) -> str:
    """Return a path with one slash at its beginning and none at its end."""
    return "/" + path.strip().strip("/")


def of_name(name: str) -> str:
    """Return the path that Tomcat gives a file or folder: `shop#admin##7.war` → `/shop/admin`."""
    stem = _VERSION.sub("", _ENDING.sub("", name.rstrip("/").rsplit("/", 1)[-1]))
    return "/" if stem == "ROOT" else normal(stem.replace("#", "/"))


def _said(entry: Entry, element: str, attribute: str) -> tuple[str, Origin] | None:
    root = documents.parse(entry)
    if root is None:
        return None
    for node in root.all(element):
        said = node.get(attribute) if attribute else node.text
        if said or (attribute == "path" and "path" in node.attributes):
            return said, node.origin
    return None


def _by_host(site: Site) -> Iterator[tuple[str, Origin]]:
    """Yield paths that conf/Catalina/localhost/NAME.xml gives to this folder or archive."""
    for entry in (*site.around.entries(), *site.beside):
        if entry.suffix != ".xml" or "Catalina/" not in entry.path:
            continue
        root = documents.parse(entry)
        base = root.get("docBase") if root and root.name == "Context" else ""
        if root and base and _same(base, site):
            yield of_name(entry.name.removesuffix(".xml")), root.origin


def _same(base: str, site: Site) -> bool:
    """Tell whether the end of a docBase names this place: the machine's own root is not here."""
    parts = base.replace("\\", "/").strip("/").split("/")
    here = site.tree.source.strip("/").split("/")
    return parts[-1] == here[-1] and parts[-2:-1] in ([], here[-2:-1], ["webapps"])
