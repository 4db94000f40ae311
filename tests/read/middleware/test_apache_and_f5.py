"""Apache httpd as a proxy, mod_jk, F5 BIG-IP."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.read.captured import captured, items, only
from tests.read.middleware.balancers import addresses, persistence, pools, targets

SECRET = "S3cretXYZ"
PROXY = """Listen 80
Listen 443 https
<VirtualHost *:80>
    ServerName shop.example.com
    ServerAlias www.shop.example.com
    <Proxy "balancer://shop">
        BalancerMember "http://10.1.0.11:8080" route=n1 loadfactor=2
        BalancerMember ajp://10.1.0.12 route=n2 status=+H
        # BalancerMember http://10.1.0.13:8080
        ProxySet lbmethod=bybusyness stickysession=JSESSIONID
    </Proxy>
    ProxyPass /static !
    ProxyPass "/" "balancer://shop/"
    ProxyPassReverse "/" "balancer://shop/"
    ProxyPass /api http://api.corp/x retry=0
</VirtualHost>
"""
JK = """<VirtualHost *:8443>
SSLEngine on
ServerName erp.example.com
JkMount /erp/* lb
JkMount /old/* w3
</VirtualHost>
"""
WORKERS = """worker.list=lb,w3
worker.lb.type=lb
worker.lb.balance_workers=w1,w2
worker.w1.type=ajp13
worker.w1.host=10.1.0.41
worker.w1.port=8009
worker.w1.lbfactor=3
worker.w2.type=ajp13
worker.w2.host=10.1.0.42
worker.w2.port=8019
worker.w3.type=ajp13
worker.w3.host=old.corp
"""
F5 = f"""#TMSH-VERSION: 13.1.0
ltm node /Common/web2 {{
    address 10.1.0.12
}}
ltm persistence cookie /Common/shop_cookie {{
    cookie-name BIGipShop
    cookie-encryption-passphrase {SECRET}
}}
ltm pool /Common/pool_shop {{
    load-balancing-mode least-connections-member
    members {{
        /Common/10.1.0.11:8080 {{
            address 10.1.0.11
            ratio 2
        }}
        /Common/web2:http {{
            address 10.1.0.12
            session user-disabled
            state user-down
        }}
    }}
    monitor /Common/http
}}
ltm pool /Common/pool_db {{
    members {{
        /Common/10.1.0.21:3306 {{ }}
    }}
}}
ltm virtual /Common/vs_shop {{
    destination /Common/203.0.113.10:443
    ip-protocol tcp
    mask 255.255.255.255
    persist {{
        /Common/shop_cookie {{
            default yes
        }}
    }}
    pool /Common/pool_shop
    profiles {{
        /Common/http {{ }}
        /Common/clientssl {{
            context clientside
        }}
        /Common/tcp {{ }}
    }}
}}
ltm virtual /Common/vs_db {{
    destination /Common/10.1.0.200:mysql
    persist {{
        /Common/source_addr {{ default yes }}
    }}
    pool /Common/pool_db
    profiles {{ /Common/tcp {{ }} }}
}}
"""


def test_a_proxy_and_its_balancer(tmp_path: Path) -> None:
    found = only(tmp_path, {"sites/shop.conf": PROXY})
    hosts = ["shop.example.com", "www.shop.example.com"]
    assert found.kind == "apache"
    assert addresses(found) == [
        ("*", 443, "https", [], None),
        ("*", 80, "http", hosts, "shop"),
    ]
    assert pools(found) == {
        "shop": [("10.1.0.11", 8080, 2, False), ("10.1.0.12", 8009, None, True)]
    }
    assert persistence(found) == {"shop": ("cookie", "JSESSIONID")}
    assert ("api.corp:80", "http") in targets(found)
    assert [(i["pool"], i["condition"]) for i in items(found, "lb.rules")] == [
        ("shop", "/"),
        ("http://api.corp/x", "/api"),
    ]


def test_mod_jk(tmp_path: Path) -> None:
    found = only(tmp_path, {"erp.conf": JK, "workers.properties": WORKERS})
    assert addresses(found) == [("*", 8443, "https", ["erp.example.com"], "lb")]
    assert pools(found) == {
        "lb": [("10.1.0.41", 8009, 3, False), ("10.1.0.42", 8019, None, False)],
        "w3": [("old.corp", 8009, None, False)],
    }
    assert persistence(found) == {"lb": ("cookie", "JSESSIONID"), "w3": ("none", None)}
    assert targets(found) == [
        ("10.1.0.41:8009", "ajp"),
        ("10.1.0.42:8019", "ajp"),
        ("old.corp:8009", "ajp"),
    ]


def test_a_server_of_files_is_no_proxy(tmp_path: Path) -> None:
    text = "<VirtualHost *:80>\nDocumentRoot /var/www\n# ProxyPass / http://10.0.0.1/\n</VirtualHost>\n"
    assert captured(tmp_path, {"site.conf": text}) == []


def test_a_big_ip(tmp_path: Path) -> None:
    found = only(tmp_path, {"config/bigip.conf": F5})
    assert found.kind == "f5"
    assert addresses(found) == [
        ("203.0.113.10", 443, "https", [], "pool_shop"),
        ("10.1.0.200", 3306, "tcp", [], "pool_db"),
    ]
    assert pools(found) == {
        "pool_shop": [("10.1.0.11", 8080, 2, False), ("10.1.0.12", 80, None, False)],
        "pool_db": [("10.1.0.21", 3306, None, False)],
    }
    assert persistence(found) == {
        "pool_shop": ("cookie", "BIGipShop"),
        "pool_db": ("source", "source_addr"),
    }
    assert [(i["balance"], i["health_check"]) for i in items(found, "lb.pools")] == [
        ("least-connections-member", "http"),
        ("round-robin", None),
    ]
    assert targets(found) == [("10.1.0.11:8080", "http"), ("10.1.0.21:3306", "tcp")]
    assert SECRET.encode() not in msgspec.json.encode(found)


def test_an_old_big_ip(tmp_path: Path) -> None:
    text = (
        "pool web {\n   members {\n      10.1.1.1:http {}\n      10.1.1.2:http {}\n   }\n}\n"
        "virtual vs {\n   destination 192.0.2.1:http\n   ip protocol tcp\n   pool web\n}\n"
    )
    found = only(tmp_path, {"bigip.conf": text})
    assert addresses(found) == [("192.0.2.1", 80, "tcp", [], "web")]
    assert pools(found) == {"web": [("10.1.1.1", 80, None, False), ("10.1.1.2", 80, None, False)]}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.conf", "ProxyPass\nProxyPass / \nBalancerMember balancer://\n<Proxy>\nListen x:y:z\n"),
        ("bigip.conf", "ltm\nltm pool p {\n  members {\n  }\n}\n"),
        (
            "bigip.conf",
            "ltm pool /Common/p {\n" + "{" * 5000 + "\nltm virtual x {\n destination y\n",
        ),
    ],
)
def test_broken_configuration_ends(tmp_path: Path, name: str, text: str) -> None:
    captured(tmp_path, {name: text})


def test_an_object_without_a_name_costs_itself_only(tmp_path: Path) -> None:
    text = "ltm\nltm pool /Common/p {\n  members {\n    10.1.2.3:80 { }\n  }\n}\n"
    found = only(tmp_path, {"bigip.conf": text + F5})
    assert pools(found)
