"""Values of configuration that name a place on disk -> `files.written`, with what it holds."""

from __future__ import annotations

import re

from migrate.knowledge.java_contents import java_contents
from migrate.model.origin import Origin
from migrate.read.java.application import Application
from migrate.read.java.documents import Node
from migrate.read.java.placeholders import open_ones

_DRIVE = re.compile(r"[A-Za-z]:[\\/]+[^\\/:*?\"<>|]")
_SHARE = re.compile(r"\\\\[\w.\-]{1,80}\\[^\\]")
_FILE_URL = re.compile(r"^file:(?://)?(?=/|[A-Za-z]:)")
_LONGEST = 400
_SERVER_FOLDERS = re.compile(
    r"\$\{(?:sys:|java:)?(?:catalina\.(?:base|home)|user\.home|user\.dir|java\.io\.tmpdir|"
    r"jboss\.server\.[a-z.]+|weblogic\.[\w.]+|server\.output\.dir|webapp\.root|web\.root)\}"
)


def parameter(name: str, value: Node, application: Application) -> None:
    """Take a parameter of a descriptor when it names a place that is written to."""
    named(application, name, value.text, value.origin)


def named(application: Application, key: str, value: str, origin: Origin) -> None:
    """Take a setting whose key says that its path is written to."""
    if not java_contents().writing_key(key):
        return
    filled = application.filled(value)
    if not is_outside(filled):
        return
    held = holds(key, filled)
    if held == "log" and _has_logs(application, plain(filled)):
        return
    add(application, filled, held, f"setting {key}", origin)


def _has_logs(application: Application, folder: str) -> bool:
    """Tell whether log files in a folder are known: the key that names it tells no more."""
    start = folder.rstrip("/") + "/"
    known = application.found.items("log.files")
    return any(str(item["path"]).startswith(start) for item in known)


def add(application: Application, path: str, held: str, how: str, origin: Origin) -> None:
    """Add a written path; its placeholders are filled as far as they are known."""
    written = plain(application.filled(path))
    if written and written.isprintable() and len(written) <= _LONGEST:
        application.found.item("files.written", origin, path=written, holds=held, how=how)


def plain(path: str) -> str:
    """Return a path without the `file:` of a URL before it."""
    return _FILE_URL.sub("", path.strip())


def is_outside(text: str) -> bool:
    """Tell whether a value is a path of the host rather than one of the application.

    `/login.jsp` and `/WEB-INF/x.xml` are the application's; only folders that hosts have count.
    """
    path = plain(text)
    if len(path) > _LONGEST or "\n" in path or "://" in path:
        return False
    if _DRIVE.match(path) or _SHARE.match(path) or _SERVER_FOLDERS.match(path):
        return True
    if open_ones(path) or not path.startswith("/"):
        return False
    return path.split("/")[1] in java_contents().host_folders


def holds(key: str, path: str) -> str:
    """Return what is kept at a path, by the words of its key and of itself."""
    for text in (key, path):
        for held, pattern in java_contents().holds.items():
            if re.search(pattern, text, re.I):
                return held
    return "unknown"
