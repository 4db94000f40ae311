"""Elasticsearch nodes of old and new versions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.read.reading import components, items, one, ports, reading, targets, unknown

OLD = """cluster.name: logs
node.name: es-1
node.master: true
node.data: false
path.data: /data1/es,/data2/es
path.logs: /var/log/es
network.host: 10.4.0.1
transport.tcp.port: 9301
discovery.zen.ping.unicast.hosts: ["10.4.0.2", "es3:9305"]
discovery.zen.minimum_master_nodes: 2
bootstrap.memory_lock: true
"""
NEW = """cluster:
  name: shop-search
node:
  name: a
  roles: [ master, data_hot ]
path:
  data:
    - /var/lib/elasticsearch
discovery.seed_hosts:
  - search-b.corp
http.port: 9250
xpack.security.enabled: true
xpack.security.http.ssl.enabled: true
"""


def test_an_old_node(tmp_path: Path) -> None:
    files = {"elasticsearch.yml": OLD, "jvm.options": "-Xms1g\n-Xmx4g\n"}
    found = one(tmp_path, files, "elasticsearch")
    assert found.value("cluster.name") == "logs"
    assert ports(found) == [(9200, "http"), (9301, "tcp")]
    assert found.value("data.dir") == "/data1/es"
    assert {"path": "/data2/es", "holds": "data"} in items(found, "files.written")
    assert items(found, "log.files") == [{"path": "/var/log/es"}]
    assert found.value("cluster.quorum") == 2
    assert found.value("cluster.role") == "master,ingest"
    assert found.value("memory.limit") == 4 << 30
    assert found.value("bind.addresses") == ["10.4.0.1"]
    assert targets(found) == [
        ("10.4.0.2:9300", "elasticsearch-peer", "call"),
        ("es3:9305", "elasticsearch-peer", "call"),
    ]
    assert "elasticsearch.version" in unknown(found)


def test_a_newer_node(tmp_path: Path) -> None:
    found = one(tmp_path, {"elasticsearch.yml": NEW}, "elasticsearch")
    assert found.value("cluster.name") == "shop-search"
    assert found.value("cluster.role") == "master,data_hot"
    assert found.value("data.dir") == "/var/lib/elasticsearch"
    assert ports(found) == [(9250, "http"), (9300, "tcp")]
    assert found.value("auth") == {"enabled": True, "mechanism": "xpack"}
    assert found.value("tls") == {"enabled": True}
    assert targets(found) == [("search-b.corp:9300", "elasticsearch-peer", "call")]
    assert "memory.limit" in unknown(found)


def test_answers_of_the_server(tmp_path: Path) -> None:
    nodes = {
        "cluster_name": "logs",
        "nodes": {
            "x": {
                "name": "es-1",
                "transport_address": "10.4.0.1:9300",
                "version": "6.8.23",
                "roles": ["master", "data"],
            }
        },
    }
    stats = {"cluster_name": "logs", "nodes": {}, "indices": {"store": {"size_in_bytes": 1234}}}
    files = {
        "nodes.json": json.dumps(nodes),
        "stats.json": json.dumps(stats),
        "indices.txt": (
            "health status index uuid pri rep docs.count docs.deleted store.size pri.store.size\n"
            "green  open   orders abcd   5   1        120            0      1.2mb        600kb\n"
        ),
    }
    found = one(tmp_path, files, "elasticsearch")
    assert found.value("elasticsearch.version") == "6.8.23"
    assert found.value("data.size") == 1234
    assert items(found, "cluster.members") == [
        {"host": "10.4.0.1", "port": 9300, "role": "master,data"}
    ]
    assert items(found, "indices") == [
        {"name": "orders", "shards": 5, "replicas": 1, "size": "1.2mb"}
    ]


def test_the_answer_to_a_bare_request(tmp_path: Path) -> None:
    answer = {"cluster_name": "c", "version": {"number": "7.17.3"}, "tagline": "You Know"}
    found = one(tmp_path, {"root.json": json.dumps(answer)}, "elasticsearch")
    assert found.value("elasticsearch.version") == "7.17.3"
    assert found.value("cluster.name") == "c"


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(5)) + "x: [\n",
        "[" * 200 + "]" * 200,
        "a: &a [1,1,1,1,1,1,1,1,1,1]\n"
        + "".join(
            f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 10)}]\n"
            for n in range(8)
        ),
        "a: *nowhere\n",
    ],
)
def test_hostile_yaml_costs_itself(tmp_path: Path, text: str) -> None:
    read = reading(tmp_path, {"elasticsearch.yml": text})
    assert [c.kind for c in read.components] == ["elasticsearch"]
    assert read.unread


def test_deep_json_costs_itself(tmp_path: Path) -> None:
    text = '{"cluster_name": "x", "nodes": ' + '{"a":' * 20_000 + "1" + "}" * 20_000 + "}"
    read = reading(tmp_path, {"nodes.json": text})
    assert read.unread


def test_options_of_another_jvm(tmp_path: Path) -> None:
    assert components(tmp_path, {"jvm.options": "-Xmx1g\n"}, "elasticsearch") == []
