"""The syntax of JSP: text -> directives, code and markup, comments blanked, places kept."""

from __future__ import annotations

import bisect
import functools
import posixpath
import re
from collections.abc import Iterator

from migrate.model.origin import Origin
from migrate.read.java.hinted import Hinted
from migrate.read.tree import Entry

SUFFIXES = (".jsp", ".jspx", ".jspf", ".tag", ".tagx")
WEB_ROOTS = ("src/main/webapp/", "WebContent/", "WebRoot/", "web/")
_COMMENT = re.compile(r"<%--.*?(?:--%>|\Z)", re.S)
_SCRIPTLET = re.compile(
    r"<%(?![@\-])[!=]?(?P<code>[^%]*(?:%(?!>)[^%]*)*)(?:%>|\Z)"
    r"|<jsp:(?P<tag>scriptlet|declaration|expression)\s*>(?P<inside>.*?)(?:</jsp:(?P=tag)\s*>|\Z)",
    re.S,
)
_JAVA = re.compile(
    r"(?P<text>\"(?:[^\"\\\n]|\\.)*+(?:\"|(?=\n)|\Z)|'(?:[^'\\\n]|\\.){1,8}')|(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))",
    re.S,
)
_DIRECTIVE = Hinted(
    ("<%@", "<jsp:directive."),
    r"(?:<%@\s*|<jsp:directive\.)(?P<name>page|include|taglib|tag)\b(?P<rest>[^%>]{0,2000})",
)
_ATTRIBUTE = re.compile(
    r"(?P<key>[\w:]{1,40})\s*=\s*(?P<quote>[\"'])(?P<value>.{0,1500}?)(?P=quote)", re.S
)
_INCLUDE = Hinted(
    ("jsp:include",), r"<jsp:include\s[^>]{0,300}?page\s*=\s*[\"']([^\"'<]{1,300})[\"']"
)
_IMPORTED = re.compile(r"(?:[a-z_][\w$]*\.)+[A-Z][\w$]*(?=\s*(?:,|;|$))")


class Page:
    """One page: `code` and `markup` have the page's length, so that places are the same."""

    def __init__(self, entry: Entry, text: str) -> None:
        """Take a page's text."""
        self.entry = entry
        self.markup = _without_html_comments(_COMMENT.sub(_blank, text))
        self.code = _code(self.markup)
        self._text = text

    def at(self, place: int) -> Origin:
        """Return the line of a place."""
        return self.entry.origin(bisect.bisect_left(self._lines, place) + 1)

    @functools.cached_property
    def _lines(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self._text)]

    @functools.cached_property
    def _directives(self) -> list[tuple[str, str, str, int]]:
        return [
            (
                found["name"],
                match["key"],
                match["value"],
                found.start("rest") + match.start("value"),
            )
            for found in _DIRECTIVE.finditer(self.markup)
            for match in _ATTRIBUTE.finditer(found["rest"])
        ]

    def directives(self, name: str) -> Iterator[tuple[str, str, int]]:
        """Yield the attributes of directives of a name: key, value, place."""
        return ((key, value, at) for of, key, value, at in self._directives if of == name)

    def find_directive(self, name: str, key: str) -> tuple[str, int] | None:
        """Return the first value of a directive's attribute and its place."""
        return next(((v, at) for k, v, at in self.directives(name) if k == key), None)

    def directive(self, name: str, key: str) -> str:
        """Return the first value of a directive's attribute, empty when none has it."""
        found = self.find_directive(name, key)
        return found[0].strip() if found else ""

    def includes(self) -> list[str]:
        """Return the pages that this one takes in, as written."""
        files = [value for key, value, _ in self.directives("include") if key == "file"]
        return files + [match[1] for match in _INCLUDE.finditer(self.markup)]

    def imports(self) -> Iterator[tuple[str, int]]:
        """Yield the types that the page imports one by one, with their places."""
        for key, value, start in self.directives("page"):
            if key == "import":
                for match in _IMPORTED.finditer(value):
                    yield match[0], start + match.start()


def parse(entry: Entry) -> Page:
    """Return a page; one that is no text is empty."""
    return Page(entry, entry.text() or "")


def target(page: str, include: str) -> str:
    """Return the path of an include that a page names; `..` never leaves the application."""
    if include.startswith("/"):
        root = next((root for root in WEB_ROOTS if page.startswith(root)), "")
        return root + posixpath.normpath(include).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), include))


def _code(text: str) -> str:
    """Return the Java of a page, everything else blanked; comments of Java too."""
    blank = _blanked(text)
    parts: list[str] = []
    place = 0
    for match in _SCRIPTLET.finditer(text):
        start, end = match.span("code" if match["code"] is not None else "inside")
        code = text[start:end]
        parts.append(blank[place:start])
        parts.append(_JAVA.sub(_without_comment, code) if "/" in code else code)
        place = end
    parts.append(blank[place:])
    return "".join(parts)


def _without_comment(match: re.Match[str]) -> str:
    return match[0] if match["text"] is not None else _blanked(match[0])


def _blank(match: re.Match[str]) -> str:
    return _blanked(match[0])


def _without_html_comments(text: str) -> str:
    """Blank the comments of HTML, but for those with code inside: that code runs."""
    parts: list[str] = []
    place, start, end = 0, text.find("<!--"), 0
    while start >= 0:
        end = text.find("-->", start) if end < start else end
        if end < 0:
            break
        code = text.find("<%", start, end)
        if code < 0:
            parts += (text[place:start], _blanked(text[start : end + 3]))
            place = end + 3
        start = text.find("<!--", code + 2 if code >= 0 else place)
    return "".join((*parts, text[place:]))


def _blanked(text: str) -> str:
    if "\n" not in text:
        return " " * len(text)
    return "\n".join(" " * len(line) for line in text.split("\n"))
