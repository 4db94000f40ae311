"""Paths that classes and settings write to: constants beside file APIs, keys, `@Value` defaults."""

from __future__ import annotations

import re

from migrate.read.java import charsets, written
from migrate.read.java.application import Application

_WRITERS = {
    "java.io.FileOutputStream": ("<init>",),
    "java.io.FileWriter": ("<init>",),
    "java.io.RandomAccessFile": ("<init>",),
    "java.io.File": ("mkdir", "mkdirs", "createNewFile", "renameTo"),
    "java.nio.file.Files": (
        "copy", "createDirectories", "createDirectory", "createFile", "move", "newBufferedWriter",
        "newOutputStream", "write", "writeString",
    ),
    "org.springframework.web.multipart.MultipartFile": ("transferTo",),
    "org.apache.commons.fileupload.FileItem": ("write",),
    "org.apache.commons.io.FileUtils": (
        "copyFile", "copyInputStreamToFile", "forceMkdir", "moveFile", "writeByteArrayToFile",
        "writeLines", "writeStringToFile",
    ),
}  # fmt: skip
_SURE = frozenset(
    [
        "data",
        "data0",
        "data1",
        "data2",
        "data3",
        "disk",
        "disk1",
        "disk2",
        "mnt",
        "nas",
        "nfs",
        "opt",
        "oradata",
        "srv",
        "tmp",
        "u01",
        "u02",
        "usr",
        "var",
    ]
)
"""First folders that no address of a web application begins with by habit."""
_PATH = re.compile(r"[/A-Za-z\\][\w:./\\\-\u4e00-\u9fff ${}%]{2,300}")
_PROGRAM = re.compile(r"(?i)[/\\]s?bin[/\\]|\.(?:bat|cmd|com|exe|jar|pl|py|rb|sh)(?:\s|$)|\s[-/]")
"""A constant that is run rather than written: a program, or a command with its arguments."""
_VALUE = "org.springframework.beans.factory.annotation.Value"
_DEFAULT = re.compile(r"\$\{(?P<key>[^${}:]{1,200})(?::(?P<default>[^${}]{0,400}))?\}")
_CHARSETS = {
    "server.servlet.encoding.charset": "request",
    "server.tomcat.uri-encoding": "uri",
    "spring.http.encoding.charset": "request",
    "struts.i18n.encoding": "request",
    "struts.locale.encoding": "request",
}


def read(application: Application) -> None:
    """Take constants of classes that write files, then what settings say."""
    writers = {
        entry.path
        for type_, methods in _WRITERS.items()
        for entry in application.index.callers(type_, *methods)
    }
    for text, entries in application.index.strings() if writers else ():
        if is_file(text):
            for entry in entries:
                if entry.path in writers:
                    held = written.holds("", text)
                    written.add(application, text, held, "constant of a class", entry.origin())
    _defaults(application)
    for file in application.settings:
        for pair in file.pairs:
            origin = file.entry.origin(pair.line)
            written.named(application, pair.key, pair.meaning, origin)
            if pair.key in _CHARSETS:
                charsets.say(application, pair.meaning, _CHARSETS[pair.key], origin)


def is_file(text: str) -> bool:
    """Tell a constant that is a path of the host from addresses, formats and other text."""
    if not _PATH.fullmatch(text) or _PROGRAM.search(text) or not written.is_outside(text):
        return False
    if not text.startswith("/"):
        return True
    parts = [part for part in text.split("/") if part]
    return parts[0] in _SURE or (parts[0] == "home" and len(parts) > 2)


def _defaults(application: Application) -> None:
    """Take the default of `@Value("${upload.dir:/data/up}")` where no setting fills it."""
    for found, entry in application.index.annotations():
        match = (
            _DEFAULT.fullmatch(found.elements.get("value", "")) if found.name == _VALUE else None
        )
        if match and match["default"] and application.values.get(match["key"]) is None:
            written.named(application, match["key"], match["default"], entry.origin())
