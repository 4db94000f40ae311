"""Annotations of message listeners: Spring's, RocketMQ's, message-driven beans -> destinations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.knowledge.java_messaging import java_messaging
from migrate.model.origin import Origin
from migrate.read.java.annotations import Annotation
from migrate.read.java.application import Application
from migrate.read.java.destinations import CONSUMES, PRODUCES, Destination, Destinations

_DRIVEN = ("javax.ejb.MessageDriven", "jakarta.ejb.MessageDriven")
_SEND_TO = "org.springframework.messaging.handler.annotation.SendTo"
_RABBIT = "org.springframework.amqp.rabbit.annotation.RabbitListener"
_NAMED = r"\((?:[^()@]{0,400}?, )?(?:value|name)=(?P<name>[^,()@]{1,255})"
_QUEUE = re.compile(rf"annotation\.Queue{_NAMED}")
_EXCHANGE = re.compile(rf"annotation\.Exchange{_NAMED}")
_PARTITION = re.compile(r"TopicPartition\((?:[^()@]{0,400}?, )?topic=(?P<name>[^,()@]{1,255})")
_ACTIVATION = re.compile(
    r"ActivationConfigProperty\(propertyName=(?P<name>\w{1,60}), "
    r"propertyValue=(?P<value>[^,()]{1,300})\)"
)
_LOOKED_UP = ("destinationLookup", "destination", "destinationName")


def read(application: Application, into: Destinations) -> None:
    """Read every annotation that names what is listened to."""
    known = java_messaging().listeners
    for found, entry in application.index.annotations():
        if found.name in known:
            for destination in _listened(found):
                into.add(CONSUMES, destination, entry.origin())
        elif found.name in _DRIVEN:
            _driven(found, entry.origin(), into)
    _answers(application, into)


def _answers(application: Application, into: Destinations) -> None:
    """Read where the results of listeners go: `@SendTo` beside an annotation that listens."""
    known = java_messaging().listeners
    brokers = {
        (found.owner, found.member): known[found.name].broker
        for found, _ in application.index.annotations()
        if found.name in known
    }
    for found, entry in application.index.annotations():
        # Without a listener beside it, it answers to a browser's web socket.
        broker = brokers.get((found.owner, found.member)) or brokers.get((found.owner, ""))
        if found.name != _SEND_TO or not broker:
            continue
        for name in found.elements.get("value", "").split(", "):
            if name and not name.startswith(("!{", "#{")):
                into.add(PRODUCES, _answer(name, broker), entry.origin())


def _answer(name: str, broker: str) -> Destination:
    """Return what an answer goes to; RabbitMQ's names are `exchange/key` or a queue's."""
    exchange, slash, _ = name.partition("/")
    if broker == "rabbitmq":
        kind = "exchange" if slash and exchange else "queue"
        return Destination(exchange or name.lstrip("/"), broker, "annotation", kind)
    return Destination(name, broker, "annotation", "topic" if broker == "kafka" else "")


def _listened(found: Annotation) -> Iterator[Destination]:
    what = java_messaging().listeners[found.name]
    group = found.elements.get(what.group, "") if what.group else ""
    for key in what.names:
        for name in found.elements.get(key, "").split(", "):
            if name:
                yield Destination(name, what.broker, "annotation", what.kind, group)
    for match in _PARTITION.finditer(found.elements.get("topicPartitions", "")):
        yield Destination(match["name"], what.broker, "annotation", what.kind, group)
    if found.name == _RABBIT:
        yield from _declared(found, what.broker)


def _declared(found: Annotation, broker: str) -> Iterator[Destination]:
    """Yield the queues that a listener declares itself, with the exchange each is bound to."""
    for match in _QUEUE.finditer(found.elements.get("queuesToDeclare", "")):
        yield Destination(match["name"].strip(), broker, "annotation", "queue")
    for part in found.elements.get("bindings", "").split("QueueBinding(")[1:]:
        queue, exchange = _QUEUE.search(part), _EXCHANGE.search(part)
        if queue:
            bound = exchange["name"].strip() if exchange else ""
            name = queue["name"].strip()
            yield Destination(name, broker, "annotation", "queue", exchange=bound)
        elif exchange:
            # The broker names the queue itself: only the exchange is told.
            yield Destination(exchange["name"].strip(), broker, "annotation", "exchange")


def _driven(found: Annotation, origin: Origin, into: Destinations) -> None:
    said = dict(_ACTIVATION.findall(found.elements.get("activationConfig", "")))
    name = next((said[key] for key in _LOOKED_UP if said.get(key)), "")
    name = name or found.elements.get("mappedName", "")
    if name:
        kind = kind_of(said.get("destinationType", ""))
        group = said.get("subscriptionName", "")
        into.add(CONSUMES, Destination(name, "jms", "annotation", kind, group), origin)


def kind_of(type_: str) -> str:
    """Return what a JMS type names: `javax.jms.Topic`."""
    last = type_.strip().rpartition(".")[2].lower()
    return last if last in ("queue", "topic") else ""
