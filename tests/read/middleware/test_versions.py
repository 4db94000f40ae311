"""Versions and sizes of middleware on a second subject each, and what only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.reading import items, one, unknown

BROKER = "broker.id=3\nlog.dirs=/kafka\nzookeeper.connect=zk:2181\n"
ARTEMIS = (
    "<configuration xmlns='urn:activemq'><core xmlns='urn:activemq:core'>"
    "<acceptors><acceptor name='a'>tcp://0.0.0.0:61616</acceptor></acceptors></core></configuration>"
)
SITE = "<configuration><property><name>fs.defaultFS</name><value>hdfs://nn:8020</value></property></configuration>"


@pytest.mark.parametrize(
    ("kind", "fact", "files", "expected"),
    [
        ("kafka", "kafka.version",
         {"server.properties": BROKER,
          "server.log": "INFO Kafka version: 2.8.0 (org.apache.kafka.common.utils.X)\n"},
         "2.8.0"),
        ("kafka", "kafka.version",
         {"server.properties": BROKER, "v.txt": "0.11.0.3 (Commit:26ddb9e3)\n"}, "0.11.0.3"),
        ("kafka", "kafka.version",
         {"server.properties": BROKER + "inter.broker.protocol.version=2.4-IV1\n"}, "2.4"),
        ("activemq", "activemq.version",
         {"broker.xml": ARTEMIS,
          "artemis.log": "AMQ221001: Apache ActiveMQ Artemis Message Broker version 2.19.1 [x]\n"},
         "2.19.1"),
        ("rocketmq", "rocketmq.version",
         {"broker.conf": "brokerName=a\nbrokerRole=ASYNC_MASTER\nnamesrvAddr=n:9876\n",
          "list.txt": "#Cluster Name  #Broker Name  #BID  #Addr  #Version\n"
          "C  a  0  10.1.1.1:10911  V5_1_0\n"},
         "5.1.0"),
        ("oracle", "oracle.version",
         {"init.ora": "db_name=x\n",
          "v.txt": "Oracle Database 19c Standard Edition 2 Release 19.0.0.0.0 - Production\n"},
         "19.0.0.0.0"),
        ("ldap", "ldap.version",
         {"slapd.conf": "database hdb\nsuffix dc=x\n",
          "v.txt": "@(#) $OpenLDAP: slapd 2.5.13+dfsg-5 (Feb  8 2023) $\n"},
         "2.5.13"),
        ("hadoop", "hadoop.version",
         {"core-site.xml": SITE, "v.txt": "Hadoop 3.3.6\nSource code repository x\n"}, "3.3.6"),
        ("memcached", "memcached.version",
         {"memcached.conf": "-m 64\n-p 11212\n", "s.txt": "STAT pid 1\nSTAT version 1.6.18\n"},
         "1.6.18"),
        ("zookeeper", "zookeeper.version",
         {"zoo.cfg": "clientPort=2181\ndataDir=/d\n",
          "stat.txt": "Zookeeper version: 3.4.6-1569965, built on 02/20/2014\nMode: follower\n"},
         "3.4.6"),
    ],
)  # fmt: skip
def test_versions(
    tmp_path: Path, kind: str, fact: str, files: dict[str, str | bytes], expected: str
) -> None:
    found = one(tmp_path, files, kind)
    assert found.value(fact) == expected
    assert fact not in unknown(found)


def test_what_brokers_speak_is_less_sure_than_what_they_log(tmp_path: Path) -> None:
    spoken = BROKER + "inter.broker.protocol.version=2.4\n"
    log = "INFO Kafka version : 2.6.1 (org.apache.kafka.common.utils.AppInfoParser)\n"
    found = one(tmp_path, {"server.properties": spoken, "kafka.log": log}, "kafka")
    assert found.value("kafka.version") == "2.6.1"
    assert found.facts["kafka.version"].confidence == 1.0


def test_a_clients_version_of_a_protocol_is_none(tmp_path: Path) -> None:
    text = "INFO Kafka version is unknown\n2.8.0 released\n(Commit: abc)\n"
    found = one(tmp_path, {"server.properties": BROKER, "notes.txt": text}, "kafka")
    assert "kafka.version" in unknown(found)
    assert items(found, "files.written") == [{"path": "/kafka", "holds": "data"}]


NGINX = (
    "events {}\nhttp { server { listen 80; location / { proxy_pass http://10.1.1.1:8080; } } }\n"
)
HAPROXY = (
    "global\n daemon\nfrontend f\n bind *:80\n"
    " default_backend b\nbackend b\n server a 10.1.1.1:80\n"
)


@pytest.mark.parametrize(
    ("kind", "config", "output", "expected"),
    [
        ("nginx", NGINX, "nginx version: nginx/1.20.1\nbuilt by gcc 4.8.5\n", "1.20.1"),
        ("nginx", NGINX, "Tengine version: Tengine/2.3.3\nnginx version: nginx/1.18.0\n", "2.3.3"),
        ("haproxy", HAPROXY, "HA-Proxy version 1.5.18 2016/05/10\nCopyright x\n", "1.5.18"),
        ("haproxy", HAPROXY, "HAProxy version 2.6.12-1+deb12u1 2023/12/16\n", "2.6.12-1"),
        ("nginx", NGINX, "GET /docs/nginx version: 1 HTTP/1.1\nserver: nginx/1.2\n", None),
        ("haproxy", HAPROXY, "see HAProxy version 2.0 for more\n", None),
    ],
)
def test_versions_of_balancers(
    tmp_path: Path, kind: str, config: str, output: str, expected: str | None
) -> None:
    name = "haproxy.cfg" if kind == "haproxy" else "nginx.conf"
    found = one(tmp_path, {name: config, "version.txt": output}, kind)
    assert found.value(f"{kind}.version") == expected
