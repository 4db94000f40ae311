"""nginx as a proxy: includes, upstreams, sites, streams."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.read.captured import captured, items, only
from tests.read.middleware.balancers import addresses, persistence, pools, targets
from tests.read.reading import components

MAIN = """user www-data;
events { worker_connections 768; }
http {
    include mime.types;
    include /etc/nginx/conf.d/*.conf;
    server {
        listen 8081;
        root "/var/www/static files";
    }
}
stream {
    upstream mysql_read {
        least_conn;
        server 10.1.0.21:3306;
        server 10.1.0.22:3306 backup;
    }
    server {
        listen 3307;
        proxy_pass mysql_read;
    }
}
"""
SHOP = """upstream shop {
    ip_hash;
    server 10.1.0.11:8080 weight=3 max_fails=2;
    server 10.1.0.12:8080 down;
    # server 10.1.0.13:8080;
}
map $http_upgrade $up { default upgrade; '' close; }
server {
    listen 80;
    listen [::]:443 ssl;
    server_name shop.example.com ~^www\\d+\\.x$ _;
    ssl_certificate /etc/ssl/shop.pem;
    location / {
        proxy_set_header X-To "http://9.9.9.9:1/;{";
        proxy_pass http://shop;
    }
    location ~ ^/api/(v1|v2)/ {
        proxy_pass http://api.corp:9000;
    }
    location /dyn { proxy_pass http://$host; }
}
"""


def test_sites_and_streams_with_includes(tmp_path: Path) -> None:
    found = only(tmp_path, {"nginx/nginx.conf": MAIN, "nginx/conf.d/shop.conf": SHOP})
    assert found.kind == "nginx"
    assert sorted(addresses(found), key=str) == sorted(
        [
            ("*", 80, "http", ["shop.example.com"], "shop"),
            ("::", 443, "https", ["shop.example.com"], "shop"),
            ("*", 8081, "http", [], None),
            ("*", 3307, "tcp", [], "mysql_read"),
        ],
        key=str,
    )
    assert pools(found) == {
        "shop": [("10.1.0.11", 8080, 3, False), ("10.1.0.12", 8080, None, False)],
        "mysql_read": [("10.1.0.21", 3306, None, False), ("10.1.0.22", 3306, None, True)],
    }
    assert persistence(found) == {"shop": ("source", None), "mysql_read": ("none", None)}
    assert sorted(targets(found)) == [
        ("10.1.0.11:8080", "http"),
        ("10.1.0.21:3306", "tcp"),
        ("10.1.0.22:3306", "tcp"),
        ("api.corp:9000", "http"),
    ]
    assert items(found, "web.roots") == [{"path": "/var/www/static files", "kind": "root"}]
    (api,) = [r for r in found.references if r.target == "api.corp:9000"]
    assert [str(o) for o in api.origins] == ["in/nginx/conf.d/shop.conf 18"]


def test_what_is_included_in_a_server_is_of_that_server(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        {
            "nginx.conf": "http { upstream b { include hosts.inc; }\n"
            "server { listen 82; include snippets/back.inc; } }",
            "snippets/back.inc": "location / { proxy_pass http://b; }",
            "hosts.inc": "server 10.0.0.9:81;\n",
        },
    )
    assert addresses(found) == [("*", 82, "http", [], "b")]
    assert targets(found) == [("10.0.0.9:81", "http")]
    assert [str(r.origins[0]) for r in found.references] == ["in/hosts.inc 1"]


@pytest.mark.parametrize(
    ("line", "kind", "detail"),
    [
        ("sticky cookie srv_id expires=1h;", "cookie", "srv_id"),
        ("sticky name=route;", "cookie", "route"),
        ("hash $remote_addr consistent;", "source", "$remote_addr"),
        ("hash $cookie_jsessionid;", "cookie", "$cookie_jsessionid"),
        ("least_conn;", "none", None),
    ],
)
def test_persistence(tmp_path: Path, line: str, kind: str, detail: str | None) -> None:
    text = f"upstream a {{ {line} server 10.0.0.1; }} server {{ location / "
    text += "{ proxy_pass http://a; } }"
    found = only(tmp_path, {"a.conf": text})
    assert persistence(found) == {"a": (kind, detail)}
    assert addresses(found) == [("*", 80, "http", [], "a")]
    assert targets(found) == [("10.0.0.1:80", "http")]


def test_the_web_server_of_a_php_site_is_no_component(tmp_path: Path) -> None:
    text = (
        "server { listen 80; root /var/www; location ~ \\.php$ { fastcgi_pass 127.0.0.1:9000; } }"
    )
    assert captured(tmp_path, {"site.conf": text}) == []


@pytest.mark.parametrize(
    "text",
    [
        "server { listen 80; " + "location / { " * 3000 + "proxy_pass http://a;",
        "upstream {\n server;\n}\nserver { listen; proxy_pass; include; }",
        'server { listen 99999; listen unix:/x; proxy_pass http://unix:/a:/; root "unclosed ; }',
        "server { include *.conf; listen 80; proxy_pass http://10.0.0.1; }",
    ],
)
def test_broken_configuration_ends(tmp_path: Path, text: str) -> None:
    captured(tmp_path, {"a.conf": text, "b.conf": text})


def test_datagrams_are_passed_on_as_datagrams(tmp_path: Path) -> None:
    text = "stream { server { listen 53 udp; proxy_pass 10.1.1.30:53; }\n"
    text += "upstream logs { server 10.1.1.31:514; } server { listen 514 udp; proxy_pass logs; }\n"
    text += "server { listen 25; proxy_pass 10.1.1.32:25; } }"
    found = only(tmp_path, {"nginx.conf": text})
    assert sorted(targets(found)) == [
        ("10.1.1.30:53", "udp"),
        ("10.1.1.31:514", "udp"),
        ("10.1.1.32:25", "tcp"),
    ]


CIRCLE = "\nhttp {\n include a.conf; server { listen 80; proxy_pass http://10.0.0.1:81; } }"


@pytest.mark.parametrize(
    "files",
    [
        {
            "nginx.conf": f"include *.conf; include nginx.conf; {CIRCLE}",
            "a.conf": "include nginx.conf;",
        },
        {f"{n}.conf": f"include *.conf; {CIRCLE}" for n in "nabcdefgh"},
    ],
)
def test_includes_in_a_circle_end(tmp_path: Path, files: dict[str, str]) -> None:
    before = time.process_time()
    (found,) = captured(tmp_path, files)
    assert time.process_time() - before < 5
    assert ("10.0.0.1:81", "http") in targets(found)


def test_addresses_in_variables(tmp_path: Path) -> None:
    text = 'server {\n listen 80; set $backend "10.1.1.77:9999";\n'
    text += " location / { proxy_pass http://$backend; }\n}\n"
    text += "server {\n listen 81; set $b 10.0.0.1; set $b 10.0.0.2;\n"
    text += " location / { proxy_pass http://$b; proxy_pass http://$host; }\n}\n"
    assert targets(only(tmp_path, {"a.conf": text})) == [("10.1.1.77:9999", "http")]


def test_files_of_other_servers_are_not_its_own(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docker/nginx/nginx.conf": "http { server { listen 80; } }\n",
        "docker/nacos/conf/application.properties": "management.endpoints.web.exposure.include=*\n",
    }
    (found,) = components(tmp_path, files, "nginx")
    assert found.sources == ("input/docker/nginx/nginx.conf",)
