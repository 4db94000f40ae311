"""One file, read and parsed at most once, and only when a condition needs it."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.rules import patterns
from migrate.rules.shape import Content
from migrate.rules.tree import Entry
from migrate.rules.xpaths import Document, from_json, from_xml


class Opened:
    """A file that any number of conditions ask."""

    def __init__(self, entry: Entry) -> None:
        """Take a file; it is not opened yet."""
        self._entry = entry
        self._read = False
        self._text: str | None = None
        self._xml: Document | None = None
        self._json: Document | None = None

    def lines(self, asked: Content) -> Iterator[int]:
        """Return the lines that match, 0 for the file as a whole."""
        match asked.kind:
            case "file":
                yield 0
            case "filecontent":
                text = self._content()
                regex = patterns.compiled(asked.pattern, by_line=asked.by_line)
                yield from patterns.lines(regex, text) if text else ()
            case "json":
                found = self._as_json()
                # Values of JSON know no lines.
                if found and any(True for _ in found.lines(asked.pattern, {})):
                    yield 0
            case "xmlPublicID":
                document = self._as_xml()
                yield from document.public_ids(asked.pattern) if document else ()
            case "xml":
                document = self._as_xml()
                yield from document.lines(asked.pattern, asked.namespaces) if document else ()

    def _content(self) -> str | None:
        if not self._read:
            self._read, self._text = True, self._entry.text()
        return self._text

    def _as_xml(self) -> Document | None:
        if self._xml is None and (text := self._content()):
            self._xml = from_xml(text)
        return self._xml

    def _as_json(self) -> Document | None:
        if self._json is None and (text := self._content()):
            self._json = from_json(text)
        return self._json
