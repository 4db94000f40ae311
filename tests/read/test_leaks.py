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
from migrate.read.leaks import MASK, in_syntax, in_words, masked
from migrate.read.tree import Entry
from tests.read.test_hostile import war

SECRET = "S3cretXYZ"

SECRET_KEYS = [
    "password", "db.password", "dbPassword", "DB_PASSWD", "accessKeySecret", "api.key", "apiKey",
    "mail.pass", "token", "jwt-token", "encrypted.pwd.value", "passwordProd", "hash_salt",
    "spring.datasource.password", "javax.net.ssl.keyStorePassword", "数据库密码",
    "JWT", "GITHUB_PAT", "REDIS_AUTH", "SESSION_KEY", "LICENSE_KEY", "shiro.cipherKey",
    "rememberMe.key", "config.decrypt.key", "jdbc.pin", "dbpsw", "db.userpass", "user.pass.word",
    "PassWord1", "mima", "db.kouling", "UC_KEY", "keystorePass", "storepass",
]  # fmt: skip
OPEN_KEYS = [
    "password.minLength", "passwordEncoder", "token.timeout", "secretary", "bypass", "compass",
    "user", "mysql_ip", "keyboard", "monkey", "passive", "salty", "key", "session.timeout",
    "key.columns", "sign.in.url", "author", "tokenize", "pinned", "pattern", "auth", "authority",
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
    f"java -Dpw={SECRET} -jar a.jar",
    f"sms.key={SECRET}9",
    f"tcp://10.0.0.5:6379?auth={SECRET}9",
    f"http://10.0.0.1/a?pass%77ord={SECRET}",
    f"rsync u:{SECRET}@h::m",
    f"reg u:{SECRET}@reg.local/x:1",
    f"u:{SECRET}@h:/export",
    f"the old password was {SECRET}9",
    f"数据库密码是{SECRET}",
    f"adm:$apr1${SECRET}$abcdef",
    f"adm:$$2y$$10$${SECRET}",
    f"SetEnv DB_PASS {SECRET}",
    f'fastcgi_param DB_PASS "{SECRET}";',
    f"key: ghp_{SECRET}aaaaaaaaaaaaaaaa",
    f"key: glpat-{SECRET}aaaaaaaaaaaa",
    f"key: sk_live_{SECRET}",
    f"key: AIza{SECRET}aaaaaaaaaaaaaaaaaaaaaaa",
    f"key: xoxb-1234567890-{SECRET}",
    f"https://hooks.slack.com/services/T000/B000/{SECRET}",
    f'mysql -u root -p"{SECRET}" x',
    f"mysqld -p {SECRET}",
    f"mysqladmin -u root password '{SECRET}'",
    f"sqlplus sys/{SECRET}@o @/x.sql",
    f'sqlplus -s "sys/{SECRET} as sysdba"',
    f"expdp system/{SECRET} dumpfile=x",
    f"exp userid=scott/{SECRET}@orcl file=x",
    f'impdp system/\\"{SECRET}\\"@x',
    f"lftp -u u,{SECRET} h",
    f"echo {SECRET} | sudo -S x",
    f"echo '{SECRET}' | passwd --stdin root",
    f"echo root:{SECRET} | chpasswd",
    f"keytool -storepass {SECRET} -list",
    f"keytool -keypass {SECRET} -list",
    f"openssl enc -k {SECRET}",
    f"openssl rsa -passin pass:{SECRET}",
    f"ldapsearch -x -D cn=a -w {SECRET}",
    f"zip -P {SECRET} a.zip b",
    f"unzip -P{SECRET} a.zip",
    f"docker login -u a -p {SECRET} reg",
    f"sshpass -p {SECRET} ssh a@b",
    f"sshpass -p{SECRET} ssh a@b",
    f"smbclient //h/s {SECRET} -U u",
    f"smbclient //h/s -U u%{SECRET}",
    f"net use \\\\srv\\s {SECRET} /user:adm",
    f"snmpget -c {SECRET} h",
    f"snmpget -v3 -A {SECRET} h",
    f"ipmitool -U a -P {SECRET} -H h",
    f"sqlcmd -S h -U sa -P {SECRET}",
    f"isql -Usa -P{SECRET}",
    f"db2 connect to x user a using {SECRET}",
    f"vncpasswd -f <<< {SECRET}",
    f"useradd -p {SECRET} bob",
    f"htpasswd -bc /etc/x admin {SECRET}",
    f"ftp -n h <<EOF\nuser u {SECRET}\nbye",
    f"quote PASS {SECRET}",
    f'expect "password:"; send "{SECRET}\\r"',
]


