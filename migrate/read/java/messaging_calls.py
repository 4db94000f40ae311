"""Calls in source files that name a topic or queue themselves -> destinations.

Only where the text stands in the call, in a constant or in a setting that a field is filled from.
"""

from __future__ import annotations

from collections.abc import Iterator

from migrate.knowledge.java_messaging import Called, java_messaging
from migrate.read.java.application import Application
from migrate.read.java.code_index import Call
from migrate.read.java.destinations import CONSUMES, PRODUCES, Destination, Destinations

_DEFAULT_EXCHANGE = "spring.rabbitmq.template.exchange"
_WAYS = {"sends": PRODUCES, "listens": CONSUMES}


def read(application: Application, into: Destinations) -> None:
    """Read every call whose arguments are known."""
    for call, entry in application.index.calls():
        for known in java_messaging().calls:
            if call.owner == known.type and call.name in known.methods:
                for destination in _named(call, known, application):
                    into.add(_WAYS[known.way], destination, entry.origin())


def _named(call: Call, known: Called, application: Application) -> Iterator[Destination]:
    first = call.texts.get(0)
    if first is None or call.count < known.least:
        return
    if known.form in ("routed", "published"):
        yield from _routed(call, known, application)
        return
    for name in first.split(", ") if known.form == "listed" else (first,):
        # RocketMQ's template takes `topic:tag`.
        plain = application.filled(name).partition(":")[0] if known.form == "tagged" else name
        yield Destination(plain, known.broker, "code", known.kind)


def _routed(call: Call, known: Called, application: Application) -> Iterator[Destination]:
    """Yield the exchange of `(exchange, key, …)`, the queue of `(key, …)` at the default one."""
    first, key = call.texts[0], call.texts.get(1)
    if known.form == "published" or (call.count > known.least and 1 in call.strings):
        if first:
            yield Destination(first, known.broker, "code", "exchange")
        elif key:
            yield Destination(key, known.broker, "code", "queue")
    elif call.count == known.least and application.spring.get(_DEFAULT_EXCHANGE) is None:
        yield Destination(first, known.broker, "code", "queue")
