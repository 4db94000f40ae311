"""WEB-INF/web.xml: servlet version, mappings, session settings. No entity is ever resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrate.read.findings import Found
from migrate.read.tree import Entry

if TYPE_CHECKING:
    from lxml.etree import _Element

_JAKARTA = "jakarta.ee"


def read(entry: Entry, found: Found) -> None:
    """Read a deployment descriptor.

    Raises:
        SyntaxError: it is no well-formed XML (lxml's XMLSyntaxError derives from it).
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    root = etree.fromstring(entry.content(), parser)
    if root.get("version"):
        found.fact("servlet.version", root.get("version"), entry.origin(_line(root)))
    if _JAKARTA in str(root.tag):
        found.fact("servlet.namespace", "jakarta", entry.origin(_line(root)))
    for node in root.iter():
        if isinstance(node.tag, str):
            _element(etree.QName(node).localname, node, entry, found)


def _element(name: str, node: _Element, entry: Entry, found: Found) -> None:
    text = (node.text or "").strip()
    origin = entry.origin(_line(node))
    if name == "url-pattern" and text and node.getparent().tag.endswith("servlet-mapping"):  # type: ignore[union-attr]
        found.item("http.paths", origin, path=text, kind="servlet", login=None)
    elif name == "welcome-file" and text:
        found.item("http.paths", origin, path=f"/{text}", kind="page", login=False)
    elif name == "session-timeout" and text.lstrip("-").isdecimal():
        found.fact("session.timeout", int(text), origin)
    elif name == "distributable":
        found.fact("session.use", "distributable", origin)
    elif name == "res-ref-name" and text:
        found.item("datasources", origin, setting=text, jndi=True)


def _line(node: _Element) -> int:
    return int(str(node.sourceline or 0))
