"""Topics and queues: who sends, who listens, at which broker; what only code knows is unknown."""

from __future__ import annotations

from typing import Any

import pytest

from migrate.model.facts import Component
from tests.read.java.applications import item, items, read_war
from tests.read.java.class_builder import ClassBuilder

CLASSES = "WEB-INF/classes/"
SPRING = "http://www.springframework.org/schema/"
KAFKA_LISTENER = "org/springframework/kafka/annotation/KafkaListener"
RABBIT = "org/springframework/amqp/rabbit/annotation/"


def consumed(component: Component, *keys: str) -> list[Any]:
    return items(component, "messaging.consumes", *(keys or ("name", "broker")))


def produced(component: Component, *keys: str) -> list[Any]:
    return items(component, "messaging.produces", *(keys or ("name", "broker")))


def targets(component: Component) -> list[tuple[str, str]]:
    return sorted({(found.target, found.protocol) for found in component.references})


def reasons(component: Component) -> dict[str, str]:
    return {unknown.fact: unknown.because.id for unknown in component.unknown}


def listener(annotation: str, elements: dict[str, object]) -> dict[str, bytes]:
    built = ClassBuilder("shop/Listener").annotate(annotation, elements, "on")
    return {f"{CLASSES}shop/Listener.class": built.bytes()}


def settings(text: str, name: str = "application.yml") -> dict[str, str]:
    return {f"{CLASSES}{name}": text}


def xml(inside: str, **spaces: str) -> dict[str, str]:
    known = "".join(f' xmlns:{name}="{uri}"' for name, uri in spaces.items())
    return {"WEB-INF/beans.xml": f'<beans xmlns="{SPRING}beans"{known}>\n{inside}</beans>'}


def test_kafka_listeners_and_the_servers_of_spring_boot() -> None:
    war = read_war(
        {
            **listener(KAFKA_LISTENER, {"topics": ["orders", "${topic.stock}"], "groupId": "cart"}),
            **settings(
                "spring.kafka.bootstrap-servers: [k1.shop.cn:9092, k2.shop.cn]\n"
                "topic: {stock: stock-moves}\n"
            ),
        }
    )
    at = ["k1.shop.cn:9092", "k2.shop.cn:9092"]
    assert consumed(war, "name", "kind", "broker", "broker_at", "group", "how") == [
        ("orders", "topic", "kafka", at, "cart", "annotation"),
        ("stock-moves", "topic", "kafka", at, "cart", "annotation"),
    ]
    assert item(war, "messaging.consumes", name="orders")["places"] == [
        f"{CLASSES}shop/Listener.class"
    ]
    assert [(target, "kafka") for target in at] == targets(war)


def test_kafka_in_plain_properties_and_beans() -> None:
    beans = """<bean class="org.springframework.kafka.listener.ContainerProperties">
<constructor-arg value="payments"/></bean>
<bean class="org.springframework.kafka.core.KafkaTemplate"><property name="defaultTopic"
 value="audit"/></bean>"""
    war = read_war(
        {**xml(beans), **settings("kafka.bootstrap.servers=10.0.0.4:9093\n", "kafka.properties")}
    )
    assert consumed(war, "name", "broker_at") == [("payments", ["10.0.0.4:9093"])]
    assert produced(war, "name", "kind") == [("audit", "topic")]


def test_topics_given_with_their_partitions() -> None:
    partition = ("org/springframework/kafka/annotation/TopicPartition", {"topic": "prices"})
    war = read_war(listener(KAFKA_LISTENER, {"topicPartitions": [partition]}))
    assert consumed(war, "name", "broker_at") == [("prices", [])]


def test_a_topic_that_nothing_fills_is_unknown() -> None:
    war = read_war(listener(KAFKA_LISTENER, {"topics": ["${topic}"]}))
    assert consumed(war) == []
    assert reasons(war)["messaging.consumes"] == "read.messaging.open_name"


def test_rabbits_annotations() -> None:
    binding = (
        f"{RABBIT}QueueBinding",
        {
            "value": (f"{RABBIT}Queue", {"value": "cart.orders", "durable": "true"}),
            "exchange": (f"{RABBIT}Exchange", {"type": "topic", "name": "orders"}),
            "key": ["order.#"],
        },
    )
    own = (f"{RABBIT}Queue", {"name": "own"})
    war = read_war(
        {
            **listener(
                f"{RABBIT}RabbitListener",
                {"queues": ["stock"], "bindings": [binding], "queuesToDeclare": [own]},
            ),
            **settings("spring:\n  rabbitmq:\n    host: mq.shop.cn\n    port: 5673\n"),
        }
    )
    at = ["mq.shop.cn:5673"]
    assert consumed(war, "name", "kind", "broker", "broker_at", "exchange") == [
        ("stock", "queue", "rabbitmq", at, None),
        ("own", "queue", "rabbitmq", at, None),
        ("cart.orders", "queue", "rabbitmq", at, "orders"),
    ]
    assert ("mq.shop.cn:5673", "amqp") in targets(war)


