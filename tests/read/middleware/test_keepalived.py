"""keepalived and LVS: who holds an address, what stands behind it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.read.captured import captured, items, only
from tests.read.middleware.balancers import addresses, persistence, pools, targets

SECRET = "S3cretXY"
VRRP = """! Configuration File for keepalived
global_defs {
   router_id LVS_1
}
vrrp_script chk_mysql {
    script "/usr/bin/check.sh"
}
vrrp_instance VI_1 {
    state %STATE%
    interface eth0
    virtual_router_id 51
    priority %PRIO%
    authentication {
        auth_type PASS
        auth_pass S3cretXY
    }
    virtual_ipaddress {
        10.1.0.100/24 dev eth0 label eth0:1
        10.1.0.101
    }
    track_script {
        chk_mysql
    }
}
"""
SERVERS = """virtual_server 10.1.0.100 80 {
    delay_loop 6
    lb_algo wrr
    lb_kind DR
    persistence_timeout 50
    protocol TCP
    sorry_server 127.0.0.1 8000
    real_server 10.1.0.11 80 {
        weight 3
        HTTP_GET {
            url { path / status_code 200 }
        }
    }
    ! real_server 10.1.0.12 80 { }
    real_server 10.1.0.13 80 { weight 1 }
}
virtual_server 10.1.0.100 3306 {
    lb_algo rr
    lb_kind NAT
    protocol TCP
    real_server 10.1.0.21 3306 { TCP_CHECK { connect_timeout 3 } }
}
"""


def instance(state: str, priority: int) -> str:
    return VRRP.replace("%STATE%", state).replace("%PRIO%", str(priority))


def test_who_holds_an_address(tmp_path: Path) -> None:
    found = only(tmp_path, {"keepalived.conf": instance("MASTER", 101)})
    assert found.kind == "keepalived"
    told = items(found, "lb.virtual_addresses")
    assert [(i["address"], i["state"], i["priority"], i["instance"]) for i in told] == [
        ("10.1.0.100", "MASTER", 101, "VI_1"),
        ("10.1.0.101", "MASTER", 101, "VI_1"),
    ]
    assert items(found, "lb.tracked") == [{"instance": "VI_1", "name": "chk_mysql"}]
    assert SECRET.encode() not in msgspec.json.encode(found)


def test_servers_in_folders_of_their_own(tmp_path: Path) -> None:
    first, second = captured(
        tmp_path,
        {
            "lb1/keepalived.conf": instance("MASTER", 101),
            "lb2/keepalived.conf": instance("BACKUP", 90),
        },
    )
    assert (first.name, second.name) == ("lb1", "lb2")
    assert {i["state"] for i in items(second, "lb.virtual_addresses")} == {"BACKUP"}


def test_virtual_servers(tmp_path: Path) -> None:
    found = only(tmp_path, {"keepalived.conf": SERVERS})
    assert addresses(found) == [
        ("10.1.0.100", 80, "http", [], "10.1.0.100:80"),
        ("10.1.0.100", 3306, "mysql", [], "10.1.0.100:3306"),
    ]
    assert pools(found) == {
        "10.1.0.100:80": [
            ("127.0.0.1", 8000, None, True),
            ("10.1.0.11", 80, 3, False),
            ("10.1.0.13", 80, 1, False),
        ],
        "10.1.0.100:3306": [("10.1.0.21", 3306, None, False)],
    }
    assert persistence(found) == {
        "10.1.0.100:80": ("source", "50 s"),
        "10.1.0.100:3306": ("none", None),
    }
    checks = [(i["balance"], i["health_check"]) for i in items(found, "lb.pools")]
    assert checks == [("wrr", "HTTP_GET"), ("rr", "TCP_CHECK")]
    assert ("10.1.0.21:3306", "mysql") in targets(found)


@pytest.mark.parametrize(
    "text",
    [
        "IP Virtual Server version 1.2.1 (size=4096)\nProt LocalAddress:Port Scheduler Flags\n"
        "  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn\n"
        "TCP  10.1.0.100:80 wlc persistent 300\n"
        "  -> 10.1.0.11:80                 Route   2      0          0\n"
        "  -> 10.1.0.12:80                 Route   0      0          0\n",
        "-A -t 10.1.0.100:80 -s wlc -p 300\n-a -t 10.1.0.100:80 -r 10.1.0.11:80 -g -w 2\n"
        "-a -t 10.1.0.100:80 -r 10.1.0.12:80 -g -w 0\n",
    ],
)
def test_dumps_of_ipvsadm(tmp_path: Path, text: str) -> None:
    found = only(tmp_path, {"ipvs.txt": text})
    assert found.kind == "lvs"
    assert addresses(found) == [("10.1.0.100", 80, "http", [], "10.1.0.100:80")]
    assert pools(found)["10.1.0.100:80"] == [
        ("10.1.0.11", 80, 2, False),
        ("10.1.0.12", 80, 0, False),
    ]
    assert persistence(found) == {"10.1.0.100:80": ("source", "300 s")}
    assert targets(found) == [("10.1.0.11:80", "http")]
