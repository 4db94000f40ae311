"""Constants of classes -> servers that code calls, time zone and character sets it sets."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from migrate.knowledge.settings import setting_keys
from migrate.model.origin import Origin
from migrate.read import candidates, server_facts, urls
from migrate.read.hosts import is_ipv4
from migrate.read.java import charsets, services
from migrate.read.java.application import Application

_SETTING = "constant of a class"
_URL = re.compile(r"[a-z][a-z0-9+.\-]{1,20}://[^\s<>\"'{}%]{3,400}")
_PLACE = re.compile(r"(?P<host>\d{1,3}(?:\.\d{1,3}){3}):(?P<port>\d{1,5})")
_SOCKETS = ("java.net.Socket", "java.net.InetSocketAddress")
_ZONE = re.compile(
    r"(?:Asia|Europe|America|Africa|Australia|Pacific|Atlantic|Indian|Etc)/[A-Za-z_+\-/0-9]{2,40}"
    r"|GMT[+\-]\d{1,2}(?::?\d{2})?|UTC|GMT|PRC|CST|CTT"
)
_FOREIGN = frozenset({"gbk", "gb2312", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"})
"""Python's names of character sets that nobody writes down by habit, as they do UTF-8."""
_ENCODERS = {
    "java.lang.String": ("getBytes", "<init>"),
    "java.io.InputStreamReader": ("<init>",),
    "java.io.OutputStreamWriter": ("<init>",),
    "java.nio.charset.Charset": ("forName",),
}


def read(application: Application) -> None:
    """Take what whole constants say; a part of a text is no address."""
    sockets = _callers(application, {name: ("<init>",) for name in _SOCKETS})
    encoders = _callers(application, _ENCODERS)
    clocks = _callers(application, {"java.util.TimeZone": ("setDefault",)})
    zones: dict[str, list[Origin]] = {}
    bare: dict[str, list[tuple[str, Origin]]] = {}
    for text, entries in application.index.strings():
        target, protocol = _address(text)
        for entry in entries:
            if target:
                services.refer(application, target, protocol, _SETTING, entry.origin())
            elif entry.path in sockets and is_ipv4(text):
                bare.setdefault(entry.path, []).append((text, entry.origin()))
            if entry.path in encoders and _is_foreign(text):
                charsets.say(application, text, "code", entry.origin(), confidence=0.6)
            if entry.path in clocks and _ZONE.fullmatch(text):
                zones.setdefault(text, []).append(entry.origin())
    for known in bare.values():
        # Of two addresses in one class nothing tells which one the socket goes to.
        if len(known) == 1:
            services.refer(application, known[0][0], "tcp", _SETTING, known[0][1])
    if len(zones) == 1:
        ((zone, origins),) = zones.items()
        application.found.fact("timezone", zone, *origins, confidence=0.7)


def _callers(application: Application, wanted: dict[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(
        path for type_, names in wanted.items() for path in _paths(application, type_, names)
    )


def _paths(application: Application, type_: str, names: tuple[str, ...]) -> Iterator[str]:
    return (entry.path for entry in application.index.callers(type_, *names))


def _address(text: str) -> tuple[str, str]:
    """Return whom a constant names; nothing for JDBC, which has a reader, and for public pages."""
    place = _PLACE.fullmatch(text)
    if place and is_ipv4(place["host"]) and 0 < int(place["port"]) < 65536:
        return text, "tcp"
    if not _URL.fullmatch(text):
        return "", ""
    found = urls.spots(text, setting_keys())
    if len(found) != 1 or not candidates.is_inside(f"{found[0].host}:", found[0].protocol):
        return "", ""
    host = found[0].host.strip("[]")
    named = is_ipv4(host) or "." in host or f"{host}:{found[0].port}" in text
    return (server_facts.target(host, found[0].port), found[0].protocol) if named else ("", "")


def _is_foreign(text: str) -> bool:
    if len(text) > 20 or not text.isascii() or " " in text:
        return False
    try:
        return codecs.lookup(text).name in _FOREIGN
    except (LookupError, ValueError):
        return False
