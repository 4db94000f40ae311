"""XPath conditions on hostile documents: nothing is fetched, expensive questions are refused.

Konveyor's engine lets a name without a prefix mean elements of the default name space as well;
here such expressions look at the document with its default name spaces taken off.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from migrate.rules import patterns

if TYPE_CHECKING:
    from lxml import etree

MAX_CHARACTERS = 1 << 20
"""Longer documents are not asked."""

MAX_ELEMENTS_WALKED_TWICE = 4000
"""Of documents asked an expression that walks them more than once: time grows with the square."""

MAX_ELEMENTS = 200_000
"""Looked at for public identifiers."""

MAX_DEPTH = 100
"""Of JSON."""

MAX_WALKS = 12
MAX_WALKS_IN_A_ROW = 4
MAX_WALKS_IN_A_PREDICATE = 1

_TAG = re.compile(r"[A-Za-z_][\w.\-]{0,200}", re.ASCII)
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WALK = re.compile(r"//|descendant|following|preceding|ancestor|\(\s*/")
"""Each goes through the document, or takes the text of all of it."""
_ASIDE = re.compile(r"\.\./|parent::")
"""In a predicate it goes through the siblings of each node."""


class XPathError(Exception):
    """An expression that cannot, or must not, be evaluated."""


def check(expression: str, namespaces: Mapping[str, str]) -> None:
    """Refuse an expression that is wrong or could run for very long.

    Raises:
        XPathError: it is not understood, or walks documents in a loop within a loop.
    """
    from lxml import etree

    if _walks_too_much(expression):
        raise XPathError("walks the document in nested loops")
    try:
        _ask(etree.fromstring("<a/>"), expression, namespaces)
    except (etree.XPathError, ValueError, TypeError) as wrong:
        raise XPathError(str(wrong)) from wrong


class Document:
    """One parsed file, asked by any number of rules."""

    def __init__(self, root: etree._Element | None) -> None:
        """Take the parsed document; one that is none has no answers."""
        self._root = root
        self._plain: etree._Element | None = None

    def lines(self, expression: str, namespaces: Mapping[str, str]) -> Iterator[int]:
        """Return the lines of matching nodes, 1 where a match has none.

        The expression has passed `check`.
        """
        from lxml import etree

        root = self._root_for(expression, namespaces)
        if root is None or (_walks(expression) > 1 and _is_large(root)):
            return
        try:
            answer = _ask(root, expression, namespaces)
        except etree.XPathError:
            return
        yield from dict.fromkeys(_places(answer))

    def public_ids(self, pattern: str) -> Iterator[int]:
        """Return where a public identifier matches: the document type's, or an attribute's."""
        if self._root is None:
            return
        declared = self._root.getroottree().docinfo.public_id
        if declared and patterns.search(pattern, declared):
            yield 1
        for number, element in enumerate(self._root.iter()):
            if number >= MAX_ELEMENTS:
                return
            given = element.get("public-id")
            if given and patterns.search(pattern, given):
                yield getattr(element, "sourceline", None) or 1

    def _root_for(self, expression: str, namespaces: Mapping[str, str]) -> etree._Element | None:
        if any(f"{prefix}:" in expression for prefix in namespaces):
            return self._root
        if self._plain is None and self._root is not None:
            self._plain = _without_default_namespaces(self._root)
        return self._plain


def below_json(expression: str) -> str:
    """Return a question about JSON for our documents, which have one element around all."""
    pieces = re.split(r"('[^']*'|\"[^\"]*\")", expression)
    return "".join(
        piece if number % 2 else re.sub(r"(^|\|)(\s{0,9})/(?!/)", r"\1\2/json/", piece)
        for number, piece in enumerate(pieces)
    )


def from_xml(text: str) -> Document:
    """Return an XML document; damaged parts of it are left out."""
    return Document(_parse(text) if len(text) <= MAX_CHARACTERS else None)


def from_json(text: str) -> Document:
    """Return a JSON document as Konveyor's engine sees it: names are elements, items as well."""
    import json

    from lxml import etree

    if len(text) > MAX_CHARACTERS:
        return Document(None)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return Document(None)
    root = etree.Element("json")
    _fill(root, value, 0)
    return Document(root)


def _fill(parent: etree._Element, value: object, depth: int) -> None:
    from lxml import etree

    if depth > MAX_DEPTH:
        return
    if isinstance(value, dict | list):
        named = value.items() if isinstance(value, dict) else (("", item) for item in value)
        for name, item in named:
            tag = name if _TAG.fullmatch(name) else "_"
            _fill(etree.SubElement(parent, tag), item, depth + 1)
    elif value is not None:
        shown = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else value
        parent.text = _NOT_XML.sub(" ", str(shown))


def _parse(text: str) -> etree._Element | None:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
    )
    declared = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)
    try:
        return etree.fromstring(declared.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _without_default_namespaces(root: etree._Element) -> etree._Element:
    import copy

    plain = copy.deepcopy(root)
    for element in plain.iter():
        if isinstance(element.tag, str) and element.prefix is None and element.tag[0] == "{":
            element.tag = element.tag.split("}", 1)[1]
    return plain


def _ask(root: etree._Element, expression: str, namespaces: Mapping[str, str]) -> Any:
    return root.getroottree().xpath(
        expression, namespaces=dict(namespaces) or None, extensions=_functions()
    )


def _places(answer: Any) -> Iterator[int]:
    if isinstance(answer, bool):
        if answer:
            yield 1
        return
    for node in (answer if isinstance(answer, list) else [])[: patterns.MAX_MATCHES]:
        parent = getattr(node, "getparent", None)
        element = node if hasattr(node, "sourceline") else parent() if parent else None
        yield getattr(element, "sourceline", None) or 1


def _is_large(root: etree._Element) -> bool:
    return any(number >= MAX_ELEMENTS_WALKED_TWICE for number, _ in enumerate(root.iter()))


@functools.lru_cache(maxsize=4096)
def _walks(expression: str) -> int:
    """Count how often an expression goes through the document."""
    unquoted = _unquoted(expression)
    return len(_WALK.findall(unquoted)) + len(_ASIDE.findall(_predicates(unquoted)))


def _walks_too_much(expression: str) -> bool:
    unquoted = _unquoted(expression)
    in_a_row = max(len(_WALK.findall(part)) for part in unquoted.split("|"))
    predicates = _predicates(unquoted)
    in_predicates = len(_WALK.findall(predicates)) + len(_ASIDE.findall(predicates))
    return (
        _walks(expression) > MAX_WALKS
        or in_a_row > MAX_WALKS_IN_A_ROW
        or in_predicates > MAX_WALKS_IN_A_PREDICATE
    )


def _unquoted(expression: str) -> str:
    return re.sub(r"'[^']*'|\"[^\"]*\"", "''", expression)


def _predicates(expression: str) -> str:
    depth = 0
    inside: list[str] = []
    for character in expression:
        depth -= character == "]"
        inside.append(character if depth > 0 else " ")
        depth += character == "["
    return "".join(inside)


@functools.cache
def _functions() -> dict[tuple[None, str], Any]:
    return {
        (None, "matches"): _matches,
        (None, "lower-case"): lambda _, value: _text(value).lower(),
        (None, "ends-with"): lambda _, value, end: _text(value).endswith(_text(end)),
    }


def _matches(_: object, value: object, pattern: object) -> bool:
    try:
        return patterns.search(_text(pattern), _text(value))
    except patterns.PatternError:
        return False


def _text(value: object) -> str:
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    inner = getattr(value, "itertext", None)
    return "".join(inner()) if inner else str(value)
