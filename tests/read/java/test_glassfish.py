"""GlassFish's pools, mail, listeners: with an application, and of a server alone."""

from __future__ import annotations

from pathlib import Path

from tests.read.java.applications import item, items, read_war
from tests.read.reading import one, targets

OWN = """<!DOCTYPE resources PUBLIC "-//GlassFish.org//DTD Resource Definitions//EN"
  "http://glassfish.org/dtds/glassfish-resources_1_5.dtd">
<resources>
  <jdbc-connection-pool name="pool" datasource-classname="org.postgresql.ds.PGSimpleDataSource">
    <property name="PortNumber" value="5433"/><property name="serverName" value="pg1"/>
    <property name="databaseName" value="jobs"/><property name="user" value="u"/>
    <property name="password" value="geheim77"/></jdbc-connection-pool>
  <jdbc-resource pool-name="pool" jndi-name="jdbc/jobs"/>
  <jdbc-resource pool-name="missing" jndi-name="jdbc/missing"/>
  <mail-resource host="mail.shop.de" user="m" from="a@b.de" jndi-name="mail/s"/>
</resources>"""
DOMAIN = """<domain version="12">
  <resources>
    <jdbc-connection-pool name="P" datasource-classname="org.apache.derby.jdbc.ClientDataSource40">
      <property name="User" value="APP"/><property name="DatabaseName" value="GALLERIA"/>
      <property name="ServerName" value="galdb"/><property name="PortNumber" value="1528"/>
      <property name="Password" value="APPpw99"/></jdbc-connection-pool>
    <jdbc-connection-pool name="M" driver-classname="com.mysql.jdbc.Driver">
      <property name="Url" value="jdbc:mysql://my1:3307/shop"/></jdbc-connection-pool>
    <jdbc-resource pool-name="P" jndi-name="jdbc/gallery"/>
    <jdbc-resource pool-name="M" jndi-name="jdbc/shop"/>
    <jdbc-resource pool-name="M" jndi-name="jdbc/off" enabled="false"/>
  </resources>
  <servers><server name="server" config-ref="server-config"/></servers>
  <configs>
    <config name="server-config"><network-config>
      <protocols><protocol name="p1"/><protocol name="p2" security-enabled="true"/></protocols>
      <network-listeners><network-listener port="8085" protocol="p1" name="l1"/>
        <network-listener port="8185" protocol="p2" name="l2"/>
        <network-listener port="4848" protocol="p1" name="admin-listener"/>
        <network-listener port="9999" protocol="p1" name="l3" enabled="false"/>
      </network-listeners></network-config>
      <java-config><jvm-options>-Xmx512m</jvm-options></java-config></config>
    <config name="default-config"><network-config><network-listeners>
      <network-listener port="28080" protocol="p1" name="l1"/></network-listeners></network-config>
    </config>
  </configs></domain>"""


def test_resources_of_an_application() -> None:
    war = read_war({"WEB-INF/glassfish-resources.xml": OWN})
    found = item(war, "datasources", jndi="jdbc/jobs")
    assert (found["host"], found["port"], found["database"]) == ("pg1", 5433, "jobs")
    assert (found["account"], found["places"]) == (
        "u",
        ["WEB-INF/glassfish-resources.xml:8", "WEB-INF/glassfish-resources.xml:4"],
    )
    assert sorted(items(war, "datasources", "jndi")) == ["jdbc/jobs", "mail/s"]
    assert sorted(targets(war)) == [
        ("mail.shop.de:25", "smtp", "call"),
        ("pg1:5433", "postgresql", "call"),
    ]
    assert "geheim77" not in repr(war)


def test_a_server_alone(tmp_path: Path) -> None:
    path = "glassfish/domains/domain1/config/domain.xml"
    server = one(tmp_path, {path: DOMAIN}, "java-server")
    assert items(server, "datasources", "jndi", "host", "port", "database") == [
        ("jdbc/gallery", "galdb", 1528, "GALLERIA"),
        ("jdbc/shop", "my1", 3307, "shop"),
    ]
    assert sorted((e.port, e.protocol) for e in server.endpoints) == [
        (8085, "http"),
        (8185, "https"),
    ]
    assert sorted(items(server, "ports", "port")) == [4848, 8085, 8185]
    assert server.value("jvm.heap") == "512m"
    assert "APPpw99" not in repr(server)


def test_other_resources_are_none_of_its() -> None:
    android = '<resources><string name="jdbc-resource">x</string></resources>'
    assert read_war({"WEB-INF/strings.xml": android}).value("datasources") is None
