"""Files go in; which of them tell something of a MySQL server comes out."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from migrate.read.bounds import BoundError, Bounds
from migrate.read.decode import decode, is_text
from migrate.read.tree import DAMAGED, Entry

_OPTIONS = (".cnf", ".ini", ".j2", ".erb", ".tmpl", ".tpl", ".template", ".in", ".conf", ".dist")
_CAPTURES = (".txt", ".log", ".out", ".err", ".lst", ".cap", ".dat", ".res", ".md", ".tsv",
             "")  # fmt: skip
_SCRIPTS = (".sql", ".sh", ".bash", ".ksh", ".txt", ".j2", ".erb", ".tpl", "")
_NAMED = re.compile(
    r"^(?:my|mysqld?|mariadb|server)[\w.\-]*\.(?:cnf|ini)(?:\.(?:j2|erb|tmpl|tpl|template|in|dist))?$"
)
_EXAMPLE = re.compile(r"(?i)(?:^|/)(?:support-files|examples?)/")
_GROUP = re.compile(
    r"(?m)^[ \t]{0,200}"
    r"\[(?:mysqld(?:\d{1,5}|-\d+\.\d+)?|(?:mariadb|mariadbd)(?:-\d+\.\d+)?|server|galera)\]"
)
_SHOWN = re.compile(
    r"(?m)Slave_IO_State|Replica_IO_State"
    r"|^[ \t]{0,200}(?:Master|Source)_Host: \S|MEMBER_HOST|Binlog_Do_DB"
    r"|(?i:variable_name)[ \t|]|^(?:version_comment|server_id|innodb_buffer_pool_size)\t"
    r"|\((?:mysqld|mariadbd) \d+\.\d+\.\d+\S{0,60}\)\s+starting"
    r"|^Version: '\d+\.\d+\.\d+\S{0,60}'\s+socket:"
    r"|Starting MariaDB \d|^\*{20,40} 1\. row \*{20,40}\s+(?:Master|Source|Slave|Replica)_"
)
_DUMP = re.compile(rb"(?m)^-- (?:MySQL|MariaDB) dump ")
_CHANGE = re.compile(
    r"(?i)\bCHANGE\s{1,200}(?:MASTER|REPLICATION\s{1,200}SOURCE)\b[^;]{0,400}_HOST\s{0,200}="
)
_TAIL = 256 << 10
_WORDS = (
    "_io_state", "master_host", "source_host", "member_host", "binlog_do_db", "variable_name",
    "version_comment", "server_id", "innodb_buffer_pool_size", "starting", "version: '",
    "1. row",
)  # fmt: skip
"""One of these stands in every text that shows a server: found far sooner than the patterns."""


@contextmanager
def opened(entry: Entry) -> Iterator[BinaryIO]:
    """Open a file of any size; one that cannot be opened is empty, `fault` then tells why."""
    try:
        stream = entry.stream()
    except (BoundError, OSError, *DAMAGED):
        stream = io.BytesIO(entry.content())
    with stream:
        yield stream


def text(entry: Entry) -> str:
    """Return the text of a file that may be a capture, a log or a script; of a large one the end.

    The lines of what is left out are kept empty, so that places stay right.
    """
    if not (is_capture(entry) or is_script(entry)):
        return ""
    if entry.suffix == ".sql":
        with opened(entry) as stream:
            data = stream.read(Bounds().text_bytes + 1)
        return decode(data)[0] if is_text(data) and len(data) <= Bounds().text_bytes else ""
    data = entry.content()
    if not is_text(data):
        return ""
    if len(data) > Bounds().text_bytes:
        skipped = data.count(b"\n", 0, len(data) - _TAIL)
        return "\n" * skipped + decode(data[-_TAIL:])[0]
    return decode(data)[0]


def is_options(entry: Entry) -> bool:
    """Tell an option file with a server's group; an example that a package brings is none."""
    if entry.suffix not in _OPTIONS or _EXAMPLE.search(entry.path):
        return False
    return bool(_NAMED.match(entry.name)) or bool(_GROUP.search(entry.decoded()[0]))


def is_capture(entry: Entry) -> bool:
    """Tell what may be the output of a client or a log, by its ending."""
    return entry.suffix in _CAPTURES or entry.suffix.lstrip(".").isdecimal()


def is_script(entry: Entry) -> bool:
    """Tell what may set up replication, by its ending."""
    return entry.suffix in _SCRIPTS


def shows_server(entry: Entry, *, alone: bool) -> bool:
    """Tell whether a file shows that there is a server; a dump does so where no application is."""
    if is_options(entry):
        return bool((_NAMED.match(entry.name) and _GROUP.search(entry.decoded()[0] or "[mysqld]"))
                    or _GROUP.search(entry.decoded()[0]))  # fmt: skip
    if entry.suffix == ".sql":
        with opened(entry) as stream:
            start = stream.read(4096)
        if alone and _DUMP.search(start):
            return True
    found = text(entry)
    small = found.lower()
    if is_capture(entry) and any(word in small for word in _WORDS) and _SHOWN.search(found):
        return True
    return is_script(entry) and "change" in small and bool(_CHANGE.search(found))
