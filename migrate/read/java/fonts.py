"""What draws letters, and in which fonts -> `fonts.needed`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from migrate.knowledge.java_contents import java_contents
from migrate.read.java.application import Application
from migrate.read.tree import Entry

_DRAWS = {
    "java.awt.Font": ("<init>", "createFont", "decode"),
    "java.awt.Graphics": ("drawString",),
    "java.awt.Graphics2D": ("drawString",),
    "java.awt.GraphicsEnvironment": ("getAvailableFontFamilyNames", "getAllFonts"),
}
_TYPES = ("java.awt.Font", "org.apache.poi.", "com.itextpdf.", "com.lowagie.", "org.jfree.")
_IN_REPORT = re.compile(r"\b(?:pdfFontName|fontName)\s*=\s*\"([^\"\n]{2,60})\"")


def read(application: Application) -> None:
    """Take libraries that draw, the application's own drawing, and fonts by name."""
    for start, purpose in java_contents().font_libraries.items():
        library = application.library(start)
        if library is not None:
            _add(application, library.name.removesuffix(".jar"), "library", purpose, library)
        else:
            _declared(application, start, purpose)
    for type_, methods in _DRAWS.items():
        for entry in application.index.callers(type_, *methods):
            _add(application, type_, "drawing", "pictures", entry)
    _named(application)
    _configured(application)
    for report in application.files(".jrxml"):
        for match in _IN_REPORT.finditer(report.text() or ""):
            _add(application, match[1], "font", "reports", report)


def _declared(application: Application, start: str, purpose: str) -> None:
    """Take the first library that the build of a source tree names so."""
    for known in application.found.libraries:
        name = f"{known.name}-{known.version}" if known.version else known.name
        if known.origins and f"{name}-".startswith(start):
            for origin in known.origins[:1]:
                application.found.item(
                    "fonts.needed", origin, name=name, kind="library", purpose=purpose
                )
            return


def _configured(application: Application) -> None:
    """Take fonts that settings choose: `activiti.diagram.labelFontName`."""
    known = frozenset(java_contents().fonts)
    for file in application.settings:
        for pair in file.pairs:
            if pair.meaning in known and "font" in pair.key.lower():
                origin = file.entry.origin(pair.line)
                application.found.item(
                    "fonts.needed", origin, name=pair.meaning, kind="font", purpose="pictures"
                )


def _named(application: Application) -> None:
    """Take font names in code: Latin ones are words, so only beside classes that draw."""
    known = frozenset(java_contents().fonts)
    drawing = {e.path for prefix in _TYPES for e in application.index.users(prefix)}
    for text, entries in application.index.strings():
        if text in known:
            for entry in _believed(text, entries, drawing):
                _add(application, text, "font", "pictures", entry)


def _believed(text: str, entries: Iterable[Entry], drawing: set[str]) -> list[Entry]:
    return [entry for entry in entries if not text.isascii() or entry.path in drawing]


def _add(application: Application, name: str, kind: str, purpose: str, entry: Entry) -> None:
    application.found.item("fonts.needed", entry.origin(), name=name, kind=kind, purpose=purpose)
