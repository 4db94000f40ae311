"""log4j 1 properties: appenders that write files."""

from __future__ import annotations

import re

from migrate.model.settings import SettingFile, Text
from migrate.read.findings import Found
from migrate.read.tree import Entry

NAME = "log4j.properties"
_FILE = re.compile(r"^\s*log4j\.appender\.([\w\-]+)\.File\s*=\s*(\S+)", re.M | re.I)


def read(entry: Entry, found: Found) -> None:
    """Read one log4j 1 configuration."""
    text, encoding = entry.decoded()
    for match in _FILE.finditer(text):
        line = text.count("\n", 0, match.start(2)) + 1
        found.item("log.files", entry.origin(line), path=match[2])
        if match[2].startswith("/"):
            found.item("files.written", entry.origin(line), path=match[2], holds="log")
    found.settings.append(
        SettingFile(entry.path, "application", "log4j", encoding, (Text(text),), (entry.origin(),))
    )
