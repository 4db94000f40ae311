"""Paths of annotations and frameworks, and who may ask for them."""

from __future__ import annotations

import pytest

from migrate.read.java.http_paths import covers, joined
from tests.read.java.applications import item, items, read_war
from tests.read.java.class_builder import ClassBuilder

WEB = "org/springframework/web/bind/annotation"
RS = "javax/ws/rs"


def classes(*built: ClassBuilder) -> dict[str, bytes]:
    return {f"WEB-INF/classes/C{n}.class": each.bytes() for n, each in enumerate(built)}


def dispatcher(pattern: str) -> dict[str, str]:
    return {
        "WEB-INF/web.xml": f"""<web-app><servlet><servlet-name>d</servlet-name><servlet-class>
        org.springframework.web.servlet.DispatcherServlet</servlet-class></servlet>
        <servlet-mapping><servlet-name>d</servlet-name><url-pattern>{pattern}</url-pattern>
        </servlet-mapping></web-app>"""
    }


def orders() -> ClassBuilder:
    made = ClassBuilder("shop/Orders").annotate(f"{WEB}/RestController", {})
    made.annotate(f"{WEB}/RequestMapping", {"value": ["/orders"]})
    made.annotate(f"{WEB}/GetMapping", {"value": ["/{id}"]}, "one")
    made.annotate(f"{WEB}/PostMapping", {}, "add")
    return made.annotate(f"{WEB}/RequestMapping", {"path": "list"}, "all")


@pytest.mark.parametrize(
    ("pattern", "paths"),
    [
        ("/", ["/orders/{id}", "/orders", "/orders/list"]),
        ("/api/*", ["/api/orders/{id}", "/api/orders", "/api/orders/list"]),
        ("*.do", ["/orders/{id}.do", "/orders.do", "/orders/list.do"]),
    ],
)
def test_springs_controllers_below_their_servlet(pattern: str, paths: list[str]) -> None:
    war = read_war({**dispatcher(pattern), **classes(orders())})
    found = [p for p in items(war, "http.paths", "path", "kind", "methods") if p[1] == "endpoint"]
    assert found == [
        (paths[0], "endpoint", ["GET"]),
        (paths[1], "endpoint", ["POST"]),
        (paths[2], "endpoint", None),
    ]
    assert item(war, "http.paths", path=paths[1])["places"] == ["WEB-INF/classes/C0.class"]


def test_a_client_answers_nothing() -> None:
    feign = ClassBuilder("shop/Client")
    feign.annotate("org/springframework/cloud/openfeign/FeignClient", {"value": "stock"})
    feign.annotate(f"{WEB}/GetMapping", {"value": ["/stock"]}, "stock")
    assert "http.paths" not in read_war(classes(feign)).facts


def test_jax_rs_below_its_application_path() -> None:
    application = ClassBuilder("shop/Rest").annotate(f"{RS}/ApplicationPath", {"value": "rest"})
    things = ClassBuilder("shop/Things").annotate(f"{RS}/Path", {"value": "/things"})
    things.annotate(f"{RS}/GET", {}, "all")
    things.annotate(f"{RS}/Path", {"value": "{id}"}, "drop").annotate(f"{RS}/DELETE", {}, "drop")
    things.annotate("javax/annotation/security/RolesAllowed", {"value": "admin"}, "drop")
    war = read_war(classes(application, things))
    assert items(war, "http.paths", "path", "methods", "login") == [
        ("/rest/things", ["GET"], None),
        ("/rest/things/{id}", ["DELETE"], True),
    ]
    mapped = """<web-app>
      <servlet-mapping><servlet-name>javax.ws.rs.core.Application</servlet-name>
      <url-pattern>/v1/*</url-pattern></servlet-mapping></web-app>"""
    war = read_war({"WEB-INF/web.xml": mapped, **classes(things)})
    assert "/v1/things/{id}" in items(war, "http.paths", "path")


def test_servlets_filters_and_web_sockets() -> None:
    servlet = ClassBuilder("shop/Health")
    servlet.annotate("javax/servlet/annotation/WebServlet", {"urlPatterns": ["/health", "/a/*"]})
    socket = ClassBuilder("shop/Chat")
    socket.annotate("jakarta/websocket/server/ServerEndpoint", {"value": "/chat"})
    war = read_war({**classes(servlet, socket), "a.jsp": "x"})
    assert items(war, "http.paths", "path", "kind", "login") == [
        ("/a.jsp", "page", False),
        ("/health", "health", None),
        ("/a/*", "servlet", None),
        ("/chat", "websocket", None),
    ]
    filter_ = ClassBuilder("shop/LoginFilter")
    filter_.annotate("javax/servlet/annotation/WebFilter", {"value": "/*"})
    war = read_war({**classes(filter_), "a.jsp": "x"})
    assert item(war, "http.paths", path="/a.jsp")["login"] is None


def test_struts_1_and_2_and_jsf() -> None:
    one = """<!DOCTYPE struts-config PUBLIC "-//ASF//DTD" "http://x/struts-config_1_3.dtd">
      <struts-config><action-mappings><action path="/login" type="x"/></action-mappings>
      </struts-config>"""
    war = read_war({"WEB-INF/struts-config.xml": one})
    assert items(war, "http.paths", "path", "kind") == [("/login.do", "endpoint")]
    two = """<struts><constant name="struts.action.extension" value="html,do"/>
      <package name="p" namespace="/admin" extends="struts-default"><action name="users"/>
      </package><package name="r" extends="struts-default"><action name="home"/></package>
      </struts>"""
    war = read_war({"WEB-INF/classes/struts.xml": two})
    assert items(war, "http.paths", "path") == ["/admin/users.html", "/home.html"]
    faces = dispatcher("*.jsf")["WEB-INF/web.xml"].replace(
        "org.springframework.web.servlet.DispatcherServlet", "javax.faces.webapp.FacesServlet"
    )
    war = read_war({"WEB-INF/web.xml": faces, "a/list.xhtml": "x", "WEB-INF/t.xhtml": "x"})
    assert ("/a/list.jsf", "page") in items(war, "http.paths", "path", "kind")
    assert len(items(war, "http.paths", "path")) == 2


