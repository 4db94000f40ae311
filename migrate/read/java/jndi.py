"""JNDI names of connection factories, queues and topics -> brokers, and what the queues are called.

Where a name is bound to: Tomcat's context.xml and server.xml, jndi.properties of ActiveMQ and
Artemis, the messaging subsystem of JBoss, by the documentation of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from migrate.model.origin import Origin

if TYPE_CHECKING:
    from migrate.read.java.application import Application
    from migrate.read.java.documents import Node

_SPACE = re.compile(r"^java:(?:comp/env/|jboss/exported/|jboss/|global/|app/|module/|/)?")
_INITIAL = "java.naming.factory.initial"
_BROKERS = re.compile(r"(?i)activemq|artemis")
_QUEUES = {"ActiveMQQueue": "queue", "ActiveMQTopic": "topic"}
_FACTORIES = ("ActiveMQConnectionFactory", "ActiveMQXAConnectionFactory",
              "ActiveMQSslConnectionFactory", "JmsPoolConnectionFactory")  # fmt: skip
_MOST = 500


class Factory(Struct, frozen=True):
    """A connection factory, and where the broker is that it opens."""

    broker: str
    address: str
    setting: str
    origins: tuple[Origin, ...]


class Bound(Struct, frozen=True):
    """What a name stands for."""

    name: str
    kind: str
    """queue or topic"""
    origin: Origin


class Jndi:
    """The names that an application's server and settings bind for messaging."""

    def __init__(self, application: Application) -> None:
        """Take the application."""
        self._application = application

    def destination(self, name: str) -> Bound | None:
        """Return what a name is bound to, in whichever space it is looked up."""
        return self._bound.get(_plain(name))

    def factories(self) -> Iterator[Factory]:
        """Yield the connection factories."""
        for root in self._application.documents:
            yield from _of_tomcat(root)
            yield from _of_jboss(root)
        yield from self._of_properties()

    @cached_property
    def _bound(self) -> dict[str, Bound]:
        found: dict[str, Bound] = {}
        for name, bound in (*self._destinations(), *self._named_in_properties()):
            if bound.name and len(found) < _MOST:
                found.setdefault(_plain(name), bound)
        return found

    def _destinations(self) -> Iterator[tuple[str, Bound]]:
        for root in self._application.documents:
            for node in root.all("Resource"):
                kind = _QUEUES.get(node.get("type").rpartition(".")[2])
                if kind:
                    yield node.get("name"), Bound(node.get("physicalName"), kind, node.origin)
            for node in root.all("jms-queue", "jms-topic"):
                bound = Bound(node.get("name"), node.name.removeprefix("jms-"), node.origin)
                entries = [child.get("name") for child in node.children("entry")]
                for entry in (*node.get("entries").split(), *entries):
                    yield entry, bound

    def _named_in_properties(self) -> Iterator[tuple[str, Bound]]:
        if not self._speaks:
            return
        for kind in ("queue", "topic"):
            for name, said in self._application.spring.starting(f"{kind}."):
                yield name, Bound(said.value, kind, said.origins[0])

    @cached_property
    def _speaks(self) -> bool:
        """Whether the settings name the context of a broker."""
        said = self._application.spring.get(_INITIAL)
        return said is not None and bool(_BROKERS.search(said.value))

    def _of_properties(self) -> Iterator[Factory]:
        spring = self._application.spring
        if not self._speaks:
            return
        url = spring.get("java.naming.provider.url")
        if url is not None:
            yield Factory("activemq", url.value, url.key, url.origins)
        for _, said in spring.starting("connectionFactory."):
            if "://" in said.value:
                yield Factory("activemq", said.value, said.key, said.origins)


def _plain(name: str) -> str:
    return _SPACE.sub("", name.strip())


def _of_tomcat(root: Node) -> Iterator[Factory]:
    for node in root.all("Resource"):
        type_ = node.get("type").rpartition(".")[2]
        if type_ in _FACTORIES:
            address = node.get("brokerURL", "url")
            yield Factory("activemq", address, node.get("name"), (node.origin,))
        elif type_ == "RMQConnectionFactory" and node.get("host"):
            address = f"{node.get('host')}:{node.get('port') or 5672}"
            yield Factory("rabbitmq", address, node.get("name"), (node.origin,))


def _of_jboss(root: Node) -> Iterator[Factory]:
    """Yield the brokers that factories of a server reach by its outbound sockets."""
    connectors = {node.get("name"): node for node in root.all("remote-connector")}
    sockets = {node.get("name"): node for node in root.all("outbound-socket-binding")}
    for node in root.all("pooled-connection-factory", "connection-factory"):
        for name in node.get("connectors").replace(",", " ").split():
            connector = connectors.get(name)
            socket = sockets.get(connector.get("socket-binding")) if connector is not None else None
            for place in socket.children("remote-destination") if socket is not None else ():
                address = f"{place.get('host')}:{place.get('port') or 61616}"
                origins = (node.origin, place.origin)
                yield Factory("activemq", address, node.get("name"), origins)
