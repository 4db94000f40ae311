"""Namespace, servlet version, context path, what a server must have, native code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.java.applications import item, items, places, read_war
from tests.read.java.class_builder import ClassBuilder
from tests.read.java.packing import class_of, components, packed, written

CODE = "WEB-INF/classes/a/B.class"


@pytest.mark.parametrize(
    ("types", "libraries", "demands"),
    [
        (["javax/ejb/Stateless"], [], ["EJB"]),
        (["jakarta/ejb/Timer"], [], ["EJB"]),
        (["javax/jms/Queue"], [], ["JMS"]),
        (["javax/jms/Queue"], ["activemq-client-5.15.9"], []),
        (["javax/transaction/UserTransaction"], [], ["JTA"]),
        (["javax/transaction/UserTransaction"], ["transactions-jta-4.0.6"], []),
        (["javax/resource/spi/ResourceAdapter"], [], ["JCA"]),
        (["javax/jws/WebService"], [], ["JAX-WS"]),
        (["javax/jws/WebService"], ["cxf-rt-frontend-jaxws-3.3.0"], []),
        (["javax/jws/WebService", "javax/xml/ws/WebServiceClient"], [], []),
        (["javax/faces/bean/ManagedBean", "javax/servlet/Filter"], [], []),
        (["javax/ejbx/Not"], [], []),
    ],
)
def test_what_demands_a_full_server(
    types: list[str], libraries: list[str], demands: list[str]
) -> None:
    jars = {f"WEB-INF/lib/{name}.jar": packed({"x": ""}) for name in libraries}
    war = read_war({CODE: class_of("a/B", *types), **jars})
    assert items(war, "server.required_by", "api") == demands
    expected = "full server" if demands else "servlet container"
    assert war.value("server.required") == expected
    assert places(war, "server.required") == ([CODE] if demands else [])


def test_apis_that_a_library_could_add() -> None:
    files = {CODE: class_of("a/B", "javax/faces/bean/ManagedBean", "javax/persistence/Entity")}
    assert items(read_war(files), "server.addable", "api") == ["JSF", "JPA"]
    files["WEB-INF/lib/myfaces-impl-2.2.jar"] = packed({"x": ""})
    assert items(read_war(files), "server.addable", "api") == ["JPA"]


@pytest.mark.parametrize(
    ("files", "vendors"),
    [
        ({"WEB-INF/weblogic.xml": "<a/>"}, [("weblogic", "descriptor")]),
        ({"WEB-INF/ibm-web-bnd.xmi": "<a/>"}, [("websphere", "descriptor")]),
        ({CODE: class_of("a/B", "weblogic/jndi/Environment")}, [("weblogic", "classes")]),
        ({CODE: class_of("a/B", "org/apache/catalina/Valve")}, [("tomcat", "classes")]),
        ({CODE: class_of("a/B", "org/jboss/logging/Logger")}, []),
        ({"weblogic.xml": "<a/>"}, []),
        ({"WEB-INF/jboss-web.xml": "<jboss-web/>"}, [("jboss", "descriptor")]),
    ],
)
def test_vendors(files: dict[str, str | bytes], vendors: list[tuple[str, str]]) -> None:
    assert items(read_war(files), "server.vendor", "vendor", "by") == vendors


@pytest.mark.parametrize(
    ("files", "space"),
    [
        ({CODE: class_of("a/B", "javax/servlet/Filter")}, "javax"),
        ({CODE: class_of("a/B", "jakarta/servlet/Filter")}, "jakarta"),
        ({CODE: class_of("a/B", "javax/servlet/Filter", "jakarta/servlet/Filter")}, "both"),
        ({CODE: class_of("a/B", "java/io/File")}, "none"),
        ({"a.jsp": '<%@ page import="jakarta.servlet.http.*" %>'}, "jakarta"),
        ({"a.jsp": "<% javax.servlet.ServletContext c = application; %>"}, "javax"),
        ({"a.jsp": "<%-- javax.servlet.Filter --%><% /* javax.servlet.F */ %>"}, "none"),
        ({"a.jsp": "<p>javax.servlet.http.HttpServlet</p>"}, "none"),
        ({"a.jsp": '<%@ taglib prefix="c" uri="jakarta.tags.core" %>'}, "jakarta"),
        ({"a.html": "javax.servlet"}, None),
    ],
)
def test_namespace(files: dict[str, str | bytes], space: str | None) -> None:
    assert read_war(files).value("servlet.namespace") == space


def test_the_namespace_of_libraries_is_told_apart() -> None:
    listener = class_of("org/x/StartListener", "javax/servlet/ServletContextListener")
    war = read_war(
        {
            CODE: class_of("a/B", "jakarta/servlet/Filter"),
            "WEB-INF/lib/x-1.jar": packed({"org/x/StartListener.class": listener}),
            "WEB-INF/lib/spring-webmvc-6.1.2.jar": packed({"x": ""}),
        }
    )
    assert war.value("servlet.namespace") == "jakarta"
    assert items(war, "servlet.namespace.libraries", "name", "namespace") == [
        ("x", "javax"),
        ("spring-webmvc", "jakarta"),
    ]


@pytest.mark.parametrize(
    ("files", "version", "place"),
    [
        ({CODE: class_of("a/B", "javax/servlet/AsyncContext")}, "3.0", CODE),
        ({CODE: class_of("a/B", "javax/servlet/ReadListener")}, "3.1", CODE),
        (
            {
                CODE: class_of("a/B", "javax/servlet/ReadListener"),
                "WEB-INF/web.xml": "<web-app version='4.0'/>",
            },
            "4.0",
            "WEB-INF/web.xml:1",
        ),
    ],
)
def test_servlet_version(files: dict[str, str | bytes], version: str, place: str) -> None:
    war = read_war(files)
    assert war.value("servlet.version") == version
    assert places(war, "servlet.version") == [place]


@pytest.mark.parametrize(
    ("files", "name", "path"),
    [
        ({}, "shop.war", "/shop"),
        ({}, "ROOT.war", "/"),
        ({}, "shop#admin##007.war", "/shop/admin"),
        ({}, "ROOT##2.war", "/"),
        (
            {"WEB-INF/jboss-web.xml": "<jboss-web><context-root>store</context-root></jboss-web>"},
            "shop.war",
            "/store",
        ),
        (
            {
                "WEB-INF/weblogic.xml": "<weblogic-web-app xmlns='x'><context-root>/wl/"
                "</context-root></weblogic-web-app>",
                "META-INF/context.xml": "<Context path='/tomcat'/>",
            },
            "shop.war",
            "/wl",
        ),
        ({"META-INF/context.xml": "<Context path='/old'/>"}, "shop##12.war", "/shop"),
        ({"META-INF/context.xml": "<Context/>"}, "shop.war", "/shop"),
        ({"META-INF/context.xml": "<Context path='/x'"}, "shop.war", "/shop"),
        (
            {"WEB-INF/ibm-web-ext.xml": "<web-ext><context-root uri='/ibm'/></web-ext>"},
            "shop.war",
            "/ibm",
        ),
    ],
)
def test_context_path(tmp_path: Path, files: dict[str, str | bytes], name: str, path: str) -> None:
    written(tmp_path, {name: packed({"WEB-INF/x": "", **files})})
    (found,) = components(tmp_path, name).values()
    assert found.value("war.context_path") == path


def test_the_hosts_own_file_names_the_path(tmp_path: Path) -> None:
    files = {
        "t/webapps/shop/WEB-INF/web.xml": "<web-app/>",
        "t/conf/Catalina/localhost/store#new.xml": "<Context docBase='/srv/t/webapps/shop'/>",
        "t/conf/Catalina/localhost/other.xml": "<Context docBase='/srv/elsewhere/shop'/>",
    }
    written(tmp_path, files)
    (found,) = components(tmp_path, "t").values()
    assert found.value("war.context_path") == "/store/new"


def test_native_code() -> None:
    built = ClassBuilder("a/B").call("java/lang/System", "loadLibrary", "(Ljava/lang/String;)V")
    built.call("java/lang/Runtime", "exec", "(Ljava/lang/String;)Ljava/lang/Process;")
    war = read_war(
        {
            CODE: built.bytes(),
            "WEB-INF/lib/libcard.so": b"\x7fELF",
            "WEB-INF/lib/sigar-1.6.jar": packed({"sigar.dll": b"MZ"}),
        }
    )
    assert items(war, "native", "what", "name") == [
        ("file", "libcard.so"),
        ("library", "sigar"),
        ("load", ""),
        ("program", ""),
    ]
    assert item(war, "native", what="load")["places"] == [CODE]
    assert items(read_war({CODE: class_of("a/B", "java/lang/System")}), "native", "what") == []
