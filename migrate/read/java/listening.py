"""Ports that descriptors and settings name -> `ports` and endpoints."""

from __future__ import annotations

import re

from migrate.model.facts import Endpoint
from migrate.model.origin import Origin
from migrate.read.java.application import Application

_HIGHEST = 65535
_OTHER_PORTS = ("quarkus.http.port", "quarkus.management.port", "micronaut.server.port")


def number(application: Application, written: str) -> int:
    """Return a port as a number, 0 when it is none: switched off, or a placeholder."""
    text = application.filled(written).strip()
    if not text.isdecimal() or len(text) > 5:
        return 0
    port = int(text)
    return port if port <= _HIGHEST else 0


def port(application: Application, written: str, protocol: str, how: str, origin: Origin) -> int:
    """Add a port that the process opens, whoever may reach it; return it, 0 for none."""
    found = number(application, written)
    if found:
        application.found.item("ports", origin, port=found, protocol=protocol, how=how)
    return found


def endpoint(
    application: Application, written: str, protocol: str, how: str, origin: Origin
) -> None:
    """Add a port at which other components reach the application."""
    found = port(application, written, protocol, how, origin)
    known = {(each.port, each.protocol) for each in application.found.endpoints}
    if found and (found, protocol) not in known:
        application.found.endpoints.append(Endpoint(found, protocol, (origin,)))


def in_settings(application: Application) -> None:
    """Read the ports of frameworks, and those of JMX and debuggers in start scripts."""
    said = application.values
    for key, secure in (("server.port", "server.ssl."), ("management.server.port", "")):
        known = said.get(key)
        if known is not None:
            https = bool(secure) and any(k.startswith(f"{secure}key") for k in said)
            endpoint(application, known[0], "https" if https else "http", key, known[1])
    for key in _OTHER_PORTS:
        known = said.get(key)
        if known is not None:
            endpoint(application, known[0], "http", key, known[1])
    known = said.get("xxl.job.executor.port")
    if known is not None:
        # The scheduler calls the application back there.
        port(application, known[0], "xxl-job", "xxl.job.executor.port", known[1])
    _in_scripts(application)


def _in_scripts(application: Application) -> None:
    for entry in application.beside:
        if entry.suffix in _SCRIPTS:
            for number_, line in enumerate((entry.text() or "").splitlines(), 1):
                if not line.lstrip().startswith(("#", "rem ", "REM ", "::")):
                    for pattern, protocol in _OPTIONS:
                        for match in pattern.finditer(line):
                            origin = entry.origin(number_)
                            port(application, match[1], protocol, "option", origin)


_SCRIPTS = (".sh", ".bat", ".cmd", ".conf", ".service")
_OPTIONS = (
    (re.compile(r"-Dcom\.sun\.management\.jmxremote\.(?:rmi\.)?port=(\d{1,5})\b"), "jmx"),
    (re.compile(r"jdwp=[\w=,.]{0,80}?address=(?:[\w.*\-]{1,80}:)?(\d{1,5})\b"), "debug"),
)
