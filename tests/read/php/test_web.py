"""Document root, server, rewrite idioms, host names and schedules, in and around a site."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.model.facts import Component
from migrate.read.stage import read
from tests.read.php.sites import items, places, site

FRONT = "<?php require 'x.php';"


def idioms(component: Component) -> list[tuple[str, bool]]:
    return [(item["idiom"], item["understood"]) for item in items(component, "web.rewrites")]


@pytest.mark.parametrize(
    ("lines", "idiom"),
    [
        ("RewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule ^(.*)$ index.php/$1 [QSA,L]",
         "front-controller"),
        ("RewriteRule . /index.php [L]", "front-controller"),
        ("RewriteCond %{HTTPS} off\nRewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R=301,L]",
         "https-redirect"),
        ("RewriteCond %{HTTP_HOST} !^www\\. [NC]\nRewriteRule ^(.*)$ http://www.a.cn/$1 [R=301,L]",
         "www-redirect"),
        (r"RewriteRule ^goods-([0-9]+)\.html$ goods\.php?id=$1 [QSA,L]", "rewrite-to-script"),
        (r"RewriteRule ^index\.html$ /shop/index\.php [L]", "rewrite-to-script"),
        ("RewriteRule ^(data|inc)/ - [F]", "deny"),
        ("<Files *.log>\nRequire all denied\n</Files>", "deny"),
        ("Order deny,allow\nDeny from all", "deny"),
        ("ExpiresByType image/png \"access plus 1 month\"", "expires"),
        ("Header set Cache-Control \"max-age=3600\"", "headers"),
        ("AuthType Basic\nAuthUserFile /etc/x\nRequire valid-user", "auth-basic"),
        ("ErrorDocument 404 /404.html", "error-document"),
        ("php_value upload_max_filesize 20M", "php-value"),
    ],
)  # fmt: skip
def test_idioms_that_are_understood(lines: str, idiom: str, tmp_path: Path) -> None:
    found = site(tmp_path, {"index.php": FRONT, ".htaccess": f"RewriteEngine On\r\n{lines}\r\n"})
    assert idioms(found) == [(idiom, True)]
    assert found.value("web.server") == "apache"


@pytest.mark.parametrize(
    "line",
    [
        "RewriteRule ^item-([0-9]+)$ http://10.0.0.1/$1 [P]",
        "RewriteCond %{HTTP_HOST} ^a\\.\nRewriteRule ^(.*)$ /a/index.php [L]",
        "SecRule ARGS x",
        "RewriteMap m txt:/m.txt",
    ],
)
def test_what_is_not_understood_is_told_with_its_line(line: str, tmp_path: Path) -> None:
    found = site(tmp_path, {"index.php": FRONT, ".htaccess": f"# RewriteRule x y [P]\n{line}\n"})
    ((idiom, understood),) = idioms(found)
    assert not understood
    number = 1 + len(line.split("\n"))
    assert places(found, "web.rewrites", idiom=idiom) == [f".htaccess:{number}"]


NGINX = """
user www;
http {
  server {
    listen 80; server_name shop.example.cn www.example.cn _;  # root /wrong;
    return 301 https://$host$request_uri;
  }
  server {
    listen 443 ssl;
    server_name shop.example.cn;
    root "/data/wwwroot/site/public";
    location / { try_files $uri $uri/ /index.php?$query_string; }
    location ~ \\.php$ { fastcgi_pass unix:/run/php-fpm.sock; include fastcgi_params; }
    location ~ /\\.ht { deny all; }
    rewrite ^/old/(.*)$ /index.php/$1 last;
    rewrite ^/pic/(\\d+)\\.jpg$ /img/$1 break;
  }
}
"""


def test_an_nginx_server_around_the_site(tmp_path: Path) -> None:
    top = tmp_path / "host"
    for path, content in {
        "site/public/index.php": FRONT,
        "site/composer.json": "{}",
        "site/src/a.php": "<?php",
        "nginx/conf.d/shop.conf": NGINX,
    }.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(content)
    (found,) = [c for c in read([top], tmp_path).components if c.kind == "php-site"]
    assert found.value("web.server") == "nginx"
    assert found.value("web.document_root") == "public"
    assert [item["name"] for item in items(found, "web.hosts")] == [
        "shop.example.cn",
        "www.example.cn",
    ] or [item["name"] for item in items(found, "web.hosts")] == ["shop.example.cn"]
    told = idioms(found)
    assert ("front-controller", True) in told
    assert ("deny", True) in told
    assert ("rewrite ^/pic/(\\d+)\\.jpg$ /img/$1 break", False) in told


def test_an_apache_host_inside_the_site(tmp_path: Path) -> None:
    vhost = (
        "<VirtualHost *:80>\n  ServerName portal.example.cn:80\n  ServerAlias p.example.cn\n"
        "  DocumentRoot /var/www/site/web\n</VirtualHost>\n"
    )
    files: dict[str, str | bytes] = {
        "web/index.php": FRONT,
        "composer.json": "{}",
        "lib/a.php": "<?php",
        "conf/sites-available/portal": vhost,
    }
    found = site(tmp_path, files)
    assert found.value("web.server") == "apache"
    assert found.value("web.document_root") == "web"
    assert [item["name"] for item in items(found, "web.hosts")] == [
        "portal.example.cn",
        "p.example.cn",
    ]


def test_crontabs_and_what_frameworks_want_done(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "public/index.php": FRONT,
        "artisan": "",
        "bootstrap/app.php": "<?php",
        "app/Console/Kernel.php": "<?php class Kernel { function schedule($schedule) {\n"
        "$schedule->command('mail:send')->daily(); } }",
        ".env": "QUEUE_CONNECTION=redis\nSESSION_DRIVER=redis\n",
        "crontab": "*/5 * * * * php /var/www/site/artisan report\n",
    }
    found = site(tmp_path, files)
    assert [item["cron"] for item in items(found, "schedules")] == ["*/5 * * * *"]
    assert items(found, "schedules.internal") == [
        {"trigger": "crontab", "command": "* * * * * php artisan schedule:run"},
        {"trigger": "daemon", "command": "php artisan queue:work"},
        {
            "trigger": "crontab",
            "command": "php artisan mail:send",
            "cron": "0 0 * * *",
            "every": None,
        },
    ]
    assert found.value("session.use") == "external"