@pytest.mark.parametrize(
    ("version", "settings", "paths"),
    [
        ("2.7.18", "", ["/actuator/health"]),
        ("1.5.22", "", ["/health", "/metrics"]),
        ("2.7.18", "management.server.port=9001\n", []),
        (
            "3.2.0",
            "management.endpoints.web.exposure.include=health, prometheus\n"
            "management.endpoints.web.base-path=/ops\n",
            ["/ops/health", "/ops/prometheus"],
        ),
    ],
)
def test_the_actuator(version: str, settings: str, paths: list[str]) -> None:
    library = f"WEB-INF/lib/spring-boot-actuator-{version}.jar"
    war = read_war({library: b"", "WEB-INF/classes/application.properties": settings})
    assert items(war, "http.paths", "path") == paths


SECURITY = """<beans:beans xmlns:beans="http://www.springframework.org/schema/beans"
    xmlns="http://www.springframework.org/schema/security">
  <http pattern="/pub/**" security="none"/>
  <http><intercept-url pattern="/login.jsp" access="permitAll"/>
    <intercept-url pattern="/adm/**" access="hasRole('ADMIN')"/>
    <intercept-url pattern="/odd.jsp" access=""/>
    <intercept-url pattern="/**" access="IS_AUTHENTICATED_FULLY"/></http></beans:beans>"""
SHIRO = """[main]
authc.loginUrl = /login.jsp
[urls]
/login.jsp = anon
/pub/** = anon
/odd.jsp = kickout
/** = authc, roles[admin]
"""
SHIRO_BEAN = """<beans><bean id="f" class="org.apache.shiro.spring.web.ShiroFilterFactoryBean">
  <property name="loginUrl" value="http://sso.corp/login"/>
  <property name="filterChainDefinitions"><value>
    <!-- open to all -->
    /login.jsp = anon
    /pub/** = anon
    /odd.jsp = kickout <!-- by default -->
    /** = user
  </value></property></bean></beans>"""


@pytest.mark.parametrize(
    "rules",
    [
        {"WEB-INF/security.xml": SECURITY},
        {"WEB-INF/shiro.ini": SHIRO},
        {"WEB-INF/spring-shiro.xml": SHIRO_BEAN},
    ],
)
def test_chains_of_security_frameworks(rules: dict[str, str]) -> None:
    pages = dict.fromkeys(("login.jsp", "adm/a.jsp", "pub/b.jsp", "c.jsp"), "x")
    war = read_war({**pages, **rules})
    assert dict(items(war, "http.paths", "path", "login")) == {
        "/login.jsp": False,
        "/adm/a.jsp": True,
        "/pub/b.jsp": False,
        "/c.jsp": True,
    }


SHIRO_APART = """<beans>
  <bean name="chains" class="java.lang.String"><constructor-arg><value>
    /pub/** = anon
%s
    ${adminPath}/login = authc
    ${adminPath}/** = kickout,user
  </value></constructor-arg></bean>
  <bean id="f" class="org.apache.shiro.spring.web.ShiroFilterFactoryBean">
    <property name="loginUrl" value="${adminPath}/login"/>
    <property name="filterChainDefinitions">%s</property></bean></beans>"""


@pytest.mark.parametrize("ref", ['<ref bean="chains"/>', '<ref local="chains"/>'])
def test_placeholders_of_mappings_and_chains_are_filled(ref: str) -> None:
    mapping = "org/springframework/web/bind/annotation/RequestMapping"
    controller = ClassBuilder("shop/Login")
    long = [f"/static/of/module{number}/** = anon" for number in range(300)]
    for method, path in (
        ("login", "${adminPath}/login"),
        ("index", "${adminPath}/"),
        ("x", "${x}"),
    ):
        controller.annotate(mapping, {"value": [path]}, method)
    war = read_war(
        {
            "WEB-INF/classes/shop/Login.class": controller.bytes(),
            "WEB-INF/classes/shop.properties": "adminPath=/a\n",
            "WEB-INF/classes/shiro.xml": SHIRO_APART % ("\n".join(long), ref),
            "pub/b.jsp": "x",
        }
    )
    assert dict(items(war, "http.paths", "path", "login")) == {
        "/pub/b.jsp": False,
        # Its own page is shown to those who are not logged in.
        "/a/login": False,
        "/a/": True,
        "/${x}": None,
    }


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/*", "/a", True),
        ("/**", "/a/b", True),
        ("/admin/*", "/admin", True),
        ("/admin/*", "/admin/a/b", True),
        ("/admin/*", "/administrator", False),
        ("*.do", "/a.do", True),
        ("*.do", "/a.do.html", False),
        ("/a", "/a", True),
        ("/a", "/a/b", False),
        ("/x/**", "/y", False),
    ],
)
def test_what_a_pattern_covers(pattern: str, path: str, fits: bool) -> None:
    assert covers(pattern, path) is fits


def test_parts_of_paths_are_joined_by_one_slash() -> None:
    assert joined("/a/", "/b") == "/a/b"
    assert joined("", "") == "/"
    assert joined("a", "b/") == "/a/b/"
