"""Addresses of message brokers in settings and beans -> one broker of each kind, referred to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from migrate.knowledge.java_messaging import BrokerKeys, java_messaging
from migrate.knowledge.settings import setting_keys
from migrate.model.origin import Origin
from migrate.read import server_facts, urls
from migrate.read.java.application import Application
from migrate.read.java.documents import Node
from migrate.read.java.jndi import Jndi
from migrate.read.java.placeholders import open_ones
from migrate.read.java.services import MOST_SERVERS, refer
from migrate.read.java.spring_keys import Said
from migrate.read.java.spring_xml import properties


class Broker(Struct, frozen=True):
    """The brokers of one kind that an application knows."""

    kind: str
    at: tuple[str, ...] = ()
    """`host:port` of each, empty when nothing tells them."""


class Brokers:
    """What an application says of its brokers."""

    def __init__(self, application: Application) -> None:
        """Read settings and beans, and refer to every broker named."""
        self._application = application
        self._at: dict[str, dict[str, None]] = {}
        self._seen: set[str] = set()
        for kind, keys in java_messaging().brokers.items():
            self._of_settings(kind, keys)
        for root in application.documents:
            if root.name == "beans":
                self._of_beans(root)
        self.jndi = Jndi(application)
        for factory in self.jndi.factories():
            self._add(factory.broker, factory.address, factory.setting, factory.origins)
        for kind, keys in java_messaging().brokers.items():
            if kind not in self._seen:
                for ending in keys.ending:
                    for _, said in application.spring.ending(ending):
                        self._add(kind, said.value, said.key, said.origins)

    def of(self, kind: str) -> Broker:
        """Return the broker of a kind; JMS means ActiveMQ where that is the one known."""
        if kind == "jms" and "activemq" in self._seen:
            kind = "activemq"
        return Broker(kind, tuple(self._at.get(kind, ())))

    @cached_property
    def streamed(self) -> str:
        """The only kind that Spring Cloud Stream speaks to here, empty when that is not clear."""
        names = {library.name for library in self._application.found.libraries}
        known = java_messaging().brokers
        kinds = {kind for kind, keys in known.items() if names & set(keys.libraries)}
        for kind in known:
            if any(self._application.spring.starting(f"spring.cloud.stream.{_short(kind)}.")):
                kinds.add(kind)
        kinds = kinds or self._seen
        return next(iter(kinds)) if len(kinds) == 1 else ""

    def _of_settings(self, kind: str, keys: BrokerKeys) -> None:
        spring = self._application.spring
        for key in keys.address:
            said = spring.get(key)
            if said is not None:
                self._add(kind, said.value, said.key, said.origins)
        host = spring.get(*keys.host) if keys.host and kind not in self._seen else None
        if host is not None:
            port = spring.value(*keys.host_port)
            self._add(kind, _with_port(host, port), host.key, host.origins)

    def _of_beans(self, root: Node) -> None:
        for bean in root.all("bean"):
            class_ = bean.get("class")
            for kind, keys in java_messaging().brokers.items():
                for ending, names in keys.beans.items():
                    if class_.endswith(ending):
                        self._of_bean(kind, names, bean)
        for node in root.all("connectionFactory", "connection-factory"):
            if "activemq.apache.org" in node.namespace:
                self._add("activemq", node.get("brokerURL"), "brokerURL", (node.origin,))
            elif "schema/rabbit" in node.namespace:
                text = node.get("addresses") or f"{node.get('host')}:{node.get('port') or 5672}"
                self._add("rabbitmq", text, node.get("id"), (node.origin,))

    def _of_bean(self, kind: str, names: tuple[str, ...], bean: Node) -> None:
        said = {**properties(bean), **dict(_entries(bean))}
        text = next((said[name] for name in names if said.get(name)), "")
        if kind == "rabbitmq" and said.get("port") and ":" not in text:
            text = f"{text}:{said['port']}"
        self._seen.add(kind)
        self._add(kind, text, bean.get("id") or names[0], (bean.origin,))

    def _add(self, kind: str, text: str, setting: str, origins: tuple[Origin, ...]) -> None:
        filled, more = self._application.values.filled(text.strip())
        if open_ones(filled) or not filled:
            return
        keys = java_messaging().brokers[kind]
        self._seen.add(kind)
        known = self._at.setdefault(kind, {})
        for target in _targets(filled[:5000], keys.port):
            if len(known) >= MOST_SERVERS:
                return
            known[target] = None
            everywhere = dict.fromkeys((*origins, *more))
            refer(self._application, target, keys.protocol, setting, *everywhere)


def _targets(text: str, port: int) -> Iterator[str]:
    """Yield `host:port` of a list, with or without schemes: `failover:(tcp://a:61616)`."""
    if "://" in text:
        for spot in urls.spots(text, setting_keys()):
            yield server_facts.target(spot.host.strip("[]"), spot.port or port)
    else:
        for host, given in server_facts.hosts(text, port):
            yield server_facts.target(host, given)


def _with_port(host: Said, port: str) -> str:
    return f"{host.value}:{port}" if port.isdecimal() and ":" not in host.value else host.value


def _entries(bean: Node) -> Iterator[tuple[str, str]]:
    """Yield the entries of a bean's maps: `<entry key="bootstrap.servers" value="…"/>`."""
    for entry in bean.all("entry"):
        inner = entry.child("value")
        yield entry.get("key"), entry.get("value") or (inner.text if inner is not None else "")


def _short(kind: str) -> str:
    return {"rabbitmq": "rabbit"}.get(kind, kind)
