"""Topics and queues that calls in source files name themselves, and where listeners answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.model.facts import Component
from tests.read.java.applications import items, read_folder
from tests.read.java.packing import written

_POM = "<project><artifactId>o</artifactId><packaging>war</packaging></project>"
_SHOP = """package cn.shop;

import java.util.Arrays;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.jms.core.JmsTemplate;

public class Orders {
    static final String EVENTS = "shop-events";
    @Value("${orders.topic}") private String ordersTopic;
    private KafkaTemplate<String, Object> kafka;
    private RabbitTemplate rabbit;
    private JmsTemplate jms;

    void send(Order order, String routing, String free) {
        kafka.send("orders", order);
        kafka.send(EVENTS, "key", order);
        kafka.send(ordersTopic, order);
        kafka.send(Topics.AUDIT + ".v1", order);
        kafka.send(free, order);
        kafka.send(new ProducerRecord<>("records", order));
        // kafka.send("in-a-comment", order);
        rabbit.convertAndSend("orders.exchange", routing, order);
        rabbit.convertAndSend("orders.queue", order);
        rabbit.convertAndSend("", "direct.queue", order);
        jms.convertAndSend("billing", order);
        jms.send("printing", session -> session.createTextMessage("not-a-queue"));
        other().send("no-topic", order);
    }

    void listen(KafkaConsumer<String, String> consumer) {
        consumer.subscribe(Arrays.asList("in-1", "in-2"));
    }
}
"""
_TOPICS = """package cn.shop;
public interface Topics { String AUDIT = "audit"; }
"""


def _tree(root: Path, sources: dict[str, str], settings: str = "") -> Component:
    files = {f"o/src/main/java/{name}": text for name, text in sources.items()}
    files |= {"o/pom.xml": _POM, "o/src/main/resources/application.properties": settings}
    return read_folder(written(root, files) / "o")


def _told(found: Component, fact: str) -> list[tuple[object, ...]]:
    value = found.value(fact)
    assert isinstance(value, list)
    return [
        (i["name"], i["kind"], i["broker"], i["origins"][0]["place"])
        for i in value
        if i["how"] == "code"
    ]


def test_what_calls_name_themselves(tmp_path: Path) -> None:
    sources = {"cn/shop/Orders.java": _SHOP, "cn/shop/Topics.java": _TOPICS}
    found = _tree(tmp_path, sources, "orders.topic=orders-prod\n")
    assert _told(found, "messaging.produces") == [
        ("orders", "topic", "kafka", "19"),
        ("shop-events", "topic", "kafka", "20"),
        ("orders-prod", "topic", "kafka", "21"),
        ("audit.v1", "topic", "kafka", "22"),
        ("records", "topic", "kafka", "24"),
        ("orders.exchange", "exchange", "rabbitmq", "26"),
        ("orders.queue", "queue", "rabbitmq", "27"),
        ("direct.queue", "queue", "rabbitmq", "28"),
        ("billing", None, "jms", "29"),
        ("printing", None, "jms", "30"),
    ]
    assert _told(found, "messaging.consumes") == [
        ("in-1", "topic", "kafka", "35"),
        ("in-2", "topic", "kafka", "35"),
    ]


_PAY = """package cn.pay;
import com.rabbitmq.client.Channel;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.spring.core.RocketMQTemplate;
class Pay {
    RocketMQTemplate rocket;
    void go(Channel channel, DefaultMQPushConsumer consumer, byte[] body, String key) {
        rocket.syncSend("paid:eu", body);
        Message message = new Message("refunds", "eu", body);
        channel.basicPublish("pay.ex", key, null, body);
        channel.basicConsume("pay.in", true, null);
        consumer.subscribe("prices", "*");
    }
}
"""


def test_clients_of_other_brokers(tmp_path: Path) -> None:
    found = _tree(tmp_path, {"cn/pay/Pay.java": _PAY})
    assert _told(found, "messaging.produces") == [
        ("paid", "topic", "rocketmq", "9"),
        ("refunds", "topic", "rocketmq", "10"),
        ("pay.ex", "exchange", "rabbitmq", "11"),
    ]
    assert _told(found, "messaging.consumes") == [
        ("pay.in", "queue", "rabbitmq", "12"),
        ("prices", "topic", "rocketmq", "13"),
    ]


def test_what_only_runs_tell_stays_unknown(tmp_path: Path) -> None:
    code = """package a;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
class A {
    RabbitTemplate rabbit;
    String name = pick();
    void a(Object o, String q) { rabbit.convertAndSend(q, o); rabbit.convertAndSend(name, o); }
    void b(Object o, String name) { rabbit.convertAndSend(MISSING, o); }
}
"""
    found = _tree(tmp_path, {"a/A.java": code})
    assert found.value("messaging.produces") is None
    reasons = {u.fact: u.because.id for u in found.unknown}
    assert reasons["messaging.produces"] == "read.messaging.in_code"


def test_a_key_alone_is_no_queue_where_another_exchange_is_the_default(tmp_path: Path) -> None:
    code = """package a;
import org.springframework.amqp.core.AmqpTemplate;
class A { AmqpTemplate rabbit; void a(Object o) { rabbit.convertAndSend("key", o); } }
"""
    found = _tree(tmp_path, {"a/A.java": code}, "spring.rabbitmq.template.exchange=ex\n")
    assert items(found, "messaging.produces", "name", "kind") == [("ex", "exchange")]


_TWO = [("a", None, "jms"), ("b", None, "jms")]


@pytest.mark.parametrize(
    ("listener", "sent", "told"),
    [
        ('@KafkaListener(topics = "in")', '"out"', [("out", "topic", "kafka")]),
        ('@RabbitListener(queues = "in")', '"ex/key"', [("ex", "exchange", "rabbitmq")]),
        ('@RabbitListener(queues = "in")', '"answers"', [("answers", "queue", "rabbitmq")]),
        (
            '@JmsListener(destination = "in")',
            '{"a", "b"}',
            [("a", None, "jms"), ("b", None, "jms")],
        ),
        ('@KafkaListener(topics = "in")', '"!{request.x}"', []),
        ('@MessageMapping("/chat")', '"/topic/chat"', []),
    ],
)
def test_answers_of_listeners(
    tmp_path: Path, listener: str, sent: str, told: list[tuple[object, ...]]
) -> None:
    code = f"""package a;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.messaging.handler.annotation.*;
class A {{
    {listener}
    @SendTo({sent})
    public Object on(Object o) {{ return o; }}
}}
"""
    found = _tree(tmp_path, {"a/A.java": code})
    assert items(found, "messaging.produces", "name", "kind", "broker") == told
