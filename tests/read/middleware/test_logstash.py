"""Logstash: what its inputs listen on, whom inputs and outputs call, what pipelines hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.read.middleware.logstash import options
from tests.read.reading import items, one, ports, reading, targets, unknown

PIPELINE = """\
# input { redis { host => "10.5.0.99" } }
input {
  beats { port => 5045 ssl => false }
  if "x" in [tags] {
    kafka { bootstrap_servers => "k1.corp:9092,k2.corp:9093" topics => ["orders", "pay"] }
  }
  jdbc {
    jdbc_connection_string => "jdbc:mysql://10.5.0.3:3306/shop"
    jdbc_user => "reader"
    jdbc_password => "L0gPass"
    schedule => "* * * * *"
  }
}
filter { mutate { add_field => { "host" => "10.5.0.98" } } grok { match => { "m" => "%{IP:i}" } } }
output {
  elasticsearch { hosts => ["http://10.5.0.4:9200", "10.5.0.5"] password => 'El4st1c' }
  redis { host => "10.5.0.6" port => 6380 data_type => "list" }
  file { path => "/var/log/shop/%{type}.log" }
}
"""


def test_a_pipeline(tmp_path: Path) -> None:
    found = one(tmp_path, {"conf.d/shop.conf": PIPELINE, "v.txt": "logstash 7.17.0\n"}, "logstash")
    assert ports(found) == [(5045, "beats")]
    assert targets(found) == [
        ("k1.corp:9092", "kafka", "call"),
        ("k2.corp:9093", "kafka", "call"),
        ("10.5.0.3:3306", "mysql", "call"),
        ("10.5.0.4:9200", "http", "call"),
        ("10.5.0.5:9200", "http", "call"),
        ("10.5.0.6:6380", "redis", "call"),
    ]
    assert [r.account for r in found.references if r.database] == ["reader"]
    assert [t["name"] for t in items(found, "topics")] == ["orders", "pay"]
    assert [(p["stage"], p["name"]) for p in items(found, "logstash.plugins")][:3] == [
        ("input", "beats"), ("input", "kafka"), ("input", "jdbc"),
    ]  # fmt: skip
    assert items(found, "log.files") == [{"path": "/var/log/shop/"}]
    assert found.value("logstash.version") == "7.17.0"
    assert found.references[2].origins[0].place == "8"
    assert "L0gPass" not in repr(found)
    assert "El4st1c" not in repr(found)


def test_its_own_settings(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "logstash.yml": (
            "path.data: /data/logstash\npath.logs: /var/log/logstash\nhttp.port: 9601-9700\n"
            "queue.type: persisted\nxpack.monitoring.elasticsearch.hosts: ['http://es.corp:9201']\n"
            "xpack.monitoring.elasticsearch.password: M0nPass\n"
        ),
    }
    found = one(tmp_path, files, "logstash")
    assert ports(found) == [(9601, "http")]
    assert (found.value("data.dir"), found.value("persistence")) == (
        "/data/logstash", ["queue persisted"],
    )  # fmt: skip
    assert targets(found) == [("es.corp:9201", "http", "call")]
    assert "logstash.version" in unknown(found)
    assert "M0nPass" not in repr(found)


@pytest.mark.parametrize(
    "text",
    [
        "input { tcp { port => ",
        "output { " * 500,
        "input { beats { port => [[[[ } } } }",
        'output { x { a => "',
    ],
)
def test_broken_pipelines_end(text: str) -> None:
    assert len(list(options(text))) < 3


def test_other_files_with_braces(tmp_path: Path) -> None:
    nginx = "events {}\nhttp { server { listen 80; } }\n"
    kinds = {
        c.kind for c in reading(tmp_path, {"a.conf": nginx, "b.conf": "input = 1\n"}).components
    }
    assert "logstash" not in kinds
