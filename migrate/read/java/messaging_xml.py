"""Message listeners and templates in XML: Spring's beans, ejb-jar.xml -> destinations."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from migrate.read.java.application import Application
from migrate.read.java.destinations import CONSUMES, PRODUCES, Destination, Destinations
from migrate.read.java.documents import Node
from migrate.read.java.messaging_annotations import kind_of
from migrate.read.java.spring_xml import properties

_LOOKED_UP = ("destinationLookup", "destination", "destinationName")


class _Named(Struct, frozen=True):
    """A queue or topic that is a bean."""

    name: str
    kind: str


def read(application: Application, into: Destinations) -> None:
    """Read beans of every file; what they point to may stand in another one."""
    roots = [root for root in application.documents if root.name == "beans"]
    named = {id_: found for root in roots for id_, found in _named(root) if id_}
    beans = _Beans(named, dict(_bound(roots, named)), into)
    for root in roots:
        for node in root.all():
            beans.read(node)
    for root in application.documents:
        if root.name == "ejb-jar":
            _driven(root, into)


def _named(root: Node) -> Iterator[tuple[str, _Named]]:
    """Yield the destinations that beans stand for, by the bean's id."""
    for node in root.all("queue", "topic", "bean"):
        id_ = node.get("id", "name")
        if "activemq.apache.org" in node.namespace:
            yield id_, _Named(node.get("physicalName"), node.name)
        elif "schema/rabbit" in node.namespace:
            yield id_, _Named(node.get("name") or id_, "queue")
        elif node.get("class").endswith(("ActiveMQQueue", "ActiveMQTopic", "amqp.core.Queue")):
            said = properties(node)
            name = said.get("physicalName") or said.get("arg0") or said.get("name", "")
            kind = "topic" if node.get("class").endswith("Topic") else "queue"
            yield id_, _Named(name, kind)


def _bound(roots: list[Node], named: dict[str, _Named]) -> Iterator[tuple[str, str]]:
    """Yield the queues of `rabbit:bindings` with the exchange that each is bound to."""
    for root in roots:
        for binding in root.all("binding"):
            above = binding.parent()
            exchange = above.parent() if above is not None else None
            if exchange is not None and exchange.name.endswith("-exchange"):
                queue = binding.get("queue")
                yield _name(queue, named), exchange.get("name", "id")


def _name(ref: str, named: dict[str, _Named]) -> str:
    return named[ref].name if ref in named else ref


