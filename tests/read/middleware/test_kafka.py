"""Kafka brokers with ZooKeeper and without."""

from __future__ import annotations

from pathlib import Path

import msgspec

from tests.read.reading import components, items, one, ports, reading, targets, unknown

MARK = "LEAKMARK"
BROKER = """broker.id=2
listeners=PLAINTEXT://0.0.0.0:9092
advertised.listeners=PLAINTEXT://kafka2.corp:9092
log.dirs=/data1/kafka,/data2/kafka
num.partitions=3
default.replication.factor=2
log.retention.hours=168
zookeeper.connect=zk1:2181,zk2:2182,10.0.0.3/kafka
"""
KRAFT = f"""process.roles=broker,controller
node.id=1
controller.quorum.voters=1@k1:9093,2@k2:9093
listeners=CLIENT://:9094,CONTROLLER://:9093
listener.security.protocol.map=CLIENT:SASL_SSL,CONTROLLER:PLAINTEXT
sasl.enabled.mechanisms=SCRAM-SHA-512
ssl.keystore.password={MARK}
log.dirs=/var/lib/kafka
"""
TOPICS = """Topic:orders\tPartitionCount:6\tReplicationFactor:2\tConfigs:
\tTopic: orders\tPartition: 0\tLeader: 1\tReplicas: 1,2\tIsr: 1,2
Topic: events\tTopicId: abc\tPartitionCount: 12\tReplicationFactor: 3\tConfigs: x=y
"""


def test_a_broker_with_zookeeper(tmp_path: Path) -> None:
    found = one(tmp_path, {"server.properties": BROKER, "topics.txt": TOPICS}, "kafka")
    assert ports(found) == [(9092, "kafka")]
    assert found.value("kafka.broker_id") == 2
    assert found.value("cluster.role") == "broker"
    assert found.value("data.dir") == "/data1/kafka"
    assert [i["path"] for i in items(found, "files.written")] == ["/data1/kafka", "/data2/kafka"]
    assert targets(found) == [
        ("zk1:2181", "zookeeper", "call"),
        ("zk2:2182", "zookeeper", "call"),
        ("10.0.0.3:2181", "zookeeper", "call"),
    ]
    assert items(found, "advertised.listeners") == [
        {"name": "PLAINTEXT", "host": "kafka2.corp", "port": 9092}
    ]
    assert found.value("tls") == {"enabled": False}
    assert found.value("auth") == {"enabled": False, "mechanism": None}
    assert items(found, "topics") == [
        {"name": "orders", "partitions": 6, "replicas": 2},
        {"name": "events", "partitions": 12, "replicas": 3},
    ]
    assert "kafka.version" in unknown(found)


def test_a_server_without_zookeeper(tmp_path: Path) -> None:
    found = one(tmp_path, {"kraft/server.properties": KRAFT}, "kafka")
    assert ports(found) == [(9094, "kafka"), (9093, "kafka")]
    assert found.value("cluster.role") == "broker,controller"
    assert found.value("tls") == {"enabled": True}
    assert found.value("auth") == {"enabled": True, "mechanism": "SCRAM-SHA-512"}
    assert [m["host"] for m in items(found, "cluster.members")] == ["k1", "k2"]
    assert targets(found)[0] == ("k1:9093", "kafka", "call")
    assert "topics" in unknown(found)


def test_a_login_without_encryption(tmp_path: Path) -> None:
    text = "broker.id=1\nlog.dirs=/k\nlisteners=SASL_PLAINTEXT://k:9092\n"
    found = one(tmp_path, {"server.properties": text}, "kafka")
    assert found.value("tls") == {"enabled": False}
    assert found.value("auth") == {"enabled": True, "mechanism": "GSSAPI"}


def test_an_old_broker(tmp_path: Path) -> None:
    text = (
        "broker.id=0\nport=9192\nadvertised.host.name=10.3.0.1\nlog.dir=/k\nzookeeper.connect=zk\n"
    )
    found = one(tmp_path, {"server.properties": text}, "kafka")
    assert ports(found) == [(9192, "kafka")]
    assert items(found, "advertised.listeners")[0]["port"] == 9092
    assert targets(found) == [("zk:2181", "zookeeper", "call")]


def test_several_brokers_in_one_folder(tmp_path: Path) -> None:
    files = {f"server-{n}.properties": BROKER.replace("id=2", f"id={n}") for n in (1, 2)}
    found = components(tmp_path, files, "kafka")
    assert [(c.name, c.value("kafka.broker_id")) for c in found] == [
        ("server-1", 1),
        ("server-2", 2),
    ]


def test_no_password_leaves_the_reader(tmp_path: Path) -> None:
    assert MARK.encode() not in msgspec.json.encode(reading(tmp_path, {"server.properties": KRAFT}))


def test_clients_are_no_brokers(tmp_path: Path) -> None:
    files = {
        "application.properties": "spring.kafka.bootstrap-servers=k1:9092\n",
        "producer.properties": "bootstrap.servers=k:9092\n",
    }
    assert components(tmp_path, files, "kafka") == []
