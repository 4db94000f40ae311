"""Commands and variables of well-known images tell what their configuration files would."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.model.facts import Component
from tests.read.containers.reading import by_name, calls, items, read

MYSQL = """services:
  db:
    image: mysql:5.7
    command: --server-id=3 --log-bin --character-set-server=utf8mb4 --lower_case_table_names=1
      --default-authentication-plugin mysql_native_password --init-connect='SET PASSWORD x9secret'
  old:
    image: mariadb:10.3
    command: [mysqld, --server_id, "12", --skip-log-bin, --collation-server=utf8_bin, --read-only=0]
  shell:
    image: mysql:8.0
    command: sh -c "mysqld --gtid-mode=ON --datadir=/d && echo --server-id=9"
"""


def test_options_of_mysqld(tmp_path: Path) -> None:
    found = by_name(read(tmp_path, {"docker-compose.yml": MYSQL}))
    db, old, shell = found["db"], found["old"], found["shell"]
    assert [db.value(f"mysql.{n}") for n in ("server_id", "log_bin", "charset")] == [
        3, True, "utf8mb4",
    ]  # fmt: skip
    assert db.value("mysql.lower_case_table_names") == 1
    settings = {s["name"]: s["value"] for s in items(db, "mysql.settings")}
    assert settings["default_authentication_plugin"] == "mysql_native_password"
    assert str(db.facts["mysql.server_id"].origins[0]) == "shop/docker-compose.yml 4"
    assert [old.value(f"mysql.{n}") for n in ("server_id", "log_bin", "collation")] == [
        12, False, "utf8_bin",
    ]  # fmt: skip
    assert (old.kind, old.value("mysql.read_only")) == ("mariadb", False)
    assert (shell.value("gtid"), shell.value("data.dir")) == ("ON", "/d")
    assert shell.value("mysql.server_id") is None


REDIS = """services:
  cache:
    image: redis:6.2
    command: redis-server --appendonly yes --requirepass s3cr3tpass --maxmemory 256mb --port 6380
  copy:
    image: bitnami/redis:7.0
    environment:
      - REDIS_REPLICATION_MODE=slave
      - REDIS_MASTER_HOST=cache
      - REDIS_MASTER_PORT_NUMBER=6380
      - ALLOW_EMPTY_PASSWORD=yes
  plain:
    image: redis:5
    command: ["redis-server", "--save", "", "--slaveof", "10.0.0.5 6379"]
    environment: {REDIS_PASSWORD: unused1x, ALLOW_EMPTY_PASSWORD: "yes"}
  filed:
    image: redis:5
    command: redis-server /etc/redis.conf --appendonly yes
"""


def test_options_and_variables_of_redis(tmp_path: Path) -> None:
    reading = read(tmp_path, {"docker-compose.yml": REDIS})
    found = by_name(reading)
    cache, copy, plain = found["cache"], found["copy"], found["plain"]
    assert cache.value("persistence") == ["rdb", "aof"]
    assert cache.value("auth") == {"enabled": True, "mechanism": "password"}
    assert cache.value("memory.limit") == 256 * 1024 * 1024
    assert [(e.port, e.protocol) for e in cache.endpoints] == [(6380, "redis")]
    assert copy.value("replication.source") == ["cache:6380"]
    assert [(r.target, r.purpose) for r in copy.references] == [("cache:6380", "replicate")]
    assert copy.value("auth") == {"enabled": False, "mechanism": None}
    assert plain.value("persistence") == []
    assert plain.value("replication.source") == ["10.0.0.5:6379"]
    # The official image knows no such variables, and a file may switch snapshots off.
    assert plain.value("auth") is None
    assert found["filed"].value("persistence") is None
    assert "s3cr3tpass" not in repr(reading)


ELASTIC = """services:
  es:
    image: elasticsearch:7.17.3
    environment:
      - "cluster.name=shop"
      - discovery.type=single-node
      - "ES_JAVA_OPTS=-Xms512m -Xmx1024m"
      - xpack.security.enabled=false
  es2:
    image: docker.elastic.co/elasticsearch/elasticsearch:7.6.2
    hostname: es2
    command: elasticsearch -Ecluster.name=logs -E http.port=9201
    environment:
      discovery.seed_hosts: es2,es3,10.0.0.9:9301
      ES_JAVA_OPTS: -Xmx2g
