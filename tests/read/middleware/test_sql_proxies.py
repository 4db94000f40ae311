"""What stands in front of databases: ProxySQL, MyCAT, MaxScale, MySQL Router, MHA."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from migrate.rules import views
from tests.read.captured import captured, items, only
from tests.read.middleware.balancers import targets

SECRET = "S3cretXYZ"
CNF = f"""datadir="/var/lib/proxysql"
admin_variables=
{{
    admin_credentials="admin:{SECRET}"
    mysql_ifaces="127.0.0.1:6032"
}}
mysql_variables=
{{
    interfaces="0.0.0.0:6033;/tmp/proxysql.sock"
    server_version="5.7.30"
    monitor_password="{SECRET}"
}}
mysql_servers =
(
    {{ address="10.1.0.21" , port=3306 , hostgroup=10, weight=1 }},
    # {{ address="10.1.0.99" , port=3306 , hostgroup=10 }},
    {{ address="10.1.0.22" , port=3307 , hostgroup=20, comment="a ) b" }}
)
mysql_users:
(
    {{ username = "app" , password = "{SECRET}" , default_hostgroup = 10 }}
)
mysql_query_rules:
(
    {{ rule_id=1 active=1 match_digest="^SELECT .* FOR UPDATE$" destination_hostgroup=10 apply=1 }},
    {{ rule_id=2 active=1 match_digest="^SELECT" destination_hostgroup=20 apply=1 }}
)
mysql_replication_hostgroups=
(
    {{ writer_hostgroup=10, reader_hostgroup=20 }}
)
"""
DUMP = """+--------------+-----------+------+--------+--------+
| hostgroup_id | hostname  | port | status | weight |
+--------------+-----------+------+--------+--------+
| 0            | 10.1.0.21 | 3306 | ONLINE | 1      |
| 1            | 10.1.0.22 | 3306 | SHUNNED | 5     |
+--------------+-----------+------+--------+--------+
+---------+--------+--------------+-----------------------+-------+
| rule_id | active | match_digest | destination_hostgroup | apply |
+---------+--------+--------------+-----------------------+-------+
| 1       | 0      | ^SELECT      | 1                     | 1     |
+---------+--------+--------------+-----------------------+-------+
"""
SCHEMA = f"""<?xml version="1.0"?>
<!DOCTYPE mycat:schema SYSTEM "schema.dtd">
<mycat:schema xmlns:mycat="http://io.mycat/">
  <schema name="SHOP" checkSQLschema="false" sqlMaxLimit="100">
    <table name="orders" dataNode="dn1,dn2" rule="mod-long" />
    <table name="city" type="global" dataNode="dn1,dn2" />
  </schema>
  <dataNode name="dn1" dataHost="host1" database="db1" />
  <dataNode name="dn2" dataHost="host1" database="db2" />
  <dataHost name="host1" balance="1" writeType="0" dbType="mysql" dbDriver="native">
    <heartbeat>select user()</heartbeat>
    <writeHost host="hostM1" url="10.1.0.21:3306" user="root" password="{SECRET}">
      <readHost host="hostS1" url="10.1.0.22:3306" user="root" password="{SECRET}" />
    </writeHost>
  </dataHost>
</mycat:schema>
"""
SERVER = f"""<mycat:server xmlns:mycat="http://io.mycat/">
  <system><property name="serverPort">8067</property></system>
  <user name="app"><property name="password">{SECRET}</property>
    <property name="schemas">SHOP</property></user>
