"""Oracle: listeners, names, parameters."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.read.database.oracle import terms
from tests.read.reading import items, one, ports, reading, targets, unknown

LISTENER = """# listener
LISTENER =
  (DESCRIPTION_LIST =
    (DESCRIPTION =
      (ADDRESS = (PROTOCOL = TCP)(HOST = db1.corp)(PORT = 1522))
      (ADDRESS = (PROTOCOL = IPC)(KEY = EXTPROC1521))
    )
    (DESCRIPTION = (ADDRESS = (PROTOCOL = TCPS)(HOST = db1.corp)(PORT = 2484)))
  )
SID_LIST_LISTENER =
  (SID_LIST =
    (SID_DESC = (SID_NAME = PLSExtProc)(ORACLE_HOME = /u01/app/oracle/11.2)(PROGRAM = extproc))
    (SID_DESC = (GLOBAL_DBNAME = orcl.corp)(SID_NAME = orcl)(ORACLE_HOME = /u01/app/oracle/11.2))
  )
"""
NAMES = """ORDERS, ORDERS.WORLD =
  (DESCRIPTION = (LOAD_BALANCE = ON)
    (ADDRESS_LIST =
      (ADDRESS = (PROTOCOL = TCP)(HOST = 10.10.0.1)(PORT = 1521))
      (ADDRESS = (PROTOCOL = TCP)(HOST = 10.10.0.2)(PORT = 1525)))
    (CONNECT_DATA = (SERVER = DEDICATED)(SERVICE_NAME = orders.corp)))
#OLD = (DESCRIPTION = (ADDRESS = (PROTOCOL = TCP)(HOST = 9.9.9.9)(PORT = 1521)))
hr=(description=(address=(protocol=tcp)(host=hr-db)(port=1521))(connect_data=(sid=HR)))
"""
INIT = """*.db_name='orcl'
*.sga_target=2147483648
*.processes=300
*.control_files='/u02/oradata/orcl/control01.ctl','/u03/control02.ctl'
*.compatible='11.2.0.4.0'
*.audit_file_dest='/u01/admin/adump'
"""


def test_a_server(tmp_path: Path) -> None:
    files = {
        "admin/listener.ora": LISTENER,
        "admin/initorcl.ora": INIT,
        "banner.txt": "Oracle Database 11g Enterprise Edition Release 11.2.0.4.0 - 64bit\n",
    }
    found = one(tmp_path, files, "oracle")
    assert ports(found) == [(1522, "oracle"), (2484, "oracle-tls")]
    assert items(found, "databases") == [
        {"name": "orcl.corp", "sid": "orcl"},
        {"name": "orcl", "sid": None},
    ]
    assert found.value("oracle.home") == "/u01/app/oracle/11.2"
    assert found.value("oracle.version") == "11.2.0.4.0"
    assert found.value("oracle.compatible") == "11.2.0.4.0"
    assert found.value("oracle.part") == "server"
    assert found.value("memory.limit") == 2 << 30
    assert found.value("data.dir") == "/u02/oradata/orcl"
    assert {"name": "processes", "value": "300"} in items(found, "settings")
    assert found.references == ()


def test_a_client(tmp_path: Path) -> None:
    found = one(tmp_path, {"tnsnames.ora": NAMES}, "oracle")
    assert [(r.target, r.database, r.setting) for r in found.references] == [
        ("10.10.0.1:1521", "orders.corp", "ORDERS.WORLD"),
        ("10.10.0.2:1525", "orders.corp", "ORDERS.WORLD"),
        ("hr-db:1521", "HR", "HR"),
    ]
    assert found.value("oracle.part") == "client"
    assert found.endpoints == ()
    assert unknown(found)["data.dir"] == "read.server.client_only"


def test_names_beside_a_server(tmp_path: Path) -> None:
    found = one(tmp_path, {"listener.ora": LISTENER, "tnsnames.ora": NAMES}, "oracle")
    assert found.value("oracle.part") == "server"
    assert len(targets(found)) == 3


def test_a_wallet_and_other_settings(tmp_path: Path) -> None:
    text = (
        "NAMES.DIRECTORY_PATH= (TNSNAMES, EZCONNECT)\nSQLNET.EXPIRE_TIME = 10\n"
        "WALLET_LOCATION = (SOURCE = (METHOD = FILE)(METHOD_DATA = (DIRECTORY = /etc/wallet)))\n"
    )
    found = one(tmp_path, {"listener.ora": LISTENER, "sqlnet.ora": text}, "oracle")
    assert items(found, "settings") == [
        {"name": "names.directory_path", "value": "TNSNAMES,EZCONNECT"},
        {"name": "sqlnet.expire_time", "value": "10"},
    ]
    assert items(found, "secrets.files") == [{"path": "/etc/wallet", "what": "keystore"}]


@pytest.mark.parametrize("text", ["(" * 10_000, "A=" + "(B=" * 5_000, ")" * 500, "=(=)=", ""])
def test_hostile_parentheses(tmp_path: Path, text: str) -> None:
    read = reading(tmp_path, {"tnsnames.ora": text})
    assert [c.kind for c in read.components] == ["oracle"]


def test_quoted_values_and_windows_line_ends() -> None:
    (term,) = terms('A =\r\n (X = "a b")(Y=1)\r\n')
    assert [(t.name, t.value) for t in term.inside] == [("X", "a b"), ("Y", "1")]


def test_names_that_share_a_description(tmp_path: Path) -> None:
    text = "A.world,\nB , c =\n (DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=10.0.0.1)(PORT=1521)))\n"
    text += "D=(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=10.0.0.2)(PORT=1521)))\n"
    found = one(tmp_path, {"tnsnames.ora": text}, "oracle")
    assert [(i["name"], i["host"]) for i in items(found, "tns.names")] == [
        ("A.WORLD", "10.0.0.1"),
        ("B", "10.0.0.1"),
        ("C", "10.0.0.1"),
        ("D", "10.0.0.2"),
    ]
