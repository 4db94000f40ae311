"""etcd, Consul and Nacos: ports, folders, members and stores; what only looks like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.reading import components, items, one, ports, reading, targets, unknown

ETCD = """\
name: infra0
data-dir: /var/lib/etcd
listen-client-urls: https://10.0.1.10:2379,http://127.0.0.1:2379
listen-peer-urls: https://10.0.1.10:2380
advertise-client-urls: https://10.0.1.10:2379
initial-cluster-token: shop-etcd
initial-cluster: infra0=https://10.0.1.10:2380,infra1=https://10.0.1.11:2380
client-transport-security: {cert-file: /etc/etcd/server.crt, client-cert-auth: true}
"""
ETCD_ENV = """\
#ETCD_CORS=""
ETCD_NAME="solo"
ETCD_DATA_DIR="/data/etcd/default.etcd"
ETCD_LISTEN_CLIENT_URLS="http://0.0.0.0:4001"
ETCD_INITIAL_CLUSTER="solo=http://10.9.0.1:2380"
"""


def test_etcd_in_yaml(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "etcd.conf.yml": ETCD,
        "version.txt": "etcd Version: 3.5.9\nGit SHA: bdbbde998\nGo Version: go1.19.9\n",
    }
    found = one(tmp_path, files, "etcd")
    assert ports(found) == [(2379, "etcd"), (2380, "etcd-peer")]
    assert found.value("data.dir") == "/var/lib/etcd"
    assert found.value("etcd.version") == "3.5.9"
    assert found.value("cluster.name") == "shop-etcd"
    assert found.value("tls") == {"enabled": True}
    assert found.value("auth") == {"enabled": True, "mechanism": "certificate"}
    assert [(m["host"], m["port"], m["node"]) for m in items(found, "cluster.members")] == [
        ("10.0.1.10", 2380, "infra0"),
        ("10.0.1.11", 2380, "infra1"),
    ]
    assert targets(found) == [("10.0.1.11:2380", "etcd-peer", "call")]
    assert unknown(found) == {"data.size": "read.server.no_status"}


def test_etcd_in_variables(tmp_path: Path) -> None:
    found = one(tmp_path, {"etcd.conf": ETCD_ENV}, "etcd")
    assert ports(found) == [(4001, "etcd")]
    assert found.value("data.dir") == "/data/etcd/default.etcd"
    assert found.value("cluster.role") == "standalone"
    assert targets(found) == []
    assert "etcd.version" in unknown(found)


CONSUL = """\
{
  "datacenter": "bj1", "data_dir": "/opt/consul", "server": true, "bootstrap_expect": 3,
  "bind_addr": "10.2.0.1", "encrypt": "pUqJrVyVRj5jsiYEkM/tFQYfWyJIv4s3XkvDwy7Cu5s=",
  "retry_join": ["10.2.0.2", "10.2.0.3:9301", "provider=aws tag_key=x"],
  "ports": {"http": 8501, "dns": 53},
  "acl": {"enabled": true, "tokens": {"master": "b1gs33cr3t-token"}}
}
"""
CONSUL_HCL = """\
# data_dir = "/old"
datacenter = "sh1"
data_dir = "/srv/consul"
server = false
retry_join = [
  "consul-a.corp", # the first
  "consul-b.corp"
]
ports {
  http = 8500
  grpc = 8502
}
acl = { enabled = false }
encrypt = "aPuGh+5UDskRAbkLaXRzFoSOcSM+5vAK+NEYOWHJH7w="
"""


def test_consul_in_json(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"consul.json": CONSUL, "v.txt": "Consul v1.9.0\nRevision a\n"}
    found = one(tmp_path, files, "consul")
    assert ports(found) == [(8501, "http"), (53, "dns")]
    assert (found.value("data.dir"), found.value("cluster.name")) == ("/opt/consul", "bj1")
    assert (found.value("cluster.role"), found.value("cluster.quorum")) == ("server", 3)
    assert (found.value("consul.version"), found.value("bind.addresses")) == ("1.9.0", ["10.2.0.1"])
    assert found.value("auth") == {"enabled": True, "mechanism": "acl"}
    assert targets(found) == [
        ("10.2.0.2:8301", "consul-peer", "call"),
        ("10.2.0.3:9301", "consul-peer", "call"),
    ]
    assert found.references[0].origins[0].place == "4"
    assert "pUqJrVy" not in repr(found)
    assert "s33cr3t" not in repr(found)


def test_consul_in_hcl(tmp_path: Path) -> None:
    found = one(tmp_path, {"consul.d/agent.hcl": CONSUL_HCL}, "consul")
    assert ports(found) == [(8500, "http"), (8502, "grpc")]
    assert (found.value("data.dir"), found.value("cluster.role")) == ("/srv/consul", "client")
    assert [(r.target, r.origins[0].place) for r in found.references] == [
        ("consul-a.corp:8301", "6"),
        ("consul-b.corp:8301", "7"),
    ]
    assert found.value("auth") == {"enabled": False, "mechanism": "acl"}
    assert "aPuGh" not in repr(found)
    assert "consul.version" in unknown(found)


NACOS = """\
server.servlet.contextPath=/nacos
server.port=8850
spring.datasource.platform=mysql
db.num=1
db.url.0=jdbc:mysql://10.3.0.9:3307/nacos_config?characterEncoding=utf8
db.user.0=nacos
db.password.0=N4c0sSecret
nacos.core.auth.enabled=true
nacos.core.auth.plugin.nacos.token.secret.key=VGhpc0lzTXlDdXN0b21TZWNyZXRLZXkwMTIzNDU2Nzg=
"""


def test_nacos_with_a_database(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "nacos/conf/application.properties": NACOS,
        "nacos/conf/cluster.conf": "#it is ip\n10.3.0.1:8850\n10.3.0.2:8850\n10.3.0.3\n",
    }
    found = one(tmp_path, files, "nacos")
    assert ports(found) == [(8850, "nacos"), (9850, "grpc")]
    assert found.value("persistence") == ["mysql"]
    database = found.references[0]
    assert (database.target, database.protocol, database.database, database.account) == (
        "10.3.0.9:3307", "mysql", "nacos_config", "nacos",
    )  # fmt: skip
    assert targets(found)[1:] == [
        ("10.3.0.1:8850", "nacos", "call"),
        ("10.3.0.2:8850", "nacos", "call"),
        ("10.3.0.3:8848", "nacos", "call"),
    ]
    assert found.value("auth") == {"enabled": True, "mechanism": None}
    assert "N4c0sSecret" not in repr(found)
    assert "VGhpc0lz" not in repr(found)


def test_nacos_alone(tmp_path: Path) -> None:
    conf = "server.port=8848\nnacos.naming.empty-service.auto-clean=true\n"
    log = "         ,--.\n Nacos 2.0.3\nRunning in stand alone mode\n"
    found = one(tmp_path, {"application.properties": conf, "start.out": log}, "nacos")
    assert found.value("cluster.role") == "standalone"
    assert found.value("persistence") == ["derby"]
    assert found.value("nacos.version") == "2.0.3"
    assert targets(found) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("app.yml", "name: shop\nlisten: 2379\n"),
        ("pod.yaml", "kind: Pod\nname: x\ninitial-cluster: a\nlisten-client-urls: b\n"),
        ("package.json", '{"name": "x", "data_dir": "y"}'),
        (
            "application.properties",
            "server.port=8080\nspring.cloud.nacos.discovery.server-addr=h:1\n",
        ),
        ("cluster.conf", "10.3.0.1:8848\n"),
        ("main.tf.hcl", 'data_dir = "x"\n'),
    ],
)
def test_what_only_looks_like_one(tmp_path: Path, path: str, text: str) -> None:
    kinds = {c.kind for c in reading(tmp_path, {path: text}).components}
    assert not kinds & {"etcd", "consul", "nacos"}


@pytest.mark.parametrize(
    "text", ["{", '{"data_dir": 1, "server": [[[[', "data_dir = \nserver = {{{{" * 50]
)
def test_damaged_files_of_consul(tmp_path: Path, text: str) -> None:
    for name in ("c.json", "c.hcl"):
        for found in components(tmp_path, {name: text}, "consul"):
            assert found.references == ()
