"""Settings of a site beside those that its framework names: kept, their secrets cut."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from migrate.model.settings import SecretSlot
from tests.read.php.sites import items, site

SECRET = "S3cr3tXyZ09"
INDEX = "<?php require 'vendor/autoload.php'; session_start(); echo 1;\n"
KEPT: dict[str, tuple[str, int]] = {
    ".env": ("APP_ENV=prod\nDB_HOST=10.1.1.1\nDB_PASSWORD={0}\nMAIL_TOKEN='{0}'\n", 2),
    "include/config.php": (
        "<?php\n// 数据库密码\n$db_host = '10.1.1.1';\n$db_user = 'shop';\n$db_pwd = '{0}';\n",
        1,
    ),
    "cron/backup.sh": (
        "#!/bin/sh\nmysqldump -h 10.1.1.1 -ushop -p{0} shop > /tmp/a\ncurl -u a:{0} http://h/\n",
        2,
    ),
    "data/config.php.bak": ("<?php\n$db_pwd = '{0}';\n", 1),
    "conf/service.ini": ("[pay]\nmch_key = {0}\nurl = http://10.1.1.9:8080/pay\n", 1),
    "conf/mq.yml": ("mq:\n  host: 10.1.1.7\n  password: {0}\n", 1),
}


@pytest.mark.parametrize("path", KEPT)
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_secret_is_cut_wherever_it_stands(path: str, encoding: str, tmp_path: Path) -> None:
    text, slots = KEPT[path]
    data = text.replace("{0}", SECRET).encode(encoding)
    found = site(tmp_path, {"index.php": INDEX, path: data})
    assert SECRET.encode() not in msgspec.json.encode(found)
    kept = {file.path: file for file in found.settings}
    assert sum(isinstance(part, SecretSlot) for part in kept[path].parts) == slots


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("bin/export.sh", "#!/usr/bin/env php\n<?php $pass = prompt('x'); $password = 'abc';\n"),
        ("bin/report", "#!/usr/bin/perl\nmy $password = 'abc';\n"),
        ("include/params_schema.php", "<?php $schema['password'] = 'abc';\n"),
        ("include/global_session.php", "<?php $csrf_secret = 'abc';\n"),
        ("config.inc.php.sample", "<?php $db_pwd = 'abc';\n"),
        (".env.example", "DB_PASSWORD=abc\n"),
        ("vendor/x/conf.yml", "password: abc\n"),
        ("tests/conf.yml", "password: abc\n"),
        ("bin/ask.sh", '#!/bin/sh\nwhile [ "$password" != "$confirm" ]; do read -r password; done\n'
         "password=$(echo -n \"$password\" | md5sum)\n"),
    ],
)  # fmt: skip
def test_code_and_samples_are_no_settings(path: str, text: str, tmp_path: Path) -> None:
    assert site(tmp_path, {"index.php": INDEX, path: text}).settings == ()


def test_settings_that_dedecms_keeps_in_its_cache(tmp_path: Path) -> None:
    cached = (
        "<?php\n$cfg_basehost = 'http://www.corp.cn';\n$cfg_cookie_encode = 'vZsGq9345K';\n"
        "$cfg_smtp_server = 'mail.corp.cn';\n$cfg_smtp_port = '25';\n"
        "$cfg_smtp_password = 'm4rkedMail';\n$cfg_ftp_host = '10.1.2.7';\n"
        "$cfg_ftp_pwd = 'm4rkedFtp';\n"
    )
    found = site(
        tmp_path,
        {
            "index.php": "<?php require 'x.php';",
            "include/dedesql.class.php": "<?php class DedeSql {}",
            "data/config.cache.inc.php": cached,
        },
    )
    (file,) = items(found, "config.files")
    secrets = [held["key"] for held in file["holds"] if held["holds"] == "secret"]
    assert secrets == ["cfg_cookie_encode", "cfg_smtp_password", "cfg_ftp_pwd"]
    assert {r.target for r in found.references} == {"mail.corp.cn:25", "10.1.2.7:21"}
    told = msgspec.json.encode(found).decode()
    assert not any(mark in told for mark in ("vZsGq9345K", "m4rkedMail", "m4rkedFtp"))
