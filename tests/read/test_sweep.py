"""No secret of any file of an application survives, whatever its form; what is none stays."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.model.facts import Component
from migrate.model.settings import SecretSlot, SettingFile, Text
from migrate.read import config_files
from migrate.read.findings import Found
from migrate.read.tree import Entry, Tree

SECRET = "S3cr3tXyZ09"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.c2lnbmF0dXJlLXgtMDE"
PEM = (
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7mark\nq83vEjRWeJASNFZ4\n"
    "-----END RSA PRIVATE KEY-----"
)


def component(files: dict[str, bytes | str]) -> Component:
    found = Found()
    entries = [
        Entry(
            path,
            "app.war",
            path,
            lambda data=data: data if isinstance(data, bytes) else data.encode(),
        )  # type: ignore[misc]
        for path, data in files.items()
    ]
    config_files.sweep(Tree(entries, (), "app.war"), found)
    return found.component("app", "java-war", (), (), ())


def shown(file: SettingFile) -> str:
    """Return a file with marks where something was cut."""
    return "".join(
        part.text if isinstance(part, Text) else "●" if isinstance(part, SecretSlot) else "○"
        for part in file.parts
    )


def planted(path: str, data: bytes | str) -> str:
    """Return what is kept of one file, its secret nowhere to be found."""
    found = component({path: data})
    assert SECRET.encode() not in msgspec.json.encode(found)
    (file,) = found.settings
    assert file.has_secret
    return shown(file)


PLANTED = {
    "WEB-INF/classes/a.properties": "db.password={0}\nx=1\n",
    "WEB-INF/classes/escaped.properties": "db\\.pass\\u0077ord : {0}\\\n  {0}\n",
    "WEB-INF/classes/inside.properties": "opts=user=a,password={0}\nurl=http\\://u\\:{0}@h/x\n",
    "WEB-INF/classes/o.properties": "url=jdbc:oracle:thin:scott/{0}@h:1521:X\n",
    "WEB-INF/classes/m.properties": "mongo=mongodb://u:{0}@a,b/x\nk=Bearer {0}{0}\n",
    "META-INF/context.xml": '<Context><!-- <R password="{0}"/> -->'
    '<Resource name="jdbc/a" password="{0}"/></Context>',
    "WEB-INF/spring.xml": '<beans><bean id="d"><property name="password" value="{0}"/>'
    '<property name="secret"><value><![CDATA[{0}]]></value></property></bean></beans>',
    "WEB-INF/web.xml": "<web-app><context-param><param-name>dbPassword</param-name>"
    "<param-value>{0}</param-value></context-param></web-app>",
    "broken.xml": '<a><b password="{0}"/><c></a><d password="{0}"/> pwd={0}',
    "application.yml": "spring:\n  datasource:\n    password: {0} # was: ?password={0}\n",
    "quoted.yml": "a:\n  password: \"{0}\"\n  token: '{0}'\n  list: [{{secret: {0}}}]\n",
    "block.yaml": "a:\n  secret: |\n    {0}\n    {0}\n  conf: |\n    db.password={0}\n",
    "broken.yml": "a: @x@\npassword: {0}\nb:\n\ttoken: {0}\n",
    "conf.json": '{{"db": {{"password": "{0}", "url": "redis://:{0}@h:1/0"}}}}',
    "broken.json": '{{"db": [, {{"password": "{0}"}}',
    "app.ini": "[db]\npassword = {0}\n; old password = {0}\nuser=x\n",
    "quoted.conf": 'db.password = "{0}"\nauthorization: Basic {0}{0}=\n',
    ".env": 'DB_PASSWORD={0}\nAPP_KEY="{0}"\n#OLD_PASSWORD={0}\nURL=mysql://u:{0}@h/d\n',
    "run.sh": "#!/bin/sh\nexport DB_PASSWORD='{0}'\ncurl -u a:{0} http://h/\n"
    "java -Ddb.password={0} -jar x.jar\nmysql -uroot -p{0} d\n",
    "run.bat": "set DB_PASSWORD={0}\r\nREM password={0}\r\n",
    "job": "#!/bin/bash\ncurl -H 'Authorization: Bearer {0}{0}' h\nredis-cli -a {0} ping\n",
    "lists.yml": "password: {0}\npasswords: {{a: {0}, b: [{0}]}}\n"
    "env:\n- {{name: DB_PASSWORD, value: {0}}}\n",
    "lists.json": '{{"pwd": ["{0}", {{"x": "{0}"}}], "env": [{{"name": "password", '
    '"value": "{0}"}}], "auths": {{"reg": {{"auth": "{0}9"}}}}}}',
    "entity.xml": '<!DOCTYPE a [<!ENTITY pw "{0}">]><a password="{0}"/>',
    ".env.local": 'A_SECRET="x{0}\n{0}"\nB_PASSWORD={0}\n',
    ".htaccess.old": "SetEnv DB_PASS {0}\nSetEnv APP_PASSWORD \"{0}\"\npassword={0}\n",
    "said.properties": "密码={0}\n数据库口令：{0}\n",
    "config.inc.php.bak": "<?php\n$password = $x ?: '{0}';\n$password = isset($y) ? $y : '{0}';\n"
    "$password = trim(\"{0}\");\n$password = ('{0}');\n${{'password'}} = '{0}';\n",
    "crontab": "0 1 * * * curl -u a:{0} http://h/\n",
    "notes.txt": "database\npassword: {0}\n",
    "odd.dat": "Server=h;Database=d;Uid=a;Pwd={0}\npassword={0}\n",
    "config.php.bak": "<?php\n$password = '{0}';\ndefine(\"DB_PASSWORD\", \"{0}\");\n"
    "$c['pwd'] = \"{0}\" . '{0}' . $x . \"{0}\";\n$token = <<<EOT\n{0}\nEOT;\n// password = {0}\n",
}  # fmt: skip


@pytest.mark.parametrize("path", PLANTED)
def test_a_planted_secret(path: str) -> None:
    kept = planted(path, PLANTED[path].format(SECRET))
    assert "●" in kept


@pytest.mark.parametrize("path", PLANTED)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_a_planted_secret_in_any_encoding(path: str, encoding: str) -> None:
    text = PLANTED[path].format(SECRET)
    planted(path, f"{text}\n# 中文注释\n".encode(encoding))


@given(
    secret=st.text("abcXYZ019!$%_^*+~", min_size=10, max_size=20),
    path=st.sampled_from(
        [p for p in PLANTED if p.startswith(("WEB-INF/classes/a.", "META", "conf."))]
    ),
)
def test_any_secret(secret: str, path: str) -> None:
    found = component({path: PLANTED[path].format(f"Q{secret}Q")})
    assert f"Q{secret}Q" not in repr(found)


@pytest.mark.parametrize("form", [JWT, PEM, "AKIAIOSFODNN7EXAMPLE"])
@pytest.mark.parametrize(
    "frame", ["x.properties:k={}\n", "x.txt:see {} here\n", "x.yml:a: |\n  {}\n", "x.sh:echo {}\n"]
)
def test_what_is_secret_by_its_form(form: str, frame: str) -> None:
    path, _, text = frame.partition(":")
    indented = form.replace("\n", "\n  ") if path.endswith("yml") else form
    found = component({path: text.format(indented)})
    assert found.settings[0].has_secret
    data = msgspec.json.encode(found).decode()
    assert not any(line in data for line in form.split("\n") if "-----" not in line)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.properties", "password.minLength=8\npasswordEncoder=bcrypt\npassword=\n"),
        ("a.properties", "db.password=${DB_PASSWORD}\nfilter.secret=@secret@\nx.token=true\n"),
        ("messages_zh.properties", "login.password=\\u5bc6\\u7801\nlogin.token=Token\n"),
        ("messages.properties", "login.password=Password\nerror.token=The token is {0}\n"),
        ("i18n/en.json", '{"password": "Password", "hint": "Enter password: at least 8"}'),
        ("lang/zh_CN.xml", '<m><s name="password">密码</s></m>'),
        ("app.yml", "password: ${PW}\ntoken: null\nsecret:\n"),
        ("a.sh", 'PASSWORD=$1\nmysql -u root "$DB"\nexport TOKEN="${T}"\n'),
        ("web.xml", "<a><b name='x'>password must not be empty</b></a>"),
    ],
)
def test_what_is_no_secret_is_not_cut(path: str, text: str) -> None:
    assert component({path: text}).settings == ()


def test_a_default_of_a_placeholder_is_a_secret() -> None:
    kept = planted("a.properties", f"db.password=${{DB_PASSWORD:{SECRET}}}\n")
    assert kept == "db.password=${DB_PASSWORD:●}\n"


@pytest.mark.parametrize(
    ("path", "text", "kept", "quoting"),
    [
        ("a.yml", "password: 's'\nb: 1\n", "password: ●\nb: 1\n", "yaml"),
        ("b.yml", "url: redis://:ssss@h:1\n", "url: redis://:●@○\n", "raw"),
        ("a.json", '{"password": "s", "b": 1}', '{"password": ●, "b": 1}', "json"),
        ("a.sh", "export PASSWORD=\"s\"\n", "export PASSWORD=●\n", "shell"),
        ("a.xml", "<a password='s'/>", "<a password='●'/>", "xml"),
        ("b.xml", "<a><pwd><![CDATA[s]]></pwd></a>", "<a><pwd>●</pwd></a>", "xml"),
        ("a.ini", 'password = "s"\n', 'password = "●"\n', "double"),
        ("b.ini", "password = 's'\n", "password = '●'\n", "single"),
        ("c.conf", "password = s ; old\n", "password = ● ; old\n", "line"),
        ("d.toml", 'url = "redis://:ssss@h:1"\n', 'url = "redis://:●@○"\n', "double"),
        ("config.php.old", '<?php $password = "s";', "<?php $password = '●';", "php"),
    ],
)  # fmt: skip
def test_a_slot_is_quoted_as_its_place_needs(path: str, text: str, kept: str, quoting: str) -> None:
    (file,) = component({path: text}).settings
    assert shown(file) == kept
    assert [p.quoting for p in file.parts if isinstance(p, SecretSlot)] == [quoting]


def test_each_key_says_what_it_holds() -> None:
    text = (
        "db.url=jdbc:mysql://u:pw1@10.1.1.1/d?password=pw2\ndb.user=joe\ndb.password=pw3\n"
        "cache.host=10.1.1.2\ncache.port=6379\nupload.dir=/data/upload\nwin=D:\\\\app\\\\x\nn=1\n"
    )
    found = component({"a.properties": text})
    (item,) = found.facts["config.files"].value  # type: ignore[misc]
    assert [(h["key"], h["holds"], h["line"], h.get("value")) for h in item["holds"]] == [
        ("db.url", "url", 1, "jdbc:mysql://u:***@10.1.1.1/d?password=***"),
        ("db.user", "user", 2, "joe"),
        ("db.password", "secret", 3, None),
        ("cache.host", "host", 4, "10.1.1.2"),
        ("cache.port", "port", 5, "6379"),
        ("upload.dir", "path", 6, "/data/upload"),
        ("win", "path", 7, "D:\\app\\x"),
    ]
    paths = found.facts["paths.named"].value
    assert [(p["path"], p["key"], p["drive"]) for p in paths] == [  # type: ignore[attr-defined]
        ("/data/upload", "upload.dir", "unix"),
        ("D:\\app\\x", "win", "windows"),
    ]


@pytest.mark.parametrize(
    ("key", "value"),
    [("login.url", "/app/login"), ("x", "/login"), ("a", "/*"), ("b", "//h/x"), ("c", "/a b"),
     ("mapping", "/data/*"), ("d", "C:x"), ("e", "text/html")],
)  # fmt: skip
def test_what_is_no_path_of_a_machine(key: str, value: str) -> None:
    found = component({"a.properties": f"{key}={value}\npassword=x1\n"})
    assert "paths.named" not in found.facts


@pytest.mark.parametrize(
    "path",
    ["js/a.min.js", "vendor/x/config.yml", "LICENSE", "README.txt", "WEB-INF/classes/A.java",
     "node_modules/a.json", "test/a.properties", "img/a.svg"],
)  # fmt: skip
def test_what_is_not_swept(path: str) -> None:
    assert component({path: f"password={SECRET}\n"}).settings == ()


def test_what_only_calls_is_kept_when_it_is_configuration() -> None:
    calls = component({"a.yml": "redis: {host: 10.1.1.1}\n", "x.dat": "http://10.1.1.2/\n"})
    assert [file.path for file in calls.settings] == ["a.yml"]
    assert [r.target for r in calls.references] == ["10.1.1.1:6379"]
    assert component({"pom.xml": "<a><url>http://10.1.1.1/</url></a>"}).settings == ()


def test_one_place_that_stands_for_two_targets_is_left() -> None:
    text = "h=10.1.1.1\na=http://${h}:80/\nb=redis://${h}:6379\nredis.host=10.1.1.2\n"
    found = component({"a.properties": text})
    assert [r.target for r in found.references] == ["10.1.1.1:80", "10.1.1.1:6379", "10.1.1.2:6379"]
    assert shown(found.settings[0]) == text.replace("10.1.1.2", "○")


SHIRO = (
    "[main]\nds.password = M41nSecret\n[users]\nadmin = Adm1nSecret, admin\nguest=gu3stSecret\n"
    "[roles]\nadmin = *\n[urls]\n/login = anon\n"
)
SPRING = (
    '<beans><bean id="pool" class="redis.clients.jedis.JedisPool">'
    '<constructor-arg value="10.6.1.4"/><constructor-arg value="6390"/>'
    '<constructor-arg value="C0nstrSecret"/></bean>'
    '<bean class="org.x.UsernamePasswordCredentials"><constructor-arg value="joe"/>'
    "<constructor-arg><value>lettersonlysecret</value></constructor-arg></bean>"
    '<bean class="com.corp.Shop"><constructor-arg value="Shop2024"/></bean>'
    '<bean id="ds"><property name="url" value="jdbc:mysql://10.6.1.5/shop"/></bean></beans>'
)


@pytest.mark.parametrize(
    ("path", "text", "secrets", "kept"),
    [
        ("shiro.ini", SHIRO, ("M41nSecret", "Adm1nSecret", "gu3stSecret"), ("admin = *", "anon")),
        ("conf/passwd", "[users]\nharry = h4rrysSecret\n", ("h4rrysSecret",), ()),
        ("users.properties", "admin=us3rSecret,admin\nbob=b0bSecret\n", ("us3rSecret", "b0bSecret"),
         (",admin",)),
        ("beans.xml", SPRING, ("C0nstrSecret", "lettersonlysecret"), ("6390", "joe", "Shop2024")),
        ("MK331.json", '{"db": {"password": "D4maged1", "x": [1,2,, "token": "D4maged2"\n',
         ("D4maged1", "D4maged2"), ()),
        ("b.json", '{"password": "D4maged1" "db_password": "D4maged3", "n": "open"}',
         ("D4maged1", "D4maged3"), ("open",)),
    ],
)  # fmt: skip
def test_secrets_that_no_key_names(
    path: str, text: str, secrets: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    found = component({path: text})
    assert found.settings, path
    for secret in secrets:
        assert secret not in repr(found), secret
    for word in kept:
        assert word in repr(found.settings), word


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("grafana.ini", "[users]\nallow_sign_up = false\ntheme = dark\n[x]\nhost=10.1.1.1\n"),
        ("i18n/users.properties", "title=Users\nadmin=Administrator\nurl=http://10.1.1.1/x\n"),
        ("user-roles.properties", "admin=admin,viewer\nurl=http://10.1.1.1/x\n"),
        ("a.xml", '<beans><bean class="com.corp.Shop"><constructor-arg value="Shop2024"/></bean>'
         '<bean id="d"><property name="url" value="http://10.1.1.1/x"/></bean></beans>'),
    ],
)  # fmt: skip
def test_users_and_arguments_that_are_no_secrets(path: str, text: str) -> None:
    assert not any(file.has_secret for file in component({path: text}).settings)
