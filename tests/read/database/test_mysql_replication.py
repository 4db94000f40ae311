"""Who follows whom: replica status of every age, scripts, groups; never the password."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.read.captured import captured, items, only, places

SECRET = "S3cretXYZ"
STARS = "*************************** {}. row ***************************\n"
OLD = STARS.format(1) + (
    "               Slave_IO_State: Waiting for master to send event\n"
    "                  Master_Host: db-a.corp\n                  Master_User: repl\n"
    "                  Master_Port: 3307\n             Slave_IO_Running: Yes\n"
    "            Slave_SQL_Running: No\n              Replicate_Do_DB: shop,blog\n"
    "           Master_SSL_Allowed: Yes\n        Seconds_Behind_Master: NULL\n"
    "                    SQL_Delay: 3600\n"
    "            Executed_Gtid_Set: 5d0c6c1e-3b0f-11e9-9d2a-005056a1f311:1-9,\n"
    "7a41d0c2-3b11-11e9-8c55-005056a1f312:1-2\n                Auto_Position: 1\n"
)
NEW = (
    OLD.replace("Master_Host", "Source_Host")
    .replace("Master_User", "Source_User")
    .replace("Master_Port", "Source_Port")
    .replace("Slave_", "Replica_")
    .replace("Master_SSL", "Source_SSL")
    .replace("Behind_Master", "Behind_Source")
)
CNF = "[mysqld]\nserver_id=2\nlog-bin\n"


@pytest.mark.parametrize("text", [OLD, NEW])
def test_replica_status(tmp_path: Path, text: str) -> None:
    found = only(tmp_path, {"my.cnf": CNF, "s.txt": text})
    assert found.value("replication.role") == "replica"
    assert found.value("replication.source") == ["db-a.corp:3307"]
    assert places(found, "replication.source") == ["in/s.txt 3"]
    assert items(found, "replication.channels") == [
        {
            "name": "", "host": "db-a.corp", "port": 3307, "account": "repl",
            "auto_position": True, "delay": 3600, "tls": True, "io_running": "Yes",
            "sql_running": "No", "lag": None, "known_by": "status",
        }
    ]  # fmt: skip
    assert items(found, "replication.filters") == [
        {"kind": "replicate_do_db", "value": "shop,blog"}
    ]
    assert found.value("gtid.executed") == (
        "5d0c6c1e-3b0f-11e9-9d2a-005056a1f311:1-9,7a41d0c2-3b11-11e9-8c55-005056a1f312:1-2"
    )
    (reference,) = found.references
    assert (reference.purpose, reference.account) == ("replicate", "repl")


def test_several_sources(tmp_path: Path) -> None:
    text = (
        STARS.format(1) + "Connection_name: erp\nMaster_Host: 10.1.0.1\nMaster_Port: 3306\n"
        "Using_Gtid: Slave_Pos\n"
        + STARS.format(2) + "Connection_name: hr\nMaster_Host: 10.1.0.2\nMaster_Port: 3306\n"
        "Using_Gtid: No\n"
    )  # fmt: skip
    found = only(tmp_path, {"my.cnf": "[mariadb]\nserver_id=9\n", "all_slaves_status": text})
    assert (found.kind, found.value("replication.role")) == ("mariadb", "multi-source")
    assert found.value("replication.source") == ["10.1.0.1:3306", "10.1.0.2:3306"]
    assert [i["name"] for i in items(found, "replication.channels")] == ["erp", "hr"]
    assert [r.target for r in found.references] == ["10.1.0.1:3306", "10.1.0.2:3306"]


def test_a_boxed_status_in_one_line(tmp_path: Path) -> None:
    text = (
        "Slave_IO_State\tMaster_Host\tMaster_User\tMaster_Port\tSlave_IO_Running\n"
        "Waiting\t10.1.0.1\trepl\t3306\tYes\n"
    )
    assert only(tmp_path, {"s.txt": text}).value("replication.source") == ["10.1.0.1:3306"]


def test_who_follows_and_is_followed_is_intermediate(tmp_path: Path) -> None:
    hosts = "Server_id\tHost\tPort\tMaster_id\n3\t10.1.0.3\t3306\t2\n"
    found = only(tmp_path, {"my.cnf": CNF, "s.txt": OLD, "h.txt": hosts})
    assert found.value("replication.role") == "intermediate"


@pytest.mark.parametrize(
    ("name", "text", "target", "account"),
    [
        ("init.sql", f"CHANGE MASTER TO MASTER_HOST='10.1.0.1', MASTER_USER='r', MASTER_PASSWORD='{SECRET}', MASTER_PORT=3308;", "10.1.0.1:3308", "r"),  # noqa: E501
        ("x.sql", f"change replication source to\n  source_host = 'db-1',\n source_user='r',source_password='{SECRET}';", "db-1:3306", "r"),  # noqa: E501
        ("x.sh", f"H=10.1.0.5\nmysql -p{SECRET} -e \"CHANGE MASTER TO MASTER_HOST='$H', MASTER_USER='${{U:-rep}}', MASTER_PASSWORD='{SECRET}'\"\n", "10.1.0.5:3306", "rep"),  # noqa: E501
        ("x.sql", f"CHANGE MASTER 'erp' TO master_host=\"10.1.0.6\", master_password='{SECRET}', master_use_gtid=slave_pos;", "10.1.0.6:3306", ""),  # noqa: E501
    ],
)  # fmt: skip
def test_scripts(tmp_path: Path, name: str, text: str, target: str, account: str) -> None:
    found = only(tmp_path, {"my.cnf": CNF, name: text})
    assert found.value("replication.source") == [target]
    assert found.value("replication.role") == "replica"
    assert found.facts["replication.role"].confidence < 1
    assert [r.account for r in found.references] == [account]
    assert SECRET.encode() not in msgspec.json.encode(found)


def test_options_of_a_channel(tmp_path: Path) -> None:
    text = (
        "CHANGE REPLICATION SOURCE TO SOURCE_HOST='a', SOURCE_AUTO_POSITION=1, SOURCE_DELAY=60,"
        " SOURCE_SSL=1 FOR CHANNEL 'hr';"
    )
    (channel,) = items(only(tmp_path, {"a.sql": text}), "replication.channels")
    assert (channel["name"], channel["auto_position"]) == ("hr", True)
    assert (channel["delay"], channel["tls"]) == (60, True)


@pytest.mark.parametrize(
    "text",
    [
        "-- CHANGE MASTER TO MASTER_HOST='10.1.0.1';\n",
        "# mysql -e \"CHANGE MASTER TO MASTER_HOST='10.1.0.1'\"\n",
        "CHANGE MASTER TO MASTER_DELAY=5;\n",
        "exchange master tokens master_host\n",
    ],
)
def test_what_names_no_source(tmp_path: Path, text: str) -> None:
    found = only(tmp_path, {"my.cnf": CNF, "a.sh": text})
    assert found.value("replication.source") is None
    assert found.value("replication.role") == "source"


def test_a_source_left_open_is_unknown(tmp_path: Path) -> None:
    text = "mysql -e \"CHANGE MASTER TO MASTER_HOST='$MASTER_IP', MASTER_USER='r'\"\n"
    found = only(tmp_path, {"my.cnf": CNF, "a.sh": text})
    assert found.value("replication.source") is None
    assert "replication.source" in [u.fact for u in found.unknown]


def test_a_running_server_rules_out_its_scripts(tmp_path: Path) -> None:
    script = "CHANGE MASTER TO MASTER_HOST='10.9.9.9';"
    found = only(tmp_path, {"my.cnf": CNF, "a.sql": script, "s.txt": OLD})
    assert found.value("replication.source") == ["db-a.corp:3307"]
    folder = tmp_path / "b"
    folder.mkdir()
    empty = "mysql> SHOW SLAVE STATUS\\G\nEmpty set (0.00 sec)\n"
    other = only(folder, {"my.cnf": CNF, "a.sql": script, "s.txt": empty})
    assert other.value("replication.role") == "source"


def test_group_replication(tmp_path: Path) -> None:
    text = (
        "CHANNEL_NAME\tMEMBER_ID\tMEMBER_HOST\tMEMBER_PORT\tMEMBER_STATE\tMEMBER_ROLE\n"
        "group_replication_applier\ta\tdb1\t3306\tONLINE\tPRIMARY\n"
        "group_replication_applier\tb\tdb2\t3306\tONLINE\tSECONDARY\n"
    )
    cnf = CNF + "loose-group_replication_group_name='aaaa-bbbb'\n"
    found = only(tmp_path, {"my.cnf": cnf, "members.txt": text})
    assert found.value("replication.role") == "group member"
    assert found.value("replication.group") == {"kind": "group replication", "name": "aaaa-bbbb"}
    assert items(found, "replication.group_members") == [
        {"host": "db1", "port": 3306, "state": "ONLINE", "role": "PRIMARY"},
        {"host": "db2", "port": 3306, "state": "ONLINE", "role": "SECONDARY"},
    ]


def test_galera(tmp_path: Path) -> None:
    cnf = (
        "[mysqld]\nserver_id=1\n[galera]\nwsrep_on=ON\nwsrep_cluster_name=shop\n"
        "wsrep_cluster_address=gcomm://10.1.0.1,10.1.0.2:4567\n"
    )
    found = only(tmp_path, {"my.cnf": cnf})
    assert found.value("replication.group") == {"kind": "galera", "name": "shop"}
    assert [i["host"] for i in items(found, "replication.group_members")] == [
        "10.1.0.1",
        "10.1.0.2",
    ]


def test_a_script_alone_is_a_server(tmp_path: Path) -> None:
    (found,) = captured(tmp_path, {"setup.sh": "mysql -e \"change master to master_host='h1'\"\n"})
    assert (found.kind, found.value("replication.source")) == ("mysql", ["h1:3306"])


@pytest.mark.parametrize(
    "text",
    [
        "CHANGE MASTER TO MASTER_PASSWORD='a;b\\';c', MASTER_HOST=\"10.9.9.1\", MASTER_USER='u1' "
        "FOR CHANNEL 'x';",
        "CHANGE REPLICATION SOURCE TO SOURCE_HOST='10.9.9.1',\n SOURCE_PASSWORD=\";a;\",\n"
        " SOURCE_USER='u1' FOR CHANNEL \"x\";\nSELECT 'MASTER_PORT=99';",
        "mysql -e \"CHANGE MASTER TO MASTER_HOST='10.9.9.1', MASTER_PASSWORD='a;b', "
        "MASTER_USER='u1' FOR CHANNEL 'x'; START SLAVE\"",
    ],
)
def test_a_semicolon_in_quotes_ends_no_statement(tmp_path: Path, text: str) -> None:
    found = only(tmp_path, {"my.cnf": CNF, "a.sql" if "mysql" not in text else "a.sh": text})
    assert found.value("replication.source") == ["10.9.9.1:3306"]
    assert [(i["name"], i["account"]) for i in items(found, "replication.channels")] == [
        ("x", "u1")
    ]
