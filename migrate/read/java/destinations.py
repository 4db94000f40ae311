"""One topic or queue as a place names it -> an item of `messaging.produces` or `.consumes`."""

from __future__ import annotations

import re

from msgspec import Struct

from migrate.model.origin import Origin
from migrate.read.java.application import Application
from migrate.read.java.brokers import Brokers
from migrate.read.java.placeholders import open_ones
from migrate.read.java.services import MOST_ITEMS

PRODUCES, CONSUMES = "messaging.produces", "messaging.consumes"
_NAME = re.compile(r"[^\s,;()<>\"'=]{1,255}")


class Destination(Struct, frozen=True):
    """A topic, queue or exchange."""

    name: str
    broker: str
    how: str
    """annotation, xml, properties, descriptor"""
    kind: str = ""
    """topic, queue or exchange; empty when nothing tells it"""
    group: str = ""
    exchange: str = ""
    """Of a queue the exchange that it is bound to."""


class Destinations:
    """Adds what was found, with the broker that it lies at."""

    def __init__(self, application: Application, brokers: Brokers) -> None:
        """Take where facts go, and the brokers that are known."""
        self._application = application
        self.brokers = brokers

    def add(self, fact: str, found: Destination, *origins: Origin) -> None:
        """Add a destination; a name that a placeholder hides is unknown."""
        application = self._application
        name = application.filled(found.name).strip()
        if open_ones(name) or not _NAME.fullmatch(name):
            application.found.unknown(fact, "read.messaging.open_name")
            return
        if len(application.found.items(fact)) >= MOST_ITEMS:
            return
        broker = self.brokers.of(found.broker)
        bound = self.brokers.jndi.destination(name)
        if bound is not None:
            name, origins = bound.name, (*origins, bound.origin)
        kind = found.kind or (bound.kind if bound is not None else "")
        for origin in dict.fromkeys(origins):
            application.found.item(
                fact,
                origin,
                name=name,
                kind=kind or None,
                broker=broker.kind or None,
                broker_at=list(broker.at),
                group=self._told(found.group),
                exchange=self._told(found.exchange),
                how=found.how,
            )

    def _told(self, text: str) -> str | None:
        filled = self._application.filled(text).strip()
        return None if not filled or open_ones(filled) else filled