"""


def test_settings_of_elasticsearch(tmp_path: Path) -> None:
    found = by_name(read(tmp_path, {"docker-compose.yml": ELASTIC}))
    es, es2 = found["es"], found["es2"]
    assert (es.value("cluster.name"), es.value("cluster.role")) == ("shop", "standalone")
    assert es.value("memory.limit") == 1024**3
    assert es.value("auth") == {"enabled": False, "mechanism": None}
    assert (es2.value("cluster.name"), es2.value("memory.limit")) == ("logs", 2 * 1024**3)
    assert (9201, "http") in [(e.port, e.protocol) for e in es2.endpoints]
    assert calls(es2) == [
        ("es3:9300", "elasticsearch-peer", "discovery.seed_hosts"),
        ("10.0.0.9:9301", "elasticsearch-peer", "discovery.seed_hosts"),
    ]


KAFKA = """services:
  zookeeper-1:
    image: confluentinc/cp-zookeeper:7.3.0
    network_mode: host
    environment:
      ZOOKEEPER_SERVER_ID: 1
      ZOOKEEPER_CLIENT_PORT: 22181
      ZOOKEEPER_SERVERS: localhost:22888:23888;localhost:32888:33888
  kafka-1:
    image: confluentinc/cp-kafka:7.3.0
    network_mode: host
    environment:
      KAFKA_BROKER_ID: 1
      KAFKA_ZOOKEEPER_CONNECT: localhost:22181,localhost:32181
      KAFKA_ADVERTISED_LISTENERS: PLAINTEXT://localhost:19092
  zoo2:
    image: zookeeper:3.6
    environment:
      ZOO_MY_ID: 2
      ZOO_SERVERS: server.1=zoo1:2888:3888;2181 server.2=0.0.0.0:2888:3888;2181
  broker:
    image: bitnami/kafka:3.4
    ports: ["9094:9094"]
    environment:
      - KAFKA_CFG_ZOOKEEPER_CONNECT=zoo2:2181/kafka
      - KAFKA_CFG_LISTENERS=INSIDE://:9092,OUTSIDE://:9094
      - KAFKA_CFG_ADVERTISED_LISTENERS=INSIDE://broker:9092,OUTSIDE://10.0.0.3:9094
"""


def test_variables_of_kafka_and_zookeeper(tmp_path: Path) -> None:
    found = by_name(read(tmp_path, {"docker-compose.yml": KAFKA}))
    assert _ports(found["zookeeper-1"]) == [(22181, "zookeeper")]
    assert _ports(found["kafka-1"]) == [(19092, "kafka")]
    assert _ports(found["broker"]) == [(9092, "kafka"), (9094, "kafka")]
    key = "KAFKA_ZOOKEEPER_CONNECT"
    assert calls(found["kafka-1"]) == [
        ("localhost:22181", "zookeeper", key), ("localhost:32181", "zookeeper", key),
    ]  # fmt: skip
    assert calls(found["broker"]) == [("zoo2:2181", "zookeeper", "KAFKA_CFG_ZOOKEEPER_CONNECT")]
    assert [found["kafka-1"].value(f) for f in ("kafka.broker_id", "cluster.role")] == [1, "broker"]
    assert items(found["broker"], "advertised.listeners") == [
        {"name": "INSIDE", "host": "broker", "port": 9092},
        {"name": "OUTSIDE", "host": "10.0.0.3", "port": 9094},
    ]
    members = items(found["zookeeper-1"], "cluster.members")
    assert [(m["id"], m["port"], m["election_port"]) for m in members] == [
        (1, 22888, 23888), (2, 32888, 33888),
    ]  # fmt: skip
    assert found["zoo2"].value("zookeeper.myid") == 2
    assert calls(found["zoo2"]) == [("zoo1:2888", "zookeeper-peer", "ZOO_SERVERS")]


def _ports(component: Component) -> list[tuple[int, str]]:
    return sorted((e.port, e.protocol) for e in component.endpoints)


WORKLOAD = """apiVersion: apps/v1
kind: Deployment
metadata: {name: %s}
spec:
  template:
    spec:
      containers:
      - name: main
        image: %s
        args: %s
