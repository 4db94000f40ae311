"""JSP pages: sessions, files read by relative paths, page encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.tree import Entry

_COMMENT = re.compile(r"<%--.*?--%>|/\*.*?\*/", re.S)
_RELATIVE = re.compile(r"new\s+(?:java\.io\.)?File(?:InputStream|Reader)?\s*\(\s*\"([^\"/\\:]+)\"")
_SESSION = re.compile(r"\bsession\s*\.\s*(?:set|get)Attribute\b|\bgetSession\s*\(")
_ENCODING = re.compile(r"pageEncoding\s*=\s*\"([\w\-]+)\"")
_LOGIN = re.compile(r"session\s*\.\s*getAttribute.{0,400}?sendRedirect", re.S)


def read(entry: Entry, found: Found) -> None:
    """Read one page."""
    text = _blanked(entry.text() or "")
    for number, line in enumerate(text.splitlines(), 1):
        if _SESSION.search(line):
            found.fact("session.use", "memory", entry.origin(number))
        said = _ENCODING.search(line)
        if said:
            found.fact("charset", said[1], entry.origin(number))
    login = _LOGIN.search(text) is not None
    if "WEB-INF/" not in entry.path:
        found.item("http.paths", entry.origin(), path=f"/{entry.path}", kind="page", login=login)


def relative_reads(entry: Entry) -> Iterator[tuple[str, Origin]]:
    """Yield the files a page opens by a relative path, with the line that does it."""
    for number, line in enumerate(_blanked(entry.text() or "").splitlines(), 1):
        for match in _RELATIVE.finditer(line):
            yield match[1], entry.origin(number)


def _blanked(text: str) -> str:
    """Return the page without comments, its lines where they were."""
    return _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
