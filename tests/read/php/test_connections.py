"""What code connects to and calls by literals: databases, references, and no secret kept."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from migrate.model.settings import SecretSlot
from tests.read.php.sites import code, items, site

MARK = "s3cretMark77"


@pytest.mark.parametrize(
    ("source", "database"),
    [
        (
            f"pg_connect('host=10.1.2.3 port=5433 dbname=shop user=u password={MARK}');",
            ("10.1.2.3", 5433, "shop", "postgresql"),
        ),
        (
            f"pg_pconnect(\"host=db.corp dbname='shop' user='u' password='{MARK}'\");",
            ("db.corp", 5432, "shop", "postgresql"),
        ),
        (
            f"$c = 'host=10.1.2.3 dbname=shop password={MARK}'; pg_connect($c);",
            ("10.1.2.3", 5432, "shop", "postgresql"),
        ),
        (
            "sqlsrv_connect('10.1.2.3\\\\INST, 1444', "
            f"array('Database' => 'erp', 'UID' => 'sa', 'PWD' => '{MARK}'));",
            ("10.1.2.3", 1444, "erp", "sqlserver"),
        ),
        (
            f"$s = 'tcp:10.1.2.3'; $o = ['Database' => 'erp', 'UID' => 'sa', 'PWD' => '{MARK}'];\n"
            "sqlsrv_connect($s, $o);",
            ("10.1.2.3", 1433, "erp", "sqlserver"),
        ),
        (
            f"oci_connect('hr', '{MARK}', '10.1.2.3:1522/ORCL');",
            ("10.1.2.3", 1522, "ORCL", "oracle"),
        ),
        (f"oci_pconnect('hr', '{MARK}', '//ora.corp/XE');", ("ora.corp", 1521, "XE", "oracle")),
        (
            f"$m = new mysqli('10.1.2.3', 'u', '{MARK}', 'shop', 3307);",
            ("10.1.2.3", 3307, "shop", "mysql"),
        ),
        (
            f"$h = '10.1.2.3'; $x = 'u'; $y = '{MARK}'; $z = 'shop';\n"
            "mysqli_connect($h, $x, $y, $z);",
            ("10.1.2.3", 3306, "shop", "mysql"),
        ),
        (
            f"$m = mysqli_init(); $mysqli->real_connect('10.1.2.3', 'u', '{MARK}', 'shop');",
            ("10.1.2.3", 3306, "shop", "mysql"),
        ),
        (
            f"define('SRV', '10.1.2.3'); define('KEYW', '{MARK}');\n"
            "mysqli_connect(SRV, 'u', KEYW, 'shop');",
            ("10.1.2.3", 3306, "shop", "mysql"),
        ),
        (
            f"mssql_connect('10.1.2.3', 'sa', '{MARK}'); mssql_select_db('erp');",
            ("10.1.2.3", 1433, "erp", "sqlserver"),
        ),
        (
            f"$c = new MongoDB\\Client('mongodb://u:{MARK}@10.1.2.3:27018/shop');",
            ("10.1.2.3", 27018, "shop", "mongodb"),
        ),
        (
            f"use MongoDB\\Client;\n$c = new Client('mongodb://u:{MARK}@10.1.2.3/shop');",
            ("10.1.2.3", 27017, "shop", "mongodb"),
        ),
    ],
)
def test_a_call_names_a_database(
    source: str, database: tuple[str, int, str, str], tmp_path: Path
) -> None:
    found = code(tmp_path, f"<?php\n{source}\n")
    told = [(i["host"], i["port"], i["database"], i["driver"]) for i in items(found, "datasources")]
    assert told == [database]
    host, port, name, protocol = database
    references = {(r.target, r.database, r.protocol) for r in found.references}
    assert references == {(f"{host}:{port}", name, protocol)}
    assert MARK not in msgspec.json.encode(found).decode()


@pytest.mark.parametrize(
    ("source", "target", "protocol"),
    [
        (
            f"$r = new Redis(); $r->connect('10.1.2.9', 6380); $r->auth('{MARK}');",
            "10.1.2.9:6380",
            "redis",
        ),
        (
            f"$this->redis->pconnect('cache.corp'); $this->redis->auth('{MARK}');",
            "cache.corp:6379",
            "redis",
        ),
        ("$m = new Memcached(); $m->addServer('10.1.2.9', 11212);", "10.1.2.9:11212", "memcached"),
        ("memcache_connect('10.1.2.9', 11211);", "10.1.2.9:11211", "memcached"),
        (
            f"$l = ldap_connect('ldap.corp'); ldap_bind($l, 'cn=a', '{MARK}');",
            "ldap.corp:389",
            "ldap",
        ),
        (
            f"$l = ldap_connect('ldaps://ldap.corp:637'); ldap_bind($l, 'cn=a', '{MARK}');",
            "ldap.corp:637",
            "ldaps",
        ),
        (
            f"$f = ftp_connect('10.1.2.8', 2121); ftp_login($f, 'u', '{MARK}');",
            "10.1.2.8:2121",
            "ftp",
        ),
        (f"imap_open('{{mail.corp:993/imap/ssl}}INBOX', 'u', '{MARK}');", "mail.corp:993", "imap"),
        (f"new AMQPStreamConnection('mq.corp', 5673, 'u', '{MARK}');", "mq.corp:5673", "amqp"),
        (
            f"$c = curl_init('http://u:{MARK}@api.corp:8080/x?token={MARK}');",
            "api.corp:8080",
            "http",
        ),
        ("curl_setopt($c, CURLOPT_URL, 'https://api.corp/v1');", "api.corp:443", "https"),
        ('$url = "http://10.1.2.7/a?b=$c"; curl_init($url);', "10.1.2.7:80", "http"),
        ("$s = new SoapClient('http://soap.corp:81/s?wsdl');", "soap.corp:81", "http"),
        ("file_get_contents('http://10.1.2.7:8000/list');", "10.1.2.7:8000", "http"),
        ("define('API', 'http://api.corp/'); file_get_contents(API);", "api.corp:80", "http"),
        ("fsockopen('10.1.2.7', 25);", "10.1.2.7:25", "tcp"),
    ],
)
def test_a_call_is_a_reference(source: str, target: str, protocol: str, tmp_path: Path) -> None:
    found = code(tmp_path, f"<?php\n{source}\n")
    assert [(r.target, r.protocol) for r in found.references] == [(target, protocol)]
    assert found.references[0].origins[0].place == "2"
    assert MARK not in msgspec.json.encode(found).decode()
    assert found.value("datasources") is None


@pytest.mark.parametrize(
    "source",
    [
        "// curl_init('http://api.corp');",
        "$a = \"curl_init('http://api.corp')\";",
        "file_get_contents('php://input'); file_get_contents(__DIR__ . '/http.txt');",
        "file_get_contents('http://localhost/x'); fsockopen('127.0.0.1', 80);",
        "curl_setopt($c, CURLOPT_REFERER, 'http://api.corp');",
        "$db->connect('10.1.2.3', 6379); $user->auth('x'); $gearman->addServer('10.1.2.3');",
        "$log->write('see http://api.corp');",
        "copy('a.txt', 'b.txt'); fopen('1.2.3.4', 'r');",
        "new Client('http://');",
    ],
)
def test_what_calls_nobody(source: str, tmp_path: Path) -> None:
    found = code(tmp_path, f"<?php\n{source}\n")
    assert found.references == ()
    assert found.settings == ()


def test_calls_of_third_parties_are_not_told(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "index.php": "<?php require 'x.php';",
        "vendor/a/b/Api.php": "<?php\ncurl_init('https://api.corp/');\n",
    }
    assert site(tmp_path, files).references == ()


def test_a_login_over_an_open_connection_is_a_secret(tmp_path: Path) -> None:
    found = code(tmp_path, f"<?php\n$p = '{MARK}';\n$r = new Redis();\n$r->auth($p);\n")
    (file,) = found.settings
    assert [p.line for p in file.parts if isinstance(p, SecretSlot)] == [2]
    assert MARK not in msgspec.json.encode(found).decode()


@pytest.mark.parametrize(
    "files",
    [
        {
            "artisan": "",
            "bootstrap/app.php": "<?php",
            ".env": "APP_URL=https://crm.corp.cn\nASSET=https://crm.corp.cn/static/\n"
            "ERP_URL=http://erp.corp.cn:8080/api\n",
        },
        {
            "phpcms/base.php": "<?php",
            "caches/configs/system.php": "<?php return array(\n"
            "'app_path' => 'http://www.corp.cn/', 'js_path' => 'http://www.corp.cn/statics/js/',\n"
            "'erp_url' => 'http://erp.corp.cn:8080/api');",
        },
        {
            "system/core/CodeIgniter.php": "<?php",
            "application/config/config.php": "<?php\n$config['base_url'] = 'http://oa.corp.cn/';\n"
            "$config['erp_url'] = 'http://erp.corp.cn:8080/api';\n",
        },
    ],
    ids=["Laravel", "PHPCMS", "CodeIgniter"],
)
def test_a_site_does_not_call_its_own_address(
    files: dict[str, str | bytes], tmp_path: Path
) -> None:
    found = site(tmp_path, {"index.php": "<?php require 'x.php';", **files})
    assert [one.target for one in found.references] == ["erp.corp.cn:8080"]


def test_expressions_in_a_connection_string_are_no_values(tmp_path: Path) -> None:
    call = (
        "pg_connect(\"host={$config['db']['host']} user={$config['db']['user']} "
        "password={$config['db']['pass']}\");"
    )
    config = f"$config['db']['host'] = '10.1.2.3';\n$config['db']['pass'] = '{MARK}';\n"
    files: dict[str, str | bytes] = {
        "index.php": "<?php\nrequire 'lib/db.php';\n",
        "config.php": f"<?php\n{config}",
        "lib/db.php": f"<?php\nrequire_once '../config.php';\n$c = {call}\n",
    }
    assert [file.path for file in site(tmp_path, files).settings] == ["config.php"]
