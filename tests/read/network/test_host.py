"""Captures of hosts: who listens, who is called, names, processes, schedules, mounts."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from migrate.model.facts import Component
from tests.read.containers.reading import items, places, read

SS = """\
State  Recv-Q Send-Q      Local Address:Port         Peer Address:Port Process
LISTEN 0      128               0.0.0.0:22                0.0.0.0:*    users:(("sshd",pid=911,fd=3))
LISTEN 0      100                     *:8080                    *:*    users:(("java",pid=21,fd=57))
LISTEN 0      128                  [::]:22                   [::]:*    users:(("sshd",pid=911,fd=4))
ESTAB  0      0     [::ffff:10.20.3.10]:8080   [::ffff:10.20.3.5]:51022 users:(("java",pid=21,fd=6))
ESTAB  0      0     [::ffff:10.20.3.10]:40112 [::ffff:10.20.3.11]:3306 users:(("java",pid=21,fd=61))
ESTAB  0      0     [::ffff:10.20.3.10]:40114 [::ffff:10.20.3.11]:3306 users:(("java",pid=21,fd=62))
TIME-WAIT 0   0              10.20.3.10:40200         10.20.3.12:6379
"""

NETSTAT = """\
Active Internet connections (servers and established)
Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name
tcp        0      0 0.0.0.0:3306            0.0.0.0:*               LISTEN      1532/mysqld
tcp        0      0 10.20.3.11:3306         10.20.3.10:40112        ESTABLISHED 1532/mysqld
tcp        0      0 10.20.3.11:52100        10.99.8.20:8088         ESTABLISHED 77/php-fpm: pool ww
tcp6       0      0 :::80                   :::*                    LISTEN      801/httpd
udp        0      0 0.0.0.0:68              0.0.0.0:*                           612/dhclient
"""

LSOF = """\
COMMAND   PID   USER   FD   TYPE DEVICE SIZE/OFF NODE NAME
nginx    1201  root    6u  IPv4  18231      0t0  TCP *:80 (LISTEN)
nginx    1202  www     9u  IPv4  18299      0t0  TCP 10.0.0.1:33010->10.0.0.2:8080 (ESTABLISHED)
"""


def host(tmp_path: Path, files: dict[str, str | bytes], name: str = "web-01") -> Component:
    found = [c for c in read(tmp_path, files, name).components if c.kind == "host"]
    assert len(found) == 1, found
    return found[0]


def calls(component: Component) -> list[tuple[object, ...]]:
    if "host.connections" not in component.facts:
        return []
    found = items(component, "host.connections")
    return [(i["process"], i["remote"], i["port"], i["count"]) for i in found]


def ports(component: Component) -> list[tuple[object, ...]]:
    found = items(component, "host.listening")
    return [(i["port"], i["address"], i["process"], i["transport"]) for i in found]


def test_ss(tmp_path: Path) -> None:
    found = host(tmp_path, {"ss.txt": SS})
    assert ports(found) == [(22, "*", "sshd", "tcp"), (8080, "*", "java", "tcp")]
    assert calls(found) == [("java", "10.20.3.11", 3306, 2), (None, "10.20.3.12", 6379, 1)]
    assert places(found, "host.connections") == [
        "web-01/ss.txt 6",
        "web-01/ss.txt 7",
        "web-01/ss.txt 8",
    ]
    assert [(i["process"], i["remote"], i["port"]) for i in items(found, "host.clients")] == [
        ("java", "10.20.3.5", 8080)
    ]


def test_netstat(tmp_path: Path) -> None:
    found = host(tmp_path, {"whatever.log": NETSTAT.replace("\n", "\r\n")}, "db-01")
    assert ports(found) == [
        (3306, "*", "mysqld", "tcp"),
        (80, "*", "httpd", "tcp"),
        (68, "*", "dhclient", "udp"),
    ]
    assert calls(found) == [("php-fpm", "10.99.8.20", 8088, 1)]
    assert [i["remote"] for i in items(found, "host.clients")] == ["10.20.3.10"]


def test_lsof(tmp_path: Path) -> None:
    found = host(tmp_path, {"open": LSOF})
    assert ports(found) == [(80, "*", "nginx", "tcp")]
    assert calls(found) == [("nginx", "10.0.0.2", 8080, 1)]


@pytest.mark.parametrize(
    ("capture", "expected"),
    [
        ("ESTAB 0 0 10.0.0.1:40112 10.0.0.2:3306\n", [(None, "10.0.0.2", 3306, 1)]),
        ("ESTAB 0 0 10.0.0.1:8080 10.0.0.9:51022\n", []),
        ("tcp 0 0 10.0.0.1:5555 10.0.0.2:6666 SYN_SENT\n", [(None, "10.0.0.2", 6666, 1)]),
        (
            "tcp 0 0 10.0.0.1:1111 10.0.0.2:7001 ESTABLISHED\n"
            "tcp 0 0 10.0.0.1:1112 10.0.0.2:7001 ESTABLISHED\n",
            [(None, "10.0.0.2", 7001, 2)],
        ),
        ("tcp 0 0 10.0.0.1:1111 10.0.0.2:7001 ESTABLISHED\n", []),
        ("tcp6 0 0 fd00::1:40112 fd00::2:3306 ESTABLISHED\n", [(None, "fd00::2", 3306, 1)]),
        ("tcp 0 0 web:40112 dbmaster:mysql ESTABLISHED\n", [(None, "dbmaster", 3306, 1)]),
        ("tcp4 0 0 10.0.0.1.40112 10.0.0.2.1521 ESTABLISHED\n", [(None, "10.0.0.2", 1521, 1)]),
        (
            'ESTAB 0 0 10.0.0.1:40112 10.0.0.2:3306 users:(("java",2101,45))\n',
            [("java", "10.0.0.2", 3306, 1)],
        ),
        (
            "Recv-Q Send-Q Local Peer\n0 0 10.0.0.1:40112 10.0.0.2:3306\n",
            [(None, "10.0.0.2", 3306, 1)],
        ),
    ],
)
def test_without_listening_sockets_the_ports_tell_and_else_nothing(
    tmp_path: Path, capture: str, expected: list[tuple[object, ...]]
) -> None:
    found = [c for c in read(tmp_path, {"x.txt": capture}, "h").components if c.kind == "host"]
    assert [calls(c) for c in found] == ([expected] if found else [])
    assert bool(found) or not expected


def test_the_same_socket_in_several_captures_is_one(tmp_path: Path) -> None:
    without = SS.replace("users:", "#")
    found = host(tmp_path, {"a.txt": without, "b.txt": SS})
    assert calls(found) == [("java", "10.20.3.11", 3306, 2), (None, "10.20.3.12", 6379, 1)]
    assert places(found, "host.connections")[:2] == ["web-01/a.txt 6", "web-01/b.txt 6"]


PS = """\
UID        PID  PPID  C STIME TTY          TIME CMD
root         2     0  0 Nov01 ?        00:00:00 [kthreadd]
tomcat    2101     1  3 10:22 ?        01:02:03 /opt/jdk/bin/java -Xmx2g -Ddb.password=t0p Boot
redis      900     1  0 Oct30 ?        00:09:00 /usr/bin/redis-server *:6379 --requirepass hidden1
root      3000     1  0 10:22 pts/0    00:00:00 grep java
"""
AUX = """\
USER       PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND
mysql     1532  0.5 12.1 1820000 500000 ?      Sl   Oct30  99:01 /usr/sbin/mysqld --basedir=/usr
www         77  0.0  1.0  400000  20000 ?      S    10:00   0:01 php-fpm: pool www
"""


def test_processes_with_their_secrets_masked(tmp_path: Path) -> None:
    found = host(tmp_path, {"ps.txt": PS})
    assert [(i["program"], i["user"], i["pid"]) for i in items(found, "host.processes")] == [
        ("java", "tomcat", 2101),
        ("redis-server", "redis", 900),
    ]
    assert "-Xmx2g" in items(found, "host.processes")[0]["command"]
    assert "t0p" not in repr(found)
    assert "hidden1" not in repr(found)
    other = host(tmp_path, {"p": AUX}, "db-02")
    assert [(i["program"], i["user"]) for i in items(other, "host.processes")] == [
        ("mysqld", "mysql"),
        ("php-fpm", "www"),
    ]


def test_hosts_files(tmp_path: Path) -> None:
    etc = (
        "127.0.0.1 localhost\n::1 ip6-localhost\n"
        "10.20.3.11  db01 db01.corp # 10.1.1.1 old\n#10.9.9.9 off\n"
    )
    found = host(tmp_path, {"etc/hosts": etc})
    assert [(i["name"], i["address"]) for i in items(found, "host.aliases")] == [
        ("db01", "10.20.3.11"),
        ("db01.corp", "10.20.3.11"),
    ]
    gbk = "# 主机\r\n192.168.1.9\t缓存 cache\r\n192.168.1.8\tmq\r\n".encode("gb18030")
    other = host(tmp_path, {"hosts.txt": gbk}, "b")
    assert [i["name"] for i in items(other, "host.aliases")] == ["cache", "mq"]


CRONS = """\
===== root =====
MAILTO=admin
0 2 * * * /opt/backup.sh --password=cr0nsecret
# crontab for tomcat
*/5 * * * * cd /data && ./sync.sh
no crontab for nobody
"""


def test_crontabs_of_one_and_of_many_users(tmp_path: Path) -> None:
    found = host(tmp_path, {"crontabs.txt": CRONS})
    assert [(i["cron"], i["user"]) for i in items(found, "schedules")] == [
        ("0 2 * * *", "root"),
        ("*/5 * * * *", "tomcat"),
    ]
    assert "cr0nsecret" not in repr(found)
    files: dict[str, str | bytes] = {
        "etc/crontab": "SHELL=/bin/sh\n17 * * * * root run-parts /etc/cron.hourly\n",
        "var/spool/cron/oracle": "@daily /home/oracle/exp.sh\n",
        "etc/cron.d/php": "09,39 * * * * www-data /usr/lib/php/sessionclean\n",
    }
    other = host(tmp_path, files, "db-03")
    assert {(i["cron"], i["user"], i["command"]) for i in items(other, "schedules")} == {
        ("17 * * * *", "root", "run-parts /etc/cron.hourly"),
        ("@daily", "oracle", "/home/oracle/exp.sh"),
        ("09,39 * * * *", "www-data", "/usr/lib/php/sessionclean"),
    }


UNIT = """\
[Unit]
Description=Shop
[Service]
User=shop
WorkingDirectory=/opt/shop
ExecStart=/usr/bin/java -jar shop.jar --api.token=un1tsecret
"""


def test_units_timers_and_forwarded_ports(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "etc/systemd/system/shop.service": UNIT,
        "etc/systemd/system/clean.timer": "[Timer]\nOnCalendar=daily\n",
        "iptables.txt": (
            "*nat\n-A PREROUTING -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 8080\n"
            "-A PREROUTING -d 10.0.0.1/32 -p tcp --dport 13306 "
            "-j DNAT --to-destination 10.0.0.2:3306\n"
            "-A DOCKER -p tcp --dport 81 -j DNAT --to-destination 172.17.0.2:80\n"
        ),
    }
    found = host(tmp_path, files)
    service = items(found, "host.services")[0]
    assert (service["name"], service["user"], service["folder"]) == (
        "shop.service",
        "shop",
        "/opt/shop",
    )
    assert "un1tsecret" not in repr(found)
    assert items(found, "host.timers") == [{"calendar": "daily", "unit": "clean.service"}]
    assert items(found, "host.forwards") == [
        {"address": None, "port": 80, "to": ":8080"},
        {"address": "10.0.0.1", "port": 13306, "to": "10.0.0.2:3306"},
    ]


def test_mounts_and_exports(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "etc/fstab": (
            "# <file system>\nUUID=1 / ext4 defaults 0 1\n10.0.0.9:/export/up /data/up nfs rw 0 0\n"
            "//fs01/share /mnt cifs username=u,password=m0untsecret 0 0\n"
        ),
        "etc/exports": "/srv/pub 10.0.0.0/24(rw,sync) *(ro)\n",
    }
    found = host(tmp_path, files)
    assert [(i["path"], i["host"], i["type"]) for i in items(found, "host.mounts")] == [
        ("/data/up", "10.0.0.9", "nfs"),
        ("/mnt", "fs01", "cifs"),
    ]
    assert "m0untsecret" not in repr(found)
    assert items(found, "host.exports") == [
        {"path": "/srv/pub", "clients": "10.0.0.0/24(rw,sync) *(ro)"}
    ]
    mounted = "/dev/sda1 on / type ext4 (rw)\nnas:/vol on /data type nfs4 (rw,addr=10.0.0.9)\n"
    other = host(tmp_path, {"mount.out": mounted}, "b")
    assert [(i["path"], i["host"]) for i in items(other, "host.mounts")] == [("/data", "nas")]


IP = """\
1: lo: <LOOPBACK,UP> mtu 65536
    inet 127.0.0.1/8 scope host lo
