"""web.xml: what is mapped, who may ask, sessions, encodings, resources, written paths."""

from __future__ import annotations

import pytest
from testbed import debian_apps, require

from tests.read.java.applications import item, items, places, read_folder, read_war

OLD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE web-app PUBLIC "-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN"
  "http://java.sun.com/dtd/web-app_2_3.dtd">
<web-app>
  <context-param><param-name>uploadPath</param-name><param-value>/data/upload</param-value></context-param>
  <context-param><param-name>loginPage</param-name><param-value>/login.jsp</param-value></context-param>
  <filter>
    <filter-name>enc</filter-name>
    <filter-class>org.springframework.web.filter.CharacterEncodingFilter</filter-class>
    <init-param><param-name>encoding</param-name><param-value>GBK</param-value></init-param>
    <init-param><param-name>forceEncoding</param-name><param-value>true</param-value></init-param>
  </filter>
  <filter-mapping><filter-name>enc</filter-name><url-pattern>/*</url-pattern></filter-mapping>
  <servlet><servlet-name>ws</servlet-name>
    <servlet-class>org.apache.cxf.transport.servlet.CXFServlet</servlet-class></servlet>
  <servlet><servlet-name>app</servlet-name><servlet-class>shop.App</servlet-class></servlet>
  <servlet-mapping><servlet-name>ws</servlet-name><url-pattern>/services/*</url-pattern></servlet-mapping>
  <servlet-mapping><servlet-name>app</servlet-name><url-pattern>*.do</url-pattern></servlet-mapping>
  <servlet-mapping><servlet-name>app</servlet-name><url-pattern>/admin/health</url-pattern></servlet-mapping>
  <session-config><session-timeout> 45 </session-timeout></session-config>
  <resource-ref>
    <res-ref-name>jdbc/shop</res-ref-name><res-type>javax.sql.DataSource</res-type>
  </resource-ref>
  <resource-ref><res-ref-name>mail/Session</res-ref-name><res-type>javax.mail.Session</res-type></resource-ref>
  <security-constraint>
    <web-resource-collection><url-pattern>/admin/*</url-pattern></web-resource-collection>
    <auth-constraint><role-name>admin</role-name></auth-constraint>
  </security-constraint>
  <security-constraint>
    <web-resource-collection><url-pattern>/admin/health</url-pattern></web-resource-collection>
  </security-constraint>
  <login-config><auth-method>BASIC</auth-method><realm-name>Shop</realm-name></login-config>
</web-app>
"""
NEW = """<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
  <distributable/>
  <request-character-encoding>UTF-8</request-character-encoding>
  <servlet><servlet-name>m</servlet-name>
    <servlet-class>io.prometheus.client.exporter.MetricsServlet</servlet-class>
    <multipart-config><location>/srv/incoming</location></multipart-config></servlet>
  <servlet-mapping><servlet-name>m</servlet-name>
    <url-pattern>/numbers</url-pattern><url-pattern>/figures</url-pattern></servlet-mapping>
  <welcome-file-list><welcome-file>start.html</welcome-file>
    <welcome-file>index.html</welcome-file></welcome-file-list>
  <session-config><session-timeout>-1</session-timeout>
    <tracking-mode>COOKIE</tracking-mode></session-config>
</web-app>
"""


def test_an_old_descriptor() -> None:
    war = read_war({"WEB-INF/web.xml": OLD})
    assert items(war, "http.paths", "path", "kind", "login") == [
        ("/services/*", "soap", None),
        ("*.do", "servlet", None),
        ("/admin/health", "health", False),
    ]
    assert war.value("session.timeout") == 45
    assert (war.value("charset"), places(war, "charset")) == ("GBK", ["WEB-INF/web.xml:10"])
    assert item(war, "auth.realms", method="BASIC")["name"] == "Shop"
    written = item(war, "files.written", path="/data/upload")
    assert (written["holds"], written["places"]) == ("upload", ["WEB-INF/web.xml:5"])
    assert items(war, "files.written", "path") == ["/data/upload"], "/login.jsp is a page"


def test_a_resource_that_the_server_defines_is_listed_and_unknown() -> None:
    war = read_war({"WEB-INF/web.xml": OLD})
    shop = item(war, "datasources", setting="jdbc/shop")
    assert (shop["kind"], shop["where"], shop["host"], shop["port"]) == (
        "jdbc",
        "server",
        None,
        None,
    )
    assert items(war, "mail", "name") == ["mail/Session"], "which is no database"
    (why,) = (u.because for u in war.unknown if u.fact == "datasources.definition")
    assert why.params == {"names": "jdbc/shop"}


def test_a_new_descriptor() -> None:
    war = read_war({"WEB-INF/web.xml": NEW, "index.html": "<html></html>"})
    assert (war.value("session.use"), places(war, "session.use")) == (
        "distributable",
        ["WEB-INF/web.xml:2"],
    )
    assert war.value("session.timeout") == -1
    assert items(war, "session.tracking", "mode") == ["COOKIE"]
    assert war.value("servlet.namespace") == "jakarta"
    assert items(war, "http.paths", "path", "kind") == [
        ("/numbers", "metrics"),
        ("/figures", "metrics"),
        ("/index.html", "page"),
    ], "start.html is not there"
    assert item(war, "files.written", path="/srv/incoming")["how"] == "multipart-config"


@pytest.mark.parametrize("version", ["9", "10"])
def test_tomcats_manager(version: str) -> None:
    folder = require(debian_apps) / f"tomcat{version}-admin/usr/share/tomcat{version}-admin"
    manager = read_folder(folder / "manager")
    assert items(manager, "http.paths", "path", "kind", "login") == [
        ("/text/*", "servlet", True),
        ("/status/*", "servlet", True),
        ("/jmxproxy/*", "servlet", True),
        ("/html/*", "servlet", True),
        ("/index.jsp", "page", False),
    ]
    realm = item(manager, "auth.realms", how="login-config")
    assert (realm["method"], realm["name"]) == ("BASIC", "Tomcat Manager Application")
    assert manager.value("charset") == "UTF-8"
    host = read_folder(folder / "host-manager")
    assert items(host, "http.paths", "path", "login") == [
        ("/text/*", True),
        ("/html/*", True),
        ("/index.jsp", False),
    ]


@pytest.mark.parametrize("version", ["9", "10"])
def test_tomcats_examples(version: str) -> None:
    folder = require(debian_apps) / f"tomcat{version}-examples/usr/share/tomcat{version}-examples"
    examples = read_folder(folder / "examples")
    login = dict(items(examples, "http.paths", "path", "login"))
    assert [path for path, asked in login.items() if asked] == [
        "/jsp/security/protected/error.jsp",
        "/jsp/security/protected/index.jsp",
        "/jsp/security/protected/login.jsp",
    ]
    assert login["/jsp/sessions/carts.jsp"] is False
    assert login["/servlets/servlet/HelloWorldExample"] is None
    assert examples.value("session.use") == "memory"
    assert "datasources" not in examples.facts
    assert "files.written" not in examples.facts


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "read.damaged"),
        (b"<web-app>", "read.damaged"),
        (b"\xca\xfe\xba\xbe", "read.damaged"),
        (b"<a>" * 5000, "read.damaged"),
    ],
)
def test_damage_costs_the_file_alone(content: bytes, problem: str) -> None:
    war = read_war({"WEB-INF/web.xml": content, "a.jsp": "<% session.setAttribute(1); %>"})
    fault = item(war, "archive.faults", path="WEB-INF/web.xml")
    assert fault["problem"] == problem
    assert war.value("session.use") == "memory"


def test_entities_are_not_resolved_and_text_in_another_encoding_is_read() -> None:
    hostile = """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE web-app [
      <!ENTITY secret SYSTEM "file:///etc/passwd">]>
      <web-app version="3.0"><display-name>学员管理 &secret;</display-name>
      <session-config><session-timeout>5</session-timeout></session-config></web-app>"""
    for encoding in ("utf-8", "gb18030", "utf-16"):
        war = read_war({"WEB-INF/web.xml": hostile.encode(encoding)})
        assert war.value("session.timeout") == 5, encoding
        assert "root:" not in str(war)
