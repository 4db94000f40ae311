"""Log files and log servers of configuration -> `log.files`, `files.written`, references."""

from __future__ import annotations

import re

from migrate.knowledge.java_contents import java_contents
from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Plain, Reference
from migrate.model.origin import Origin
from migrate.read.java import references, written
from migrate.read.java.application import Application

_LONGEST = 400
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,252}")
_SYSLOG = 514
"""The registered port of syslog (RFC 5426)."""


def add(application: Application, path: str, how: str, origin: Origin, /, **more: Plain) -> None:
    """Add a log file; its placeholders are filled as far as they are known."""
    name = written.plain(application.filled(path))
    if not name or len(name) > _LONGEST or not name.isprintable():
        return
    application.found.item("log.files", origin, path=name, how=how, **more)
    if written.is_outside(name):
        application.found.item("files.written", origin, path=name, holds="log", how=how)


def is_file_appender(class_: str) -> bool:
    """Tell by an appender's class whether it writes files."""
    return re.search(java_contents().file_appenders, class_) is not None


def protocol_of(class_: str) -> str:
    """Return what an appender that sends speaks, empty when it sends nothing."""
    found = java_contents().network_appenders
    return next((found[part] for part in found if class_.endswith(part)), "")


def send(application: Application, class_: str, host: str, port: str, origin: Origin) -> None:
    """Add the server that an appender sends to."""
    target = application.filled(host).strip()
    name, _, inside = target.partition(":")
    number = application.filled(port).strip() or inside
    if not _HOST.fullmatch(name):
        return
    protocol = protocol_of(class_) or "tcp"
    known = setting_keys().protocols.get(protocol, _SYSLOG if protocol == "syslog" else 0)
    digits = int(number) if number.isdecimal() and len(number) < 6 else known
    target = f"{name}:{digits}" if digits else name
    setting = class_.rpartition(".")[2]
    references.add(
        application.found, Reference(target, protocol, setting=setting, origins=(origin,))
    )
