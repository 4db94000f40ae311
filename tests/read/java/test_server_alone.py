"""A server's configuration without applications: a component, or evidence of what lies in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from migrate.model.facts import Component
from tests.read.java.applications import items
from tests.read.java.packing import Files, components, packed, reading, written
from tests.read.java.server_files import JBOSS, LIBERTY, TOMCAT, WEBLOGIC, WEBLOGIC_JDBC

_WEB = {"WEB-INF/web.xml": "<web-app version='3.0'/>"}


def _alone(root: Path, files: Files) -> Component:
    (found,) = components(written(root, {f"in/{k}": v for k, v in files.items()}), "in").values()
    return found


def _calls(found: Component) -> list[tuple[str, str, str]]:
    return [(r.target, r.protocol, r.setting) for r in found.references]


def _vendors(found: Component) -> set[Any]:
    return set(items(found, "server.vendor", "vendor"))


def test_tomcats_server_xml_alone_is_a_server(tmp_path: Path) -> None:
    found = _alone(tmp_path, {"server.xml": TOMCAT})
    assert (found.kind, _vendors(found)) == ("java-server", {"tomcat"})
    assert _calls(found) == [("10.0.0.9:3307", "mysql", "jdbc/erp")]
    assert items(found, "datasources", "jndi", "host", "port", "account", "where") == [
        ("jdbc/erp", "10.0.0.9", 3307, "erp", "server")
    ]
    assert items(found, "ports", "port", "protocol") == [(8005, "shutdown"), (8088, "http")]
    assert [(e.port, e.origins[0].place) for e in found.endpoints] == [(8088, "8")]
    assert found.value("charset") == "GBK"
    assert items(found, "log.files", "path") == ["logs/acc.txt"]
    assert "geheim7" not in repr(found)


def test_a_single_file_as_input(tmp_path: Path) -> None:
    written(tmp_path, {"standalone.xml": JBOSS, "server.xml": TOMCAT})
    for name, port in (("standalone.xml", 8180), ("server.xml", 8088)):
        (found,) = components(tmp_path, name).values()
        assert (found.kind, [e.port for e in found.endpoints]) == ("java-server", [port])


def test_jbosss_standalone_xml_alone_is_a_server(tmp_path: Path) -> None:
    found = _alone(tmp_path, {"standalone/configuration/standalone.xml": JBOSS})
    assert (found.kind, _vendors(found)) == ("java-server", {"jboss"})
    assert sorted(_calls(found)) == [
        ("10.7.1.1:1521", "oracle", "java:/jdbc/hr"),
        ("10.7.1.9:8180", "tcp", "outbound-socket-binding remote-ejb"),
        ("smtp.corp:25", "smtp", "java:jboss/mail/Default"),
    ]
    assert "geheim8" not in repr(found)


def test_a_domain_of_weblogic_alone_is_a_server(tmp_path: Path) -> None:
    found = _alone(
        tmp_path,
        {
            "erp/config/config.xml": WEBLOGIC,
            "erp/config/jdbc/erpDS-jdbc.xml": WEBLOGIC_JDBC,
            "erp/bin/setDomainEnv.sh": 'USER_MEM_ARGS="-Xms1g"\n',
        },
    )
    assert (found.kind, _vendors(found)) == ("java-server", {"weblogic"})
    assert items(found, "ports", "port", "protocol") == [
        (7001, "http"),
        (7011, "http"),
        (7012, "https"),
    ]
    # Where its servers listen and what they are called is no call.
    assert _calls(found) == [("10.8.2.2:1521", "oracle", "erpDS")]
    assert set(items(found, "jvm.options", "option")) == {
        "-Xms1g",
        "-Xmx4g",
        "-Dfile.encoding=GBK",
    }
    assert found.value("charset") == "GBK"
    assert "geheim9" not in repr(found)
    assert "kJ9x" not in repr(found)


def test_servers_of_liberty_beside_each_other_are_told_apart(tmp_path: Path) -> None:
    files = {
        "usr/servers/hr/server.xml": LIBERTY.replace("{port}", "9080"),
        "usr/servers/hr/jvm.options": "-Xmx512m\n",
        "usr/servers/pay/server.xml": LIBERTY.replace("{port}", "9081"),
    }
    found = components(written(tmp_path, {f"in/{k}": v for k, v in files.items()}), "in")
    told = {name: [e.port for e in each.endpoints] for name, each in found.items()}
    assert told == {"in-hr": [9080], "in-pay": [9081]}
    assert found["in-hr"].value("jvm.heap") == "512m"
    assert not found["in-pay"].value("jvm.heap")
    assert _calls(found["in-hr"]) == [("10.9.1.1:50000", "db2", "jdbc/hr")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("config.xml", "<config><server><host>a</host></server></config>"),
        ("domain.xml", "<domain type='kvm'><name>vm</name></domain>"),
        ("server.xml", "<server><x/></server>"),
        ("resources.xml", "<XMI xmlns='http://schema.omg.org/XMI'><Model/></XMI>"),
    ],
)
def test_other_files_of_the_same_name_are_no_servers(tmp_path: Path, name: str, text: str) -> None:
    written(tmp_path, {f"in/{name}": text})
    assert reading(tmp_path, "in").components == ()


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    written(tmp_path, {"in/server.xml": TOMCAT[:400]})
    known = reading(tmp_path, "in")
    assert known.components == ()
    assert [(u.source, u.because.id) for u in known.unread] == [("in/server.xml", "read.damaged")]


@pytest.mark.parametrize("wrapping", ["folder", "zip"])
def test_what_lies_in_a_server_takes_its_configuration(tmp_path: Path, wrapping: str) -> None:
    home: dict[str, str | bytes] = {
        "tc/conf/server.xml": TOMCAT,
        "tc/conf/Catalina/localhost/other.xml": "<Context><Environment name='x'/></Context>",
        "tc/bin/setenv.sh": 'CATALINA_OPTS="-Xmx3g"\n',
        "tc/RELEASE-NOTES": "Apache Tomcat Version 9.0.65\n",
        "tc/lib/ojdbc6-11.2.0.jar": packed({"x": "y"}),
        "tc/webapps/erp/WEB-INF/web.xml": """<web-app version="3.0"><resource-ref>
            <res-ref-name>jdbc/erp</res-ref-name><res-type>javax.sql.DataSource</res-type>
            </resource-ref></web-app>""",
    }
    if wrapping == "zip":
        home = {"tc.zip": packed(home)}
    (found,) = components(written(tmp_path, {f"in/{k}": v for k, v in home.items()}), "in").values()
    assert found.kind == "java-war"
    assert found.value("tomcat.home") == "tc"
    assert found.value("tomcat.version") == "9.0.65"
    assert found.value("jvm.heap") == "3g"
    assert [e.port for e in found.endpoints] == [8088]
    assert _calls(found) == [("10.0.0.9:3307", "mysql", "jdbc/erp")]
    assert items(found, "java.libraries", "name", "provided_by") == [("ojdbc6", "server lib")]


def test_a_deployment_exploded_in_jboss_takes_its_configuration(tmp_path: Path) -> None:
    files = {
        "wf/standalone/configuration/standalone.xml": JBOSS,
        "wf/bin/standalone.conf": 'JAVA_OPTS="-Xmx2g"\n',
        "wf/standalone/deployments/hr.war/WEB-INF/web.xml": "<web-app version='3.0'/>",
    }
    (found,) = components(
        written(tmp_path, {f"in/{k}": v for k, v in files.items()}), "in"
    ).values()
    assert (found.kind, [e.port for e in found.endpoints]) == ("java-war", [8180])
    assert found.value("jvm.heap") == "2g"
    assert ("10.7.1.9:8180", "tcp", "outbound-socket-binding remote-ejb") in _calls(found)


def test_two_servers_in_one_input_keep_their_own_applications(tmp_path: Path) -> None:
    files = {
        "t1/conf/server.xml": TOMCAT,
        "t1/webapps/a.war": packed(_WEB),
        "t2/conf/server.xml": TOMCAT.replace("8088", "8099"),
        "t2/bin/setenv.sh": 'CATALINA_OPTS="-Xmx5g"\n',
        "t2/webapps/b.war": packed(_WEB),
        "t3/conf/server.xml": TOMCAT.replace("8088", "8111"),
    }
    found = components(written(tmp_path, {f"in/{k}": v for k, v in files.items()}), "in")
    assert {n: (c.kind, [e.port for e in c.endpoints]) for n, c in found.items()} == {
        "a": ("java-war", [8088]),
        "b": ("java-war", [8099]),
        "in": ("java-server", [8111]),
    }
    assert (found["a"].value("jvm.heap"), found["b"].value("jvm.heap")) == (None, "5g")


def test_a_context_of_another_application_says_nothing_of_this_one(tmp_path: Path) -> None:
    context = (
        "<Context docBase='/srv/{0}'><Resource name='jdbc/{0}' type='javax.sql.DataSource'"
        " url='jdbc:mysql://10.0.0.{1}/{0}'/></Context>"
    )
    files = {
        "t/conf/server.xml": "<Server port='-1'/>",
        "t/conf/Catalina/localhost/shop.xml": context.format("shop", 1),
        "t/conf/Catalina/localhost/blog.xml": context.format("blog", 2),
        "t/webapps/shop/WEB-INF/web.xml": "<web-app/>",
        "t/webapps/blog/WEB-INF/web.xml": "<web-app/>",
    }
    found = components(written(tmp_path, files), "t")
    assert {n: items(c, "datasources", "host") for n, c in found.items()} == {
        "shop": ["10.0.0.1"],
        "blog": ["10.0.0.2"],
    }
