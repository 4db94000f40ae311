"""What an attacker tried once and must not work again."""

from __future__ import annotations

import zipfile
from pathlib import Path

import msgspec
import pytest

from migrate import read
from migrate.analyse.naming import BadName, Names
from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Component
from migrate.read.leaks import masked

MARK = "LEAKMARK"


def site(folder: Path, **files: bytes) -> Component:
    root = folder / "site"
    root.mkdir()
    (root / "index.php").write_text("<?php echo 1;\n")
    for name, data in files.items():
        (root / name.replace("__", ".")).write_bytes(data)
    reading = read.read([root], folder)
    assert reading.components, reading.unread
    return reading.components[0]


@pytest.mark.parametrize(
    "key", ["dbpassword", "userpwd", "appsecret", "pw", "pswd", "DB_PASSWD_OLD", "pass1", "aes.key"]
)
def test_secret_keys_in_one_word(key: str) -> None:
    assert setting_keys().is_a("secret", key)


def test_a_host_without_a_port_costs_nothing(tmp_path: Path) -> None:
    found = site(
        tmp_path,
        config__php=b"<?php\n$db_host='db.corp.local';\n$db_name='x';\n$db_user='u';\n$db_pass='y';\n",
    )
    assert found.kind == "php-site"


def test_a_byte_order_mark_shifts_no_cut(tmp_path: Path) -> None:
    content = f"\ufeff<?php\n$db_host='10.0.0.1';\n$db_password='{MARK}';\n".encode()
    found = site(tmp_path, config__php=content)
    (file,) = found.settings
    text = "".join(getattr(part, "text", "·") for part in file.parts)
    assert "$db_password='·';" in text.replace("10.0.0.1", "")


def test_packings_that_cannot_be_bounded_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.war"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("WEB-INF/web.xml", "<web-app/>")
    reading = read.read([path], tmp_path)
    assert any("compression 12" in str(u.because.params) for u in reading.unread)


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.properties"
    outside.write_text(f"db.host=10.0.0.1\ndb.password={MARK}\nnote={MARK}\n")
    folder = tmp_path / "app"
    folder.mkdir()
    with zipfile.ZipFile(folder / "app.war", "w") as archive:
        archive.writestr("WEB-INF/web.xml", '<web-app version="3.0"/>')
    (folder / "x.properties").symlink_to(outside)
    (tmp_path / "linked").symlink_to(folder)
    reading = read.read([folder, tmp_path / "linked"], tmp_path)
    assert MARK.encode() not in msgspec.json.encode(reading)
    assert [u.source for u in reading.unread] == ["app/x.properties", "linked"]


def test_only_definitions_of_a_dump_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "db"
    folder.mkdir()
    (folder / "my.cnf").write_text("[mysqld]\nserver-id = 1\n")
    (folder / "schema.sql").write_text(
        "CREATE TABLE `a` (`b` varchar(9) DEFAULT ';') ENGINE=InnoDB; -- end\n"
        f"INSERT INTO users VALUES ('admin','{MARK}');\n"
        "CREATE TABLE z (a int); \\! touch /tmp/x;\n"
        f"SET @p='x'; CREATE USER evil IDENTIFIED BY '{MARK}';\n"
    )
    (component,) = read.read([folder], tmp_path).components
    (dump,) = [file for file in component.settings if file.format == "sql"]
    kept = "".join(getattr(part, "text", "") for part in dump.parts)
    assert kept.splitlines() == [
        "CREATE TABLE `a` (`b` varchar(9) DEFAULT ';') ENGINE=InnoDB;",
        "CREATE TABLE z (a int);",
        "SET @p='x';",
    ]


def test_the_program_of_a_crontab_is_no_account(tmp_path: Path) -> None:
    found = site(tmp_path, crontab=f"0 1 * * * mysqldump -uroot -p{MARK} shop\n".encode())
    (schedule,) = found.facts["schedules"].value  # type: ignore[misc]
    assert schedule["command"] == "mysqldump -uroot -p*** shop"
    assert schedule["user"] is None


@pytest.mark.parametrize("name", ["../../x", "a\nRUN id", "1a", "", "A", "a" * 51, "a-"])
def test_short_names_are_names(name: str) -> None:
    with pytest.raises(BadName):
        Names({"p/s/c": name})


def test_long_words_are_masked_in_passing() -> None:
    assert masked("#" + "a" * 200_000) == "#" + "a" * 200_000


@pytest.mark.parametrize(
    "code",
    ["class JConfig { public $password = '%s'; }", "const DB_PASSWORD = '%s';",
     "$x = ['password' => env('DB_PASSWORD', '%s')];", "$p['db_password'] = getenv('P') ?: '%s';"],
)  # fmt: skip
def test_secrets_of_other_php_forms(code: str, tmp_path: Path) -> None:
    content = f"<?php\n$db_host='10.0.0.1';\n$db_password='x';\n{code % MARK}\n".encode()
    found = site(tmp_path, config__php=content)
    assert MARK.encode() not in msgspec.json.encode(found)
