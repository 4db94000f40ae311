"""Under which path a web application answers: descriptors of servers first, then its file name."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.model.facts import Alternative
from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.java import documents, server_home
from migrate.read.java.tomcat_names import normal, of_name
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
    for name, base, origin in (*server_home.contexts(site.around), *_beside(site)):
        if base and _same(base, site):
            yield of_name(name), origin


def _beside(site: Site) -> Iterator[tuple[str, str, Origin]]:
    for entry in site.beside:
        if entry.suffix == ".xml" and "Catalina/" in entry.path:
            root = documents.parse(entry)
            if root is not None and root.name == "Context":
                yield entry.name.removesuffix(".xml"), root.get("docBase"), root.origin


def _same(base: str, site: Site) -> bool:
    """Tell whether the end of a docBase names this place: the machine's own root is not here."""
    parts = base.replace("\\", "/").strip("/").split("/")
    here = site.tree.source.strip("/").split("/")
    return parts[-1] == here[-1] and parts[-2:-1] in ([], here[-2:-1], ["webapps"])
