"""What php.ini, virtual hosts and the files' own sizes tell of how a site runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.php.sites import items, site, version

FRONT = "<?php require 'x.php';"


def runs(root: Path, files: dict[str, str | bytes]) -> object:
    value = site(root, {"index.php": FRONT, **files}).value("php.version")
    return value.get("runs") if isinstance(value, dict) else None


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("nginx/conf.d/a.conf",
         "server {\n root /srv/site;\n location ~ \\.php$ {\n"
         "  fastcgi_pass unix:/run/php/php7.2-fpm.sock;\n }\n}", "7.2"),
        ("nginx/conf.d/a.conf",
         "server {\n root /srv/site;\n include enable-php-56.conf;\n}", "5.6"),
        ("conf/sites-available/a",
         "<VirtualHost *:80>\nDocumentRoot /srv/site\n<FilesMatch \\.php$>\n"
         "SetHandler \"proxy:unix:/run/php/php7.4-fpm.sock|fcgi://localhost\"\n"
         "</FilesMatch>\n</VirtualHost>", "7.4"),
        (".htaccess", "AddHandler application/x-httpd-php56 .php", "5.6"),
        ("nginx/conf.d/a.conf",
         "server {\n root /srv/site;\n fastcgi_pass 127.0.0.1:9000;\n}", None),
        ("nginx/conf.d/a.conf",
         "# fastcgi_pass unix:/run/php/php7.2-fpm.sock;\nserver {\n root /srv/site;\n}", None),
    ],
)  # fmt: skip
def test_the_version_that_the_server_hands_files_to(
    path: str, text: str, expected: str | None, tmp_path: Path
) -> None:
    assert runs(tmp_path, {path: text}) == expected


@pytest.mark.parametrize(
    ("path", "line", "most"),
    [
        ("php.ini", "register_globals = On", "5.3"),
        (".user.ini", "asp_tags=1", "5.6"),
        (".htaccess", "php_flag magic_quotes_gpc on", "5.3"),
        (".htaccess", "php_value mbstring.func_overload 1", "7.4"),
        ("php.ini", "register_globals = Off", None),
        ("php.ini", "; register_globals = On", None),
        (".htaccess", "# php_flag register_globals on", None),
        ("php.ini", "short_open_tag = On", None),
    ],
)
def test_directives_that_are_gone(path: str, line: str, most: str | None, tmp_path: Path) -> None:
    found = site(tmp_path, {"index.php": FRONT, path: f"{line}\r\n"})
    assert version(found)[1] == most


def test_extensions_that_a_php_ini_loads_are_optional(tmp_path: Path) -> None:
    text = (
        "[PHP]\nextension=redis.so\n;extension=imap.so\nextension=php_gd2.dll\n"
        "zend_extension = /usr/lib/php/ioncube_loader_lin_5.6.so\nextension_dir=/usr/lib\n"
    )
    found = site(tmp_path, {"index.php": "<?php imap_open($a);", "php.ini": text})
    told = {item["name"]: item["required"] for item in items(found, "php.extensions")}
    assert told == {"redis": False, "gd": False, "imap": True}


def test_files_that_are_too_large_to_parse_are_told(tmp_path: Path) -> None:
    data = "<?php\nreturn [\n" + "'mysql_query(1)',\n" * 130_000 + "];\n"
    found = site(tmp_path, {"index.php": FRONT, "data/words.php": data})
    assert items(found, "php.unparsed") == [
        {"file": "data/words.php", "bytes": len(data), "line": None}
    ]


@pytest.mark.parametrize(
    ("path", "confidence"),
    [(".htaccess", 1.0), ("wp-content/plugins/a/.htaccess", 0.5), ("public/.htaccess", 1.0)],
)
def test_how_sure_a_htaccess_makes_apache(path: str, confidence: float, tmp_path: Path) -> None:
    front = "public/index.php" if path.startswith("public") else "index.php"
    files: dict[str, str | bytes] = {front: FRONT, "composer.json": "{}", path: "Deny from all"}
    found = site(tmp_path, files)
    assert found.facts["web.server"].value == "apache"
    assert found.facts["web.server"].confidence == confidence