</mycat:server>
"""


def test_proxysql(tmp_path: Path) -> None:
    found = only(tmp_path, {"proxysql.cnf": CNF})
    assert found.kind == "proxysql"
    assert [(e.port, e.protocol) for e in found.endpoints] == [(6033, "mysql")]
    assert [(i["host"], i["port"], i["group"]) for i in items(found, "proxy.backends")] == [
        ("10.1.0.21", 3306, "10"),
        ("10.1.0.22", 3307, "20"),
    ]
    assert targets(found) == [("10.1.0.21:3306", "mysql"), ("10.1.0.22:3307", "mysql")]
    assert [str(r.origins[0]) for r in found.references] == [
        "in/proxysql.cnf 15",
        "in/proxysql.cnf 17",
    ]
    assert items(found, "proxy.accounts") == [{"name": "app", "group": "10"}]
    assert found.value("proxy.routing") == {
        "hostgroups": [{"writer": "10", "reader": "20"}],
        "rules": [
            {"id": 1, "match": "^SELECT .* FOR UPDATE$", "group": "10", "active": True},
            {"id": 2, "match": "^SELECT", "group": "20", "active": True},
        ],
        "read_write_split": True,
    }
    assert SECRET.encode() not in msgspec.json.encode(found)


def test_a_rule_that_is_off_splits_nothing(tmp_path: Path) -> None:
    text = CNF.replace("rule_id=2 active=1", "rule_id=2 active=0")
    routing = only(tmp_path, {"proxysql.cnf": text}).value("proxy.routing")
    assert isinstance(routing, dict)
    assert routing["read_write_split"] is False


def test_dumps_of_proxysqls_tables(tmp_path: Path) -> None:
    found = only(tmp_path, {"runtime.txt": DUMP})
    assert [(i["host"], i["group"], i["status"]) for i in items(found, "proxy.backends")] == [
        ("10.1.0.21", "0", "ONLINE"),
        ("10.1.0.22", "1", "SHUNNED"),
    ]
    routing = found.value("proxy.routing")
    assert isinstance(routing, dict)
    assert routing["read_write_split"] is False


def test_mycat(tmp_path: Path) -> None:
    found = only(tmp_path, {"conf/schema.xml": SCHEMA, "conf/server.xml": SERVER})
    assert found.kind == "mycat"
    assert [(e.port, e.protocol) for e in found.endpoints] == [(8067, "mysql")]
    assert [(r.target, r.database, r.account) for r in found.references] == [
        ("10.1.0.21:3306", "db1", "root"),
        ("10.1.0.21:3306", "db2", "root"),
        ("10.1.0.22:3306", "db1", "root"),
        ("10.1.0.22:3306", "db2", "root"),
    ]
    assert [(i["host"], i["role"]) for i in items(found, "proxy.backends")] == [
        ("10.1.0.21", "write"),
        ("10.1.0.22", "read"),
    ]
    assert items(found, "mycat.schemas") == [
        {"name": "SHOP", "tables": ["orders", "city"], "node": None}
    ]
    assert items(found, "mycat.sharded") == [
        {"table": "orders", "nodes": ["dn1", "dn2"], "rule": "mod-long"}
    ]
    assert items(found, "proxy.accounts") == [{"name": "app", "schemas": ["SHOP"]}]
    assert found.value("proxy.routing") == {"read_write_split": True, "rules": []}
    assert SECRET.encode() not in msgspec.json.encode(found)


def test_a_mycat_that_splits_nothing(tmp_path: Path) -> None:
    found = only(tmp_path, {"schema.xml": SCHEMA.replace('balance="1"', 'balance="0"')})
    assert found.value("proxy.routing") == {"read_write_split": False, "rules": []}
    assert [e.port for e in found.endpoints] == [8066]


def test_maxscale(tmp_path: Path) -> None:
    text = (
        "[maxscale]\nthreads=auto\n[db1]\ntype=server\naddress=10.1.0.21\nport=3306\n"
        "[db2]\ntype=server\naddress=10.1.0.22\n"
        f"[rw]\ntype=service\nrouter=readwritesplit\nservers=db1,db2\nuser=m\npassword={SECRET}\n"
        "[rw-listener]\ntype=listener\nservice=rw\nport=4006\n"
    )
    found = only(tmp_path, {"maxscale.cnf": text})
    assert found.kind == "maxscale"
    assert targets(found) == [("10.1.0.21:3306", "mysql"), ("10.1.0.22:3306", "mysql")]
    assert [e.port for e in found.endpoints] == [4006]
    assert found.value("proxy.routing") == {"read_write_split": True, "rules": []}
    assert SECRET.encode() not in msgspec.json.encode(found)


def test_mysql_router(tmp_path: Path) -> None:
    text = (
        "[DEFAULT]\n[routing:rw]\nbind_address=0.0.0.0\nbind_port=7001\n"
        "destinations=10.1.0.21:3306\nmode=read-write\n"
        "[routing:ro]\nbind_address=0.0.0.0:7002\ndestinations=10.1.0.22:3306,10.1.0.23\nmode=read-only\n"
    )
    found = only(tmp_path, {"mysqlrouter.conf": text})
    assert found.kind == "mysql-router"
    assert [e.port for e in found.endpoints] == [7001, 7002]
    assert [(i["host"], i["role"]) for i in items(found, "proxy.backends")] == [
        ("10.1.0.21", "read-write"),
        ("10.1.0.22", "read-only"),
        ("10.1.0.23", "read-only"),
    ]


def test_mha(tmp_path: Path) -> None:
    text = (
        f"[server default]\nuser=root\npassword={SECRET}\nrepl_password={SECRET}\n"
        "[server1]\nhostname=10.1.0.21\ncandidate_master=1\n[server2]\nhostname=10.1.0.22\nport=3307\n"
    )
    found = only(tmp_path, {"app1.cnf": text})
    assert found.kind == "mha"
    assert [(i["host"], i["port"], i["role"]) for i in items(found, "proxy.backends")] == [
        ("10.1.0.21", 3306, "candidate"),
        ("10.1.0.22", 3307, None),
    ]
    assert SECRET.encode() not in msgspec.json.encode(found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("proxysql.cnf", "mysql_servers = (" + "{ (" * 20_000),
        ("proxysql.cnf", 'mysql_users = ( { username = "' + "x" * 100_000),
        ("schema.xml", SCHEMA[:300]),
        ("schema.xml", "<mycat:schema xmlns:mycat='x'>" + "<a>" * 3000),
        ("x.cnf", "[routing]\nbind_port=99999\ndestinations=" + "," * 100_000 + "\n"),
    ],
)
def test_broken_configuration_ends(tmp_path: Path, name: str, text: str) -> None:
    captured(tmp_path, {name: text})


SHARDING = (
    "schemaName: s\ndataSources:\n  a:\n    url: jdbc:mysql://10.1.0.21/d\n"
    f"    password: {SECRET}\n"
)
MHA = f"[server default]\nuser=u\npassword={SECRET}\n[server1]\nhostname=h\n"


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("proxysql.cnf", CNF, [4, 11, 21]),
        ("schema.xml", SCHEMA, [12, 13]),
        ("mha.cnf", MHA, [3]),
        ("config-sharding.yaml", SHARDING, [5]),
        ("redis.conf", f"port 6379\nrequirepass {SECRET}\n# masterauth x\n", [2]),
    ],
)
def test_secrets_are_told_by_file_and_line(
    tmp_path: Path, name: str, text: str, lines: list[int]
) -> None:
    found = only(tmp_path, {name: text})
    secrets = views.fact(found, "component.secrets")
    assert secrets is not None
    value: Any = secrets.value
    assert [int(each["origins"][0]["place"].rpartition(":")[2]) for each in value] == lines
    assert SECRET.encode() not in msgspec.json.encode(found)


def test_a_backend_by_its_socket_and_the_folder_of_the_data(tmp_path: Path) -> None:
    row = '{ address="/run/mysqld.sock", port=0, hostgroup=3 }'
    found = only(tmp_path, {"p.cnf": f'datadir="/srv/p"\nmysql_servers=\n(\n  {row}\n)\n'})
    (backend,) = items(found, "proxy.backends")
    assert (backend["host"], backend["socket"], backend["group"]) == (None, "/run/mysqld.sock", "3")
    assert (found.value("data.dir"), found.references) == ("/srv/p", ())
