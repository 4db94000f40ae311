"""Parameters of web.xml are configuration: addresses, accounts, paths and secrets in them."""

from __future__ import annotations

from pathlib import Path

from migrate.model.facts import Component
from tests.read.java.applications import items, read_folder, read_war
from tests.read.java.packing import written

_SHOP = """<?xml version="1.0" encoding="{encoding}"?>
<!DOCTYPE web-app PUBLIC "-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN"
  "http://java.sun.com/dtd/web-app_2_3.dtd">
<web-app>
  <display-name>商店 http://wiki.corp.cn:8090/shop</display-name>
  <!-- <param-value>http://10.9.9.9:81/old</param-value> -->
  <context-param>
    <param-name>backend</param-name>
    <param-value>http://erp.corp.cn:7001/ws?a=1&amp;b=2</param-value>
  </context-param>
  <context-param>
    <param-name>contextConfigLocation</param-name>
    <param-value>classpath*:spring/*.xml, /WEB-INF/more.xml</param-value>
  </context-param>
  <servlet>
    <servlet-name>mail</servlet-name>
    <servlet-class>cn.shop.Mail</servlet-class>
    <init-param><param-name>smtp.host</param-name><param-value>mail</param-value></init-param>
    <init-param><param-name>smtp.port</param-name><param-value>2525</param-value></init-param>
    <init-param><param-name>smtp.user</param-name><param-value>robot</param-value></init-param>
    <init-param><param-name>smtp.password</param-name><param-value>geheim#1</param-value></init-param>
  </servlet>
  <taglib>
    <taglib-uri>http://tags.corp.cn:9090/core</taglib-uri>
    <taglib-location>/WEB-INF/core.tld</taglib-location>
  </taglib>
</web-app>
"""
_HR = """<web-app version="3.0">
  <filter>
    <filter-name>cas</filter-name>
    <filter-class>cn.hr.Cas</filter-class>
    <init-param>
      <param-name>casServerLoginUrl</param-name>
      <param-value>https://sso.corp.cn/login</param-value>
    </init-param>
  </filter>
  <env-entry>
    <env-entry-name>export.dir</env-entry-name>
    <env-entry-type>java.lang.String</env-entry-type>
    <env-entry-value>/data/hr/export</env-entry-value>
  </env-entry>
</web-app>
"""
_ONE = """<web-app><context-param><param-name>backend</param-name>
<param-value>http://erp.corp.cn:7001/ws</param-value></context-param></web-app>"""
_USER = """<web-app><servlet><servlet-name>x</servlet-name><servlet-class>x.Y</servlet-class>
<init-param><param-name>loginUsername</param-name><param-value>admin</param-value></init-param>
</servlet></web-app>"""
_PLAIN = """<web-app version="2.5">
  <context-param>
    <param-name>webAppRootKey</param-name><param-value>1.2.3.4.5</param-value>
  </context-param>
  <context-param>
    <param-name>release</param-name><param-value>10.1.2</param-value>
  </context-param>
  <servlet>
    <servlet-name>x</servlet-name><servlet-class>x.Y</servlet-class>
    <init-param><param-name>listings</param-name><param-value>false</param-value></init-param>
  </servlet>
  <servlet-mapping><servlet-name>x</servlet-name><url-pattern>/web/x</url-pattern></servlet-mapping>
</web-app>
"""


def _shop(encoding: str = "UTF-8") -> Component:
    return read_war({"WEB-INF/web.xml": _SHOP.format(encoding=encoding).encode(encoding)})


def _held(component: Component) -> list[tuple[object, ...]]:
    (file,) = items(component, "config.files", "holds")
    return [(held["key"], held["holds"], held.get("value"), held["line"]) for held in file]


def test_parameters_are_keys_with_what_they_hold_and_where() -> None:
    assert _held(_shop()) == [
        ("web-app.context-param.backend", "url", "http://erp.corp.cn:7001/ws?a=1&b=2", 9),
        ("web-app.servlet.init-param.smtp.host", "host", "mail", 18),
        ("web-app.servlet.init-param.smtp.port", "port", "2525", 19),
        ("web-app.servlet.init-param.smtp.user", "user", "robot", 20),
        ("web-app.servlet.init-param.smtp.password", "secret", None, 21),
    ]
    hr = read_war({"WEB-INF/web.xml": _HR})
    assert _held(hr) == [
        ("web-app.filter.init-param.casServerLoginUrl", "url", "https://sso.corp.cn/login", 7),
        ("web-app.env-entry.export.dir", "path", "/data/hr/export", 13),
    ]


def test_one_parameter_is_enough() -> None:
    one = read_war({"WEB-INF/web.xml": _ONE})
    assert [(r.target, r.setting) for r in one.references] == [
        ("erp.corp.cn:7001", "web-app.context-param.backend")
    ]
    assert _held(one) == [("web-app.context-param.backend", "url", "http://erp.corp.cn:7001/ws", 2)]
    user = read_war({"WEB-INF/web.xml": _USER})
    assert _held(user) == [("web-app.servlet.init-param.loginUsername", "user", "admin", 2)]


def test_parameters_name_whom_the_application_calls() -> None:
    calls = [(r.target, r.protocol, [o.place for o in r.origins]) for r in _shop().references]
    assert calls == [
        ("erp.corp.cn:7001", "http", ["WEB-INF/web.xml:9"]),
        ("mail:2525", "smtp", ["WEB-INF/web.xml:18"]),
    ]
    (sso,) = read_war({"WEB-INF/web.xml": _HR}).references
    assert (sso.target, sso.protocol) == ("sso.corp.cn:443", "https")


def test_the_secret_of_a_parameter_leaves_nothing_behind() -> None:
    shop = _shop()
    assert "geheim" not in repr(shop)
    (file,) = shop.settings
    assert (file.path, file.has_secret) == ("WEB-INF/web.xml", True)


def test_a_descriptor_in_another_encoding_is_read_as_well() -> None:
    assert _held(_shop("GBK")) == _held(_shop())


def test_structure_versions_and_relative_places_are_no_configuration() -> None:
    plain = read_war({"WEB-INF/web.xml": _PLAIN})
    assert (plain.value("config.files"), plain.references, plain.settings) == (None, (), ())


def test_a_broken_descriptor_still_tells_what_stands_before_the_break() -> None:
    broken = read_war({"WEB-INF/web.xml": _HR[: _HR.index("</filter>")]})
    assert [r.target for r in broken.references] == ["sso.corp.cn:443"]


def test_a_source_tree_tells_the_same(tmp_path: Path) -> None:
    pom = "<project><artifactId>hr</artifactId><packaging>war</packaging></project>"
    files = {"hr/pom.xml": pom, "hr/src/main/webapp/WEB-INF/web.xml": _ONE}
    (backend,) = read_folder(written(tmp_path, files) / "hr").references
    assert (backend.target, backend.origins[0].source) == (
        "erp.corp.cn:7001",
        "hr/src/main/webapp/WEB-INF/web.xml",
    )
