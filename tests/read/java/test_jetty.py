"""Jetty's bases, and which jars beside an application are programs of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.java.applications import items
from tests.read.java.class_builder import ClassBuilder
from tests.read.java.packing import Files, components, manifest, packed, written

_WAR = packed({"WEB-INF/web.xml": "<web-app version='3.0'/>"})
_CONTEXT = """<?xml version="1.0"?>
<Configure class="org.eclipse.jetty.webapp.WebAppContext">
  <Set name="contextPath">/store</Set>
  <Set name="war">/srv/base/webapps/shop.war</Set>
  <New id="ds" class="org.eclipse.jetty.plus.jndi.Resource">
    <Arg></Arg>
    <Arg>jdbc/shop</Arg>
    <Arg><New class="com.mysql.jdbc.jdbc2.optional.MysqlConnectionPoolDataSource">
      <Set name="Url">jdbc:mysql://10.3.3.3:3310/shop</Set>
      <Set name="User">shop</Set><Set name="Password">geheim</Set>
    </New></Arg>
  </New>
</Configure>"""


def _jar(main: str, *classes: str) -> bytes:
    files: dict[str, str | bytes] = {"META-INF/MANIFEST.MF": manifest(Main_Class=main)}
    return packed(files | {f"{name}.class": ClassBuilder(name).bytes() for name in classes})


_START = _jar("org.eclipse.jetty.start.Main", "org/eclipse/jetty/start/Main")


def _kinds(root: Path, files: Files) -> dict[str, str]:
    written(root, {f"in/{name}": content for name, content in files.items()})
    return {name: found.kind for name, found in components(root, "in").items()}


@pytest.mark.parametrize("packing", ["packed", "exploded"])
def test_a_base_configures_its_applications(tmp_path: Path, packing: str) -> None:
    web = {"base/webapps/shop.war": _WAR}
    if packing == "exploded":
        web = {"base/webapps/shop/WEB-INF/web.xml": b"<web-app version='3.0'/>"}
    files: dict[str, str | bytes] = {
        "base/start.jar": _START,
        "base/start.ini": "# jetty.http.port=1\n--module=http\njetty.http.port=8081\n-Xmx700m\n",
        "base/start.d/ssl.ini": "--module=ssl\njetty.ssl.port=8444\n",
        "base/webapps/shop.xml": _CONTEXT,
        "base/webapps/other.xml": _CONTEXT.replace("shop", "other").replace("store", "o"),
        **web,
    }
    assert _kinds(tmp_path, files) == {"shop" if packing == "packed" else "in": "java-war"}
    (found,) = components(tmp_path, "in").values()
    assert sorted((e.port, e.protocol) for e in found.endpoints) == [
        (8081, "http"),
        (8444, "https"),
    ]
    assert found.value("war.context_path") == "/store"
    assert found.value("jvm.heap") == "700m"
    assert items(found, "datasources", "jndi", "host", "port", "account") == [
        ("jdbc/shop", "10.3.3.3", 3310, "shop")
    ]
    assert [(r.target, r.protocol) for r in found.references] == [("10.3.3.3:3310", "mysql")]
    assert "geheim" not in repr(found)


def test_a_base_alone_is_a_server(tmp_path: Path) -> None:
    files = {"start.jar": _START, "start.d/http.ini": "--module=http\njetty.port=8090\n"}
    assert _kinds(tmp_path, files) == {"in": "java-server"}
    (found,) = components(tmp_path, "in").values()
    assert [e.port for e in found.endpoints] == [8090]
    assert items(found, "server.vendor", "vendor") == ["jetty"]


def test_another_ini_is_no_base(tmp_path: Path) -> None:
    written(tmp_path, {"in/start.ini": "[main]\nport=80\n"})
    assert all(c.kind != "java-server" for c in components(tmp_path, "in").values())


def test_libraries_and_servers_that_can_be_started_are_no_programs(tmp_path: Path) -> None:
    files = {
        "shop.war": _WAR,
        "h2-1.4.200.jar": _jar("org.h2.tools.Console", "org/h2/tools/Console"),
        "start.jar": _START,
        "gone.jar": _jar("cn.gone.Main", "cn/here/Other"),
        "tool.jar": _jar("cn.shop.Tool", "cn/shop/Tool"),
        # Started by a library's class, but with code of its own.
        "own.jar": _jar("org.h2.tools.Console", "org/h2/tools/Console", "cn/shop/Own"),
    }
    assert _kinds(tmp_path, files) == {"shop": "java-war", "tool": "java-jar", "own": "java-jar"}


def test_a_jar_beside_an_application_is_one_only_when_something_starts_it(tmp_path: Path) -> None:
    library = packed({"cn/shop/A.class": ClassBuilder("cn/shop/A").bytes()})
    assert _kinds(tmp_path, {"shop.war": _WAR, "util.jar": library}) == {"shop": "java-war"}
    assert _kinds(tmp_path / "b", {"util.jar": library}) == {"util": "java-jar"}
