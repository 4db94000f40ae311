"""Secrets leave the reader in no form: keys, comments, addresses, options, commands, SQL."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate import read
from migrate.knowledge.settings import setting_keys
from migrate.read import config_files, leaks
from migrate.read.leaks import MASK, in_words, masked
from migrate.read.tree import Entry
from tests.read.test_hostile import war

SECRET = "S3cretXYZ"

SECRET_KEYS = [
    "password", "db.password", "dbPassword", "DB_PASSWD", "accessKeySecret", "api.key", "apiKey",
    "mail.pass", "token", "jwt-token", "encrypted.pwd.value", "passwordProd", "hash_salt",
    "spring.datasource.password", "javax.net.ssl.keyStorePassword", "数据库密码",
]  # fmt: skip
OPEN_KEYS = [
    "password.minLength", "passwordEncoder", "token.timeout", "secretary", "bypass", "compass",
    "user", "mysql_ip", "keyboard", "monkey", "passive", "salty", "key",
]  # fmt: skip


@pytest.mark.parametrize("key", SECRET_KEYS)
def test_a_key_that_names_a_secret(key: str) -> None:
    assert setting_keys().is_a("secret", key)


@pytest.mark.parametrize("key", OPEN_KEYS)
def test_a_key_that_names_none(key: str) -> None:
    assert not setting_keys().is_a("secret", key)


TEXTS = [
    f"# old db.password={SECRET}",
    f"// password: {SECRET}",
    f"# 旧密码：{SECRET}",
    f"php cron.php --token={SECRET} > /dev/null",
    f"mysqldump -u root -p{SECRET} hpe_app",
    f"curl --password {SECRET} http://x/",
    f"curl http://user:{SECRET}@host/path",
    f"redis://:{SECRET}@10.20.3.11:6379",
    f"-Ddb.password={SECRET}",
    f"-Djdbc.url=jdbc:mysql://h/db?user=a&password={SECRET}",
    f"CREATE USER 'x'@'%' IDENTIFIED BY '{SECRET}'",
    f"SET PASSWORD FOR 'y' = PASSWORD('{SECRET}')",
    f"CREATE TABLE e (a int) CONNECTION='mysql://u:{SECRET}@h/db'",
    f"IDENTIFIED WITH mysql_native_password AS '{SECRET}'",
]


@pytest.mark.parametrize("written", TEXTS)
def test_a_text_is_masked(written: str) -> None:
    shown = masked(written)
    assert SECRET not in shown
    assert MASK in shown


@pytest.mark.parametrize(
    "written",
    ["php /var/www/portal/cron.php", "-Xmx512m", "wget -q -O - http://localhost/cron", "-server",
     "-XX:HeapDumpPath=/data/logs", "CREATE TABLE t (password varchar(64) NOT NULL)"],
)  # fmt: skip
def test_a_text_without_secrets_stays(written: str) -> None:
    assert masked(written) == written


@given(st.text(max_size=200))
def test_masking_any_text_ends_and_finds_its_places(written: str) -> None:
    for leak in in_words(written):
        assert 0 <= leak.start <= leak.start + leak.length <= len(written)
    masked(written)


def test_nothing_of_a_properties_file_leaks(tmp_path: Path) -> None:
    content = (
        f"# old db.password={SECRET}1\n! token: {SECRET}2\n"
        f"url=jdbc:mysql://root:{SECRET}3@10.20.3.11:3306/x?password={SECRET}4\n"
        f"mail.pass={SECRET}5\n"
        f"long.password={SECRET}6\\\n   {SECRET}7\\\n{SECRET}8\n"
        f"spaced.password {SECRET}9\nlast=1\n"
    )
    path = war(tmp_path, **{"WEB-INF/classes/app.properties": content.encode()})
    (component,) = read.read([path], tmp_path).components
    assert SECRET.encode() not in msgspec.json.encode(component)
    (file,) = component.settings
    slots = [part.setting for part in file.parts if hasattr(part, "setting")]
    assert slots == ["url", "url", "mail.pass", "long.password", "spaced.password"]
    assert "last=1" in "".join(getattr(part, "text", "") for part in file.parts)


def test_nothing_of_a_start_script_or_crontab_leaks(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.php").write_text("<?php echo 1;\n")
    (site / "crontab").write_text(f"*/5 * * * * www php job.php --token={SECRET}\n")
    (component,) = read.read([site], tmp_path).components
    assert SECRET.encode() not in msgspec.json.encode(component)
    (schedule,) = component.facts["schedules"].value  # type: ignore[misc]
    assert schedule["command"] == f"php job.php --token={MASK}"


@pytest.mark.parametrize("piece", ["password=x\n", "password=x ", "a=", "--token ", "密码：x "])
def test_a_text_of_nothing_but_secrets_takes_no_time(piece: str) -> None:
    text = piece * ((1 << 20) // len(piece))
    started = time.process_time()
    leaks.masked(text)
    entry = Entry("a.ini", "app", "a.ini", text.encode)
    known = config_files.format_of(entry)
    assert known is not None
    config_files.cut(entry, known)
    assert time.process_time() - started < 10
