"""Vendors' descriptors: the server's names of data sources, context roots; schemas of others."""

from __future__ import annotations

import pytest

from tests.read.java.applications import item, items, read_war
from tests.read.java.class_builder import ClassBuilder

_REFERENCE = """<web-app><resource-ref id="ResourceRef_1"><res-ref-name>jdbc/erp</res-ref-name>
<res-type>javax.sql.DataSource</res-type></resource-ref></web-app>"""
_WEBLOGIC = """<weblogic-web-app xmlns="http://xmlns.oracle.com/weblogic/weblogic-web-app">
<resource-description><res-ref-name>jdbc/erp</res-ref-name>
<jndi-name>erpDS</jndi-name></resource-description>
<resource-env-description><resource-env-ref-name>jms/orders</resource-env-ref-name>
<jndi-name>ordersQueue</jndi-name></resource-env-description>
</weblogic-web-app>"""
_XMI = """<?xml version="1.0" encoding="UTF-8"?>
<{0}:WebAppBinding xmi:version="2.0" xmlns:xmi="http://www.omg.org/XMI"
    xmlns:{0}="webappbnd.xmi" xmi:id="WebAppBinding_1" virtualHostName="default_host">
  <webapp href="WEB-INF/web.xml#WebApp_ID"/>
  <resRefBindings xmi:id="ResourceRefBinding_1" jndiName="jdbc/ErpXA">
    <bindingResourceRef href="WEB-INF/web.xml#ResourceRef_1"/>
  </resRefBindings>
  <resRefBindings xmi:id="ResourceRefBinding_2" jndiName="jdbc/Gone">
    <bindingResourceRef href="WEB-INF/web.xml#ResourceRef_9"/>
  </resRefBindings>
</{0}:WebAppBinding>"""


def test_weblogics_description_ties_a_reference_to_the_servers_name() -> None:
    war = read_war({"WEB-INF/web.xml": _REFERENCE, "WEB-INF/weblogic.xml": _WEBLOGIC})
    found = item(war, "datasources", jndi="jdbc/erp")
    assert (found["server_jndi"], found["kind"]) == ("erpDS", "jdbc")
    assert found["places"] == ["WEB-INF/web.xml:1", "WEB-INF/weblogic.xml:2"]


def test_weblogics_description_alone_names_the_data_source() -> None:
    war = read_war({"WEB-INF/web.xml": "<web-app/>", "WEB-INF/weblogic.xml": _WEBLOGIC})
    assert items(war, "datasources", "jndi", "server_jndi", "kind", "host") == [
        ("jdbc/erp", "erpDS", "jdbc", None),
        ("jms/orders", "ordersQueue", "jms", None),
    ]
    assert "datasources.definition" in {unknown.fact for unknown in war.unknown}


@pytest.mark.parametrize("prefix", ["webappbnd", "com.ibm.ejs.models.base.bindings.webappbnd"])
def test_bindings_of_websphere_before_java_ee_5(prefix: str) -> None:
    war = read_war({"WEB-INF/web.xml": _REFERENCE, "WEB-INF/ibm-web-bnd.xmi": _XMI.format(prefix)})
    (found,) = items(war, "datasources", "jndi", "server_jndi")
    assert found == ("jdbc/erp", "jdbc/ErpXA")
    assert item(war, "datasources", jndi="jdbc/erp")["places"] == [
        "WEB-INF/web.xml:1",
        "WEB-INF/ibm-web-bnd.xmi:5",
    ]


def test_bindings_of_an_ejb_module() -> None:
    bound = """<ejbbnd:EJBJarBinding xmlns:ejbbnd="ejbbnd.xmi" xmlns:xmi="http://www.omg.org/XMI">
      <defaultDatasource xmi:id="x" jndiName="jdbc/Default"/></ejbbnd:EJBJarBinding>"""
    war = read_war({"META-INF/ibm-ejb-jar-bnd.xmi": bound})
    assert items(war, "datasources", "jndi") == ["jdbc/Default"]


def test_the_context_root_of_websphere_before_java_ee_5() -> None:
    text = """<webappext:WebAppExtension xmlns:webappext="webappext.xmi" {}
      reloadInterval="3"/>"""
    for attribute, path in (('contextRoot="/erp"', "/erp"), ("", "/shop")):
        war = read_war({"WEB-INF/ibm-web-ext.xmi": text.format(attribute)})
        assert war.value("war.context_path") == path


_OLD = "http://java.sun.com/xml/ns/j2ee"
_NEW = "https://jakarta.ee/xml/ns/jakartaee"
_TAG = "<tag><name>x</name><tag-class>cn.x.Tag</tag-class></tag>"


@pytest.mark.parametrize(
    ("files", "space"),
    [
        ({"WEB-INF/x.tld": f'<taglib xmlns="{_OLD}">{_TAG}</taglib>'}, "javax"),
        ({"WEB-INF/x.tld": "<taglib><tag><tagclass>cn.x.Tag</tagclass></tag></taglib>"}, "javax"),
        ({"WEB-INF/x.tld": f'<taglib xmlns="{_NEW}">{_TAG}</taglib>'}, "jakarta"),
        ({"WEB-INF/faces-config.xml": f'<faces-config xmlns="{_NEW}" version="4.0"/>'}, "jakarta"),
        ({"META-INF/web-fragment.xml": f'<web-fragment xmlns="{_NEW}"/>'}, "jakarta"),
        # Tag files and functions run on either; servers of Jakarta EE read the old schema too.
        ({"WEB-INF/x.tld": f'<taglib xmlns="{_OLD}"><tag-file/></taglib>'}, None),
        ({"WEB-INF/faces-config.xml": f'<faces-config xmlns="{_OLD}"/>'}, None),
        ({"WEB-INF/x.tld": "<taglib"}, None),
    ],
)
def test_schemas_of_descriptors_tell_the_namespace(files: dict[str, str], space: str) -> None:
    found = read_war(files)
    assert found.value("servlet.namespace") == space
    if space:
        known = found.facts["servlet.namespace"].confidence
        assert known == (1.0 if space == "jakarta" else 0.6)


def test_code_counts_more_than_a_tag_library() -> None:
    built = ClassBuilder("a/B")
    built.type("jakarta/servlet/Filter")
    files = {
        "WEB-INF/x.tld": f'<taglib xmlns="{_OLD}">{_TAG}</taglib>',
        "WEB-INF/classes/a/B.class": built.bytes(),
    }
    assert read_war(files).value("servlet.namespace") == "jakarta"


def test_a_bean_filled_from_properties_is_one_data_source() -> None:
    beans = """<beans><bean id="ds" class="com.alibaba.druid.pool.DruidDataSource">
      <property name="url" value="${db.url}"/><property name="username" value="${db.user}"/>
      </bean></beans>"""
    war = read_war(
        {
            "WEB-INF/beans.xml": beans,
            "WEB-INF/classes/db.properties": "db.url=jdbc:mysql://10.1.1.1/a\ndb.user=u\n"
            "old.url=jdbc:mysql://10.1.1.1/b\n",
        }
    )
    assert sorted(items(war, "datasources", "setting", "database", "account")) == [
        ("ds", "a", "u"),
        ("old.url", "b", None),
    ]
    assert [(r.target, r.database) for r in war.references] == [
        ("10.1.1.1:3306", "a"),
        ("10.1.1.1:3306", "b"),
    ]