def test_rabbit_in_xml() -> None:
    war = read_war(
        {
            **xml(
                """<rabbit:connection-factory id="c" host="${mq.host}" port="5672"/>
<rabbit:queue id="ordersQueue" name="q.orders"/>
<rabbit:topic-exchange name="ex.orders"><rabbit:bindings>
  <rabbit:binding queue="ordersQueue" pattern="a.*"/></rabbit:bindings></rabbit:topic-exchange>
<rabbit:listener-container><rabbit:listener queues="ordersQueue" ref="x"/>
  <rabbit:listener queue-names="q.a, q.b" ref="y"/></rabbit:listener-container>
<rabbit:template id="t" exchange="ex.out"/><rabbit:template routing-key="q.direct"/>""",
                rabbit=f"{SPRING}rabbit",
            ),
            **settings("mq.host=10.0.0.5\n", "mq.properties"),
        }
    )
    assert consumed(war, "name", "exchange", "broker_at") == [
        ("q.orders", "ex.orders", ["10.0.0.5:5672"]),
        ("q.a", None, ["10.0.0.5:5672"]),
        ("q.b", None, ["10.0.0.5:5672"]),
    ]
    assert produced(war, "name", "kind") == [("ex.out", "exchange"), ("q.direct", "queue")]


def test_jms_in_annotations_and_xml_at_activemq() -> None:
    war = read_war(
        {
            **listener(
                "org/springframework/jms/annotation/JmsListener", {"destination": "orders.in"}
            ),
            **xml(
                """<bean id="cf" class="org.apache.activemq.ActiveMQConnectionFactory">
  <property name="brokerURL" value="failover:(tcp://mq1:61616,tcp://mq2:61617)?timeout=3000"/></bean>
<bean id="out" class="org.apache.activemq.command.ActiveMQTopic">
  <constructor-arg value="news"/></bean>
<bean class="org.springframework.jms.core.JmsTemplate">
  <property name="defaultDestination" ref="out"/></bean>
<bean class="org.springframework.jms.listener.DefaultMessageListenerContainer">
  <property name="destinationName" value="claims"/></bean>
<jms:listener-container destination-type="topic"><jms:listener destination="rates" ref="r"/>
</jms:listener-container>""",
                jms=f"{SPRING}jms",
            ),
        }
    )
    at = ["mq1:61616", "mq2:61617"]
    assert consumed(war, "name", "kind", "broker", "broker_at") == [
        ("orders.in", None, "activemq", at),
        ("claims", None, "activemq", at),
        ("rates", "topic", "activemq", at),
    ]
    assert produced(war, "name", "kind", "broker") == [("news", "topic", "activemq")]
    assert targets(war) == [("mq1:61616", "openwire"), ("mq2:61617", "openwire")]


@pytest.mark.parametrize("space", ["javax", "jakarta"])
def test_message_driven_beans(space: str) -> None:
    property_ = f"{space}/ejb/ActivationConfigProperty"
    config = [
        (property_, {"propertyName": "destinationType", "propertyValue": f"{space}.jms.Queue"}),
        (property_, {"propertyName": "destination", "propertyValue": "java:/jms/queue/orders"}),
    ]
    bean = ClassBuilder("shop/Bean").annotate(
        f"{space}/ejb/MessageDriven", {"activationConfig": config}
    )
    described = """<ejb-jar><enterprise-beans><message-driven><ejb-name>News</ejb-name>
<message-destination-type>javax.jms.Topic</message-destination-type>
<activation-config><activation-config-property>
<activation-config-property-name>destination</activation-config-property-name>
<activation-config-property-value>topic/news</activation-config-property-value>
</activation-config-property></activation-config></message-driven></enterprise-beans></ejb-jar>"""
    war = read_war({f"{CLASSES}shop/Bean.class": bean.bytes(), "WEB-INF/ejb-jar.xml": described})
    assert consumed(war, "name", "kind", "broker", "how") == [
        ("java:/jms/queue/orders", "queue", "jms", "annotation"),
        ("topic/news", "topic", "jms", "descriptor"),
    ]


