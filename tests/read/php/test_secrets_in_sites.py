"""Secrets in places of sites where no key stands before them with an equals sign."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from migrate.model.settings import SecretSlot
from migrate.read.stage import read

SECRET = "Hunter2xQ"
FRONT = "<?php require 'x.php'; mysqli_connect($host, $user, $pw, $name);"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("conf/db.php", "<?php list($db_user, $db_pw) = array('shop', 'Hunter2xQ');"),
        ("conf/db.php", "<?php\r\n[$u, , $db_password] = ['shop', 1, \"Hunter2xQ\"];"),
        ("conf/db.php", "<?php ['p' => $password, 'u' => $u] = ['u' => 'a', 'p' => 'Hunter2xQ'];"),
        ("a.php", "<?php list($a,$p)=array('u','Hunter2xQ'); mysql_connect('10.1.1.1',$a,$p);"),
        ("conf/db.php", "<?php $account = 'admin/Hunter2xQ'; $db_host = '10.1.1.1';"),
        ("conf/app.ini", "[db]\nhost=10.1.1.1\naccount=admin/Hunter2xQ\n"),
        (".htaccess", "SetEnv DB_PASSWORD Hunter2xQ\n"),
        (".htaccess", "SetEnv DATABASE_URL mysql://u:Hunter2xQ@10.1.1.1/x\n"),
        (".htaccess", "RequestHeader set Authorization \"Bearer Hunter2xQ\"\n"),
        (".htaccess", "SomeModule DB_PASSWORD Hunter2xQ\n"),
        (".htaccess", "RewriteRule ^x$ - [E=DB_PASS:Hunter2xQ,P]\n"),
        (".user.ini", "mysqli.default_pw = Hunter2xQ\n"),
        ("nginx.conf", "server { root /x; location ~ \\.php$ { fastcgi_param DB_PASSWORD Hunter2xQ;"
         " proxy_set_header Authorization \"Bearer Hunter2xQ\"; fastcgi_pass 127.0.0.1:9000; } }"),
    ],
)  # fmt: skip
def test_no_secret_leaves_the_reader(path: str, text: str, tmp_path: Path) -> None:
    for name, content in {"index.php": FRONT, path: text}.items():
        file = tmp_path / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8", newline="")
    assert SECRET not in msgspec.json.encode(read([tmp_path / "site"], tmp_path)).decode()


def test_a_login_in_one_value_keeps_its_account(tmp_path: Path) -> None:
    (tmp_path / "site" / "conf").mkdir(parents=True)
    (tmp_path / "site" / "index.php").write_text(FRONT)
    text = "<?php list($db_user, $db_pw) = array('shop', 'Hunter2xQ'); $db_host = '10.1.1.1';"
    (tmp_path / "site" / "conf" / "db.php").write_text(text)
    (component,) = read([tmp_path / "site"], tmp_path).components
    (file,) = component.settings
    (slot,) = [part for part in file.parts if isinstance(part, SecretSlot)]
    assert slot.setting == "db_pw"
    assert any("array('shop', " in getattr(part, "text", "") for part in file.parts)


@pytest.mark.parametrize(
    "value", ["site/login", "a/b/c", "users/list-all", "./Data1", "DOMAIN\\\\u1"]
)
def test_routes_and_paths_under_the_name_of_a_user_are_no_logins(
    value: str, tmp_path: Path
) -> None:
    (tmp_path / "site" / "conf").mkdir(parents=True)
    (tmp_path / "site" / "index.php").write_text(FRONT)
    text = f"<?php $user = '{value}'; $db_host = '10.1.1.1';"
    (tmp_path / "site" / "conf" / "db.php").write_text(text)
    (component,) = read([tmp_path / "site"], tmp_path).components
    (file,) = component.settings
    assert not [part for part in file.parts if isinstance(part, SecretSlot)]
