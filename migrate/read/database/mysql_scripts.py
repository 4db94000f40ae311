"""SQL and shell scripts go in; whom they make a server follow comes out, passwords never."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
_ASSIGNED = re.compile(
    r"^\s*(?:export\s+|readonly\s+|local\s+)?(?P<name>[A-Za-z_]\w{0,60})=(?P<value>[^\s;#]{1,255})",
    re.M,
)
_VARIABLE = re.compile(r"^\$\{?(?P<name>[A-Za-z_]\w{0,60})(?::?-(?P<default>[^}]{0,200}))?\}?$")
_COMMENT = re.compile(r"^\s*(?:--|#)")
_WHOLE = re.compile(
    r"(?:=\s{0,20}(?:'(?:[^'\\\n]|\\.){0,500}+'|\"(?:[^\"\\\n]|\\.){0,500}+\")|[^;])*+", re.S
)
"""A statement up to its semicolon; those inside of quoted values do not end it."""


def mentions(text: str) -> bool:
    """Tell whether a script sets up replication."""
    return any(True for _ in _steps(text))


def read(entry: Entry, text: str, server: Server, found: Found) -> None:
    """Take the sources that a script names and the accounts that it makes for replicas."""
    given = {match["name"]: match["value"].strip("'\"") for match in _ASSIGNED.finditer(text)}
    for place, name in _steps(text):
        line = text.count("\n", 0, place) + 1
        channel = _channel(_statement(text, place), name, given, entry, line)
        if isinstance(channel, Channel):
            server.channels.append(channel)
        elif channel:
            server.left_open.setdefault("master_host", (channel, entry.origin(line)))
    if "grant" in text[:1_000_000].lower():
        for number, line_text in enumerate(text.splitlines(), 1):
            if not _COMMENT.match(line_text):
                mysql_captures.account(line_text[:_LONGEST], entry, number, found)


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
