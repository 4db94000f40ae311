"""How sessions are kept, by every sign that other readers collected -> `session.use`."""

from __future__ import annotations

import re

from migrate.read.java.application import Application
from migrate.read.java.collected import SessionUse

RANK = ("external", "distributable", "files", "memory")
"""A store outside decides over what code does; the strongest sign counts."""
_MOST_ORIGINS = 5
_TYPES = ("javax.servlet.http.HttpSession", "jakarta.servlet.http.HttpSession")
_TIMEOUTS = frozenset({"server.servlet.session.timeout", "server.session.timeout"})
_DURATION = re.compile(r"(?:PT)?(?P<number>\d{1,9})(?P<unit>[smhSMH]?)")
_SECONDS = {"s": 1, "m": 60, "h": 3600}
_SPRING = re.compile(r"org\.springframework\.session\..{1,120}\.Enable\w{1,40}HttpSession")
_KEEPS = ("setAttribute", "putValue")


def in_code(application: Application) -> None:
    """Collect the classes that keep something in sessions, and those that choose a store."""
    for type_ in _TYPES:
        for entry in application.index.callers(type_, *_KEEPS):
            application.sessions.append(SessionUse("memory", entry.origin()))
    for found, entry in application.index.annotations():
        if _SPRING.fullmatch(found.name):
            application.sessions.append(SessionUse("external", entry.origin()))


def in_settings(application: Application) -> None:
    """Read Spring Boot's keys: a store outside, the timeout (a number is seconds)."""
    for file in application.settings:
        for pair in file.pairs:
            origin = file.entry.origin(pair.line)
            if pair.key == "spring.session.store-type" and pair.meaning.lower() != "none":
                application.sessions.append(SessionUse("external", origin))
            elif pair.key in _TIMEOUTS:
                minutes = _minutes(pair.meaning)
                if minutes is not None:
                    application.found.fact("session.timeout", minutes, origin)


def _minutes(written: str) -> int | None:
    """Return a duration (`1800`, `30m`, `PT30M`) in minutes, rounded up."""
    match = _DURATION.fullmatch(written.strip())
    if match is None:
        return None
    seconds = int(match["number"]) * _SECONDS[(match["unit"] or "s").lower()]
    return -(-seconds // 60)


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
