"""Whom MySQL servers call beside their sources: members of groups, other servers of scripts."""

from __future__ import annotations

from pathlib import Path

from tests.read.captured import captured, items, only

CNF = "[mysqld]\nserver_id=1\nlog_bin=b\n"


def _calls(found: object) -> list[tuple[str, str, str, str]]:
    return [(r.target, r.protocol, r.setting, r.account) for r in found.references]  # type: ignore[attr-defined]


def test_members_of_a_group_are_called_at_the_groups_port(tmp_path: Path) -> None:
    cnf = CNF + (
        "loose-group_replication_group_name=aaaa\n"
        'loose-group_replication_local_address="10.7.2.1:33061"\n'
        'loose-group_replication_group_seeds="10.7.2.1:33061,10.7.2.2:33061, db3.corp:33062"\n'
    )
    found = only(tmp_path, {"my.cnf": cnf})
    members = items(found, "replication.group_members")
    assert [(m["host"], m["port"], m["group_port"]) for m in members] == [
        ("10.7.2.1", None, 33061),
        ("10.7.2.2", None, 33061),
        ("db3.corp", None, 33062),
    ]
    setting = "group_replication_group_seeds"
    assert _calls(found) == [
        ("10.7.2.2:33061", "mysql-group", setting, ""),
        ("db3.corp:33062", "mysql-group", setting, ""),
    ]
    # The port of clients is still the usual one.
    assert [(e.port, e.protocol) for e in found.endpoints] == [
        (3306, "mysql"),
        (33061, "mysql-group"),
    ]
    assert items(found, "mysql.addresses") == [{"address": "10.7.2.1"}]


def test_members_of_a_galera_cluster(tmp_path: Path) -> None:
    cnf = (
        "[mysqld]\nserver_id=1\nport=3307\n[galera]\nwsrep_on=ON\nwsrep_cluster_name=shop\n"
        "wsrep_node_address=10.1.0.1\n"
        "wsrep_cluster_address=gcomm://10.1.0.1,10.1.0.2:4667,10.1.0.3?pc.wait_prim=no\n"
    )
    found = only(tmp_path, {"my.cnf": cnf})
    assert [(t, p) for t, p, _, _ in _calls(found)] == [
        ("10.1.0.2:4667", "galera"),
        ("10.1.0.3:4567", "galera"),
    ]
    assert [(e.port, e.protocol) for e in found.endpoints] == [(3307, "mysql"), (4567, "galera")]


def test_a_group_that_is_started_or_off_calls_nobody(tmp_path: Path) -> None:
    for number, line in enumerate(("gcomm://", "gcomm://10.1.0.1\nwsrep_on=OFF")):
        folder = tmp_path / str(number)
        folder.mkdir()
        found = only(folder, {"my.cnf": CNF + f"wsrep_cluster_address={line}\n"})
        assert _calls(found) == []


SCRIPT = """\
#!/bin/sh
SLAVE=10.9.9.9
mysql -uroot -p'T0pS3cret' -h ${SLAVE} -P 3307 <<EOF
CHANGE MASTER TO MASTER_HOST='10.9.9.1', MASTER_USER='repl', MASTER_PASSWORD='r3plS3cret';
START SLAVE;
EOF
mysql -h10.9.9.1 -uroot -pT0pS3cret -e 'SHOW MASTER STATUS'
# mysql -h 10.9.9.50 -uroot
mysqldump -h 10.9.9.77 -u backup -pBackS3cret --all-databases > /backup/all.sql
echo mysql -h 10.9.9.51
"""


def test_a_script_tells_which_server_it_makes_follow(tmp_path: Path) -> None:
    (found,) = captured(tmp_path, {"setup.sh": SCRIPT})
    assert items(found, "mysql.addresses") == [{"address": "10.9.9.9"}]
    assert found.value("replication.source") == ["10.9.9.1:3306"]
    assert _calls(found) == [
        ("10.9.9.77:3306", "mysql", "mysqldump", "backup"),
        ("10.9.9.1:3306", "mysql", "Master_Host", "repl"),
    ]
    assert "S3cret" not in repr(found)


def test_a_statement_on_the_clients_own_line(tmp_path: Path) -> None:
    line = "mysql --host=db2.corp -uroot -e \"CHANGE MASTER TO MASTER_HOST='db1.corp'\"\n"
    (found,) = captured(tmp_path, {"s.sh": line})
    assert items(found, "mysql.addresses") == [{"address": "db2.corp"}]
    # A document that ended before says nothing of what stands below it.
    other = tmp_path / "o"
    other.mkdir()
    text = "mysql -h 10.1.1.1 <<E\nselect 1\nE\nmysql -e \"change master to master_host='h'\"\n"
    (found,) = captured(other, {"s.sh": text})
    assert "mysql.addresses" not in found.facts


def test_variables_tabbed_in_a_tsv_file(tmp_path: Path) -> None:
    rows = "Variable_name\tValue\nserver_id\t12\nversion\t8.0.36\ndatadir\t/data/mysql/\n"
    found = only(tmp_path, {"variables.tsv": rows})
    assert (found.kind, found.value("mysql.server_id"), found.value("mysql.version")) == (
        "mysql", 12, "8.0.36",
    )  # fmt: skip
    status = "Slave_IO_State\tMaster_Host\tMaster_Port\tSlave_IO_Running\nx\t10.2.2.2\t3306\tYes\n"
    other = tmp_path / "o"
    other.mkdir()
    assert only(other, {"slave.tsv": status}).value("replication.role") == "replica"


DUMP = """\
-- MySQL dump 10.13  Distrib 5.7.44, for Linux (x86_64)
USE `shop`;
CREATE TABLE `settings` (
  `id` int NOT NULL,
  `smtp_password` varchar(64) DEFAULT 'Pl41nInDump',
  `note` varchar(9) DEFAULT 'open',
  `api_key` varchar(64) NOT NULL DEFAULT 'it''s-a-k3y' COMMENT 'x',
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
CREATE TABLE t (id int, pwd char(9) default 'an0therOne', town char(9) default 'Bonn');
CREATE TABLE `orders` (`id` int PRIMARY KEY) ENGINE=FEDERATED
 CONNECTION='mysql://fed:F3dSecret@10.3.3.3:3308/erp/orders';
"""


def test_defaults_of_columns_for_secrets_are_not_kept(tmp_path: Path) -> None:
    found = only(tmp_path, {"my.cnf": CNF, "shop.sql": DUMP})
    kept = repr(found)
    for secret in ("Pl41nInDump", "it''s-a-k3y", "s-a-k3y", "an0therOne", "F3dSecret"):
        assert secret not in kept
    for open_word in ("'open'", "'Bonn'"):
        assert open_word in kept
    assert _calls(found) == [("10.3.3.3:3308", "mysql", "CONNECTION", "fed")]
    assert found.references[0].database == "erp"
