"""How sessions are kept, by every sign that other readers collected -> `session.use`."""

from __future__ import annotations

from migrate.read.java.application import Application
from migrate.read.java.collected import SessionUse

RANK = ("external", "distributable", "files", "memory")
"""A store outside decides over what code does; the strongest sign counts."""
_MOST_ORIGINS = 5
_TYPES = ("javax.servlet.http.HttpSession", "jakarta.servlet.http.HttpSession")
_KEEPS = ("setAttribute", "putValue")


def in_code(application: Application) -> None:
    """Collect the classes that keep something in sessions."""
    for type_ in _TYPES:
        for entry in application.index.callers(type_, *_KEEPS):
            application.sessions.append(SessionUse("memory", entry.origin()))


def conclude(application: Application) -> None:
    """Set the fact; nothing is said when there is no sign."""
    for use in RANK:
        signs = [sign for sign in application.sessions if sign.use == use]
        if signs:
            places = dict.fromkeys(sign.origin for sign in signs)
            surest = max(sign.confidence for sign in signs)
            origins = list(places)[:_MOST_ORIGINS]
            application.found.fact("session.use", use, *origins, confidence=surest)
            return
