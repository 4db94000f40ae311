"""Servers, time zone and character sets that stand in classes; what servers have for others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.java.applications import items, read_war
from tests.read.java.class_builder import ClassBuilder
from tests.read.java.packing import components, packed, written


def built(*texts: str, call: tuple[str, str, str] | None = None) -> dict[str, bytes]:
    made = ClassBuilder("a/A")
    if call:
        made.call(*call)
    for text in texts:
        made.string(text)
    return {"WEB-INF/classes/a/A.class": made.bytes()}


SOCKET = ("java/net/Socket", "<init>", "(Ljava/lang/String;I)V")


@pytest.mark.parametrize(
    ("text", "call", "target", "protocol"),
    [
        ("http://10.77.3.3:8080/svc/order?wsdl", None, "10.77.3.3:8080", "http"),
        ("http://user:geheim1@erp.corp/x", None, "erp.corp:80", "http"),
        ("tcp://broker:61616", None, "broker:61616", "tcp"),
        ("10.77.1.5:9200", None, "10.77.1.5:9200", "tcp"),
        ("10.77.1.2", SOCKET, "10.77.1.2", "tcp"),
        ("10.77.1.2", None, "", ""),
        ("1.2.3.4:999999", None, "", ""),
        ("http://www.w3.org/2001/XMLSchema", None, "", ""),
        ("http://host/path", None, "", ""),
        ("see http://10.1.1.1/ for help", None, "", ""),
        ("http://0.0.0.0:8080/", None, "", ""),
    ],
)
def test_servers_that_stand_in_classes(
    text: str, call: tuple[str, str, str] | None, target: str, protocol: str
) -> None:
    war = read_war(built(text, call=call))
    told = [(each.target, each.protocol) for each in war.references]
    assert told == ([(target, protocol)] if target else [])
    assert "geheim1" not in repr(war)


def test_of_two_addresses_in_a_class_none_is_guessed() -> None:
    assert not read_war(built("10.77.1.2", "10.99.99.99", call=SOCKET)).references


SET_ZONE = ("java/util/TimeZone", "setDefault", "(Ljava/util/TimeZone;)V")
GET_ZONE = ("java/util/TimeZone", "getTimeZone", "(Ljava/lang/String;)Ljava/util/TimeZone;")


@pytest.mark.parametrize(
    ("texts", "call", "zone"),
    [
        (("GMT+8",), SET_ZONE, "GMT+8"),
        (("Asia/Shanghai", "other"), SET_ZONE, "Asia/Shanghai"),
        (("Asia/Shanghai", "UTC"), SET_ZONE, None),
        (("GMT+8",), GET_ZONE, None),
    ],
)
def test_the_time_zone_that_code_sets(
    texts: tuple[str, ...], call: tuple[str, str, str], zone: str | None
) -> None:
    assert read_war(built(*texts, call=call)).value("timezone") == zone


GET_BYTES = ("java/lang/String", "getBytes", "(Ljava/lang/String;)[B")


@pytest.mark.parametrize(("text", "told"), [("GBK", "GBK"), ("gb2312", "gb2312"), ("UTF-8", None)])
def test_character_sets_of_code(text: str, told: str | None) -> None:
    assert read_war(built(text, call=GET_BYTES)).value("charset") == told
    assert read_war(built(text)).value("charset") is None


CONTEXT = """<Context><Resource name="jdbc/a" type="javax.sql.DataSource" driverClassName="x"
 url="jdbc:mysql://10.8.0.1/a"/><Resource name="jdbc/b" type="javax.sql.DataSource"
 url="jdbc:mysql://10.8.0.2/b"/></Context>"""
LOOKUP = """<web-app><resource-ref><res-ref-name>jdbc/a</res-ref-name><res-type>javax.sql.DataSource
</res-type></resource-ref><resource-ref><res-ref-name>mail/Session</res-ref-name><res-type>
javax.mail.Session</res-type></resource-ref></web-app>"""


def test_data_sources_of_the_server_are_called_by_who_looks_them_up() -> None:
    war = read_war({"WEB-INF/web.xml": LOOKUP}, {"conf/server.xml": CONTEXT})
    assert [each.target for each in war.references] == ["10.8.0.1:3306"]
    assert items(war, "datasources", "jndi", "where") == [
        ("jdbc/a", "server"),
        ("jdbc/b", "server"),
    ]
    # A mail session without a definition is no undefined database.
    assert "datasources.definition" not in [each.fact for each in war.unknown]
    assert items(war, "mail", "name") == ["mail/Session"]
    assert not read_war({}, {"conf/server.xml": CONTEXT}).references


def test_a_version_of_tomcat_is_no_part_of_the_name(tmp_path: Path) -> None:
    war = packed({"WEB-INF/x": "", "META-INF/context.xml": "<Context path='/old'/>"})
    written(tmp_path, {"webapps/shop##12.war": war, "webapps/other.war": packed({"WEB-INF/x": ""})})
    found = components(tmp_path, "webapps")
    assert sorted(found) == ["other", "shop"]
    fact = found["shop"].facts["war.context_path"]
    assert fact.value == "/shop"
    assert [each.value for each in fact.alternatives] == ["/old"]
    assert found["other"].facts["war.context_path"].alternatives == ()


def test_a_module_that_is_missing_has_its_path_as_others_have(tmp_path: Path) -> None:
    descriptor = """<application><module><web><web-uri>m.war</web-uri><context-root>m</context-root>
    </web></module><module><web><web-uri>e.war</web-uri><context-root>/erp/</context-root></web>
    </module></application>"""
    ear = packed({"META-INF/application.xml": descriptor, "e.war": packed({"WEB-INF/x": ""})})
    written(tmp_path, {"a.ear": ear})
    whole = next(each for each in components(tmp_path, "a.ear").values() if each.kind == "java-ear")
    assert items(whole, "ear.modules", "context_path") == ["/m", "/erp"]