"""


@pytest.mark.parametrize(
    ("image", "args", "fact", "value"),
    [
        ("redis:6", '["--appendonly", "yes"]', "persistence", ["rdb", "aof"]),
        ("mysql:5.7", '["--server-id=7"]', "mysql.server_id", 7),
        ("mysql:5.7", '["--server-id=$(ID)"]', "mysql.server_id", None),
        ("busybox", '["--server-id=7"]', "mysql.server_id", None),
    ],
)
def test_arguments_of_a_kubernetes_container(
    image: str, args: str, fact: str, value: object, tmp_path: Path
) -> None:
    (found,) = read(tmp_path, {"a.yaml": WORKLOAD % ("it", image, args)}).components
    assert found.value(fact) == value


def test_who_may_speak_to_kafka(tmp_path: Path) -> None:
    text = """services:
  open: {image: 'bitnami/kafka:2.8', environment: {KAFKA_CFG_LISTENERS: 'PLAINTEXT://:9092'}}
  sasl:
    image: confluentinc/cp-kafka:5.5.0
    environment:
      KAFKA_ADVERTISED_LISTENERS: IN://sasl:9092,OUT://10.8.0.1:9093
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: IN:SASL_PLAINTEXT,OUT:SASL_SSL
      KAFKA_SASL_ENABLED_MECHANISMS: SCRAM-SHA-256
  cert:
    image: confluentinc/cp-kafka:5.5.0
    environment: {KAFKA_LISTENERS: 'SSL://:9093', KAFKA_SSL_CLIENT_AUTH: required}
  unclear:
    image: confluentinc/cp-kafka:5.5.0
    environment: {KAFKA_LISTENERS: 'IN://:9093', KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: '${MAP}'}
"""
    found = by_name(read(tmp_path, {"docker-compose.yml": text}))
    assert {name: (c.value("tls"), c.value("auth")) for name, c in found.items()} == {
        "open": ({"enabled": False}, {"enabled": False, "mechanism": None}),
        "sasl": ({"enabled": True}, {"enabled": True, "mechanism": "SCRAM-SHA-256"}),
        "cert": ({"enabled": True}, {"enabled": True, "mechanism": "certificate"}),
        "unclear": (None, None),
    }
    assert [str(o) for o in found["sasl"].origins("auth")] == [
        f"shop/docker-compose.yml {line}" for line in (6, 7, 8)
    ]


def test_variables_whose_program_speaks_one_protocol(tmp_path: Path) -> None:
    text = """services:
  blog: {image: 'wordpress:5', environment: {WORDPRESS_DB_HOST: 10.8.0.3, WORDPRESS_DB_NAME: b}}
  admin: {image: phpmyadmin, environment: {PMA_HOST: 10.8.0.3}}
  ph:
    image: x
    environment: {MYSQL_SERVICE_IP: 10.8.0.7, MYSQL_SERVICE_PORT: 3307, POD_IP: 10.8.0.8}
"""
    found = by_name(read(tmp_path, {"docker-compose.yml": text}))
    assert calls(found["blog"]) == [("10.8.0.3", "mysql", "WORDPRESS_DB_HOST")]
    assert calls(found["admin"]) == [("10.8.0.3", "mysql", "PMA_HOST")]
    assert calls(found["ph"]) == [("10.8.0.7:3307", "mysql", "MYSQL_SERVICE_IP")]
