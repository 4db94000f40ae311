"""RabbitMQ brokers from both forms of configuration, definitions and outputs."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from tests.read.reading import components, items, one, places, ports, reading, targets, unknown

MARK = "LEAKMARK"
NEW = f"""listeners.tcp.default = 5673
listeners.ssl.1 = 0.0.0.0:5671
management.tcp.port = 15672
cluster_formation.peer_discovery_backend = classic_config
cluster_formation.classic_config.nodes.1 = rabbit@mq1
cluster_formation.classic_config.nodes.2 = rabbit@mq2.corp
cluster_name = orders
default_user = shop
default_pass = {MARK}
vm_memory_high_watermark.relative = 0.6
auth_backends.1 = ldap
auth_ldap.servers.1 = ldap.corp
"""
OLD = f"""%% classic
[
 {{rabbit, [
   {{tcp_listeners, [5672, {{"10.6.0.1", 5680}}]}},
   %% {{ssl_listeners, [5671]}},
   {{cluster_nodes, {{['rabbit@mq1', 'rabbit@mq2'], disc}}}},
   {{default_pass, <<"{MARK}">>}}
 ]}},
 {{rabbitmq_management, [{{listener, [{{port, 15673}}]}}]}}
].
"""
DEFINITIONS = {
    "rabbit_version": "3.6.15",
    "users": [{"name": "shop", "password_hash": MARK, "tags": "administrator"}],
    "vhosts": [{"name": "/"}, {"name": "orders"}],
    "queues": [
        {"name": "q1", "vhost": "orders", "durable": True, "arguments": {"x-queue-type": "quorum"}},
        {"name": "q2", "vhost": "/", "durable": False, "arguments": {}},
    ],
    "exchanges": [{"name": "e", "vhost": "/", "type": "topic"}],
    "policies": [{"name": "ha", "pattern": ".*", "definition": {"ha-mode": "all"}}],
    "bindings": [],
}


def test_newer_configuration(tmp_path: Path) -> None:
    files = {
        "etc/rabbitmq.conf": NEW,
        "etc/enabled_plugins": "[rabbitmq_management,rabbitmq_mqtt].\n",
        "etc/rabbitmq-env.conf": "RABBITMQ_MNESIA_BASE=/data/mq\nRABBITMQ_LOG_BASE=/log/mq\n",
    }
    found = one(tmp_path, files, "rabbitmq")
    assert ports(found) == [(5673, "amqp"), (5671, "amqps"), (15672, "http"), (1883, "mqtt")]
    assert found.value("cluster.name") == "orders"
    assert [m["node"] for m in items(found, "cluster.members")] == ["rabbit@mq1", "rabbit@mq2.corp"]
    assert targets(found) == [
        ("mq1:25672", "erlang", "call"),
        ("mq2.corp:25672", "erlang", "call"),
        ("ldap.corp:389", "ldap", "call"),
    ]
    assert found.value("tls") == {"enabled": True}
    assert found.value("auth") == {"enabled": True, "mechanism": "ldap"}
    assert found.value("data.dir") == "/data/mq"
    assert items(found, "log.files") == [{"path": "/log/mq"}]
    assert "rabbitmq.version" in unknown(found)
    assert "default_pass" in str(items(found, "config.files"))


def test_old_configuration(tmp_path: Path) -> None:
    found = one(tmp_path, {"rabbitmq.config": OLD}, "rabbitmq")
    assert ports(found) == [(5672, "amqp"), (5680, "amqp"), (15673, "http")]
    assert [m["host"] for m in items(found, "cluster.members")] == ["mq1", "mq2"]
    assert places(found, "cluster.members")[0] == "rabbitmq.config:6"
    assert "tls" not in found.facts


def test_definitions(tmp_path: Path) -> None:
    found = one(tmp_path, {"definitions.json": json.dumps(DEFINITIONS)}, "rabbitmq")
    assert found.value("rabbitmq.version") == "3.6.15"
    assert items(found, "vhosts") == [{"name": "/"}, {"name": "orders"}]
    assert items(found, "queues") == [
        {"name": "q1", "vhost": "orders", "durable": True, "type": "quorum"},
        {"name": "q2", "vhost": "/", "durable": False, "type": "classic"},
    ]
    assert items(found, "accounts") == [{"name": "shop", "tags": "administrator"}]
    assert items(found, "policies") == [{"name": "ha", "pattern": ".*", "ha_mode": "all"}]
    assert found.value("persistence") == ["durable queues"]


def test_outputs(tmp_path: Path) -> None:
    new = (
        "Cluster status of node rabbit@mq1 ...\nBasics\n\nCluster name: shop\n\nDisk Nodes\n\n"
        "rabbit@mq1\nrabbit@mq2\n\nVersions\n\nrabbit@mq1: RabbitMQ 3.8.9 on Erlang 23\n"
    )
    old = (
        "Status of node rabbit@mq1\n[{pid,1},\n {running_applications,\n"
        '  [{rabbit,"RabbitMQ","3.5.7"}]}]\n'
    )
    queues = "Listing queues ...\norders\t12\nmail\t0\n"
    first = one(tmp_path / "a", {"s.txt": new, "q.txt": queues}, "rabbitmq")
    second = one(tmp_path / "b", {"s.txt": old}, "rabbitmq")
    assert first.value("rabbitmq.version") == "3.8.9"
    assert second.value("rabbitmq.version") == "3.5.7"
    assert first.value("cluster.name") == "shop"
    assert [m["node"] for m in items(first, "cluster.members")] == ["rabbit@mq1", "rabbit@mq2"]
    assert items(first, "queues") == [
        {"name": "orders", "messages": 12},
        {"name": "mail", "messages": 0},
    ]


def test_no_secret_leaves_the_reader(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "rabbitmq.conf": NEW,
        "old/rabbitmq.config": OLD,
        "d.json": json.dumps(DEFINITIONS),
    }
    assert MARK.encode() not in msgspec.json.encode(reading(tmp_path, files))


def test_what_is_no_rabbitmq(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "x.json": '{"queues": [], "name": "a"}',
        "rabbitmq.conf": "# nothing\n",
    }
    assert components(tmp_path, files, "rabbitmq") == []


def test_brokers_that_are_linked(tmp_path: Path) -> None:
    parameters = [
        {"component": "shovel", "name": "up", "vhost": "/", "value": {
            "src-uri": f"amqp://u:{MARK}@10.3.3.3:5673", "dest-uri": "amqp://", "src-queue": "a"}},
        {"component": "federation-upstream", "name": "far", "value": {
            "uri": [f"amqps://u:{MARK}@mq1.corp/%2f", "amqp://10.3.3.4"]}},
        {"component": "other", "name": "x", "value": {"uri": "amqp://10.9.9.9"}},
        {"component": "shovel", "name": "odd", "value": 3},
    ]  # fmt: skip
    content = json.dumps({**DEFINITIONS, "parameters": parameters})
    found = one(tmp_path, {"definitions.json": content}, "rabbitmq")
    assert [(r.target, r.protocol, r.setting) for r in found.references] == [
        ("10.3.3.3:5673", "amqp", "up"),
        ("mq1.corp:5671", "amqps", "far"),
        ("10.3.3.4:5672", "amqp", "far"),
    ]
    assert MARK.encode() not in msgspec.json.encode(found)
