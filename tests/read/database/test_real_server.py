"""A server of this machine is captured and dumped for real, and read back."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.read.captured import items, only
from tests.testbed import testbed
from tests.testbed.testbed import require

SECRET = "S3cretXYZ"
STATEMENTS = f"""
CREATE DATABASE shop DEFAULT CHARACTER SET utf8mb4;
USE shop;
CREATE TABLE orders (id INT PRIMARY KEY, made DATETIME, t VARCHAR(20)) ENGINE=InnoDB;
CREATE TABLE log (a VARCHAR(20), FULLTEXT KEY f (a)) ENGINE=MyISAM;
CREATE TABLE part (id INT NOT NULL, PRIMARY KEY (id)) ENGINE=InnoDB
  PARTITION BY HASH (id) PARTITIONS 2;
INSERT INTO log VALUES ('{SECRET}');
CREATE VIEW v AS SELECT id FROM orders;
CREATE TRIGGER tr BEFORE INSERT ON log FOR EACH ROW SET NEW.a = 'x';
CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM log;
CREATE PROCEDURE p() SELECT 1;
CREATE USER 'repl'@'10.%' IDENTIFIED BY '{SECRET}';
GRANT REPLICATION SLAVE ON *.* TO 'repl'@'10.%';
CHANGE MASTER 'erp' TO MASTER_HOST='127.0.0.1', MASTER_PORT=1, MASTER_USER='repl',
  MASTER_PASSWORD='{SECRET}', MASTER_USE_GTID=slave_pos;
"""


@pytest.fixture(scope="module")
def socket() -> Iterator[Path]:
    """Return the socket of a server of our own."""
    program = require(testbed.mariadb)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "my.cnf").write_text(
            f"[mysqld]\ndatadir={root}/data\nsocket={root}/s\nskip-networking\nserver_id=77\n"
            f"log-bin\nbinlog_format=row\npid-file={root}/pid\nuser=root\n"
            "innodb_buffer_pool_size=16M\nskip-grant-tables=0\n"
        )
        made = subprocess.run(
            ["mariadb-install-db", f"--defaults-file={root}/my.cnf", "--skip-test-db",
             "--auth-root-authentication-method=normal"],
            capture_output=True, check=False,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        server = subprocess.Popen(
            [program, f"--defaults-file={root}/my.cnf"],
            stdout=subprocess.DEVNULL,
            stderr=(root / "error.log").open("wb"),
        )
        try:
            for _ in range(300):
                if (root / "s").exists():
                    break
                time.sleep(0.1)
            _client(root / "s", STATEMENTS)
            yield root / "s"
        finally:
            server.terminate()
            server.wait(60)


def _client(socket: Path, sql: str, *options: str) -> str:
    done = subprocess.run(
        ["mariadb", f"--socket={socket}", "-uroot", *options],
        input=sql, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


SHOWN = "SHOW GLOBAL VARIABLES; SHOW MASTER STATUS; SHOW ALL SLAVES STATUS; SHOW PLUGINS;"


@pytest.mark.parametrize("form", ["--table", "--batch", "--vertical"])
def test_every_form_of_a_real_server(socket: Path, form: str, tmp_path: Path) -> None:
    found = only(tmp_path, {"capture.txt": _client(socket, SHOWN, form)})
    assert (found.kind, found.value("mysql.server_id")) == ("mariadb", 77)
    assert str(found.value("mysql.version")).startswith("10.")
    assert "MariaDB" in str(found.value("mysql.version"))
    assert found.value("binlog.format") == "ROW"
    assert found.value("data.dir") == f"{socket.parent}/data/"
    (channel,) = items(found, "replication.channels")
    assert (channel["name"], channel["account"], channel["port"]) == ("erp", "repl", 1)
    assert (channel["io_running"], channel["auto_position"]) == ("No", True)
    assert found.value("replication.source") == ["127.0.0.1:1"]
    assert SECRET.encode() not in msgspec.json.encode(found)


def test_a_real_dump(socket: Path, tmp_path: Path) -> None:
    dump = subprocess.run(
        ["mariadb-dump", f"--socket={socket}", "-uroot", "--databases", "shop", "--events",
         "--routines", "--triggers", "--master-data=2"],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    found = only(tmp_path, {"shop.sql": dump})
    assert found.kind == "mariadb"
    assert items(found, "mysql.databases") == [
        {"name": "shop", "tables": ["log", "orders", "part"], "charset": "utf8mb4",
         "collation": "utf8mb4_general_ci"}
    ]  # fmt: skip
    assert {i["name"] for i in items(found, "mysql.engines")} == {"InnoDB", "MyISAM"}
    assert items(found, "mysql.tables_without_key") == [{"database": "shop", "name": "log"}]
    assert {(i["what"], i["name"]) for i in items(found, "mysql.routines")} == {
        ("view", "v"), ("trigger", "tr"), ("event", "e"), ("procedure", "p"),
    }  # fmt: skip
    assert {("fulltext", "shop.log"), ("partitioned", "shop.part")} <= {
        (i["what"], i["name"]) for i in items(found, "mysql.traits")
    }
    position = found.value("mysql.dump_position")
    assert isinstance(position, dict)
    assert position["position"] > 0
    assert SECRET.encode() not in msgspec.json.encode(found)


def test_a_real_log_and_accounts(socket: Path, tmp_path: Path) -> None:
    grants = _client(socket, "SHOW GRANTS FOR 'repl'@'10.%';", "--batch")
    users = _client(socket, "SELECT * FROM mysql.user;", "--table").replace("User", "user", 1)
    sizes = _client(
        socket,
        "SELECT table_schema, SUM(data_length+index_length) AS size FROM information_schema.tables"
        " GROUP BY 1;",
        "--table",
    )
    log = (socket.parent / "error.log").read_bytes()
    found = only(tmp_path, {"db.err": log, "grants": grants, "users": users, "sizes.txt": sizes})
    assert found.kind == "mariadb"
    names = {i["name"] for i in items(found, "mysql.accounts")}
    assert "repl@10.%" in names
    size = found.value("data.size")
    assert isinstance(size, int)
    assert size > 1000
    assert SECRET.encode() not in msgspec.json.encode(found)
