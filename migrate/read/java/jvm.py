"""Start scripts and units of Java servers: JVM options, JDK, time zone, charset, calls."""

from __future__ import annotations

import re

from migrate.read import leaks
from migrate.read.findings import Found
from migrate.read.java import jvm_addresses
from migrate.read.tree import Entry

_SCRIPTS = (".sh", ".bat", ".cmd", ".service", ".conf", ".env")
_NAMES = ("jvm.options", "wrapper.conf", "jvm.config", "start.ini")
_JAVA = re.compile(
    r"JAVA_OPTS|CATALINA_OPTS|JAVA_HOME|JRE_HOME|USER_MEM_ARGS|MEM_ARGS|-Xm[sx]|\bjava\b.{0,200}-jar",
    re.I,
)
_OPTION = re.compile(
    r"(?<![\w$-])(?:-X[\w:+\-]+(?:=[^\s\"']+)?|-server\b"
    r"|-D[\w.\-]+(?:=(?:\\?[\"'][^\s\"'\\]{1,500}\\?[\"']|[^\s\"']*))?"
    r"|-javaagent:[^\s\"']+|-agent(?:lib|path):[^\s\"']+"
    r"|--add-(?:opens|exports|modules)[= ][\w./=,\-]+)"
)
_QUOTE = re.compile(r"\\?[\"']")
_WRAPPER = re.compile(r"^\s*wrapper\.java\.(?P<which>max|init)memory\s*=\s*(?P<mib>\d{1,7})\s*$")
_JDK = re.compile(
    r"(?:\b(?:jdk|jre|zulu|corretto|temurin|dragonwell)-?|/java-)(?:1\.)?(\d{1,2})(?!\d)[.\w]*",
    re.I,
)
_TOMCAT = re.compile(r"tomcat-?(\d+\.\d+(?:\.\d+)?)", re.I)
_COMMENT = re.compile(r"^\s*(?:#|rem\b|@rem\b|::)", re.I)
_OWN = re.compile(
    r"^-D(?:catalina\.|java\.endorsed\.dirs|ignore\.endorsed\.dirs|java\.io\.tmpdir=?[\"%$]?"
    r"|java\.util\.logging\.|java\.protocol\.handler\.pkgs=org\.apache\.catalina"
    r"|jdk\.tls\.ephemeralDHKeySize|org\.apache\.catalina\.security|java\.security\.(?:manager|policy)"
    r"|org\.apache\.juli)"
)
"""Options that Tomcat's own catalina script sets: not what people decided."""
_GC = re.compile(r"^-XX:\+Use(\w{1,40})GC$")
_LONGEST_LINE = 20_000


def is_script(entry: Entry) -> bool:
    """Tell a file that may start a Java server."""
    if entry.name in _NAMES:
        return True
    if entry.suffix not in _SCRIPTS:
        return False
    return bool(_JAVA.search(entry.text() or ""))


def read(entry: Entry, found: Found) -> None:
    """Read one start script. Secrets in options are masked."""
    stock = entry.name.lower().startswith("catalina.")
    for number, line in enumerate((entry.text() or "").splitlines(), 1):
        if len(line) <= _LONGEST_LINE and not (stock and _COMMENT.match(line)):
            _line(line, number, stock, entry, found)
    jvm_addresses.read(entry, found)


def said(text: str, entry: Entry, line: int, found: Found) -> None:
    """Take the options that a server's configuration gives to its JVM."""
    for option in _options(text[:_LONGEST_LINE]):
        _option(option, entry, line, found)


def _line(line: str, number: int, stock: bool, entry: Entry, found: Found) -> None:
    origin = entry.origin(number)
    if not _COMMENT.match(line):
        for option in _options(line):
            if not (stock and _OWN.match(option)):
                _option(option, entry, number, found)
    for pattern, fact in ((_JDK, "java.runtime"), (_TOMCAT, "tomcat.version")):
        said = pattern.search(line)
        if said:
            found.fact(fact, said[1], origin, confidence=0.9)


def _options(line: str) -> list[str]:
    wrapper = _WRAPPER.match(line)
    if wrapper:
        return [f"-Xm{'x' if wrapper['which'] == 'max' else 's'}{wrapper['mib']}m"]
    return [_QUOTE.sub("", match[0]) for match in _OPTION.finditer(line)]


def _option(option: str, entry: Entry, number: int, found: Found) -> None:
    origin = entry.origin(number)
    found.item("jvm.options", origin, option=leaks.masked(option))
    for name, fact in (("file.encoding", "charset"), ("user.timezone", "timezone")):
        said = re.match(rf"-D{name}=([\w/+\-]+)", option)
        if said:
            found.fact(fact, said[1], origin)
    dump = re.match(r"-XX:HeapDumpPath=(/.+)", option)
    if dump:
        found.item("files.written", origin, path=dump[1], holds="dump")
    if option.startswith(("-Xmx", "-XX:MaxHeapSize=")):
        found.fact("jvm.heap", option.removeprefix("-Xmx").rpartition("=")[2], origin)
    collector = _GC.match(option)
    if collector:
        found.fact("jvm.gc", collector[1], origin)
    if option.startswith(("-javaagent:", "-agentlib:", "-agentpath:")):
        path = option.partition(":")[2].partition("=")[0]
        found.item("jvm.agents", origin, agent=path.replace("\\", "/").rpartition("/")[2])