@pytest.mark.parametrize("written", TEXTS)
def test_a_text_is_masked(written: str) -> None:
    shown = masked(written)
    assert SECRET not in shown
    assert MASK in shown


@pytest.mark.parametrize(
    "written",
    ["php /var/www/portal/cron.php", "-Xmx512m", "wget -q -O - http://localhost/cron", "-server",
     "-XX:HeapDumpPath=/data/logs", "CREATE TABLE t (password varchar(64) NOT NULL)",
     "mailto:bob@example.org", "redis:7@sha256:0123456789abcdef", "user nginx nginx;",
     "sqlplus / as sysdba", "sqlplus -s @/opt/x.sql", "mysql -u root -p app", "echo ok | tee -a x",
     "key=id", "sort.key=create_time", "hmac=HmacSHA256", "auth=basic", "sign.in.url=/login2",
     "author=Bob", "the password is required", "memcached -m 64 -p 11211", "ssh root@10.0.0.1:/x",
     "ssh -p 2222 a@b", "tar -P x", "set names utf8", "java.util.Map", "mkdir -p /data/x",
     "curl -o x http://h/", "zip -r a.zip b", "docker run -p 80:80 x", "jdbc:oracle:thin:@h:1:X"],
)  # fmt: skip
def test_a_text_without_secrets_stays(written: str) -> None:
    assert masked(written) == written


IN_PHP = [
    f"$redis->auth('{SECRET}');",
    f'ftp_login($c, "u", "{SECRET}");',
    f"curl_setopt($c, CURLOPT_USERPWD, 'u:{SECRET}');",
    f"putenv('DB_PASS={SECRET}');",
    f"ini_set('mysql.default_password', '{SECRET}');",
    f'$dsn = "mysql:host=h;dbname=x;password={SECRET}";',
    f'exec("mysql -uroot -p{SECRET} x");',
    f"system('curl -u a:{SECRET} http://h/');",
]


@pytest.mark.parametrize("code", IN_PHP)
def test_calls_of_php_are_given_secrets(code: str) -> None:
    found = [code[leak.start : leak.end] for leak in in_syntax(code, "php")]
    assert set(found) == {SECRET}


@pytest.mark.parametrize(
    "code",
    ["$redis->auth($pw);", "$u = '/login?password='.$pw;", '$u = "/x?password=$pw";',
     "ini_set('memory_limit', '1G');", 'exec("mysql -uroot -p$pw x");', "putenv('TZ=UTC');"],
)  # fmt: skip
def test_calls_of_php_with_variables_stay(code: str) -> None:
    assert list(in_syntax(code, "php")) == []


LONG = 100_000
REPEATED = [
    "IDENTIFIED BY" + " " * LONG, "PASSWORD '", "PASSWORD ", "a=", "eyJ-", "eyJaaaaaaaaa.eyJ",
    '"', "mysql ", "curl -u ", "password=", "--password ", "u:aaaa@", "u:aaa", "://a:", "echo a| ",
    "ftp a<<x\n", 'assword"" \n', "?password=a&", "$1$a$", "basic ", "a", "A1", "sqlplus a/",
    "-----BEGIN PRIVATE KEY-----", "password is ", "set a ", "exp ", "openssl -k ", "'a','b',",
    "docker login ", "db2 ", "htpasswd -b ", "net use \\\\a ", "passwd <<<", "key: 'a", "\\",
]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED, ids=lambda piece: piece[:16])
def test_masking_takes_as_long_as_the_text_is(piece: str) -> None:
    """A quadratic pattern takes a minute and more; a linear one of ours at most half a second."""
    started = time.process_time()
    masked((piece * (LONG // len(piece) + 1))[:LONG])
    assert time.process_time() - started < 2.5


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


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("tcp://redis:6379?auth=letmein", "tcp://redis:6379?auth=***"),
        ("tcp://a:1?weight=1&auth=letmein, tcp://b:1?auth=b&x=1",
         "tcp://a:1?weight=1&auth=*** tcp://b:1?auth=***&x=1"),
        ("unix:///run/r.sock?auth[]=app&auth[]=letmein", "unix:///run/r.sock?auth[]=***&auth[]=***"),
        ("http://shop.example.com/?auth=basic", "http://shop.example.com/?auth=basic"),
    ],
)  # fmt: skip
def test_logins_of_redis_behind_its_address(written: str, shown: str) -> None:
    assert masked(written) == shown
