"""XML files of a Java application: bytes go in, elements with their lines come out.

Nothing is fetched and no entity is resolved; old DOCTYPEs are fine. A damaged file costs itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrate.model.origin import Origin
from migrate.model.reason import Because
from migrate.read.decode import decode
from migrate.read.tree import Entry

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_BYTES = 4 << 20
"""Descriptors are small; larger XML files are data."""
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]{0,200}\?>")


class Node:
    """One element: names without their namespace, text without white space around it."""

    __slots__ = ("_element", "entry")

    def __init__(self, element: _Element, entry: Entry) -> None:
        """Take an element of a file."""
        self._element = element
        self.entry = entry

    @property
    def name(self) -> str:
        """The local name."""
        return str(self._element.tag).rpartition("}")[2]

    @property
    def namespace(self) -> str:
        """The namespace, empty when it has none."""
        return str(self._element.tag).rpartition("}")[0].lstrip("{")

    @property
    def text(self) -> str:
        """The text right inside, around comments too; empty when there is none."""
        parts = [self._element.text or ""]
        # What stands behind a comment is text of the element around it.
        parts += [child.tail or "" for child in self._element if not isinstance(child.tag, str)]
        return "".join(parts).strip()

    @property
    def line(self) -> int:
        """The line on which its start tag ends."""
        return int(str(self._element.sourceline or 0))

    @property
    def origin(self) -> Origin:
        """Its place."""
        return self.entry.origin(self.line)

    @property
    def attributes(self) -> dict[str, str]:
        """Attributes by local name."""
        return {
            str(key).rpartition("}")[2]: str(value).strip()
            for key, value in self._element.attrib.items()
        }

    def get(self, *names: str) -> str:
        """Return the first of some attributes that has a value; case does not count."""
        known = {key.lower(): value for key, value in self.attributes.items()}
        return next((known[n.lower()] for n in names if known.get(n.lower())), "")

    def children(self, *names: str) -> Iterator[Node]:
        """Yield the elements right inside, all of them when no name is given."""
        for child in self._element:
            if isinstance(child.tag, str):
                node = Node(child, self.entry)
                if not names or node.name in names:
                    yield node

    def child(self, name: str) -> Node | None:
        """Return the first element of a name right inside."""
        return next(self.children(name), None)

    def said(self, name: str) -> str:
        """Return the text of the first element of a name right inside, empty without one."""
        node = self.child(name)
        return node.text if node else ""

    def all(self, *names: str) -> Iterator[Node]:
        """Yield the elements of some names at any depth, itself included, in reading order."""
        for element in self._element.iter():
            if isinstance(element.tag, str):
                node = Node(element, self.entry)
                if not names or node.name in names:
                    yield node

    def parent(self) -> Node | None:
        """Return the element around it."""
        above = self._element.getparent()
        return None if above is None else Node(above, self.entry)


def parse(entry: Entry) -> Node | None:
    """Return the root of an XML file; None when it is none, the file's fault then tells why."""
    data = entry.content()
    if entry.fault is None and len(data) > MOST_BYTES:
        entry.fault = Because("read.bound.size")
    if entry.fault is not None:
        return None
    try:
        return Node(_parsed(data), entry)
    except (SyntaxError, ValueError, LookupError) as wrong:
        known = _declared_wrongly(data)
        if known is not None:
            return Node(known, entry)
        detail = " ".join(str(wrong).split())[:120]
        entry.fault = Because("read.damaged", {"detail": detail})
        return None


def _parsed(data: bytes) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return etree.fromstring(data, parser)


def _declared_wrongly(data: bytes) -> _Element | None:
    """Read a file whose encoding is another than it says: GBK text declared as UTF-8."""
    text, encoding = decode(data)
    if encoding in ("utf-8", "utf-8-sig"):
        return None
    try:
        return _parsed(_DECLARATION.sub("", text, count=1).encode("utf-8", "replace"))
    except (SyntaxError, ValueError, LookupError):
        return None
