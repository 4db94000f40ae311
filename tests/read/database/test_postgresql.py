"""PostgreSQL servers and standbys."""

from __future__ import annotations

from pathlib import Path

import msgspec

from tests.read.reading import components, items, one, places, ports, reading, targets, unknown

MARK = "LEAKMARK"
CONF = """# PostgreSQL
data_directory = '/srv/pg/main'   # where
listen_addresses = '10.9.0.1, localhost'
port = 5433
max_connections = 200
shared_buffers 2GB
#ssl = off
ssl = on
log_directory = '/var/log/postgresql'
wal_level = replica
"""
HBA = """# TYPE DATABASE USER ADDRESS METHOD
local all postgres peer
host shop shop 10.0.0.0/8 md5
host all all 10.1.0.0 255.255.0.0 ldap ldapserver="ldap.corp" ldapprefix="uid="
hostssl replication repl 10.9.0.2/32 scram-sha-256
"""


def test_a_source(tmp_path: Path) -> None:
    stat = (
        " pid | usename | application_name | client_addr | state | sent_lsn \n"
        "-----+---------+------------------+-------------+-------+----------\n"
        "  12 | repl    | standby1         | 10.9.0.2    | streaming | 0/3000060\n"
    )
    files = {"postgresql.conf": CONF, "pg_hba.conf": HBA, "repl.txt": stat, "PG_VERSION": "9.6\n"}
    found = one(tmp_path, files, "postgresql")
    assert ports(found) == [(5433, "postgresql")]
    assert found.value("postgresql.version") == "9.6"
    assert found.value("data.dir") == "/srv/pg/main"
    assert found.value("bind.addresses") == ["10.9.0.1", "localhost"]
    assert found.value("tls") == {"enabled": True}
    assert {"name": "shared_buffers", "value": "2GB"} in items(found, "settings")
    assert items(found, "log.files") == [{"path": "/var/log/postgresql"}]
    assert found.value("replication.role") == "source"
    assert items(found, "cluster.members") == [{"host": "10.9.0.2", "role": "replica"}]
    assert found.value("auth") == {"enabled": True, "mechanism": "peer,md5,ldap,scram-sha-256"}
    assert [r["address"] for r in items(found, "access.rules")] == [
        None,
        "10.0.0.0/8",
        "10.1.0.0 255.255.0.0",
        "10.9.0.2/32",
    ]
    assert targets(found) == [("ldap.corp:389", "ldap", "call")]
    assert places(found, "tls") == ["postgresql.conf:8"]


def test_a_standby_of_an_old_version(tmp_path: Path) -> None:
    recovery = (
        "standby_mode = 'on'\n"
        f"primary_conninfo = 'host=10.9.0.1 port=5433 user=repl password={MARK}'\n"
    )
    files = {"postgresql.conf": "port = 5432\n", "recovery.conf": recovery}
    read = reading(tmp_path / "x", files)
    assert MARK.encode() not in msgspec.json.encode(read)
    found = one(tmp_path, files, "postgresql")
    assert found.value("replication.role") == "replica"
    assert found.value("replication.source") == ["10.9.0.1:5433"]
    assert targets(found) == [("10.9.0.1:5433", "postgresql", "replicate")]
    assert "postgresql.version" in unknown(found)


def test_a_standby_of_a_newer_version(tmp_path: Path) -> None:
    files = {
        "data/postgresql.conf": "hot_standby = on\n",
        "data/standby.signal": "",
        "data/postgresql.auto.conf": "primary_conninfo = 'user=r host=pg1.corp'\n",
        "v.txt": "postgres (PostgreSQL) 15.4 (Debian 15.4-1)\n",
    }
    found = one(tmp_path, files, "postgresql")
    assert found.value("replication.source") == ["pg1.corp:5432"]
    assert found.value("postgresql.version") == "15.4"
    assert [e.port for e in found.endpoints if e.origins] == []


def test_settings_as_a_table(tmp_path: Path) -> None:
    text = (
        "           name           |  setting   | unit\n"
        "--------------------------+------------+-----\n"
        " port                     | 5999       |\n"
        " server_version           | 12.17      |\n"
        " data_directory           | /pg/12     |\n"
        " max_connections          | 50         |\n"
    )
    found = one(tmp_path, {"settings.txt": text}, "postgresql")
    assert found.value("postgresql.version") == "12.17"
    assert found.value("data.dir") == "/pg/12"
    assert ports(found) == [(5999, "postgresql")]
    assert items(found, "settings") == [{"name": "max_connections", "value": "50"}]


def test_two_clusters_of_one_host(tmp_path: Path) -> None:
    files = {
        "etc/postgresql/9.6/main/postgresql.conf": "port = 5432\n",
        "etc/postgresql/9.6/main/pg_hba.conf": "host all all all trust\n",
        "etc/postgresql/15/main/postgresql.conf": "port = 5433\n",
    }
    found = {c.name: c for c in components(tmp_path, files, "postgresql")}
    assert {name: ports(c)[0][0] for name, c in found.items()} == {"9.6": 5432, "15": 5433}
    assert found["9.6"].value("auth") == {"enabled": False, "mechanism": None}
    assert "auth" not in found["15"].facts
