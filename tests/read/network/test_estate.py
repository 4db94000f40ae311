"""Captures and configuration, read from files, meet in the graph with evidence of both ends."""

from __future__ import annotations

from pathlib import Path

from migrate import pipeline
from migrate.analyse import merge
from migrate.graph import build
from migrate.model.decisions import Decisions
from migrate.model.survey import Row, Survey

WEB = """\
State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process
LISTEN 0 511 *:80 *:* users:(("apache2",pid=7,fd=4))
ESTAB 0 0 10.0.0.1:40112 10.0.0.2:3306 users:(("apache2",pid=7,fd=9))
"""
DB = """\
Proto Recv-Q Send-Q Local Address Foreign Address State PID/Program name
tcp 0 0 0.0.0.0:3306 0.0.0.0:* LISTEN 15/mysqld
tcp 0 0 10.0.0.2:3306 10.0.0.1:40112 ESTABLISHED 15/mysqld
"""
FILES = {
    "web/ss.txt": WEB,
    "web/etc/hosts": "127.0.0.1 localhost\n10.0.0.2 dbmaster\n",
    "web/ip.txt": "2: eth0: <UP>\n    inet 10.0.0.1/24 scope global eth0\n",
    "db/my.cnf": "[mysqld]\nserver_id = 3\nport = 3306\n",
    "db/netstat.txt": DB,
    "db/ip.txt": "2: eth0: <UP>\n    inet 10.0.0.2/24 scope global eth0\n",
}
ROW = {"name": "站点", "code": "site", "host": ["web"], "artifact": "artifacts/site"}
SURVEY = Survey({"components": (Row("components", "s.xlsx", "组件", 3, dict(ROW), {}),)})


def test_a_site_and_its_database(tmp_path: Path) -> None:
    for path, content in FILES.items():
        file = tmp_path / "captures" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    inputs = [tmp_path / "captures" / name for name in ("web", "db")]
    site = tmp_path / "artifacts" / "site"
    site.mkdir(parents=True)
    (site / "index.php").write_text("<?php echo 1;")
    inputs.append(site)
    reading = pipeline.read_paths(inputs, tmp_path)
    assert {c.kind for c in reading.components} == {"php-site", "mysql", "host"}
    inventory = merge(reading, SURVEY, Decisions())
    assert {m.component.kind: m.hosts for m in inventory.members} == {
        "php-site": ("web",),
        "mysql": ("db",),
    }
    topology = build(inventory)
    edges = [e for e in topology.edges if e.port == 3306]
    assert len(edges) == 1
    said = {f"{o.source} {o.place}" for o in edges[0].origins}
    assert {"captures/web/ss.txt 3", "captures/db/netstat.txt 3", "captures/db/ip.txt 2"} <= said
