"""The databases that settings of each framework name; several ones; secrets never kept."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from migrate.model.settings import AddressSlot, SecretSlot, Text
from tests.read.php.sites import items, places, site

MARK = "s3cretMark77"
FRONT = "<?php require 'x.php';"


def one(host: str, database: str, port: int = 3306, driver: str = "mysql") -> dict[str, object]:
    return {"host": host, "port": port, "database": database, "driver": driver}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {
                "wp-load.php": "",
                "wp-includes/version.php": "<?php",
                "wp-config.php": "<?php\ndefine('DB_NAME', 'blog');\ndefine('DB_USER', 'u');\n"
                f"define('DB_PASSWORD', '{MARK}');\ndefine('DB_HOST', '10.1.2.3:3307');\n",
            },
            [one("10.1.2.3", "blog", 3307)],
        ),
        (
            {
                "wp-load.php": "",
                "wp-includes/version.php": "<?php",
                "wp-config.php": "<?php\ndefine('DB_NAME', 'blog');\n"
                f"define('DB_PASSWORD', '{MARK}');\n"
                "define('DB_HOST', 'localhost:/tmp/mysql.sock');\n",
            },
            [one("localhost", "blog", None)],  # type: ignore[arg-type]
        ),
        (
            {
                "forum.php": FRONT,
                "source/class/class_core.php": "<?php",
                "config/config_global.php": "<?php\n$_config = array();\n"
                "$_config['db']['1']['dbhost'] = '10.1.2.3';\n"
                "$_config['db']['1']['dbuser'] = 'u';\n"
                f"$_config['db']['1']['dbpw'] = '{MARK}';\n"
                "$_config['db']['1']['dbname'] = 'ultrax';\n"
                "$_config['db']['2']['dbhost'] = '10.1.2.4';\n"
                "$_config['db']['2']['dbuser'] = 'u';\n"
                "$_config['db']['2']['dbname'] = 'ultrax2';\n"
                "$_config['memory']['redis']['server'] = '10.1.2.9';\n",
                "config/config_ucenter.php": "<?php\ndefine('UC_DBHOST', '10.1.2.5');\n"
                "define('UC_DBUSER', 'uc');\ndefine('UC_DBNAME', 'ucenter');\n"
                f"define('UC_DBPW', '{MARK}');\n",
            },
            [one("10.1.2.3", "ultrax"), one("10.1.2.4", "ultrax2"), one("10.1.2.5", "ucenter")],
        ),
        (
            {
                "includes/cls_ecshop.php": "<?php",
                "data/config.php": "<?php\n$db_host = '10.1.2.3:3306';\n$db_name = 'ecshop';\n"
                f"$db_user = 'root';\n$db_pass = '{MARK}';\n$prefix = 'ecs_';\n",
            },
            [one("10.1.2.3", "ecshop")],
        ),
        (
            {
                "include/dedesql.class.php": "<?php",
                "data/common.inc.php": "<?php\n$cfg_dbhost = 'localhost';\n"
                f"$cfg_dbname = 'dedecms';\n$cfg_dbuser = 'root';\n$cfg_dbpwd = '{MARK}';\n",
            },
            [one("localhost", "dedecms")],
        ),
        (
            {
                "ThinkPHP/ThinkPHP.php": "<?php",
                "Application/Common/Conf/config.php": "<?php\nreturn array(\n"
                "'DB_TYPE' => 'mysqli', 'DB_HOST' => '10.1.2.3', 'DB_NAME' => 'think',\n"
                f"'DB_USER' => 'u', 'DB_PWD' => '{MARK}', 'DB_PORT' => 3308,\n);\n",
            },
            [one("10.1.2.3", "think", 3308)],
        ),
        (
            {
                "think": "",
                "config/database.php": "<?php\nreturn ['connections' => [\n"
                "'mysql' => ['type' => 'mysql', 'hostname' => '10.1.2.3', 'database' => 'a',\n"
                f"'username' => 'u', 'password' => '{MARK}', 'hostport' => '3309'],\n"
                "'log' => ['type' => 'pgsql', 'hostname' => '10.1.2.4', 'database' => 'b',\n"
                f"'username' => 'u', 'password' => '{MARK}'],\n]];\n",
            },
            [one("10.1.2.3", "a", 3309), one("10.1.2.4", "b", 5432, "postgresql")],
        ),
        (
            {
                "think": "",
                "config/database.php": "<?php\nuse think\\facade\\Env;\n"
                "return ['connections' => ['mysql' => [\n"
                "'type' => Env::get('database.type', 'mysql'),\n"
                "'hostname' => Env::get('database.hostname', '127.0.0.1'),\n"
                "'database' => Env::get('database.database', ''),\n]]];\n",
                ".env": "APP_DEBUG = true\n\n[DATABASE]\nTYPE = pgsql\nHOSTNAME = 10.1.2.3\n"
                f"DATABASE = shop\nUSERNAME = u\nPASSWORD = {MARK}#1 ; old\nHOSTPORT = 5433\n\n"
                "[LANG]\ndefault_lang = zh-cn\n",
            },
            [one("10.1.2.3", "shop", 5433, "postgresql")],
        ),
        (
            {
                "think": "",
                "application/database.php": "<?php\nreturn ['type' => 'mysql',\n"
                "'hostname' => \\think\\Env::get('database.hostname', '127.0.0.1')];\n",
                ".env": "[database]\r\nhostname=10.1.2.3\r\ndatabase=fast\r\nusername=u\r\n"
                f'password="{MARK}"\r\n',
            },
            [one("10.1.2.3", "fast")],
        ),
        (
            {
                "think": "",
                "config/database.php": "<?php\nreturn ['type' => 'mysql',\n"
                "'hostname' => '10.1.2.3,10.1.2.4', 'database' => 'shop', 'username' => 'u',\n"
                f"'password' => '{MARK}', 'hostport' => '3306,3307', 'deploy' => 1];\n",
            },
            [one("10.1.2.3", "shop"), one("10.1.2.4", "shop", 3307)],
        ),
        (
            {
                "bin/console": "",
                ".env": "DATABASE_URL=sqlite:///%kernel.project_dir%/data/app.db\n"
                '# DATABASE_URL="mysql://a:b@10.1.2.3:3306/app"\n',
            },
            [one(None, "data/app.db", None, "sqlite")],  # type: ignore[arg-type]
        ),
        (
            {
                "spark": "",
                "app/Config/App.php": "<?php",
                ".env": "# database.tests.hostname = 10.9.9.9\n"
                "database.default.hostname = 10.1.2.3\ndatabase.default.database = ci4\n"
                f"database.default.username = u\ndatabase.default.password = {MARK}\n"
                "database.default.DBDriver = MySQLi\ndatabase.default.port = 3310\n",
            },
            [one("10.1.2.3", "ci4", 3310)],
        ),
        (
            {
                "system/core/CodeIgniter.php": "<?php",
                "application/config/database.php": "<?php\n"
                "$db['default']['hostname'] = '10.1.2.3';\n"
                "$db['default']['username'] = 'u';\n"
                f"$db['default']['password'] = '{MARK}';\n"
                "$db['default']['database'] = 'ci';\n$db['default']['dbdriver'] = 'mysql';\n"
                "$db['old']['hostname'] = 'dbold';\n$db['old']['username'] = 'u';\n"
                "$db['old']['database'] = 'ci_old';\n$db['old']['dbdriver'] = 'postgre';\n",
            },
            [one("10.1.2.3", "ci"), one("dbold", "ci_old", 5432, "postgresql")],
        ),
        (
            {
                "protected/config/main.php": "<?php return array('components' => array('db' => "
                "array('connectionString' => 'mysql:host=10.1.2.3;port=3309;dbname=yii',\n"
                f"'username' => 'u', 'password' => '{MARK}')));\n",
            },
            [one("10.1.2.3", "yii", 3309)],
        ),
        (
            {
                "artisan": "",
                "bootstrap/app.php": "<?php",
                ".env": "DB_CONNECTION=mysql\nDB_HOST=10.1.2.3\nDB_PORT=3306\nDB_DATABASE=app\n"
                f"DB_USERNAME=u\nDB_PASSWORD={MARK}\nREDIS_HOST=10.1.2.9\n",
                "config/database.php": "<?php return ['connections' => ['mysql' => [\n"
                "'driver' => 'mysql', 'host' => env('DB_HOST', '127.0.0.1'),\n"
                "'database' => env('DB_DATABASE', 'forge')]]];\n",
            },
            [one("10.1.2.3", "app")],
        ),
        (
            {"inc.php": f"<?php\n$c = mysqli_connect('10.1.2.3', 'u', '{MARK}', 'shop');\n"},
            [one("10.1.2.3", "shop")],
        ),
        (
            {
                "inc.php": "<?php\nclass Db { function open() {\n"
                f"mysql_connect('10.1.2.3:3310', 'u', '{MARK}');\n"
                "mysql_select_db('old');\n} }\n"
            },
            [one("10.1.2.3", "old", 3310)],
        ),
        (
            {
                "inc.php": "<?php\n$p = new PDO('pgsql:host=10.1.2.3;dbname=p', 'u', "
                f"'{MARK}');\n$q = new \\PDO('sqlite:/data/x.db');\n"
            },
            [one("10.1.2.3", "p", 5432, "postgresql"), one(None, "/data/x.db", None, "sqlite")],  # type: ignore[arg-type]
        ),
        (
            {"wp-load.php": "", "wp-includes/version.php": "<?php",
             "wp-config-sample.php": "<?php define('DB_NAME', 'x');"
             "define('DB_HOST', '10.1.2.3');"},
            [],
        ),
        (
            {
                "wp-load.php": "",
                "wp-includes/version.php": "<?php",
                "wp-config.php": "<?php\nrequire_once '/etc/wordpress/config.php';\n"
                "if (!defined('DB_NAME'))\n    define('DB_NAME', 'x');\n"
                "if (!defined('DB_HOST'))\n    define('DB_HOST', '10.1.2.3');\n",
            },
            [],
        ),
        ({"lib.php": "<?php\n$c = mysqli_connect($host, $user, $pass, 'shop');\n"}, []),
    ],
)  # fmt: skip
def test_datasources(
    files: dict[str, str | bytes], expected: list[dict[str, object]], tmp_path: Path
) -> None:
    found = site(tmp_path, {"index.php": FRONT, **files})
    told = [{k: v for k, v in i.items() if k != "setting"} for i in items(found, "datasources")]
    assert sorted(told, key=str) == sorted(expected, key=str)
    assert MARK not in msgspec.json.encode(found).decode()


def test_what_a_reference_says_of_its_database(tmp_path: Path) -> None:
    config = (
        "<?php\n$db['a']['hostname'] = '10.1.2.3';\n$db['a']['username'] = 'one';\n"
        f"$db['a']['password'] = '{MARK}';\n$db['a']['database'] = 'first';\n"
        "$db['b']['hostname'] = 'dbhost2';\n$db['b']['username'] = 'two';\n"
        "$db['b']['database'] = 'second';\n$db['b']['dbdriver'] = 'mysqli';\n"
    )
    files: dict[str, str | bytes] = {
        "index.php": "<?php mysqli_init();",
        "config/database.php": config,
    }
    found = site(tmp_path, files)
    told = {(r.target, r.database, r.account, r.protocol) for r in found.references}
    assert told == {
        ("10.1.2.3:3306", "first", "one", "mysql"),
        ("dbhost2:3306", "second", "two", "mysql"),
    }
    assert places(found, "datasources", database="second") == ["config/database.php:6"]


def test_a_gbk_file_is_cut_at_the_exact_places(tmp_path: Path) -> None:
    text = (
        "<?php\r\n// 数据库设置，主机与密码\r\n$cfg_dbhost = '10.1.2.3'; // 主库\r\n"
        f"$cfg_dbname = '商城';\r\n$cfg_dbpwd = '{MARK}';\r\n$charset = 'gbk';\r\n"
    )
    files: dict[str, str | bytes] = {
        "index.php": FRONT,
        "include/dedesql.class.php": "<?php",
        "data/common.inc.php": text.encode("gbk"),
    }
    found = site(tmp_path, files)
    (file,) = found.settings
    whole = "".join(
        part.text if isinstance(part, Text | AddressSlot) else f"<{part.setting}>"
        for part in file.parts
    )
    assert whole == text.replace(MARK, "<cfg_dbpwd>")
    assert [p.setting for p in file.parts if isinstance(p, SecretSlot)] == ["cfg_dbpwd"]
    assert file.encoding == "gb18030"
    assert items(found, "datasources")[0]["database"] == "商城"
    assert found.value("charset") == "gbk"


@pytest.mark.parametrize(
    ("files", "references"),
    [
        (
            {
                "inc/conn.php": "<?php\n$db_host = '10.8.2.1'; $db_user = 'root'; $db_name = 'a';\n"
                f"$c = mysql_connect($db_host . ':3309', $db_user, '{MARK}');\n"
                "mysql_select_db($db_name, $c);\n"
                "$p = new PDO('pgsql:host=10.8.2.2;port=5433;dbname=stat');\n"
            },
            {
                ("10.8.2.1:3309", "mysql", "a", "root"),
                ("10.8.2.2:5433", "postgresql", "stat", ""),
            },
        ),
        (
            {
                "config/db.php": "<?php\nreturn ['dsn' => 'mysql:host=10.8.7.1;port=3311;dbname=y',"
                f"\n'username' => 'u', 'password' => '{MARK}',\n"
                "'slaves' => [['dsn' => 'mysql:host=10.8.7.2;dbname=y']]];\n"
            },
            {("10.8.7.1:3311", "mysql", "y", "u"), ("10.8.7.2:3306", "mysql", "y", "")},
        ),
        (
            {
                "system/core/CodeIgniter.php": "<?php",
                "application/config/database.php": "<?php\n$db['default'] = array(\n"
                f"'hostname' => '10.8.6.1', 'username' => 'ci', 'password' => '{MARK}',\n"
                "'database' => 'cidb', 'dbdriver' => 'mysqli', 'port' => 3310);\n"
                "$db['report']['hostname'] = '10.8.6.2';\n"
                "$db['report']['database'] = 'rep';\n$db['report']['port'] = 5433;\n"
                "$db['report']['dbdriver'] = 'postgre';\n",
            },
            {("10.8.6.1:3310", "mysql", "cidb", "ci"), ("10.8.6.2:5433", "postgresql", "rep", "")},
        ),
        (
            {
                "forum.php": FRONT,
                "source/class/class_core.php": "<?php",
                "config/config_global.php": "<?php\n$_config['db']['1']['dbhost'] = '10.8.1.1';\n"
                "$_config['db']['1']['dbuser'] = 'dz';\n"
                f"$_config['db']['1']['dbpw'] = '{MARK}';\n"
                "$_config['db']['1']['dbname'] = 'ultrax';\n"
                "$_config['db']['slave']['1']['dbhost'] = '10.8.1.2';\n"
                "$_config['memory']['redis']['server'] = '10.8.1.3';\n"
                "$_config['memory']['redis']['port'] = 6380;\n"
                "$_config['memory']['memcache']['server'] = '10.8.1.4';\n"
                "$_config['memory']['memcache']['port'] = 11211;\n",
            },
            {
                ("10.8.1.1:3306", "mysql", "ultrax", "dz"),
                ("10.8.1.2:3306", "mysql", "", ""),
                ("10.8.1.3:6380", "redis", "", ""),
                ("10.8.1.4:11211", "memcached", "", ""),
            },
        ),
    ],
    ids=["code", "yii", "codeigniter", "discuz"],
)
def test_each_connection_keeps_to_its_own_port_and_account(
    files: dict[str, str | bytes], references: set[tuple[str, ...]], tmp_path: Path
) -> None:
    found = site(tmp_path, {"index.php": FRONT, **files})
    told = {(r.target, r.protocol, r.database, r.account) for r in found.references}
    assert told == references
    slots = {p.target for f in found.settings for p in f.parts if isinstance(p, AddressSlot)}
    assert slots == {target for target, *_ in references}
    for item in items(found, "datasources"):
        assert f"{item['host']}:{item['port']}" in slots


def test_what_stands_beside_a_database_is_not_it(tmp_path: Path) -> None:
    found = site(
        tmp_path,
        {
            "forum.php": FRONT,
            "source/class/class_core.php": "<?php",
            "config/config_ucenter.php": "<?php\ndefine('UC_DBHOST', '10.1.2.5');\n"
            f"define('UC_DBUSER', 'uc');\ndefine('UC_DBPW', '{MARK}');\n"
            "define('UC_DBNAME', 'ucenter');\ndefine('UC_IP', '10.1.2.6');\n",
        },
    )
    told = {(r.target, r.protocol, r.database, r.account) for r in found.references}
    assert told == {
        ("10.1.2.5:3306", "mysql", "ucenter", "uc"),
        ("10.1.2.6", "tcp", "", ""),
    }


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("'type' => 'redis', 'host' => '10.1.2.9', 'port' => 6380", "10.1.2.9:6380"),
        ("'hostname' => '10.1.2.9', 'port' => 6379", "10.1.2.9:6379"),
        ("'type' => 'memcached', 'host' => '10.1.2.9'", "10.1.2.9:11211"),
    ],
)
def test_caches_by_type_or_port(settings: str, expected: str, tmp_path: Path) -> None:
    found = site(
        tmp_path,
        {
            "think": "",
            "public/index.php": FRONT,
            "config/app.php": "<?php",
            "config/cache.php": f"<?php return ['stores' => ['a' => [{settings}]]];",
        },
    )
    (reference,) = found.references
    protocol = "memcached" if "memcached" in settings else "redis"
    assert (reference.target, reference.protocol) == (expected, protocol)


@pytest.mark.parametrize(
    "connecting",
    [
        "new mysqli($srv, $usr, $pw, $schema)",
        "new PDO('pgsql:host=' . HOSTADDR . ';dbname=' . Cfg::SCHEMA, Cfg::U, KW)",
        "mysql_connect($this->server, $this->user, $this->secret)",
    ],
)
def test_a_connection_with_values_of_other_files_is_said_to_be_unknown(
    tmp_path: Path, connecting: str
) -> None:
    files: dict[str, str | bytes] = {
        "index.php": "<?php\nrequire 'lib/db.php';\n",
        "inc/globals.php": "<?php\n$srv = '10.1.2.3';\n$usr = 'shop';\n$schema = 'shopdb';\n",
        "lib/db.php": f"<?php\nrequire_once '../inc/globals.php';\n$c = {connecting};\n",
    }
    found = site(tmp_path, files)
    assert found.value("datasources") is None
    (why,) = [each.because for each in found.unknown if each.fact == "datasources"]
    assert why.params["places"] == "lib/db.php:3"


def test_a_site_that_connects_with_nothing_says_nothing_of_databases(tmp_path: Path) -> None:
    found = site(tmp_path, {"index.php": "<?php\nftp_connect($server);\n"})
    assert "datasources" not in {each.fact for each in found.unknown}
