"""Whatever a capture holds: no reader of servers and balancers raises, hangs or tells a secret."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from migrate import read
from tests.read.database.test_mysql_captures import BOXED, TABBED, VERTICAL
from tests.read.database.test_mysql_dumps import DUMP
from tests.read.database.test_mysql_replication import OLD
from tests.read.middleware.test_apache_and_f5 import F5, JK, PROXY, WORKERS
from tests.read.middleware.test_haproxy import DATABASE, WEB
from tests.read.middleware.test_keepalived import SERVERS, VRRP
from tests.read.middleware.test_nginx import MAIN, SHOP
from tests.read.middleware.test_sql_proxies import CNF, SCHEMA, SERVER

WHOLE = {
    "my.cnf": "[mysqld]\nserver-id=1\nport = 3306\n!include x\n[mysqld1]\nport=1\n",
    "status.txt": BOXED + OLD + TABBED + VERTICAL,
    "dump.sql": DUMP,
    "setup.sh": "H=1\nmysql -e \"CHANGE MASTER TO MASTER_HOST='$H', MASTER_PORT=3306\"\n",
    "haproxy.cfg": WEB + DATABASE,
    "nginx.conf": MAIN + SHOP,
    "keepalived.conf": VRRP + SERVERS,
    "site.conf": PROXY + JK,
    "workers.properties": WORKERS,
    "bigip.conf": F5,
    "proxysql.cnf": CNF,
    "schema.xml": SCHEMA,
    "server.xml": SERVER,
    "ipvs.txt": "TCP  10.1.0.100:80 wlc persistent 300\n  -> 10.1.0.11:80 Route 2 0 0\n"
    "IP Virtual Server\n",
}
PIECES = sorted(
    {piece for text in WHOLE.values() for piece in re.findall(r"\w+|[^\w\s]|\s+", text)}
)


@settings(max_examples=400, deadline=None)
@given(
    name=st.sampled_from(sorted(WHOLE)),
    cuts=st.lists(
        st.tuples(st.integers(0, 5000), st.integers(0, 60), st.sampled_from(PIECES)), max_size=8
    ),
)
def test_mutated_files_never_raise(name: str, cuts: list[tuple[int, int, str]]) -> None:
    text = WHOLE[name]
    for place, length, piece in cuts:
        place %= len(text) + 1
        text = text[:place] + piece + text[place + length :]
    _read(name, text.encode("utf-8", "surrogatepass"))


@settings(max_examples=200, deadline=None)
@given(name=st.sampled_from(sorted(WHOLE)), pieces=st.lists(st.sampled_from(PIECES), max_size=80))
def test_any_mixture_of_words_never_raises(name: str, pieces: list[str]) -> None:
    _read(name, "".join(pieces).encode())


def _read(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "in").mkdir()
        (root / "in" / name).write_bytes(data)
        (root / "in" / "my.cnf").write_bytes(WHOLE["my.cnf"].encode())
        reading = read.read([root / "in"], root)
        assert reading.components
        assert not [u for u in reading.unread if u.source == "in"], reading.unread
