"""SQL and shell scripts go in; whom they make a server follow comes out, passwords never."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.model.origin import Origin
from migrate.read import commands
from migrate.read.database import mysql_captures
from migrate.read.database.mysql_server import Channel, Server
from migrate.read.findings import Found
from migrate.read.tree import Entry

_CHANGE = re.compile(
    r"(?i)\bCHANGE\s{1,20}(?:MASTER|REPLICATION\s{1,20}SOURCE)(?:\s{1,20}['\"](?P<name>[^'\"\n]{1,64})['\"])?"
    r"\s{1,20}TO\b"
)
_LONGEST = 4000
"""Characters of one statement."""
_OPTION = re.compile(
    r"(?i)\b(?:MASTER|SOURCE)_(?P<name>HOST|PORT|USER|AUTO_POSITION|DELAY|SSL|USE_GTID)\b\s{0,20}=\s{0,20}"
    r"(?:\\?'(?P<one>[^'\\\n]{0,255})\\?'|\\?\"(?P<two>[^\"\\\n]{0,255})\\?\"|(?P<bare>[\w.\-:${}]{1,100}))"
)
_FOR_CHANNEL = re.compile(r"(?i)\bFOR\s{1,20}CHANNEL\s{1,20}\\?['\"](?P<name>[^'\"\\\n]{0,64})")
_VARIABLE = re.compile(r"^\$\{?(?P<name>[A-Za-z_]\w{0,60})(?::?-(?P<default>[^}]{0,200}))?\}?$")
_COMMENT = re.compile(r"^\s*(?:--|#)")
_HERE = re.compile(r"<<[-~]?[ \t]{0,9}['\"]?(?P<word>\w{1,60})")
_SHELL = (".sh", ".bash", ".ksh", "")
_WHOLE = re.compile(
    r"(?:=\s{0,20}(?:'(?:[^'\\\n]|\\.){0,500}+'|\"(?:[^\"\\\n]|\\.){0,500}+\")|[^;])*+", re.S
)
"""A statement up to its semicolon; those inside of quoted values do not end it."""


def mentions(text: str) -> bool:
    """Tell whether a script sets up replication."""
    return any(True for _ in _steps(text))


def read(entry: Entry, text: str, server: Server, found: Found) -> None:
    """Take the sources that a script names and the accounts that it makes for replicas."""
    given = commands.assigned(text)
    own: dict[str, Origin] = {}
    for place, name in _steps(text):
        line = text.count("\n", 0, place) + 1
        own.update(dict.fromkeys(_told_to(text, place, given, entry), entry.origin(line)))
        channel = _channel(_statement(text, place), name, given, entry, line)
        if isinstance(channel, Channel):
            server.channels.append(channel)
        elif channel:
            server.left_open.setdefault("master_host", (channel, entry.origin(line)))
    for host, origin in own.items() if len(own) == 1 else ():
        found.item("mysql.addresses", origin, address=host)
    if "grant" in text[:1_000_000].lower():
        for number, line_text in enumerate(text.splitlines(), 1):
            if not _COMMENT.match(line_text):
                mysql_captures.account(line_text[:_LONGEST], entry, number, found)


def calls(entry: Entry, text: str, server: Server, found: Found) -> None:
    """Add the servers that a script's commands call, `mysqldump -h`, those it sets up excepted."""
    if entry.suffix not in _SHELL:
        return
    known = {str(each.get("address")) for each in found.items("mysql.addresses")}
    known.update(channel.host for channel in server.channels)
    for reference in commands.of_script(text, entry):
        if reference.target.rpartition(":")[0] not in known:
            found.references.append(reference)


def _told_to(text: str, place: int, given: dict[str, str], entry: Entry) -> Iterator[str]:
    """Yield the host that a client is told to send a statement to, on its line or as a document."""
    before = text[max(0, place - 4 * _LONGEST) : place]
    line = before[before.rfind("\n") + 1 :]
    here = list(_HERE.finditer(before))
    if here and not re.search(rf"^\s*{re.escape(here[-1]['word'])}\s*$", before, re.M):
        start = before.rfind("\n", 0, here[-1].start()) + 1
        line = before[start : here[-1].start()]
    line = commands.filled(line.replace('"', " "), given)
    for reference in commands.references(line, entry.origin()):
        if reference.protocol == "mysql":
            yield reference.target.rpartition(":")[0]


def _steps(text: str) -> Iterator[tuple[int, str]]:
    """Yield where a source is set, with the connection's name; comments do not count."""
    for match in _CHANGE.finditer(text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if not _COMMENT.match(line) and "/*" not in line:
            yield match.start(), match["name"] or ""


def _statement(text: str, place: int) -> str:
    part = text[place : place + _LONGEST]
    whole = _WHOLE.match(part)
    part = whole[0] if whole else part
    again = _CHANGE.search(part, 10)
    return part[: again.start()] if again else part


def _channel(
    statement: str, name: str, given: dict[str, str], entry: Entry, line: int
) -> Channel | str | None:
    """Return the source; the placeholder when its host is left open; None without a host."""
    said = {m["name"].upper(): _filled(m, given) for m in _OPTION.finditer(statement)}
    host = said.get("HOST", "")
    if not host or "$" in host:
        return host or None
    port, delay = said.get("PORT", ""), said.get("DELAY", "")
    channel = _FOR_CHANNEL.search(statement)
    user = said.get("USER", "")
    position = statement.count("\n", 0, max(statement.upper().find("_HOST"), 0))
    return Channel(
        host=host,
        port=int(port) if port.isdecimal() and int(port) < 65536 else 3306,
        origin=entry.origin(line + position),
        known_by="script",
        name=channel["name"] if channel else name,
        account="" if "$" in user else user,
        auto_position=_auto(said),
        delay=int(delay) if delay.isdecimal() and len(delay) < 12 else None,
        tls=said["SSL"] == "1" if "SSL" in said else None,
    )


def _auto(said: dict[str, str]) -> bool | None:
    if "USE_GTID" in said:
        return said["USE_GTID"].lower() != "no"
    return said["AUTO_POSITION"] == "1" if "AUTO_POSITION" in said else None


def _filled(option: re.Match[str], given: dict[str, str]) -> str:
    """Return an option's value, a shell variable of the same script filled in."""
    value = option["one"] or option["two"] or option["bare"] or ""
    variable = _VARIABLE.match(value)
    if variable:
        return given.get(variable["name"], variable["default"] or value)
    return value
