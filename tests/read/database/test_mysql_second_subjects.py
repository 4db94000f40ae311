"""Facts of MySQL that other tests show on one server, shown on another that is unlike it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.captured import captured, items, only

OLD = (
    "[mysqld]\nserver-id=31\ndatadir=D:\\\\mysql\\\\data\n"
    "binlog_format=STATEMENT\nlog-bin=mysql-bin\n"
)
EMPTY = "mysql> show slave status\\G\nEmpty set (0.00 sec)\n"
FOLLOWS = (
    "*************************** 1. row ***************************\n"
    "               Slave_IO_State: Waiting for master to send event\n"
    "                  Master_Host: 172.20.0.11\n                  Master_User: rep\n"
    "                  Master_Port: 3310\n             Slave_IO_Running: Yes\n"
    "            Slave_SQL_Running: No\n        Seconds_Behind_Master: NULL\n"
)
FOLLOWED = (
    "+-----------+------+------+-----------+\n| Server_id | Host | Port | Master_id |\n"
    "+-----------+------+------+-----------+\n|        41 | rep3 | 3306 |        31 |\n"
    "+-----------+------+------+-----------+\n"
)


def test_a_standalone_server(tmp_path: Path) -> None:
    found = only(tmp_path, {"my.cnf": "[mysqld]\nserver-id=5\n", "slave.txt": EMPTY})
    assert found.value("replication.role") == "standalone"
    assert found.facts["replication.role"].confidence < 1


def test_an_intermediate_server(tmp_path: Path) -> None:
    found = only(tmp_path, {"my.cnf": OLD, "slave.txt": FOLLOWS, "hosts.txt": FOLLOWED})
    assert found.value("replication.role") == "intermediate"
    assert found.value("replication.source") == ["172.20.0.11:3310"]
    assert items(found, "replication.replicas") == [{"host": "rep3", "port": 3306}]
    (channel,) = items(found, "replication.channels")
    assert (channel["account"], channel["io_running"], channel["sql_running"], channel["lag"]) == (
        "rep", "Yes", "No", None,
    )  # fmt: skip


def test_a_server_of_two_channels(tmp_path: Path) -> None:
    status = FOLLOWS + " Channel_Name: crm\n" + FOLLOWS.replace(
        " 1. row", " 2. row"
    ).replace("172.20.0.11", "172.20.0.12") + " Channel_Name: erp\n"  # fmt: skip
    found = only(tmp_path, {"my.cnf": OLD, "slave.txt": status})
    assert found.value("replication.role") == "multi-source"
    assert found.value("replication.source") == ["172.20.0.11:3310", "172.20.0.12:3310"]
    assert [c["name"] for c in items(found, "replication.channels")] == ["crm", "erp"]


def test_a_member_of_a_group_by_its_configuration_alone(tmp_path: Path) -> None:
    cnf = (
        "[mysqld]\nserver_id=1\ngroup_replication_group_name=ce9be252-2b71-11e6-b8f4-00212844f856\n"
    )
    found = only(tmp_path, {"mysqld.cnf": cnf})
    assert found.value("replication.role") == "group member"
    assert found.value("replication.group") == {
        "kind": "group replication", "name": "ce9be252-2b71-11e6-b8f4-00212844f856",
    }  # fmt: skip


def test_a_replica_and_its_source(tmp_path: Path) -> None:
    replica = only(tmp_path, {"my.cnf": OLD, "slave.txt": FOLLOWS})
    assert replica.value("replication.role") == "replica"
    other = tmp_path / "source"
    other.mkdir()
    source = only(other, {"my.cnf": OLD, "hosts.txt": FOLLOWED})
    assert source.value("replication.role") == "source"


@pytest.mark.parametrize(
    ("option", "running", "expected"),
    [
        ("gtid-mode=ON", "", "ON"),
        ("gtid_mode = OFF_PERMISSIVE", "", "OFF_PERMISSIVE"),
        ("gtid_mode=OFF", "Variable_name\tValue\ngtid_mode\tON\nserver_id\t31\n", "ON"),
    ],
)
def test_gtid(tmp_path: Path, option: str, running: str, expected: str) -> None:
    files: dict[str, str | bytes] = {"my.cnf": OLD + option + "\n"}
    if running:
        files["vars.txt"] = running
    assert only(tmp_path, files).value("gtid") == expected


def test_formats_folders_and_ids(tmp_path: Path) -> None:
    found = only(tmp_path, {"my.ini": OLD})
    assert found.value("mysql.server_id") == 31
    assert found.value("binlog.format") == "STATEMENT"
    assert str(found.value("data.dir")).replace("\\\\", "\\") == "D:\\mysql\\data"
    assert found.origins("mysql.server_id")[0].place == "2"
    other = tmp_path / "b"
    other.mkdir()
    boxed = (
        "+---------------+-------+\n| Variable_name | Value |\n+---------------+-------+\n"
        "| binlog_format | MIXED |\n| server_id     | 77    |\n| datadir       | /u01/my/ |\n"
        "| version       | 5.6.51-log |\n+---------------+-------+\n"
    )
    shown = only(other, {"variables.txt": boxed})
    assert [shown.value(f) for f in ("binlog.format", "mysql.server_id", "data.dir")] == [
        "MIXED", 77, "/u01/my/",
    ]  # fmt: skip
    assert shown.value("mysql.version") == "5.6.51-log"


@pytest.mark.parametrize(
    ("cnf", "expected"),
    [
        ("rpl_semi_sync_master_enabled=1\nrpl_semi_sync_slave_enabled=1\n", "both"),
        ("rpl_semi_sync_replica_enabled=ON\n", "replica"),
        ("rpl-semi-sync-source-enabled=0\n", "off"),
    ],
)
def test_semi_synchronous_replication(tmp_path: Path, cnf: str, expected: str) -> None:
    assert only(tmp_path, {"my.cnf": OLD + cnf}).value("semi_sync") == expected


def test_sizes(tmp_path: Path) -> None:
    cnf = "[mysqld]\nserver_id=1\ndatadir=/srv/my\n"
    used = "$ du -sh /srv/my\n1.5G\t/srv/my\n"
    assert only(tmp_path, {"my.cnf": cnf, "du.txt": used}).value("data.size") == 1610612736
    other = tmp_path / "b"
    other.mkdir()
    summed = (
        "+--------------+---------+\n| table_schema | size_mb |\n+--------------+---------+\n"
        "| shop         |  100.00 |\n| erp          |   28.00 |\n+--------------+---------+\n"
    )
    assert only(other, {"my.cnf": cnf, "size.txt": summed}).value("data.size") == 128 << 20


OTHER_DUMP = """\
-- MariaDB dump 10.19  Distrib 10.5.23-MariaDB, for debian-linux-gnu (x86_64)
-- Host: localhost    Database: legacy
-- Server version	10.5.23-MariaDB-0+deb11u1
USE `legacy`;
CREATE TABLE `log` (`x` int) ENGINE=ARCHIVE DEFAULT CHARSET=latin1;
CREATE TABLE `hits` (`id` int PRIMARY KEY) ENGINE=MyISAM DEFAULT CHARSET=gbk COLLATE=gbk_bin;
CREATE DEFINER=`app`@`10.%` PROCEDURE `tidy`() BEGIN DELETE FROM log; END;
CREATE DEFINER=`root`@`%` EVENT `nightly` ON SCHEDULE EVERY 1 DAY DO CALL tidy();
"""


def test_another_dump(tmp_path: Path) -> None:
    (found,) = captured(tmp_path, {"legacy.sql": OTHER_DUMP})
    assert [e["name"] for e in items(found, "mysql.engines")] == ["ARCHIVE", "MyISAM"]
    assert [(c["name"], c["collation"]) for c in items(found, "mysql.charsets")] == [
        ("latin1", None),
        ("gbk", "gbk_bin"),
    ]
    assert [t["name"] for t in items(found, "mysql.tables_without_key")] == ["log"]
    assert [d["name"] for d in items(found, "mysql.definers")] == ["app@10.%", "root@%"]
    assert [(r["what"], r["name"]) for r in items(found, "mysql.routines")] == [
        ("procedure", "tidy"),
        ("event", "nightly"),
    ]
    assert found.value("mysql.version") == "10.5.23-MariaDB-0+deb11u1"
