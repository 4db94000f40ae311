"""Dumps: what they define is read, rows are not; large ones in a stream."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import msgspec
import pytest

from migrate import read
from migrate.read.database.mysql_dump import statements
from tests.read.captured import captured, items, only

SECRET = "S3cretXYZ"
DUMP = f"""-- MySQL dump 10.13  Distrib 5.7.32, for Linux (x86_64)
--
-- Host: localhost    Database: shop
-- ------------------------------------------------------
-- Server version\t5.7.32-log
--
-- CHANGE MASTER TO MASTER_LOG_FILE='mysql-bin.000012', MASTER_LOG_POS=1234;
SET @@GLOBAL.GTID_PURGED='5d0c6c1e-3b0f-11e9-9d2a-005056a1f311:1-77';
CREATE TABLE `orders` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `rank` int(11) DEFAULT NULL COMMENT 'no PRIMARY (key)',
  `made` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  PRIMARY KEY (`id`),
  FULLTEXT KEY `f` (`rank`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COLLATE=utf8_bin COMMENT='a) b'
/*!50100 PARTITION BY RANGE (id)
(PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB) */;
CREATE TABLE `log` (
  `a` varchar(9)
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4;
INSERT INTO `orders` VALUES (1,'{SECRET}; CREATE TABLE `fake` (x int);'),(2,'x');
INSERT INTO `orders` (`id`) VALUES
(3,'CREATE TABLE `fake2` (x int)'),
(4,'{SECRET}');
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER `tr` BEFORE INSERT ON `log`
FOR EACH ROW BEGIN
  SET NEW.a = 'x';
END */;;
DELIMITER ;
DELIMITER ;;
CREATE DEFINER=`app`@`10.%` PROCEDURE `p`()
BEGIN
  SET @x = 1;
  SET @x = 2;
END ;;
/*!50106 CREATE*/ /*!50117 DEFINER=`root`@`localhost`*/ /*!50106 EVENT `e` ON SCHEDULE EVERY 1 DAY DO delete from log */ ;;
DELIMITER ;
"""  # noqa: E501


def test_what_a_dump_defines(tmp_path: Path) -> None:
    found = only(tmp_path, {"shop.sql": DUMP})
    assert found.value("mysql.version") == "5.7.32-log"
    assert items(found, "mysql.databases") == [{"name": "shop", "tables": ["log", "orders"]}]
    assert items(found, "mysql.engines") == [{"name": "InnoDB"}, {"name": "MyISAM"}]
    assert items(found, "mysql.tables_without_key") == [{"database": "shop", "name": "log"}]
    assert items(found, "mysql.charsets") == [
        {"name": "utf8", "collation": "utf8_bin"},
        {"name": "utf8mb4", "collation": None},
    ]
    assert items(found, "mysql.definers") == [{"name": "root@localhost"}, {"name": "app@10.%"}]
    assert [(i["what"], i["name"]) for i in items(found, "mysql.routines")] == [
        ("trigger", "tr"),
        ("procedure", "p"),
        ("event", "e"),
    ]
    assert {(i["what"], i["name"]) for i in items(found, "mysql.traits")} == {
        ("utf8mb3", "utf8"),
        ("fulltext", "shop.orders"),
        ("partitioned", "shop.orders"),
        ("zero date", "shop.orders"),
    }
    assert items(found, "mysql.reserved_names") == [
        {"name": "rank", "table": "shop.orders", "since": "8.0"}
    ]
    assert found.value("mysql.dump_position") == {"file": "mysql-bin.000012", "position": 1234}
    assert found.value("gtid.executed") == "5d0c6c1e-3b0f-11e9-9d2a-005056a1f311:1-77"
    assert SECRET.encode() not in msgspec.json.encode(found)


def test_nothing_of_a_body_is_a_definition(tmp_path: Path) -> None:
    found = only(tmp_path, {"shop.sql": DUMP})
    (file,) = found.settings
    kept = "".join(getattr(part, "text", "") for part in file.parts)
    assert "SET @x" not in kept
    assert "fake" not in kept
    assert "CREATE TABLE `log`" in kept


def test_several_databases_and_a_key_added_later(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        {
            "all.sql": "-- phpMyAdmin SQL Dump\n-- 主机： localhost\n-- 服务器版本： 5.6.50-log\n"
            "CREATE DATABASE IF NOT EXISTS `a` DEFAULT CHARACTER SET gbk COLLATE gbk_chinese_ci;\n"
            "USE `a`;\nCREATE TABLE `t` (\n  `id` int(11) NOT NULL\n) ENGINE=InnoDB;\n"
            "ALTER TABLE `t`\n  ADD PRIMARY KEY (`id`);\nUSE b;\nCREATE TABLE x (groups int);\n",
            "my.cnf": "[mysqld]\nserver_id=1\n",
        },
    )
    assert found.value("mysql.version") == "5.6.50-log"
    assert items(found, "mysql.databases") == [
        {"name": "a", "tables": ["t"], "charset": "gbk", "collation": "gbk_chinese_ci"},
        {"name": "b", "tables": ["x"]},
    ]
    assert items(found, "mysql.tables_without_key") == [{"database": "b", "name": "x"}]


def test_navicat_and_mariadb(tmp_path: Path) -> None:
    navicat = (
        "/*\n Navicat Premium Data Transfer\n\n Source Server Type    : MySQL\n"
        " Source Server Version : 50726\n*/\nCREATE TABLE `t` (`id` int PRIMARY KEY);\n"
    )
    found = only(tmp_path, {"n.sql": navicat, "my.cnf": "[mysqld]\nserver_id=1\n"})
    assert found.value("mysql.version") == "5.7.26"
    folder = tmp_path / "b"
    folder.mkdir()
    maria = (
        "/*!999999\\- enable the sandbox mode */ \n"
        "-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)\n--\n"
        "-- Host: localhost    Database: s\n-- Server version\t10.11.6-MariaDB-0+deb12u1\n"
        "CREATE TABLE `t` (`id` int PRIMARY KEY) ENGINE=Aria;\n"
    )
    other = only(folder, {"m.sql": maria})
    assert (other.kind, other.value("mysql.version")) == ("mariadb", "10.11.6-MariaDB-0+deb12u1")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gbk"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = (
        "-- MySQL dump 10.13\n-- Server version\t5.7.9\nUSE `商店`;\nCREATE TABLE `订单` (a int);\n"
    )
    files: dict[str, str | bytes] = {
        "d.sql": text.encode(encoding),
        "my.cnf": "[mysqld]\nserver_id=1\n",
    }
    found = only(tmp_path, files)
    assert items(found, "mysql.databases") == [{"name": "商店", "tables": ["订单"]}]


def test_a_schema_beside_an_application_is_no_server(tmp_path: Path) -> None:
    assert captured(tmp_path, {"schema.sql": "CREATE TABLE t (a int);\n"}) == []


def test_rows_cost_no_memory() -> None:
    row = b"(1,'" + b"x" * 1000 + b"'),"
    insert = b"INSERT INTO `t` VALUES " + row * 2000 + b"(2,'y');\n"
    data = insert * 15 + b"CREATE TABLE `t` (a int);\n"
    tracemalloc.start()
    found = list(statements(io.BytesIO(data)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [(s.text, s.line) for s in found] == [("CREATE TABLE `t` (a int);", 16)]
    assert peak < 8 << 20


def test_a_dump_larger_than_an_entry_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "in" / "big.sql"
    path.parent.mkdir()
    row = b"INSERT INTO `t` VALUES (1,'" + b"x" * (1 << 20) + b"');\n"
    with path.open("wb") as out:
        out.write(b"-- MySQL dump 10.13\n-- Server version\t5.7.44\nUSE `a`;\n")
        for _ in range(66):
            out.write(row)
        out.write(b"CREATE TABLE `last` (a int) ENGINE=InnoDB;\n")
    tracemalloc.start()
    (found,) = read.read([path.parent], tmp_path).components
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert items(found, "mysql.databases") == [{"name": "a", "tables": ["last"]}]
    assert peak < 150 << 20


@pytest.mark.parametrize(
    "data",
    [
        b"CREATE TABLE " + b"(" * 500_000 + b";",
        b"CREATE " + b"DEFINER=" * 100_000 + b";",
        b"CREATE TABLE `t` (" + b"`a` int, " * 50_000 + b") ENGINE=InnoDB;",
        b"/* " * 200_000,
        b"DELIMITER ;;\n" + b"CREATE PROCEDURE p() BEGIN\n" * 20_000,
        b"SET @a='" + b"\\'" * 200_000 + b";",
    ],
)
def test_hostile_statements_end(tmp_path: Path, data: bytes) -> None:
    assert only(tmp_path, {"my.cnf": "[mysqld]\nserver_id=1\n", "d.sql": data})


def test_words_in_comments_and_strings_are_no_key(tmp_path: Path) -> None:
    text = (
        "-- MySQL dump 10.13  Distrib 5.7.32, for Linux (x86_64)\n"
        "-- Server version\t5.7.32-log\nUSE `a`;\n"
        "CREATE TABLE `c1` (\n  `x` int COMMENT 'old PRIMARY KEY'\n) ENGINE=InnoDB;\n"
        "CREATE TABLE `c2` (\n  `PRIMARY KEY` int COMMENT \"it''s\"\n) ENGINE=InnoDB;\n"
        "CREATE TABLE `c3` (\n  `x` int /* PRIMARY KEY */\n) ENGINE=InnoDB;\n"
        "CREATE TABLE `k1` (\n  `x` int COMMENT 'it''s \\' one',\n  PRIMARY KEY (`x`)\n);\n"
        "CREATE TABLE `k2` (\n  `x` int /*!50000 PRIMARY KEY */\n);\n"
    )
    found = only(tmp_path, {"a.sql": text})
    names = [item["name"] for item in items(found, "mysql.tables_without_key")]
    assert names == ["c1", "c2", "c3"]
