"""Character sets that files name -> `charset`, the first; `charsets`, all, and of what."""

from __future__ import annotations

import re

from migrate.model.origin import Origin
from migrate.read.java.application import Application

_NAME = re.compile(r"[A-Za-z][\w.:\-]{1,40}")


def say(
    application: Application, charset: str, of: str, origin: Origin, confidence: float = 1.0
) -> None:
    """Note a character set: of request, page, response, uri, locale, jvm, files."""
    name = application.filled(charset).strip()
    if _NAME.fullmatch(name):
        application.found.fact("charset", name, origin, confidence=confidence)
        application.found.item("charsets", origin, charset=name, of=of)
