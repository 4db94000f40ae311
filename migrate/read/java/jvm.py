"""Start scripts of Java servers (setenv.sh, catalina.sh): JVM options, JDK, time zone, charset."""

from __future__ import annotations

import re

from migrate.read import leaks
from migrate.read.findings import Found
from migrate.read.tree import Entry

NAMES = ("setenv.sh", "setenv.bat", "catalina.sh", "startup.sh", "start.sh")
_OPTION = re.compile(r"(?<![\w$])-(?:X[\w:+\-]+(?:=[^\s\"']+)?|D[\w.]+(?:=[^\s\"']*)?|server\b)")
_JDK = re.compile(r"\bjdk-?(?:1\.)?(\d+)[.\w]*", re.I)
_TOMCAT = re.compile(r"tomcat-?(\d+\.\d+(?:\.\d+)?)", re.I)


def read(entry: Entry, found: Found) -> None:
    """Read one start script. Secrets in options are masked."""
    for number, line in enumerate((entry.text() or "").splitlines(), 1):
        origin = entry.origin(number)
        for match in _OPTION.finditer(line):
            found.item("jvm.options", origin, option=leaks.masked(match[0]))
        for pattern, fact in ((_JDK, "java.runtime"), (_TOMCAT, "tomcat.version")):
            said = pattern.search(line)
            if said:
                found.fact(fact, said[1], origin, confidence=0.9)
        for option, fact in (("file.encoding", "charset"), ("user.timezone", "timezone")):
            said = re.search(rf"-D{option}=([\w/+\-]+)", line)
            if said:
                found.fact(fact, said[1], origin)
        dump = re.search(r"-XX:HeapDumpPath=(/[^\s\"']+)", line)
        if dump:
            found.item("files.written", origin, path=dump[1], holds="dump")