def test_rocketmq_in_annotations_and_beans() -> None:
    war = read_war(
        {
            **listener(
                "org/apache/rocketmq/spring/annotation/RocketMQMessageListener",
                {"topic": "orders", "consumerGroup": "${group:cart}"},
            ),
            **settings("rocketmq: {name-server: '10.0.0.6:9876;10.0.0.7:9876'}\n"),
        }
    )
    at = ["10.0.0.6:9876", "10.0.0.7:9876"]
    assert consumed(war, "name", "broker", "broker_at", "group") == [
        ("orders", "rocketmq", at, "cart")
    ]
    bean = """<bean class="org.apache.rocketmq.client.consumer.DefaultMQPushConsumer">
<property name="consumerGroup" value="g"/><property name="namesrvAddr" value="ns.shop.cn:9876"/>
<property name="subscription"><map><entry key="stock" value="*"/></map></property></bean>"""
    assert consumed(read_war(xml(bean)), "name", "broker_at", "group") == [
        ("stock", ["ns.shop.cn:9876"], "g")
    ]


def test_bindings_of_spring_cloud_stream() -> None:
    war = read_war(
        settings(
            """spring:
  cloud:
    stream:
      kafka: {binder: {brokers: k.shop.cn}}
      bindings:
        handle-in-0: {destination: "orders,returns", group: cart}
        emit-out-0: {destination: stock}
        output: {destination: audit}
        strange: {destination: nobody-knows}
        fed: {destination: told, group: g}
        sends: {destination: sent, producer: {partition-count: 2}}
"""
        )
    )
    assert consumed(war, "name", "broker", "broker_at", "group") == [
        ("orders", "kafka", ["k.shop.cn:9092"], "cart"),
        ("returns", "kafka", ["k.shop.cn:9092"], "cart"),
        ("told", "kafka", ["k.shop.cn:9092"], "g"),
    ]
    assert produced(war, "name") == ["stock", "audit", "sent"]


def test_channels_that_annotations_declare() -> None:
    space = "org/springframework/cloud/stream/annotation/"
    built = ClassBuilder("shop/Channels")
    built.annotate(f"{space}Input", {"value": "orders-ch"}, "orders")
    built.annotate(f"{space}Output", {}, "stock")
    war = read_war(
        {
            f"{CLASSES}shop/Channels.class": built.bytes(),
            **settings(
                "spring.cloud.stream.bindings.orders-ch.destination=orders\n"
                "spring.cloud.stream.bindings.stock.destination=stock-moves\n"
                "spring.cloud.stream.rabbit.bindings.stock.producer.x=1\n",
                "application.properties",
            ),
        }
    )
    assert (consumed(war), produced(war)) == (
        [("orders", "rabbitmq")],
        [("stock-moves", "rabbitmq")],
    )


@pytest.mark.parametrize(
    ("fact", "type_", "method"),
    [
        ("messaging.produces", "org/springframework/kafka/core/KafkaTemplate", "send"),
        ("messaging.produces", "com/rabbitmq/client/Channel", "basicPublish"),
        ("messaging.consumes", "org/apache/kafka/clients/consumer/KafkaConsumer", "subscribe"),
    ],
)
def test_what_only_code_knows_is_unknown(fact: str, type_: str, method: str) -> None:
    built = ClassBuilder("shop/Sender").call(type_, method)
    built.string("looks-like-a-topic")
    war = read_war({f"{CLASSES}shop/Sender.class": built.bytes()})
    assert items(war, fact, "name") == []
    assert reasons(war)[fact] == "read.messaging.in_code"


def test_what_only_looks_like_messaging() -> None:
    built = ClassBuilder("shop/Plain").annotate("org/shop/KafkaListener", {"topics": ["a"]}, "on")
    war = read_war(
        {
            f"{CLASSES}shop/Plain.class": built.bytes(),
            **xml("<!-- <rabbit:template exchange='x'/> --><listener destination='b'/>"),
            **settings("# spring.kafka.template.default-topic: c\nd: {default-topic: e}\n"),
        }
    )
    assert (consumed(war), produced(war)) == ([], [])
    assert not {"messaging.consumes", "messaging.produces"} & set(reasons(war))


@pytest.mark.parametrize(
    "text", ["", "<beans", "<beans>" + "<bean class='JmsTemplate'>" * 3000, "\x00\xff"]
)
def test_damaged_files_cost_themselves(text: str) -> None:
    war = read_war({"WEB-INF/bad.xml": text, **listener(KAFKA_LISTENER, {"topics": ["a"]})})
    assert consumed(war, "name") == ["a"]


def test_a_secret_in_a_brokers_address_is_not_kept() -> None:
    text = "spring.rabbitmq.addresses=amqp://shop:geheim@mq.shop.cn:5672,mq2.shop.cn\n"
    war = read_war(
        {
            **settings(text, "application.properties"),
            **listener(f"{RABBIT}RabbitListener", {"queues": ["a"]}),
        }
    )
    assert consumed(war, "broker_at") == [["mq.shop.cn:5672", "mq2.shop.cn:5672"]]
    assert "geheim" not in repr(war)
