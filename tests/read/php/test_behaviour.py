"""Sessions, written files, extensions, encoded code, character set and time zone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.php.sites import code, items, site, version

FRONT = "<?php require 'x.php';"


@pytest.mark.parametrize(
    ("files", "use"),
    [
        ({}, "none"),
        ({"a.php": "<?php session_start();"}, "files"),
        ({"a.php": "<?php // session_start();"}, "none"),
        ({"a.php": "<?php ini_set('session.save_handler', 'redis'); session_start();"}, "external"),
        ({"a.php": "<?php session_set_save_handler($h); session_start();"}, "external"),
        ({".user.ini": "session.save_handler = memcached\n", "a.php": "<?php f();"}, "external"),
        ({"wp-load.php": "", "wp-includes/version.php": "<?php"}, "none"),
        ({"artisan": "", "bootstrap/app.php": "<?php", ".env": "SESSION_DRIVER=file\n"}, "files"),
        (
            {
                "ThinkPHP/ThinkPHP.php": "<?php",
                "Application/Common/Conf/config.php": "<?php return array('SESSION_OPTIONS'=>"
                "array('type'=>'Memcache'), 'DB_HOST'=>'10.1.2.3', 'DB_NAME'=>'a');",
            },
            "external",
        ),
        (
            {
                "ThinkPHP/ThinkPHP.php": "<?php",
                "Application/Common/Conf/config.php": "<?php return array('SESSION_OPTIONS'=>"
                "array('name'=>'x'), 'CACHE'=>array('type'=>'Memcache'));",
            },
            "files",
        ),
        (
            {
                "system/core/CodeIgniter.php": "<?php session_start();",
                "application/config/config.php": "<?php $config['sess_driver'] = 'database';",
            },
            "external",
        ),
    ],
)  # fmt: skip
def test_sessions(files: dict[str, str | bytes], use: str, tmp_path: Path) -> None:
    assert site(tmp_path, {"index.php": FRONT, **files}).value("session.use") == use


@pytest.mark.parametrize(
    ("source", "path", "holds"),
    [
        ("move_uploaded_file($t, 'upload/photos/' . $name);", "upload/photos", "upload"),
        ("move_uploaded_file($t, __DIR__ . '/pics/' . $n);", "inc/pics", "upload"),
        ("file_put_contents(ROOT_PATH . 'data/cache/a.php', $x);", "data/cache", "cache"),
        ("fopen('/var/log/app/x.log', 'a');", "/var/log/app", "log"),
        ("mkdir('runtime/tpl');", "runtime/tpl", "cache"),
        ("error_log($m, 3, '/data/logs/err.log');", "/data/logs", "log"),
        ("session_save_path('/data/sess');", "/data/sess", "session"),
    ],
)
def test_calls_that_write(source: str, path: str, holds: str, tmp_path: Path) -> None:
    found = site(tmp_path, {"index.php": FRONT, "inc/w.php": f"<?php\n{source}\n"})
    assert items(found, "files.written") == [{"path": path, "holds": holds, "how": "call"}]


@pytest.mark.parametrize(
    "source",
    [
        "fopen('data/x.txt', 'r');",
        'mkdir("$site_dir/images");',
        "mkdir(WP_CONTENT_DIR . '/themes');",
        "mkdir('results');",
        "file_put_contents('php://output', 1);",
        "file_put_contents($path, 1);",
        "fopen('http://a.cn/x', 'w');",
        "// mkdir('a/b');",
        "$a = \"mkdir('a/b')\";",
    ],
)
def test_what_writes_nowhere_known(source: str, tmp_path: Path) -> None:
    found = site(tmp_path, {"index.php": FRONT, "inc/w.php": f"<?php\n{source}\n"})
    assert items(found, "files.written") == []


@pytest.mark.parametrize(
    ("source", "name", "required"),
    [
        ("imagecreatetruecolor(1, 2);", "gd", True),
        ("if (function_exists('imagewebp')) { imagewebp($i); }", "gd", False),
        ("if (extension_loaded('redis')) { $r = new Redis(); }", "redis", False),
        ("$r = new \\Redis();", "redis", True),
        ("$s = new SoapClient('x');", "soap", True),
        ("$p = new PDO('mysql:host=h;dbname=d');", "pdo_mysql", True),
        ("bcadd('1', '2');", "bcmath", True),
        ("class A extends ZipArchive {}", "zip", True),
        ("mb_substr($a, 1);", "mbstring", True),
        ("$c = new COM('WScript.Shell');", "com_dotnet", False),
    ],
)
def test_extensions(source: str, name: str, required: bool, tmp_path: Path) -> None:
    found = items(code(tmp_path, f"<?php\n{source}\n"), "php.extensions")
    assert (name, required) in [(item["name"], item["required"]) for item in found]


@pytest.mark.parametrize(
    "source",
    [
        "// curl_init(); new Redis",
        "$a = 'imagepng(1)';",
        "function curl_get($u) {} curl_get('x');",
        "class Redis {} new Redis();",
        "$a->curl_init(); A::mb_substr();",
        "$dsn = 'mysqli://' . $user;",
    ],
)
def test_what_is_no_use_of_an_extension(source: str, tmp_path: Path) -> None:
    assert items(code(tmp_path, f"<?php\n{source}\n"), "php.extensions") == []


@pytest.mark.parametrize(
    ("content", "encoder"),
    [
        ("<?php //0046a\nif(!extension_loaded('ionCube Loader')){die('x');} ?>\nHR+cPz", "ionCube"),
        ("<?php @Zend;\n3074;\n/* x */ ?>\n2003", "Zend Guard"),
        ("<?php return sg_load('A1B2C3');", "SourceGuardian"),
    ],
)
def test_encoded_code_is_a_blocker(content: str, encoder: str, tmp_path: Path) -> None:
    found = site(tmp_path, {"index.php": FRONT, "core.php": content})
    assert items(found, "php.encoded") == [{"file": "core.php", "encoder": encoder}]


def test_words_about_loaders_are_no_encoded_code(tmp_path: Path) -> None:
    source = "<?php\n// needs no ionCube Loader\nif (extension_loaded('zip')) { f(); }\n"
    assert items(code(tmp_path, source), "php.encoded") == []


def test_a_gbk_site_and_its_time_zone(tmp_path: Path) -> None:
    page = "<?php date_default_timezone_set('Asia/Shanghai'); echo '学生管理系统';".encode("gbk")
    found = code(tmp_path, page)
    assert found.value("charset") == "gbk"
    assert found.value("timezone") == "Asia/Shanghai"


@pytest.mark.parametrize(
    "content",
    [b"", b"<?php", b"<?php $a = '", b"<?php " + b"(" * 20000, b"<?php " + b"{" * 20000,
     b"\xff\xfe<\x00?\x00", b"<?php " + b"if(1)" * 3000, b"<?php $a = " + b"[" * 20000,
     b"<?php $a" + b".$b" * 20000 + b";", b"<?php " + b"each(" * 5000,
     b"<?php " + b"function f(){each($a);" * 2000, b"<?php " + b"mysqli_connect(" * 5000,
     b"<?php " + b"$r->connect('1.2.3.4')" * 3000, b"<?php " + b"$a='b';" * 20000 + b"auth($a);"],
    ids=["empty", "tag", "open", "brackets", "braces", "utf16", "ifs", "arrays", "joins", "each",
         "functions", "connects", "chained", "assigned"],
)  # fmt: skip
def test_hostile_code_costs_nothing(content: bytes, tmp_path: Path) -> None:
    found = site(tmp_path, {"index.php": FRONT, "config.php": content})
    assert found.kind == "php-site"


@pytest.mark.parametrize(
    ("value", "target", "protocol"),
    [
        ("10.8.2.9:11211", "10.8.2.9:11211", "memcached"),
        ("tcp://redis.corp.cn:6379?weight=1", "redis.corp.cn:6379", "redis"),
    ],
)
def test_servers_of_sessions_are_no_files(
    value: str, target: str, protocol: str, tmp_path: Path
) -> None:
    found = code(tmp_path, f"<?php ini_set('session.save_path', '{value}');")
    assert items(found, "files.written") == []
    assert [(r.target, r.protocol) for r in found.references] == [(target, protocol)]


def test_a_time_zone_that_is_set_back_is_not_the_sites(tmp_path: Path) -> None:
    source = (
        "<?php function f() { $old = date_default_timezone_get();"
        "date_default_timezone_set('UTC'); g(); date_default_timezone_set($old); }"
    )
    assert not code(tmp_path, source).value("timezone")


def test_thinkphp_3_names_its_time_zone(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "index.php": FRONT,
        "ThinkPHP/ThinkPHP.php": "<?php",
        "Application/Common/Conf/config.php": "<?php return array('DEFAULT_TIMEZONE' => 'PRC',"
        "'DB_HOST' => '10.1.2.3');",
    }
    assert site(tmp_path, files).value("timezone") == "PRC"


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("define('DISABLE_WP_CRON', true);", []),
        ("define('DISABLE_WP_CRON', false);", [{"trigger": "visits"}]),
        ("// define('DISABLE_WP_CRON', true);", [{"trigger": "visits"}]),
    ],
)
def test_visits_that_start_nothing(
    setting: str, expected: list[dict[str, str]], tmp_path: Path
) -> None:
    files: dict[str, str | bytes] = {
        "index.php": FRONT,
        "wp-load.php": "",
        "wp-includes/version.php": "<?php",
        "wp-config.php": f"<?php\n{setting}\n",
    }
    told = items(site(tmp_path, files), "schedules.internal")
    assert [{k: v for k, v in item.items() if v} for item in told] == expected


@pytest.mark.parametrize(
    ("path", "source", "name"),
    [
        ("db/oracle.php", "oci_connect($a, $b);", "oci8"),
        ("cache/MySQL.php", "new PDO('mysql:host=h;dbname=d');", "pdo_mysql"),
    ],
)
def test_a_driver_among_others_is_optional(
    path: str, source: str, name: str, tmp_path: Path
) -> None:
    found = items(
        site(tmp_path, {"index.php": FRONT, path: f"<?php\n{source}\n"}), "php.extensions"
    )
    assert (name, False) in [(item["name"], item["required"]) for item in found]


@pytest.mark.parametrize(
    ("front", "source", "package", "framework"),
    [
        ("web/index.php", "<?php (new yii\\web\\Application($c))->run();", "yiisoft/yii2", "Yii"),
        ("public/index.php", "<?php require __DIR__.'/../bootstrap/app.php';",
         "laravel/framework", "Laravel"),
        ("web/index.php", "<?php echo 1;", "yiisoft/yii2", "plain"),
        ("public/index.php", "<?php require '../bootstrap/app.php';", "a/b", "plain"),
    ],
)  # fmt: skip
def test_a_framework_that_composer_has_not_fetched_yet(
    front: str, source: str, package: str, framework: str, tmp_path: Path
) -> None:
    wants = f'{{"require": {{"{package}": "~2.0"}}}}'
    found = site(tmp_path, {front: source, "composer.json": wants})
    value = found.value("php.framework")
    assert isinstance(value, dict)
    assert value["name"] == framework


@pytest.mark.parametrize(
    ("files", "needed"),
    [
        (
            {
                "artisan": "",
                "bootstrap/app.php": "<?php",
                ".env": "DB_CONNECTION=mysql\nDB_HOST=10.1.2.3\nDB_DATABASE=crm\n",
            },
            ["pdo_mysql"],
        ),
        (
            {
                "think": "",
                ".env": "[DATABASE]\nTYPE = pgsql\nHOSTNAME = 10.1.2.3\nDATABASE = crm\n",
                "config/database.php": "<?php",
                "app/Pgsql.php": "<?php new PDO('pgsql:host=a;dbname=b');",
            },
            ["pdo_pgsql"],
        ),
        (
            {
                "system/core/CodeIgniter.php": "<?php",
                "application/config/database.php": "<?php $db['a']['hostname'] = '10.1.2.3';\n"
                "$db['a']['database'] = 'ci'; $db['a']['dbdriver'] = 'mysqli';\n",
            },
            [],
        ),
    ],
    ids=["Laravel", "ThinkPHP, whose adapter alone asks for it", "CodeIgniter has drivers"],
)
def test_databases_need_their_pdo_driver(
    files: dict[str, str | bytes], needed: list[str], tmp_path: Path
) -> None:
    found = site(tmp_path, {"public/index.php": "<?php", **files})
    names = [i["name"] for i in items(found, "php.extensions") if i["required"]]
    assert [name for name in names if name.startswith("pdo_")] == needed


OLD = "<?php class Old { function c() { $l = @mysql_pconnect($h, $u, $p); mysql_query($q); } }"
NEW = "<?php class New_ { function c() { $l = new mysqli(); $l->real_connect($h, $u, $p); } }"


@pytest.mark.parametrize(
    ("files", "required", "highest"),
    [
        ({"includes/cls_mysql.php": OLD}, True, "5.6"),
        ({"class/db_driver_mysql.php": OLD, "class/db_driver_mysqli.php": NEW}, False, None),
        ({"db/mysql/driver.php": OLD, "db/mysqli/driver.php": NEW}, False, None),
        ({"db/Mysql.php": OLD, "db/Pdo.php": "<?php new PDO($dsn);"}, False, None),
        ({"inc/mysql.class.php": OLD, "tools/mysqli_backup.php": NEW}, True, "5.6"),
        ({"inc/mysql.class.php": OLD, "inc/mysqli.txt": NEW}, True, "5.6"),
        (
            {
                "libs/mysql.class.php": OLD,
                "libs/db_mysqli.class.php": NEW,
                "configs/database.php": "<?php return array(array('type' => 'mysql'));",
            },
            True,
            "5.6",
        ),
    ],
    ids=["the only one", "beside mysqli", "folders", "beside PDO", "a tool", "no code", "chosen"],
)
def test_the_old_mysql_extension_is_one_of_several_beside_another(
    files: dict[str, str | bytes], required: bool, highest: str | None, tmp_path: Path
) -> None:
    found = site(tmp_path, {"index.php": FRONT, **files})
    told = {item["name"]: item["required"] for item in items(found, "php.extensions")}
    assert told["mysql"] is required
    assert version(found)[1] == highest


@pytest.mark.parametrize(
    ("files", "use"),
    [
        ({"think": "", "config/database.php": "<?php", "config/session.php": "<?php return [\n"
          "'prefix' => 'think', 'type' => 'redis', 'host' => '10.1.2.9'];"}, "external"),
        ({"think": "", "application/config.php": "<?php return ['session' => [\n"
          "'type' => 'memcached', 'prefix' => 'think'], 'cache' => ['type' => 'File']];"},
         "external"),
        ({"think": "", "application/config.php": "<?php return ['cache' => ['type' => 'redis'],\n"
          "'session' => ['type' => '', 'prefix' => 'redis']];"}, "files"),
        ({"think": "", "config/database.php": "<?php", "config/session.php": "<?php return [\n"
          "'type' => 'file', 'store' => null];"}, "files"),
        ({"yii": "", "config/web.php": "<?php return ['components' => ['session' => [\n"
          "'class' => 'yii\\redis\\Session'], 'cache' => ['class' => 'FileCache']]];"},
         "external"),
        ({"yii": "", "config/web.php": "<?php return ['components' => ['session' => [\n"
          "'class' => 'yii\\web\\Session'], 'cache' => ['class' => 'yii\\redis\\Cache']]];"},
         "files"),
    ],
)  # fmt: skip
def test_sessions_by_what_stands_with_them(
    files: dict[str, str | bytes], use: str, tmp_path: Path
) -> None:
    assert site(tmp_path, {"public/index.php": FRONT, **files}).value("session.use") == use


@pytest.mark.parametrize(
    ("console", "folders"),
    [
        ("app/console", ["app/cache", "app/logs"]),
        ("bin/console", ["var/cache", "var/log", "var/sessions"]),
    ],
)
def test_symfony_writes_where_its_generation_does(
    console: str, folders: list[str], tmp_path: Path
) -> None:
    found = site(tmp_path, {console: "", "web/app.php": "<?php require 'x.php';"})
    assert [item["path"] for item in items(found, "files.written")] == folders


@pytest.mark.parametrize(
    ("call", "written"),
    [
        ("move_uploaded_file($f, 'uploads/' . $n);", ("uploads", "upload")),
        ("move_uploaded_file($f, './uploads/' . $y . '/' . $n);", ("uploads", "upload")),
        ("move_uploaded_file($f, dirname(__FILE__).'/attach/'.$n);", ("attach", "upload")),
        ("move_uploaded_file($f, __DIR__ . '/data/pic/' . $n . '.jpg');", ("data/pic", "upload")),
        ("file_put_contents('./logs/'.date('Ymd').'.log', $x);", ("logs", "log")),
        ("file_put_contents(ROOT_PATH . 'cache/' . $id, $x);", ("cache", "cache")),
        ("file_put_contents(ROOT_PATH . 'cache/x.php', $x);", ("cache", "cache")),
        ("file_put_contents(\"images/{$id}.png\", $x);", ("images", "upload")),
        ("mkdir('data/' . $d);", ("data", "data")),
        ("move_uploaded_file($f, $dir . 'uploads/' . $n);", None),
        ("move_uploaded_file($f, 'http://a.cn/' . $n);", None),
        ("file_put_contents('note' . $n, $x);", None),
        ("file_put_contents(__DIR__ . '/../' . $n, $x);", None),
    ],
)  # fmt: skip
def test_folders_before_a_computed_name(
    call: str, written: tuple[str, str] | None, tmp_path: Path
) -> None:
    found = site(tmp_path, {"index.php": f"<?php\n{call}\n"})
    told = [(i["path"], i["holds"]) for i in items(found, "files.written")]
    assert told == ([written] if written else [])


DEDE = "<?php $cfg_version = 'V57_GBK_SP2';\n$cfg_soft_lang = 'gb2312';\n$cfg_db_language = 'gbk';"


@pytest.mark.parametrize(
    ("files", "charset"),
    [
        ({"index.php": '<?php header("Content-Type: text/html; charset=gb2312");'
          'mysql_query("set names gbk");'}, "gb2312"),
        ({"index.php": "<?php mysqli_query($l, 'SET NAMES gbk');"}, "gbk"),
        ({"index.php": "<?php mysqli_set_charset($l, 'gbk');"}, "gbk"),
        ({"index.php": FRONT, "include/dedesql.class.php": "<?php",
          "include/common.inc.php": DEDE}, "gb2312"),
        ({"a.php": "<?php header('Content-type:text/html;charset=GBK');",
          "b.php": "<?php header('Content-type:text/html;charset=GBK');",
          "index.php": "<?php header('Content-Type: text/html; charset=utf-8');"}, "gbk"),
        ({"index.php": "<?php // header('Content-Type: text/html; charset=gbk');"}, None),
        ({"index.php": "<?php header('Content-Type: application/json; charset=utf-8');"}, None),
        ({"index.php": "<?php mysql_query('select gbk from t'); f('set names gbk');"}, None),
    ],
)  # fmt: skip
def test_the_character_set_that_pages_and_connections_have(
    files: dict[str, str | bytes], charset: str | None, tmp_path: Path
) -> None:
    assert site(tmp_path, files).value("charset") == charset


@pytest.mark.parametrize(
    "call",
    [
        "ini_set('date.timezone', 'Etc/GMT' . ($hours > 0 ? '-' : '+') . abs($hours));",
        "date_default_timezone_set('Asia/' . $city);",
        "ini_set('default_charset', 'gb' . $number);",
    ],
)
def test_zones_and_character_sets_put_together_at_run_time_are_not_told(
    tmp_path: Path, call: str
) -> None:
    found = code(tmp_path, f"<?php\n{call}\n")
    assert found.value("timezone") is None
    assert found.value("charset") is None
