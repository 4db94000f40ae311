"""XML files: paths of attributes and texts with the exact place of their values.

A scanner of our own: it gives exact places, fetches and expands nothing, accepts any DOCTYPE and
keeps what stands before the place at which a file is broken.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator

from msgspec import Struct, field

from migrate.read.pair import FormatError, Lines, Pair, readable

_NAME = r"[^\s<>/=\"'!?]{1,200}"
_OPEN = re.compile(rf"<(?P<name>{_NAME})")
_CLOSE = re.compile(rf"</(?P<name>{_NAME})\s*+>")
_ATTRIBUTE = re.compile(
    rf"\s++(?P<name>{_NAME})\s*+=\s*+(?:\"(?P<double>[^\"<]*+)\"|'(?P<single>[^'<]*+)')"
)
_END = re.compile(r"\s*+(?P<alone>/?)>")
_ENTITY = re.compile(r"&(?:#(?P<number>\d{1,7})|#x(?P<hex>[0-9a-fA-F]{1,6})|(?P<name>\w{1,10}));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_NAMING = ("name", "key", "id", "jndi-name", "jndiName", "pool-name")
_VALUED = ("value", "val")
_DEEPEST = 200


class _Element(Struct):
    """An element that is being read."""

    tag: str
    path: str
    """Its own path."""
    above: str
    """The path of what holds it."""
    label: str = ""
    """The name it goes by: an attribute that names it."""
    names: dict[str, str] = field(default_factory=dict)
    """Texts of children that end in `name`, by the beginning of the tag: `param-` → `dbUrl`."""
    texts: list[tuple[int, int, bool]] = field(default_factory=list)
    """Where its own text stands, and whether that is a CDATA section."""
    children: int = 0


def pairs(text: str) -> Iterator[Pair]:
    """Yield attributes and texts: `Context.Resource[jdbc/shop].url`, `web-app.context-param.dbUrl`.

    An element that is named and valued is a key of its own: `<property name="url" value="…"/>`.

    Raises:
        FormatError: it is no XML from some place on.
    """
    yield from _Scanner(text).pairs()


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of comments, marks left out."""
    place = text.find("<!--")
    while place >= 0:
        end = text.find("-->", place + 4)
        end = len(text) if end < 0 else end
        yield place + 4, end
        place = text.find("<!--", end)


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = Lines(text)
        self._open: list[_Element] = []

    def pairs(self) -> Iterator[Pair]:
        text, place = self._text, 0
        while True:
            mark = text.find("<", place)
            if mark < 0:
                break
            if self._open and mark > place:
                self._open[-1].texts.append((place, mark, False))
            skipped = self._skipped(mark)
            if skipped:
                place = skipped
            elif text.startswith("</", mark):
                place = yield from self._closed(mark)
            else:
                place = yield from self._opened(mark)
        if self._open:
            raise FormatError("it ends too early", self._lines.at(len(text)))

    def _skipped(self, mark: int) -> int:
        """Return the end of a comment, CDATA section, instruction or DOCTYPE; 0 for an element."""
        text = self._text
        for start, stop in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")):
            if text.startswith(start, mark):
                end = text.find(stop, mark + len(start))
                if end < 0:
                    raise self._broken("a part has no end", mark)
                if start == "<![CDATA[" and self._open:
                    self._open[-1].texts.append((mark + len(start), end, True))
                return end + len(stop)
        if text.startswith("<!", mark):
            return self._doctype(mark)
        return 0

    def _doctype(self, mark: int) -> int:
        end = self._text.find(">", mark)
        subset = self._text.find("[", mark)
        if 0 <= subset < end:
            close = self._text.find("]", subset)
            end = self._text.find(">", close) if close >= 0 else -1
        if end < 0:
            raise self._broken("the DOCTYPE has no end", mark)
        return end + 1

    def _opened(self, mark: int) -> Generator[Pair, None, int]:
        """Read a start tag; return the place behind it."""
        match = _OPEN.match(self._text, mark)
        if match is None or len(self._open) >= _DEEPEST:
            raise self._broken("this is no XML", mark)
        place = match.end()
        attributes: dict[str, tuple[int, int]] = {}
        while True:
            found = _ATTRIBUTE.match(self._text, place)
            if found is None:
                break
            quote = "double" if found["double"] is not None else "single"
            attributes.setdefault(found["name"], found.span(quote))
            place = found.end()
        end = _END.match(self._text, place)
        if end is None:
            raise self._broken("an element has no end", mark)
        element = self._element(match["name"].rpartition(":")[2], attributes)
        for name, (start, stop) in attributes.items():
            yield from self._attribute(element, name, start, stop)
        if not end["alone"]:
            self._open.append(element)
        return end.end()

    def _element(self, tag: str, attributes: dict[str, tuple[int, int]]) -> _Element:
        above = self._open[-1].path if self._open else ""
        if self._open:
            self._open[-1].children += 1
        spans = (attributes[name] for name in _NAMING if name in attributes)
        label = next((self._plain(start, stop)[0] for start, stop in spans), "").strip()[:200]
        own = f"{tag}[{label}]" if label else tag
        return _Element(tag, _joined(above, own), above, label)

    def _attribute(self, element: _Element, name: str, start: int, stop: int) -> Iterator[Pair]:
        local = name.rpartition(":")[2]
        if name.startswith(("xmlns", "xsi:", "xml:")) or name in _NAMING:
            return
        if local in _VALUED and element.label:
            key = _joined(element.above, element.label)
        else:
            key = _joined(element.path, local)
        yield self._pair(key, start, stop)

    def _closed(self, mark: int) -> Generator[Pair, None, int]:
        """Read an end tag; return the place behind it."""
        match = _CLOSE.match(self._text, mark)
        tag = match["name"].rpartition(":")[2] if match else ""
        if match is None or not self._open or self._open[-1].tag != tag:
            raise self._broken("an element is closed that is not open", mark)
        element = self._open.pop()
        yield from self._own_text(element)
        return match.end()

    def _own_text(self, element: _Element) -> Iterator[Pair]:
        for start, stop, cdata in element.texts:
            written = self._text[start:stop]
            if not written.strip():
                continue
            first = start + len(written) - len(written.lstrip())
            key = self._text_key(element, first, start + len(written.rstrip()))
            if key:
                yield self._pair(key, first, start + len(written.rstrip()), cdata=cdata)

    def _text_key(self, element: _Element, start: int, stop: int) -> str:
        """Return the key of an element's text; none for one that names its neighbour."""
        holder = self._open[-1] if self._open else None
        tag = element.tag
        for ending in ("name", "key"):
            if holder and tag.endswith(ending) and not element.children:
                holder.names[tag.removesuffix(ending)] = self._plain(start, stop)[0][:200]
        if holder and tag.endswith("value"):
            stem = tag.removesuffix("value")
            if holder.names.get(stem):
                return _joined(holder.path if stem else holder.above, holder.names[stem])
        return _joined(element.above, element.label) if element.label else element.path

    def _pair(self, key: str, start: int, stop: int, *, cdata: bool = False) -> Pair:
        written = self._text[start:stop]
        literal = (start - len("<![CDATA["), stop + len("]]>")) if cdata else None
        plain, places = (None, ()) if cdata else self._plain_places(start, stop)
        line = self._lines.at(start)
        return Pair(readable(key), written, line, start, plain, places, literal=literal)

    def _plain(self, start: int, stop: int) -> tuple[str, tuple[int, ...]]:
        plain, places = self._plain_places(start, stop)
        return (self._text[start:stop] if plain is None else plain), places

    def _plain_places(self, start: int, stop: int) -> tuple[str | None, tuple[int, ...]]:
        written = self._text[start:stop]
        if "&" not in written:
            return None, ()
        plain: list[str] = []
        places: list[int] = []
        at = 0
        for match in _ENTITY.finditer(written):
            plain.extend(written[at : match.start()])
            places.extend(range(start + at, start + match.start()))
            meant = _meant(match)
            plain.extend(meant)
            places.extend(start + match.start() for _ in meant)
            at = match.end()
        plain.extend(written[at:])
        places.extend(range(start + at, stop + 1))
        return "".join(plain), tuple(places)

    def _broken(self, problem: str, place: int) -> FormatError:
        return FormatError(problem, self._lines.at(place))


def _meant(match: re.Match[str]) -> str:
    if match["name"]:
        # Entities of a DTD are never resolved: they stay as they are written.
        return _ENTITIES.get(match["name"], match[0])
    number = int(match["number"] or match["hex"], 10 if match["number"] else 16)
    return readable(chr(number)) if number <= 0x10FFFF else match[0]


def _joined(above: str, name: str) -> str:
    return f"{above}.{name}" if above else name
