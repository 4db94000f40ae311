"""my.cnf: groups, includes, what wins, templates, several servers."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from migrate.read.database.mysql_options import Option, parse
from tests.read.captured import captured, items, only, places

SECRET = "S3cretXYZ"


def test_the_later_line_wins_within_and_across_files(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        {
            "etc/my.cnf": "[mysqld]\nserver-id = 7\nport=3306\nport = 3310\n"
            "!includedir /etc/my.cnf.d/\n",
            "etc/my.cnf.d/a.cnf": "[mysqld]\nserver_id = 8\nbinlog-format=MIXED\n",
            "etc/my.cnf.d/b.cnf": "[mysqld]\nserver_id = 9\n",
            "etc/my.cnf.d/notes.txt": "server_id = 10\n",
        },
    )
    assert found.value("mysql.server_id") == 9
    assert places(found, "mysql.server_id") == ["in/etc/my.cnf.d/b.cnf 2"]
    assert found.value("binlog.format") == "MIXED"
    assert [e.port for e in found.endpoints] == [3310]


def test_an_include_is_read_at_its_place(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        {
            "my.cnf": "[mysqld]\nserver_id=1\n!include /opt/x/extra.cnf\ndatadir=/late\n",
            "x/extra.cnf": "[mysqld]\nserver_id=2\ndatadir=/early\n",
        },
    )
    assert found.value("mysql.server_id") == 2
    assert found.value("data.dir") == "/late"


def test_of_files_of_one_name_the_most_alike_is_included(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        {
            "my.cnf": "[mysqld]\nserver_id=1\n!include /opt/b/extra.cnf\n",
            "a/extra.cnf": "[mysqldump]\nquick\n",
            "b/extra.cnf": "[mysqld]\nserver_id=2\n",
        },
    )
    assert found.value("mysql.server_id") == 2


def test_a_missing_include_is_told(tmp_path: Path) -> None:
    found = only(tmp_path, {"my.cnf": "[mysqld]\nserver_id=1\n!includedir /etc/mysql/conf.d\n"})
    assert items(found, "config.missing") == [{"path": "/etc/mysql/conf.d"}]


def test_includes_that_go_round_end(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "my.cnf": "[mysqld]\nserver_id=1\n!include b.cnf\n",
        "b.cnf": "[mysqld]\nport=3307\n!include my.cnf\n",
    }
    assert only(tmp_path, files).value("mysql.server_id") == 1


def test_only_the_servers_groups_count(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        {
            "my.cnf": f"[client]\nport=3399\npassword={SECRET}\n"
            "[mysqld_safe]\ntimezone=Asia/Tokyo\n"
            "datadir=/wrong\n[mysqldump]\nmax_allowed_packet=1G\n[mysqld]\ndatadir=/right\n"
            "[mysqld-5.7]\nserver_id=57\n[mysqld-5.6]\nserver_id=56\n",
            "show.txt": "Variable_name\tValue\nversion\t5.7.40\nport\t3306\n",
        },
    )
    assert found.value("data.dir") == "/right"
    assert found.value("mysql.server_id") == 57
    assert found.value("mysql.time_zone") == "Asia/Tokyo"
    assert [e.port for e in found.endpoints] == [3306]
    assert SECRET.encode() not in msgspec.json.encode(found)


def test_a_group_of_mariadb_makes_the_kind(tmp_path: Path) -> None:
    found = only(tmp_path, {"50-server.cnf": "[mariadb]\nserver_id=3\nport=3307\n"})
    assert (found.kind, found.value("mysql.server_id")) == ("mariadb", 3)


def test_several_servers_of_one_file(tmp_path: Path) -> None:
    first, second = captured(
        tmp_path,
        {
            "my.cnf": "[mysqld]\nbinlog_format=ROW\n[mysqld_multi]\nuser=admin\n"
            "[mysqld1]\nport=3306\nserver_id=1\ndatadir=/d1\n"
            "[mysqld2]\nport=3307\nserver_id=2\ndatadir=/d2\n",
            "status_3307.txt": "*************************** 1. row ***************************\n"
            "Master_Host: 127.0.0.1\nMaster_Port: 3306\nMaster_User: r\n",
        },
    )
    assert (first.id, second.id) == ("in-mysqld1", "in-mysqld2")
    assert (first.value("data.dir"), second.value("data.dir")) == ("/d1", "/d2")
    assert [e.port for e in second.endpoints] == [3307]
    assert first.value("binlog.format") == second.value("binlog.format") == "ROW"
    assert first.value("replication.source") is None
    assert second.value("replication.source") == ["127.0.0.1:3306"]


def test_servers_in_folders_of_their_own(tmp_path: Path) -> None:
    first, second = captured(
        tmp_path,
        {
            "3306/my.cnf": "[mysqld]\nport=3306\nserver_id=1\n",
            "3306/conf.d/x.cnf": "[mysqld]\nserver_id=11\n",
            "3307/my.cnf": "[mysqld]\nport=3307\nserver_id=2\n!includedir /etc/conf.d\n",
            "3307/conf.d/x.cnf": "[mysqld]\nserver_id=22\n",
            "show_variables_3307.txt": "Variable_name\tValue\nversion\t5.6.51-log\n",
        },
    )
    assert (first.name, second.name) == ("3306", "3307")
    assert (first.value("mysql.server_id"), second.value("mysql.server_id")) == (11, 22)
    assert second.value("mysql.version") == "5.6.51-log"
    assert first.value("mysql.version") is None


def test_servers_in_files_of_their_own(tmp_path: Path) -> None:
    found = captured(
        tmp_path,
        {
            "my-master.cnf": "[mysqld]\nserver_id=1\nlog-bin\n",
            "my-slave.cnf": "[mysqld]\nserver_id=2\nread_only\n",
        },
    )
    assert [(c.name, c.value("mysql.server_id")) for c in found] == [
        ("my-master", 1),
        ("my-slave", 2),
    ]
    assert found[0].value("replication.role") == "source"
    assert found[1].value("mysql.read_only") is True


@pytest.mark.parametrize(
    "written",
    ["{{ mysql_id }}", "<%= @id %>", "${SERVER_ID}", "@SERVER_ID@", "$SERVER_ID", "__SERVER_ID__"],
)
def test_a_template_leaves_its_values_unknown(tmp_path: Path, written: str) -> None:
    found = only(
        tmp_path,
        {"my.cnf.j2": f"{{% if x %}}\n[mysqld]\nserver_id = {written}\nport=3308\n{{% endif %}}\n"},
    )
    assert found.value("mysql.server_id") is None
    assert [e.port for e in found.endpoints] == [3308]
    (reason,) = [u.because for u in found.unknown if u.fact == "mysql.server_id"]
    assert (reason.id, reason.params["text"]) == ("read.unknown.placeholder", written)


def options(text: str) -> list[tuple[str, str]]:
    return [(o.name, o.value) for o in parse(text).said if isinstance(o, Option)]


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("loose-rpl_semi_sync_master_enabled=1", "rpl_semi_sync_master_enabled", "1"),
        ("skip-log-bin", "log_bin", "OFF"),
        ("skip-name-resolve", "skip_name_resolve", "ON"),
        ("loose-skip-innodb", "innodb", "OFF"),
        ("set-variable = max_connections=500", "max_connections", "500"),
        ("sql_mode = ''", "sql_mode", ""),
        ("init_connect='SET NAMES utf8' # all", "init_connect", "SET NAMES utf8"),
        ("datadir = D:\\MySQL\\new", "datadir", "D:\\MySQL\\new"),
        ('datadir = "C:/Program Files/MySQL/data/"', "datadir", "C:/Program Files/MySQL/data/"),
        ("max_connections = 10 # not 20", "max_connections", "10"),
        ("log-bin=/data/bin#1", "log_bin", "/data/bin#1"),
        ("innodb_buffer_pool_size\t=\t1G\r", "innodb_buffer_pool_size", "1G"),
    ],
)
def test_options(line: str, name: str, value: str) -> None:
    assert options(f"[mysqld]\n{line}\n") == [(name, value)]


def test_what_is_no_option_file(tmp_path: Path) -> None:
    assert captured(tmp_path, {"app.ini": "[database]\nhost=10.0.0.1\n", "x.cnf": "[req]\n"}) == []


def test_credentials_of_options_stay(tmp_path: Path) -> None:
    text = (
        f"[mysqld]\nserver_id=1\nwsrep_sst_auth=sst:{SECRET}\nmaster-password={SECRET}\n"
        f"report_password={SECRET}\ninit_connect=\"SET PASSWORD='{SECRET}'\"\n"
    )
    found = only(tmp_path, {"my.cnf": text})
    assert SECRET.encode() not in msgspec.json.encode(found)
    assert found.value("mysql.server_id") == 1


def test_gbk_and_marks(tmp_path: Path) -> None:
    found = only(tmp_path, {"my.ini": "# 主库\r\n[mysqld]\r\nserver-id=4\r\n".encode("gbk")})
    assert found.value("mysql.server_id") == 4
    other = tmp_path / "b"
    other.mkdir()
    marked = only(other, {"my.ini": "\ufeff[mysqld]\nserver-id=5\n"})
    assert marked.value("mysql.server_id") == 5
