"""What clients print: every form, every statement, sizes, versions, accounts without secrets."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.read.captured import captured, items, only, places

SECRET = "S3cretXYZ"
BOXED = """mysql> show global variables;
+---------------+----------------+
| Variable_name | Value          |
+---------------+----------------+
| datadir       | /data/mysql/   |
| server_id     | 12             |
| port          | 3309           |
| version       | 8.0.36         |
| sql_mode      | A | B          |
+---------------+----------------+
5 rows in set (0.00 sec)

mysql> show master status;
+------------------+----------+--------------+------------------+-------------------+
| File             | Position | Binlog_Do_DB | Binlog_Ignore_DB | Executed_Gtid_Set |
+------------------+----------+--------------+------------------+-------------------+
| mysql-bin.000009 |      154 | shop         | mysql            |                   |
+------------------+----------+--------------+------------------+-------------------+
1 row in set (0.00 sec)
mysql> show slave hosts;
+-----------+------------+------+-----------+--------------------------------------+
| Server_id | Host       | Port | Master_id | Slave_UUID                           |
+-----------+------------+------+-----------+--------------------------------------+
|        13 | 10.1.0.13  | 3306 |        12 | 2bd6a5f5-0000-11ee-8f3c-0242ac110003 |
+-----------+------------+------+-----------+--------------------------------------+
"""
TABBED = (
    "Variable_name\tValue\ndatadir\t/data/mysql/\nserver_id\t12\nport\t3309\nversion\t8.0.36\n"
    "File\tPosition\tBinlog_Do_DB\tBinlog_Ignore_DB\nmysql-bin.000009\t154\tshop\tmysql\n"
    "Server_id\tHost\tPort\tMaster_id\n13\t10.1.0.13\t3306\t12\n"
)
STARS = "*************************** 1. row ***************************\n"
VERTICAL = (
    "".join(
        STARS.replace("1.", f"{n}.") + f"Variable_name: {name}\n        Value: {value}\n"
        for n, (name, value) in enumerate(
            [("datadir", "/data/mysql/"), ("server_id", "12"), ("port", "3309"),
             ("version", "8.0.36")], 1)
    )
    + f"4 rows in set (0.00 sec)\n{STARS}             File: mysql-bin.000009\n"
    "         Position: 154\n     Binlog_Do_DB: shop\n Binlog_Ignore_DB: mysql\n1 row in set\n"
    f"{STARS}  Server_Id: 13\n       Host: 10.1.0.13\n       Port: 3306\n  Source_Id: 12\n"
)  # fmt: skip


@pytest.mark.parametrize("text", [BOXED, TABBED, VERTICAL, BOXED.replace("\n", "\r\n")])
@pytest.mark.parametrize("name", ["anything.txt", "db.out", "10.1.0.12"])
def test_every_form_of_several_statements(tmp_path: Path, text: str, name: str) -> None:
    found = only(tmp_path, {name: text})
    assert (found.kind, found.value("mysql.version")) == ("mysql", "8.0.36")
    assert (found.value("mysql.server_id"), found.value("data.dir")) == (12, "/data/mysql/")
    assert [e.port for e in found.endpoints] == [3309]
    assert found.value("binlog.position") == {"file": "mysql-bin.000009", "position": 154}
    assert items(found, "replication.filters") == [
        {"kind": "binlog_do_db", "value": "shop"},
        {"kind": "binlog_ignore_db", "value": "mysql"},
    ]
    assert items(found, "replication.replicas") == [{"host": "10.1.0.13", "port": 3306}]
    assert found.value("replication.role") == "source"


def test_a_bar_in_a_value_and_its_line(tmp_path: Path) -> None:
    found = only(tmp_path, {"a.txt": BOXED})
    assert {"name": "sql_mode", "value": "A | B"} in items(found, "mysql.settings")
    assert places(found, "mysql.server_id") == ["in/a.txt 6", "in/a.txt 24"]


def test_a_row_counted_from_one_again_is_of_the_next_statement(tmp_path: Path) -> None:
    text = STARS + "File: b.01\nPosition: 4\n" + STARS + "Master_Host: h\nMaster_Port: 3306\n"
    found = only(tmp_path, {"s.txt": text})
    assert found.value("replication.source") == ["h:3306"]
    assert found.value("binlog.position") == {"file": "b.01", "position": 4}


def test_without_heads_and_with_capitals(tmp_path: Path) -> None:
    found = only(tmp_path, {"v.txt": "innodb_buffer_pool_size\t1\nserver_id\t5\nversion\t5.5.62\n"})
    assert (found.value("mysql.server_id"), found.value("mysql.version")) == (5, "5.5.62")
    folder = tmp_path / "b"
    folder.mkdir()
    told = "VARIABLE_NAME\tVARIABLE_VALUE\nSERVER_ID\t6\nVERSION\t10.3.39-MariaDB-log\n"
    other = only(folder, {"v.txt": told})
    assert (other.kind, other.value("mysql.server_id")) == ("mariadb", 6)


def test_the_running_value_counts_and_the_file_is_told(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        {
            "my.cnf": "[mysqld]\nserver_id=1\nmax_connections=200\n"
            "innodb_buffer_pool_size=1G\nlog_slave_updates=1\nbinlog_format=MIXED\n",
            "v.txt": "Variable_name\tValue\nserver_id\t1\nmax_connections\t500\n"
            "innodb_buffer_pool_size\t1073741824\nlog_slave_updates\tON\nbinlog_format\tROW\n",
        },
    )
    settings = {str(i["name"]): i for i in items(found, "mysql.settings")}
    assert settings["max_connections"]["value"] == "500"
    assert settings["max_connections"]["configured"] == "200"
    assert settings["innodb_buffer_pool_size"]["value"] == "1G"
    assert "configured" not in settings["log_slave_updates"]
    assert found.value("binlog.format") == "ROW"
    assert items(found, "mysql.contradictions") == [
        {"name": "binlog_format", "value": "MIXED", "counts": "ROW"}
    ]


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("# du -sh /var/lib/mysql\n12G\t/var/lib/mysql\n", 12 << 30),
        ("du -s /var/lib/mysql\n2048\t/var/lib/mysql\n", 2 << 20),
        ("$ du -sb /var/lib/mysql\n123456\t/var/lib/mysql/\n", 123456),
        ("table_schema\tSize (MB)\nshop\t10.5\nblog\t1.5\n", 12 << 20),
        (
            "+--------------+-------------+--------------+\n"
            "| table_schema | data_length | index_length |\n"
            "+--------------+-------------+--------------+\n"
            "| shop         |        1000 |           24 |\n"
            "+--------------+-------------+--------------+\n",
            1024,
        ),
        (
            "mysql> select concat(round(sum(data_length/1024/1024),2),'MB') as size from tables;\n"
            "+----------+\n| size     |\n+----------+\n| 512.00MB |\n+----------+\n",
            512 << 20,
        ),
    ],
)
def test_sizes(tmp_path: Path, text: str, size: int) -> None:
    files: dict[str, str | bytes] = {"my.cnf": "[mysqld]\nserver_id=1\n", "size.txt": text}
    assert only(tmp_path, files).value("data.size") == size


def test_the_size_of_another_folder_is_not_the_datas(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        {
            "my.cnf": "[mysqld]\nserver_id=1\ndatadir=/data/db\n",
            "du.txt": "50G\t/data\n9G\t/data/db\n3G\t/var/lib/mysql\n",
        },
    )
    assert found.value("data.size") == 9 << 30


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("2023-01-05T01:02:03.1Z 0 [Note] /usr/sbin/mysqld (mysqld 5.7.32-log) starting as process 9 ...", "5.7.32-log"),  # noqa: E501
        ("2024-01-05T01:02:03.1Z 0 [System] [MY-010116] [Server] /usr/sbin/mysqld (mysqld 8.0.36) starting as process 1", "8.0.36"),  # noqa: E501
        ("Version: '5.6.51'  socket: '/tmp/mysql.sock'  port: 3306  MySQL Community Server (GPL)", "5.6.51"),  # noqa: E501
        ("2024-02-02  1:00:00 0 [Note] Starting MariaDB 10.11.6-MariaDB source revision  as process 7", "10.11.6-MariaDB"),  # noqa: E501
    ],
)  # fmt: skip
def test_versions_of_error_logs(tmp_path: Path, text: str, version: str) -> None:
    assert only(tmp_path, {"host.err": text + "\n"}).value("mysql.version") == version


@pytest.mark.parametrize(
    ("text", "version", "confidence"),
    [
        ("mysql  Ver 14.14 Distrib 5.7.32, for Linux (x86_64) using EditLine", "5.7.32", 0.5),
        ("mysql  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server)", "8.0.36", 0.5),
        ("mysqld  Ver 5.6.51 for Linux on x86_64", "5.6.51", 0.9),
        ("Server version: 5.7.44-log MySQL Community Server (GPL)", "5.7.44-log", 0.9),
    ],
)
def test_versions_of_programs(tmp_path: Path, text: str, version: str, confidence: float) -> None:
    found = only(tmp_path, {"my.cnf": "[mysqld]\nserver_id=1\n", "version.txt": text + "\n"})
    assert found.value("mysql.version") == version
    assert found.facts["mysql.version"].confidence == confidence


def test_what_is_another_servers_version(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        {"my.cnf": "[mysqld]\nserver_id=1\n", "t.txt": "Server version: Apache Tomcat/8.5.57\n"},
    )
    assert found.value("mysql.version") is None
    folder = tmp_path / "b"
    folder.mkdir()
    assert captured(folder, {"t.txt": "Server version: Apache Tomcat/8.5.57\n"}) == []


def test_accounts_and_grants_without_secrets(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        {
            "my.cnf": "[mysqld]\nserver_id=1\n",
            "grants.txt": "Grants for repl@%\n"
            f"GRANT REPLICATION SLAVE ON *.* TO 'repl'@'%' IDENTIFIED BY PASSWORD '*{SECRET}'\n\n",
            "users.txt": "+------+-----------+------------------+-----------------------+\n"
            "| user | host      | authentication_string | plugin           |\n"
            "+------+-----------+------------------+-----------------------+\n"
            f"| app  | 10.1.%    | *{SECRET} | mysql_native_password |\n"
            "+------+-----------+------------------+-----------------------+\n",
        },
    )
    assert items(found, "mysql.accounts") == [
        {"name": "repl@%", "rights": ["REPLICATION SLAVE"], "on": "*.*"},
        {"name": "app@10.1.%", "plugin": "mysql_native_password"},
    ]
    assert SECRET.encode() not in msgspec.json.encode(found)


def test_the_process_list_tells_who_follows_and_who_calls(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        {
            "my.cnf": "[mysqld]\nserver_id=1\n",
            "p.txt": "Id\tUser\tHost\tdb\tCommand\tTime\tState\tInfo\n"
            "4\trepl\t10.1.0.9:41000\tNULL\tBinlog Dump GTID\t99\tx\tNULL\n"
            f"5\tapp\t10.1.0.7:5000\tshop\tQuery\t0\tx\tupdate u set p='{SECRET}'\n"
            "6\tsystem user\t\tNULL\tConnect\t9\tx\tNULL\n",
        },
    )
    assert items(found, "replication.replicas") == [{"host": "10.1.0.9", "port": None}]
    assert items(found, "mysql.clients") == [
        {"host": "10.1.0.7", "account": "app", "database": "shop"}
    ]
    assert SECRET.encode() not in msgspec.json.encode(found)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Variable_name\tValue\nrpl_semi_sync_master_enabled\tON\nrpl_semi_sync_slave_enabled\tOFF\n", "source"),  # noqa: E501
        ("Variable_name\tValue\nRpl_semi_sync_slave_status\tON\nserver_id\t3\n", "replica"),
        ("Variable_name\tValue\nrpl_semi_sync_source_enabled\tON\nrpl_semi_sync_replica_enabled\tON\n", "both"),  # noqa: E501
        ("Variable_name\tValue\nrpl_semi_sync_master_enabled\tOFF\nserver_id\t3\n", "off"),
    ],
)  # fmt: skip
def test_semi_sync(tmp_path: Path, text: str, value: str) -> None:
    assert only(tmp_path, {"v.txt": text}).value("semi_sync") == value


def test_engines_are_those_that_tables_use(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        {
            "my.cnf": "[mysqld]\nserver_id=1\n",
            "engines.txt": "Engine\tSupport\tComment\nInnoDB\tDEFAULT\tx\nMyISAM\tYES\ty\n",
            "status.txt": "Name\tEngine\tVersion\tRow_format\tCollation\n"
            "t\tAria\t10\tPage\tlatin1_swedish_ci\n",
        },
    )
    assert items(found, "mysql.engines") == [{"name": "Aria"}]
    assert found.value("mysql.default_engine") == "InnoDB"


def test_gbk_and_utf16_captures(tmp_path: Path) -> None:
    text = "主库变量\nVariable_name\tValue\nserver_id\t21\nversion\t5.7.30\n"
    for number, encoding in enumerate(("gbk", "utf-16")):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert only(folder, {"主库.txt": text.encode(encoding)}).value("mysql.server_id") == 21


def test_large_and_broken_captures_cost_no_time(tmp_path: Path) -> None:
    found = captured(
        tmp_path,
        {
            "a.txt": "Variable_name\tValue\nserver_id\t1\n"
            + "+---" * 20_000
            + "\n"
            + "| " * 50_000,
            "b.txt": STARS + "Master_Host: " + "x" * 300_000 + "\n",
            "c.log": "Variable_name" + "\t" * 200_000,
            "d.txt": "show " * 60_000,
        },
    )
    assert found
