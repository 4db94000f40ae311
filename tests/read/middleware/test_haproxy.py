"""haproxy.cfg: listeners, pools, persistence, who is called."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.read.captured import captured, items, only
from tests.read.middleware.balancers import addresses, persistence, pools, targets

SECRET = "S3cretXYZ"
WEB = f"""global
    log /dev/log local0
    stats socket /run/haproxy/admin.sock mode 660
defaults
    mode http
    timeout connect 5s
    timeout client 50s
    timeout server 50s
    option httpchk GET /health
frontend web
    bind *:80
    bind 10.1.0.100:443 ssl crt /etc/ssl/site.pem
    acl is_shop hdr(host) -i shop.example.com www.shop.example.com
    acl is_api path_beg /api
    use_backend api if is_api # server fake 9.9.9.9:1
    default_backend shop
backend shop
    balance leastconn
    cookie SRV insert indirect nocache
    server web1 10.1.0.11:8080 cookie w1 weight 20 check
    server web2 10.1.0.12:8080 cookie w2 check backup
    # server web3 10.1.0.13:8080 check
backend api
    balance source
    server a1 api1.corp:9000 check
    server a2 api2.corp:9000 check disabled
listen stats
    bind :8404
    stats enable
    stats auth admin:{SECRET}
"""
DATABASE = """defaults
    mode tcp
    timeout connect 5s
    timeout client 1m
    timeout server 1m
listen mysql
    bind 10.1.0.200:3306
    option mysql-check user haproxy
    stick-table type ip size 100k expire 30m
    stick on src
    server db1 10.1.0.21:3306 check
    server db2 10.1.0.22:3306 check backup
listen ldap
    bind *:389
    server l1 10.1.0.31:389
"""


def test_a_web_front(tmp_path: Path) -> None:
    found = only(tmp_path, {"haproxy.cfg": WEB})
    assert found.kind == "haproxy"
    hosts = ["shop.example.com", "www.shop.example.com"]
    assert addresses(found) == [
        ("*", 80, "http", hosts, "shop"),
        ("10.1.0.100", 443, "https", hosts, "shop"),
        ("*", 8404, "http", [], "stats"),
    ]
    assert pools(found) == {
        "shop": [("10.1.0.11", 8080, 20, False), ("10.1.0.12", 8080, None, True)],
        "api": [("api1.corp", 9000, None, False), ("api2.corp", 9000, None, False)],
        "stats": [],
    }
    assert [(i["balance"], i["health_check"]) for i in items(found, "lb.pools")][:2] == [
        ("leastconn", "httpchk GET /health"),
        ("source", "httpchk GET /health"),
    ]
    assert persistence(found) == {
        "shop": ("cookie", "SRV"),
        "api": ("source", None),
        "stats": ("none", None),
    }
    assert items(found, "lb.rules") == [
        {"frontend": "web", "pool": "api", "condition": "if is_api"}
    ]
    assert targets(found) == [
        ("10.1.0.11:8080", "http"),
        ("10.1.0.12:8080", "http"),
        ("api1.corp:9000", "http"),
    ]
    assert [str(r.origins[0]) for r in found.references][:1] == ["in/haproxy.cfg 20"]
    assert [(e.port, e.protocol) for e in found.endpoints] == [
        (80, "http"),
        (443, "https"),
        (8404, "http"),
    ]
    assert SECRET.encode() not in msgspec.json.encode(found)


def test_a_front_of_databases(tmp_path: Path) -> None:
    found = only(tmp_path, {"lb/haproxy.cfg": DATABASE})
    assert addresses(found) == [
        ("10.1.0.200", 3306, "mysql", [], "mysql"),
        ("*", 389, "tcp", [], "ldap"),
    ]
    assert pools(found)["mysql"] == [
        ("10.1.0.21", 3306, None, False),
        ("10.1.0.22", 3306, None, True),
    ]
    assert persistence(found) == {"mysql": ("source", "src"), "ldap": ("none", None)}
    assert targets(found)[0] == ("10.1.0.21:3306", "mysql")


def test_old_forms(tmp_path: Path) -> None:
    text = (
        "defaults\r\n mode http\r\nlisten appli 0.0.0.0:10001\r\n"
        " appsession JSESSIONID len 52 timeout 3h\r\n server s1 192.168.34.23:8080 check\r\n"
        " server six [2001:db8::1]:80\r\n"
    )
    found = only(tmp_path, {"haproxy.cfg": text})
    assert addresses(found) == [("0.0.0.0", 10001, "http", [], "appli")]
    assert persistence(found) == {"appli": ("cookie", "JSESSIONID")}
    assert targets(found) == [("192.168.34.23:8080", "http"), ("[2001:db8::1]:80", "http")]


@pytest.mark.parametrize(
    "text",
    [
        "defaults\nlisten a\n bind :\n server\n server x\n server y :80\n server z 1.2.3.4:99999\n",
        "defaults\nfrontend 'unclosed\n bind *:80 \"\n acl x hdr(host) 'y\n",
        "defaults\nbackend b\n" + " server s 10.0.0.1:80\n" * 3000,
    ],
)
def test_broken_configuration_ends(tmp_path: Path, text: str) -> None:
    assert only(tmp_path, {"haproxy.cfg": text}).kind == "haproxy"


def test_what_is_no_haproxy(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"setup.cfg": "[metadata]\nname=x\n", "a.cfg": "listen to me\n"}
    assert captured(tmp_path, files) == []


def test_ranges_of_ports_and_templates(tmp_path: Path) -> None:
    text = "defaults\n mode http\nfrontend f\n bind *:8000-8002\n default_backend api\n"
    text += "backend api\n server-template api 3 api.internal:9000 check\n"
    found = only(tmp_path, {"haproxy.cfg": text})
    assert [a[1] for a in addresses(found)] == [8000, 8001, 8002]
    assert pools(found) == {"api": [("api.internal", 9000, None, False)]}
    assert targets(found) == [("api.internal:9000", "http")]
    wide = only(tmp_path, {"haproxy.cfg": text.replace("8000-8002", "1-65535")})
    assert len(addresses(wide)) == 100
