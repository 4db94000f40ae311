"""Redis servers and sentinels from their configuration and from INFO."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.read.reading import components, items, one, places, ports, reading, targets, unknown

MARK = "LEAKMARK"
CACHE = f"""# cache of the shop
bind 127.0.0.1 -::1
port 6380
dir /srv/redis/6380
logfile "/var/log/redis/6380.log"
save ""
appendonly yes
maxmemory 2gb
maxmemory-policy allkeys-lru
requirepass {MARK}
# slaveof 10.9.9.9 6379
"""
REPLICA = f"port 6379\ndir ./\nsave 900 1\nsave 300 10\nslaveof 10.1.0.5 6380\nmasterauth {MARK}\n"
INFO = """# Server
redis_version:3.2.12
redis_mode:standalone
tcp_port:6379
# Memory
used_memory:52428800
maxmemory:0
# Persistence
aof_enabled:0
# Replication
role:master
connected_slaves:1
slave0:ip=10.1.0.6,port=6379,state=online,offset=1,lag=0
# Keyspace
db0:keys=120,expires=4,avg_ttl=0
db3:keys=7,expires=0,avg_ttl=0
"""


def test_a_cache(tmp_path: Path) -> None:
    found = one(tmp_path, {"redis.conf": CACHE}, "redis")
    assert ports(found) == [(6380, "redis")]
    assert found.value("data.dir") == "/srv/redis/6380"
    assert items(found, "log.files") == [{"path": "/var/log/redis/6380.log"}]
    assert {"path": "/srv/redis/6380", "holds": "data"} in items(found, "files.written")
    assert found.value("persistence") == ["aof"]
    assert found.value("memory.limit") == 2 << 30
    assert found.value("auth") == {"enabled": True, "mechanism": "password"}
    assert found.value("bind.addresses") == ["127.0.0.1", "::1"]
    assert items(found, "settings") == [{"name": "maxmemory-policy", "value": "allkeys-lru"}]
    assert places(found, "memory.limit") == ["redis.conf:8"]
    holds = [{"key": "requirepass", "holds": "secret", "line": 10}]
    assert items(found, "config.files") == [
        {"path": "redis.conf", "keys": ["requirepass"], "holds": holds}
    ]
    assert found.references == ()
    assert unknown(found)["replication.role"] == "read.server.replicas_unseen"
    assert unknown(found)["redis.version"] == "read.unknown.redis.version"


def test_a_replica(tmp_path: Path) -> None:
    found = one(tmp_path, {"redis.conf": REPLICA}, "redis")
    assert found.value("replication.role") == "replica"
    assert found.value("replication.source") == ["10.1.0.5:6380"]
    assert targets(found) == [("10.1.0.5:6380", "redis", "replicate")]
    assert found.value("persistence") == ["rdb"]
    assert found.value("auth") == {"enabled": False, "mechanism": None}
    assert found.value("data.dir") == "./"
    assert "files.written" not in found.facts
    assert "memory.limit" in unknown(found)


def test_what_info_adds(tmp_path: Path) -> None:
    files = {"redis.conf": "port 6379\nappendonly no\n", "redis-info.txt": INFO}
    found = one(tmp_path, files, "redis")
    assert found.value("redis.version") == "3.2.12"
    assert found.value("replication.role") == "source"
    assert found.value("data.size") == 52428800
    assert items(found, "cluster.members") == [
        {"host": "10.1.0.6", "port": 6379, "role": "replica"}
    ]
    assert items(found, "databases") == [{"name": "db0", "keys": 120}, {"name": "db3", "keys": 7}]


def test_info_alone_of_a_newer_replica(tmp_path: Path) -> None:
    info = (
        "redis_version:7.0.15\nredis_mode:cluster\ntcp_port:7001\nused_memory:1048576\n"
        "maxmemory:4294967296\nrole:slave\nmaster_host:10.1.0.5\nmaster_port:7000\n"
    )
    found = one(tmp_path, {"info.txt": info}, "redis")
    assert found.value("redis.version") == "7.0.15"
    assert found.value("memory.limit") == 4 << 30
    assert found.value("replication.source") == ["10.1.0.5:7000"]
    assert found.value("cluster.role") == "cluster node"
    assert ports(found) == [(7001, "redis")]
    assert found.value("data.size") == 1048576
    assert "data.dir" in unknown(found)


def test_a_sentinel(tmp_path: Path) -> None:
    text = (
        "port 26379\ndir /var/lib/redis\nsentinel monitor orders 10.1.0.5 6379 2\n"
        f"sentinel auth-pass orders {MARK}\nsentinel known-slave orders 10.1.0.6 6379\n"
        "sentinel known-sentinel orders 10.1.0.9 26379 0123456789abcdef\n"
    )
    found = one(tmp_path, {"sentinel.conf": text}, "redis")
    assert found.value("cluster.role") == "sentinel"
    assert found.value("cluster.name") == "orders"
    assert found.value("cluster.quorum") == 2
    assert items(found, "cluster.members") == [
        {"host": "10.1.0.5", "port": 6379, "role": "source", "of": "orders"},
        {"host": "10.1.0.6", "port": 6379, "role": "replica", "of": "orders"},
        {"host": "10.1.0.9", "port": 26379, "role": "sentinel", "of": "orders"},
    ]
    assert targets(found) == [("10.1.0.5:6379", "redis", "call")]
    assert ports(found) == [(26379, "redis")]
    assert unknown(found)["persistence"] == "read.server.sentinel"
    assert found.value("auth") == {"enabled": True, "mechanism": "password"}


def test_units_of_a_thousand_and_of_1024(tmp_path: Path) -> None:
    for number, (written, size) in enumerate({"2g": 2 * 10**9, "512mb": 512 << 20}.items()):
        files = {"redis.conf": f"appendonly no\nmaxmemory {written}\n"}
        assert one(tmp_path, files, "redis", str(number)).value("memory.limit") == size


def test_two_servers_and_their_info_in_one_folder(tmp_path: Path) -> None:
    files = {
        "redis-6380.conf": CACHE,
        "redis-6379.conf": REPLICA,
        "info-6379.txt": "redis_version:5.0.3\nrole:slave\nmaster_host:10.1.0.5\n",
    }
    found = {c.name: c for c in components(tmp_path, files, "redis")}
    assert sorted(found) == ["redis-6379", "redis-6380"]
    assert found["redis-6379"].value("redis.version") == "5.0.3"
    assert "redis.version" in unknown(found["redis-6380"])
    assert {c.id for c in found.values()} == {"input-redis-6379", "input-redis-6380"}


def test_the_same_name_in_two_folders(tmp_path: Path) -> None:
    files = {"node1/conf/redis.conf": CACHE, "node2/conf/redis.conf": REPLICA}
    assert [c.name for c in components(tmp_path, files, "redis")] == ["node1", "node2"]


@pytest.mark.parametrize("text", [CACHE, REPLICA, f"sentinel monitor a 10.0.0.1 6379 2\nsentinel auth-pass a {MARK}\n"])  # fmt: skip  # noqa: E501
def test_no_password_leaves_the_reader(tmp_path: Path, text: str) -> None:
    read = reading(tmp_path, {"redis.conf": text})
    assert read.components
    assert MARK.encode() not in msgspec.json.encode(read)


@pytest.mark.parametrize(
    "text",
    [
        "http {\n  upstream x { server 10.0.0.1:80; }\n  save 1 2\n}\n",
        "# maxmemory 1gb\n# port 6379\n",
        "Listen 80\nTimeout 300\n",
        "",
    ],
)
def test_what_is_no_redis_configuration(tmp_path: Path, text: str) -> None:
    assert components(tmp_path, {"x.conf": text}, "redis") == []


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "latin-1"])
def test_comments_in_any_encoding_and_windows_line_ends(tmp_path: Path, encoding: str) -> None:
    comment = "é" if encoding == "latin-1" else "缓存"
    text = f"# {comment}\r\nport 6400\r\nappendonly yes\r\n"
    found = one(tmp_path, {"redis.conf": text.encode(encoding)}, "redis")
    assert ports(found) == [(6400, "redis")]
    assert places(found, "persistence") == ["redis.conf:3"]


def test_nonsense_in_values_is_left_out(tmp_path: Path) -> None:
    text = "port 99999999999\nmaxmemory lots\nslaveof\nappendonly yes\nsentinel\n"
    found = one(tmp_path, {"redis.conf": text}, "redis")
    assert found.value("memory.limit") is None
    assert found.references == ()
