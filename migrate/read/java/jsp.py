"""JSP pages and fragments: sessions, logins, files, connections and what their scriptlets use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.model.code import Use
from migrate.model.origin import Origin
from migrate.read.java import charsets, datasources, pages, written
from migrate.read.java.application import Application
from migrate.read.java.collected import Path, Resource, SessionUse
from migrate.read.java.hinted import Hinted
from migrate.read.java.pages import Page
from migrate.read.tree import Entry

_SERVED = (".jsp", ".jspx")
_MOST_INCLUDES = 20
_RELATIVE = Hinted(
    ("File",), r"new\s+(?:java\.io\.)?File(?:InputStream|Reader)?\s*\(\s*\"([^\"/\\:]+)\""
)
_OPENED = Hinted(
    ("File", "Print"),
    r"new\s+(?:java\.io\.)?(?P<type>File|FileInputStream|FileReader|FileOutputStream|FileWriter|"
    r"RandomAccessFile|PrintWriter|PrintStream)\s*\(\s*\"(?P<path>(?:[^\"\\\n]|\\.){1,300})\"",
)
_WRITERS = ("FileOutputStream", "FileWriter", "RandomAccessFile", "PrintWriter", "PrintStream")
_WRITES = Hinted(
    ("File", "mkdir", "transferTo", ".write", "saveAs"),
    r"\b(?:new\s+(?:java\.io\.)?(?:FileOutputStream|FileWriter)|mkdirs?\s*\(|transferTo\s*\(|"
    r"createNewFile\s*\(|\.write\s*\(\s*(?:new\s+File|file)|saveAs\s*\()",
)
_SESSION = Hinted(
    ("session", "getSession"),
    r"\bsession\s*\.\s*(?:set|get|put|remove)(?:Attribute|Value)\b|\bgetSession\s*\(",
)
_SCOPE = Hinted(("session",), r"\bscope\s*=\s*[\"']session[\"']|\$\{\s*sessionScope\b")
_LOGIN = Hinted(
    ("sendRedirect", "jsp:forward"),
    r"session\s*\.\s*get(?:Attribute|Value).{0,400}?(?:sendRedirect|jsp:forward)",
    re.S,
)
_JDBC = Hinted(("jdbc:",), r"\"(?P<url>jdbc:[^\"\n\s]{3,400})\"")
_DRIVER = Hinted(("forName",), r"Class\s*\.\s*forName\s*\(\s*\"([\w.$]{5,200})\"")
_LOOKUP = Hinted(("java:",), r"\"(java:(?:/?comp/env/|jboss/|/)[\w./\-]{1,200})\"")
_MEMBER = re.compile(r"\b([A-Z]\w{1,60})\s*\.\s*([a-z]\w{1,60})\s*\(")
_NEW = re.compile(r"\bnew\s+([A-Z]\w{1,60})\s*[(<]")


def read(application: Application) -> None:
    """Read every page of an application."""
    for entry in application.tree.below("", *pages.SUFFIXES):
        page = pages.parse(entry)
        _sessions(page, application)
        _path(page, application)
        _files(page, application)
        _connections(page, application)
        _encoding(page, application)
        application.uses.extend(_uses(page))


def relative_reads(entry: Entry) -> Iterator[tuple[str, Origin]]:
    """Yield the files a page opens by a relative path, with the line that does it."""
    if "File" not in (entry.text() or ""):
        return
    page = pages.parse(entry)
    for match in _RELATIVE.finditer(page.code):
        yield match[1], page.at(match.start())


def _sessions(page: Page, application: Application) -> None:
    if page.directive("page", "session") == "false":
        return
    match = _SESSION.search(page.code) or _SCOPE.search(page.markup)
    if match:
        application.sessions.append(SessionUse("memory", page.at(match.start())))


def _path(page: Page, application: Application) -> None:
    entry = page.entry
    if "WEB-INF/" in entry.path or "META-INF/" in entry.path or entry.suffix not in _SERVED:
        return
    if page.directive("page", "isErrorPage") == "true":
        return
    login = _LOGIN.search(page.code) is not None or _guarded_by_include(page, application)
    path = entry.path
    for root in pages.WEB_ROOTS:
        path = path.removeprefix(root)
    application.paths.append(Path(f"/{path}", "page", entry.origin(), (), login))


def _guarded_by_include(page: Page, application: Application) -> bool:
    """Tell whether a page that this one takes in sends strangers away."""
    for target in page.includes()[:_MOST_INCLUDES]:
        entry = application.tree.get(pages.target(page.entry.path, target))
        if entry is not None and _LOGIN.search(pages.parse(entry).code):
            return True
    return False


def _files(page: Page, application: Application) -> None:
    writers = (*_WRITERS, "File") if _WRITES.search(page.code) else _WRITERS
    for match in _OPENED.finditer(page.code):
        path = match["path"].replace("\\\\", "\\")
        origin = page.at(match.start("path"))
        if match["type"] in writers and (written.is_outside(path) or match["type"] != "File"):
            written.add(application, path, written.holds("", path), "page", origin)


def _connections(page: Page, application: Application) -> None:
    drivers = [match[1] for match in _DRIVER.finditer(page.code)]
    for match in _JDBC.finditer(page.code):
        if match["url"].endswith("//"):
            # The rest is put together while it runs; the settings it comes from are read instead.
            continue
        driver = drivers[0] if len(drivers) == 1 else ""
        resource = Resource(
            page.at(match.start("url")), setting="DriverManager", driver=driver, url=match["url"]
        )
        datasources.define(application, resource)
    for match in _LOOKUP.finditer(page.code):
        datasources.named(application, match[1], "jdbc", page.at(match.start(1)))


def _encoding(page: Page, application: Application) -> None:
    directive = page.find_directive("page", "pageEncoding")
    if directive:
        charsets.say(application, directive[0], "page", page.at(directive[1]))


def _uses(page: Page) -> Iterator[Use]:
    """Yield what scriptlets use: imported types, their constructors and static methods."""
    imported: dict[str, str] = {}
    for name, place in page.imports():
        yield Use("type", name, (page.at(place),))
        imported[name.rpartition(".")[2]] = name
    if not imported:
        return
    for match in _NEW.finditer(page.code):
        if match[1] in imported:
            yield Use("constructor", imported[match[1]], (page.at(match.start()),))
    for match in _MEMBER.finditer(page.code):
        if match[1] in imported:
            yield Use("method", f"{imported[match[1]]}.{match[2]}", (page.at(match.start()),))