class _Beans:
    """What the beans of an application name, and the queues that are beans themselves."""

    def __init__(self, named: dict[str, _Named], bound: dict[str, str], into: Destinations) -> None:
        self._named = named
        self._bound = bound
        self._into = into

    def read(self, node: Node) -> None:
        """Read one element."""
        if "schema/rabbit" in node.namespace:
            self._rabbit(node)
        elif "schema/jms" in node.namespace and node.name == "listener":
            self._listener(node)
        elif "schema/integration" in node.namespace:
            self._adapter(node)
        elif node.name == "bean":
            self._bean(node)

    def _rabbit(self, node: Node) -> None:
        if node.name == "listener":
            refs = [_name(ref, self._named) for ref in _split(node.get("queues"))]
            for name in (*refs, *_split(node.get("queue-names"))):
                bound = self._bound.get(name, "")
                found = Destination(name, "rabbitmq", "xml", "queue", exchange=bound)
                self._into.add(CONSUMES, found, node.origin)
        elif node.name == "template":
            self._rabbit_template(node, node.get("exchange"), node.get("routing-key"))

    def _rabbit_template(self, node: Node, exchange: str, key: str) -> None:
        """Without an exchange the routing key is the name of the queue."""
        if exchange or key:
            kind = "exchange" if exchange else "queue"
            found = Destination(exchange or key, "rabbitmq", "xml", kind)
            self._into.add(PRODUCES, found, node.origin)

    def _listener(self, node: Node) -> None:
        container = node.parent()
        type_ = container.get("destination-type") if container is not None else ""
        kind = "topic" if type_.lower().endswith("topic") else "queue"
        if node.get("destination"):
            group = node.get("subscription")
            found = Destination(node.get("destination"), "jms", "xml", kind, group)
            self._into.add(CONSUMES, found, node.origin)

    def _adapter(self, node: Node) -> None:
        """Read the adapters of Spring Integration for Kafka, AMQP and JMS."""
        broker = _INTEGRATED.get(node.namespace.rpartition("/")[2])
        if broker is None or not node.name.endswith(("-adapter", "-gateway")):
            return
        inward = node.name.startswith(("inbound", "message-driven"))
        for key, kind in _ADAPTED.items():
            for name in _split(node.get(key)):
                found = Destination(name, broker, "xml", kind)
                self._into.add(CONSUMES if inward else PRODUCES, found, node.origin)

    def _bean(self, bean: Node) -> None:
        class_ = bean.get("class")
        if class_.endswith("RabbitTemplate"):
            said = properties(bean)
            self._rabbit_template(bean, said.get("exchange", ""), said.get("routingKey", ""))
        elif class_.endswith("DefaultMQPushConsumer"):
            group = properties(bean).get("consumerGroup", "")
            for entry in bean.all("entry"):
                found = Destination(entry.get("key"), "rocketmq", "xml", "topic", group)
                self._into.add(CONSUMES, found, entry.origin)
        for ending, (fact, broker, keys) in _BEANS.items():
            if class_.endswith(ending):
                self._by_property(fact, bean, keys, "rabbitmq" if ".amqp." in class_ else broker)

    def _by_property(self, fact: str, bean: Node, keys: tuple[str, ...], broker: str) -> None:
        """Take what a property names, or the bean that it points to."""
        said, refs = properties(bean), dict(_references(bean))
        kind = {"true": "topic", "false": "queue"}.get(said.get("pubSubDomain", ""), "")
        for key in keys:
            for name in _split(said.get(key, "")):
                found = Destination(name, broker, "xml", "topic" if broker == "kafka" else kind)
                self._into.add(fact, found, bean.origin)
            for ref in refs.get(key, ()):
                if ref in self._named:
                    known = self._named[ref]
                    self._into.add(
                        fact, Destination(known.name, broker, "xml", known.kind), bean.origin
                    )


_INTEGRATED = {"kafka": "kafka", "amqp": "rabbitmq", "jms": "jms"}
_ADAPTED = {
    "topic": "topic", "topics": "topic", "queue-names": "queue", "exchange-name": "exchange",
    "destination-name": "", "request-destination-name": "",
}  # fmt: skip
_BEANS = {
    "MessageListenerContainer": (
        CONSUMES, "jms", ("destinationName", "destination", "queueNames", "queues"),
    ),
    "JmsTemplate": (PRODUCES, "jms", ("defaultDestinationName", "defaultDestination")),
    "KafkaTemplate": (PRODUCES, "kafka", ("defaultTopic",)),
    "listener.ContainerProperties": (CONSUMES, "kafka", ("arg0", "topics")),
}  # fmt: skip
"""End of a bean's class → what its properties name."""


def _references(bean: Node) -> Iterator[tuple[str, list[str]]]:
    """Yield the properties of a bean that point to other beans."""
    for node in bean.children("property", "constructor-arg"):
        inner = [each.get("bean", "local") for each in node.all("ref")]
        refs = [ref for ref in (node.get("ref"), *inner) if ref]
        if refs:
            yield node.get("name") or f"arg{node.get('index')}", refs
    for name, value in bean.attributes.items():
        if name.endswith("-ref"):
            yield name.removesuffix("-ref"), [value]


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _driven(root: Node, into: Destinations) -> None:
    """Read the message-driven beans of ejb-jar.xml."""
    for bean in root.all("message-driven"):
        said: dict[str, str] = {}
        for node in bean.all("activation-config-property"):
            key = node.said("activation-config-property-name")
            said[key] = node.said("activation-config-property-value")
        name = next((said[key] for key in _LOOKED_UP if said.get(key)), "")
        name = name or bean.said("mapped-name") or bean.said("message-destination-link")
        type_ = said.get("destinationType") or bean.said("message-destination-type")
        if name:
            found = Destination(name, "jms", "descriptor", kind_of(type_))
            into.add(CONSUMES, found, bean.origin)