2: eth0: <BROADCAST,UP> mtu 1500
    inet 10.20.3.10/24 brd 10.20.3.255 scope global eth0
    inet 10.20.3.100/32 scope global eth0
    inet6 fe80::1/64 scope link
"""
IFCONFIG = """\
eth0      Link encap:Ethernet  HWaddr 52:54:00:12:34:56
          inet addr:192.168.7.3  Bcast:192.168.7.255  Mask:255.255.255.0
"""


def test_addresses_and_names_of_the_host_itself(tmp_path: Path) -> None:
    found = host(tmp_path, {"ip.txt": IP, "resolv.conf": "search corp\nnameserver 10.1.1.53\n"})
    assert [i["address"] for i in items(found, "host.addresses")] == ["10.20.3.10", "10.20.3.100"]
    assert items(found, "host.resolvers") == [{"address": "10.1.1.53"}]
    uname = "Linux app7 3.10.0-957.el7.x86_64 #1 SMP x86_64 GNU/Linux\n"
    other = host(tmp_path, {"ifconfig.txt": IFCONFIG + uname}, "c")
    assert [i["address"] for i in items(other, "host.addresses")] == ["192.168.7.3"]
    assert other.value("host.hostname") == "app7"


def test_each_folder_is_a_host(tmp_path: Path) -> None:
    found = read(tmp_path, {"a/ss.txt": SS, "b/netstat.txt": NETSTAT}, "captures")
    assert [(c.name, c.kind) for c in found.components] == [("a", "host"), ("b", "host")]


@pytest.mark.parametrize(
    "files",
    [
        {"readme.txt": "listen to 10.0.0.1:80, version 1.2.3.4\n"},
        {"list.txt": "10.0.0.1 one\n10.0.0.2 two\n"},
        {"app.war": b"PK", "crontab": "0 1 * * * x\n"},
        {"x.service": UNIT, "notes.md": "a"},
        {"empty": b"", "binary": b"\0\1\2"},
        {"log.txt": "tcp is a protocol\nLISTEN carefully\nState of things\n"},
    ],
)
def test_what_is_no_capture_of_a_host(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    assert [c for c in read(tmp_path, files).components if c.kind == "host"] == []


def test_an_applications_own_crontab_stays_with_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"index.php": "<?php 1;", "crontab": "0 1 * * * php cron.php\n"}
    assert [c.kind for c in read(tmp_path, files).components] == ["php-site"]


def test_truncated_and_huge_captures(tmp_path: Path) -> None:
    assert ports(host(tmp_path, {"x.txt": SS[:215]}, "a")) == [(22, "*", "sshd", "tcp")]
    row = "ESTAB 0 0 10.0.0.1:{} 10.0.{}.{}:3306\n"
    many = "".join(row.format(40000 + n % 999, n // 250, n % 250) for n in range(5000))
    found = host(tmp_path, {"x.txt": "State Recv-Q\n" + many}, "b")
    assert len(items(found, "host.connections")) == 500
    assert [u.fact for u in found.unknown] == ["host.connections.rest"]


@pytest.mark.skipif(not shutil.which("ss"), reason="ss (iproute2) is not installed")
def test_what_the_real_tools_print(tmp_path: Path) -> None:
    with socket.socket() as server, socket.socket(socket.AF_INET6) as six:
        server.bind(("127.0.0.1", 0))
        server.listen()
        six.bind(("::", 0))
        six.listen()
        port, port6 = server.getsockname()[1], six.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            own = ["lsof", "-a", "-p", str(os.getpid()), "-i", "-P", "-n"]
            commands = {"ss": ["ss", "-antp"], "netstat": ["netstat", "-antp"], "lsof": own}
            files: dict[str, str | bytes] = {
                name: subprocess.run(command, capture_output=True, check=False).stdout
                for name, command in commands.items()
                if shutil.which(command[0])
            }
    for name, printed in files.items():
        found = host(tmp_path, {f"{name}.txt": printed}, name)
        assert {port, port6} <= {i["port"] for i in items(found, "host.listening")}, name
        assert port in {i["port"] for i in items(found, "host.connections")}, name
        if name != "lsof":  # it was asked for this process only, which has not accepted yet
            assert port in {i["port"] for i in items(found, "host.clients")}
