"""Whom command lines call, and what only looks like it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from migrate.model.origin import Origin
from migrate.read.commands import assigned, references
from tests.read.containers.reading import read
from tests.read.fuzz import MOST_SECONDS, limited


def calls(command: str) -> list[tuple[str, str, str, str]]:
    found = references(command, Origin("x"))
    return [(r.target, r.protocol, r.setting, r.account) for r in found]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("curl -s -u a:*** http://10.3.0.5:8080/job?x=*** > /dev/null 2>&1",
         [("10.3.0.5:8080", "http", "curl", "")]),
        ('/usr/bin/wget -q -O - "http://erp.corp/a?b=1&c=2"',
         [("erp.corp:80", "http", "wget", "")]),
        ("mysqldump -h 10.3.0.6 -P 3308 -uroot -p*** shop | gzip > /b.gz",
         [("10.3.0.6:3308", "mysql", "mysqldump", "root")]),
        ("cd /x && mysql --host=db1 --user=u -e 'select 1; select 2'",
         [("db1:3306", "mysql", "mysql", "u")]),
        ("pg_dump -U app -hpg.corp -p 5433 shop",
         [("pg.corp:5433", "postgresql", "pg_dump", "app")]),
        ("psql postgresql://u@10.0.0.8/x", [("10.0.0.8:5432", "postgresql", "psql", "u")]),
        ("redis-cli -h 10.3.0.9 -a *** save", [("10.3.0.9:6379", "redis", "redis-cli", "")]),
        ("rsync -av -e 'ssh -p 2222' /data/ backup@10.3.0.7:/bk/",
         [("10.3.0.7:22", "ssh", "rsync", "backup")]),
        ("rsync -a files.corp::mod /x", [("files.corp:873", "rsync", "rsync", "")]),
        ("scp /a ftp.corp.cn:/x ; ssh -i /k -p 2200 root@10.3.0.8 ls /tmp",
         [("ftp.corp.cn:22", "ssh", "scp", ""), ("10.3.0.8:2200", "ssh", "ssh", "root")]),
        ("su - oracle -c \"ssh -oBatchMode=yes o@db2 date\"", [("db2:22", "ssh", "ssh", "o")]),
        ("java -Durl=jdbc:mysql://10.0.0.3/x -jar a.jar", [("10.0.0.3:3306", "mysql", "java", "")]),
        ("telnet 10.0.0.4 9000", [("10.0.0.4:9000", "tcp", "telnet", "")]),
    ],
)  # fmt: skip
def test_clients(command: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert calls(command) == expected


@pytest.mark.parametrize(
    "command",
    [
        "",
        "echo ssh root@10.0.0.1 | mail x",
        "curl http://localhost/cron.php",
        "mysqldump -uroot shop",
        "mysql -h $DB_HOST x",
        "grep curl http://10.0.0.1/ /x",
        "curl -H 'Referer: http://10.0.0.1/' file",
        "rsync -a /a/b:c /d",
        "scp c:\\x d",
        "sshd: root@pts/0",
        "nc -l 9000",
        "python x.py 'unclosed http://10.0.0.1",
        "ssh-keygen -t rsa",
        "/opt/app/start.sh",
    ],
)
def test_what_calls_nobody(command: str) -> None:
    assert calls(command) == []


@pytest.mark.parametrize(
    "piece", ["ssh a;", "curl http://a/ ", "sh -c 'sh -c ", "-h ", "((", "'\""]
)
def test_long_lines_end(piece: str) -> None:
    before = time.process_time()
    assert len(calls(piece * 100_000)) <= 50
    assert time.process_time() - before < 2


def test_captures_of_a_host(tmp_path: Path) -> None:
    files = {
        "crontab.txt": "MAILTO=root\n# 5 4 * * * curl http://1.1.1.1/\n"
        "0 2 * * * mysqldump -h 10.3.0.6 -u root -pcronDUMP shop\n"
        "1 2 * * * curl http://10.20.3.10:81/own\n",
        "ip.txt": "2: eth0: <BROADCAST,UP> mtu 1500\n    inet 10.20.3.10/24 brd 10.20.3.255 scope "
        "global eth0\n",
        "ps.txt": "USER  PID %CPU %MEM  VSZ  RSS TTY STAT START TIME COMMAND\n"
        "root  77  0.0  0.1 1000 900 ? S 10:00 0:00 ssh -N -L 1:b:2 tunnel@10.3.0.8\n",
    }
    (found,) = [c for c in read(tmp_path, files, "web-01").components if c.kind == "host"]
    assert [(r.target, str(r.origins[0])) for r in found.references] == [
        ("10.3.0.6:3306", "web-01/crontab.txt 3"),
        ("10.3.0.8:22", "web-01/ps.txt 2"),
    ]
    assert "cronDUMP" not in str(found)


def test_the_crontab_of_an_application(tmp_path: Path) -> None:
    files = {
        "index.php": "<?php echo 1;\n",
        "crontab": "*/5 * * * * www curl -s http://10.3.0.5:8080/run\n",
    }
    (found,) = read(tmp_path, files, "site").components
    assert [(r.target, r.setting) for r in found.references] == [("10.3.0.5:8080", "curl")]


def test_scripts_of_an_application_call_stores(tmp_path: Path) -> None:
    script = (
        "#!/bin/bash\nDB=10.4.0.1\nmysqldump -h $DB -P 3308 -u backup -pScr1ptPass shop | \\\n"
        "  gzip > /backup/shop.gz\nredis-cli -h 10.4.0.2 -a R3disPass \\\n  -p 6380 FLUSHALL\n"
        "# mysql -h 10.4.0.9\necho mysql -h 10.4.0.8\ncurl http://10.4.0.7/x\n"
    )
    files: dict[str, str | bytes] = {
        "index.php": "<?php echo phpversion();",
        "bin/backup.sh": script,
    }
    whole = read(tmp_path, files)
    (site,) = whole.components
    assert [(r.target, r.protocol, r.account) for r in site.references] == [
        ("10.4.0.1:3308", "mysql", "backup"),
        ("10.4.0.2:6380", "redis", ""),
    ]
    assert "Scr1ptPass" not in repr(whole)
    assert "R3disPass" not in repr(whole)


@pytest.mark.parametrize("blank", ["\n", " ", "\t\n", "export\n"])
def test_variables_of_a_script_of_nothing_are_looked_for_in_linear_time(blank: str) -> None:
    text = "PASS=x\n  export HOST='db1'\n" + blank * 300_000 + "?"
    with limited(MOST_SECONDS):
        assert assigned(text) == {"PASS": "x", "HOST": "db1"}
