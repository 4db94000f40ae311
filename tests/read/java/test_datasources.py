"""Databases, queues and mail servers of every descriptor; joined by JNDI name, secrets never."""

from __future__ import annotations

import pytest

from tests.read.java.applications import Files, item, items, read_war

SECRET = "T0p-S3cret"
REFERENCE = """<web-app version="3.1"><resource-ref><res-ref-name>jdbc/shop</res-ref-name>
<res-type>javax.sql.DataSource</res-type></resource-ref></web-app>"""
RESOURCES = f"""
  <Resource name="jdbc/shop" auth="Container" type="javax.sql.DataSource"
            driverClassName="com.mysql.jdbc.Driver" username="web" password="{SECRET}"
            url="jdbc:mysql://10.1.2.3:3307/shop?useUnicode=true&amp;password={SECRET}"/>
  <Resource name="mail/Session" type="javax.mail.Session" mail.smtp.host="mail.corp.cn"
            mail.smtp.user="robot" password="{SECRET}"/>
  <Resource name="UserDatabase" type="org.apache.catalina.UserDatabase"
            pathname="conf/tomcat-users.xml"/>"""
CONTEXT = f"<?xml version='1.0' encoding='UTF-8'?><Context>{RESOURCES}</Context>"

CASES: dict[str, tuple[Files, dict[str, object], str]] = {
    "context.xml": (
        {"META-INF/context.xml": CONTEXT},
        {"setting": "jdbc/shop", "account": "web", "driver": "com.mysql.jdbc.Driver"},
        "10.1.2.3:3307",
    ),
    "persistence.xml": (
        {
            "WEB-INF/classes/META-INF/persistence.xml": f"""<persistence version="2.0"
  xmlns="http://java.sun.com/xml/ns/persistence"><persistence-unit name="orders"><properties>
  <property name="javax.persistence.jdbc.url" value="jdbc:postgresql://pg.corp.cn/orders"/>
  <property name="javax.persistence.jdbc.user" value="ord"/>
  <property name="javax.persistence.jdbc.password" value="{SECRET}"/>
  <property name="hibernate.show_sql" value="true"/>
  </properties></persistence-unit></persistence>"""
        },
        {"setting": "orders", "account": "ord", "database": "orders"},
        "pg.corp.cn:5432",
    ),
    "hibernate.cfg.xml": (
        {
            "WEB-INF/classes/hibernate.cfg.xml": f"""<!DOCTYPE hibernate-configuration PUBLIC
  "-//Hibernate/Hibernate Configuration DTD 3.0//EN"
  "http://www.hibernate.org/dtd/hibernate-configuration-3.0.dtd">
<hibernate-configuration><session-factory>
  <property name="connection.driver_class">com.mysql.jdbc.Driver</property>
  <property name="hibernate.connection.url">jdbc:mysql://192.168.7.9/crm</property>
  <property name="connection.username">crm</property>
  <property name="connection.password">{SECRET}</property>
</session-factory></hibernate-configuration>"""
        },
        {"driver": "com.mysql.jdbc.Driver", "account": "crm", "database": "crm"},
        "192.168.7.9:3306",
    ),
    "a Spring bean with placeholders": (
        {
            "WEB-INF/classes/db.properties": f"db.host=172.16.0.8\ndb.name=hr\ndb.user=hr\n"
            f"db.password={SECRET}\ndb.url=jdbc:mysql://${{db.host}}:3308/${{db.name}}\n",
            "WEB-INF/spring-dao.xml": """<beans xmlns="http://www.springframework.org/schema/beans">
  <bean id="main" class="com.alibaba.druid.pool.DruidDataSource" init-method="init">
    <property name="url" value="${db.url}"/><property name="username" value="${db.user}"/>
    <property name="password"><value>${db.password}</value></property>
  </bean></beans>""",
        },
        {"setting": "main", "account": "hr", "database": "hr"},
        "172.16.0.8:3308",
    ),
    "a bean with attributes": (
        {
            "WEB-INF/classes/app.xml": f"""<beans xmlns:p="http://www.springframework.org/schema/p">
  <bean id="old" class="org.apache.commons.dbcp.BasicDataSource" p:username="u"
    p:password="{SECRET}" p:url="jdbc:sqlserver://10.9.9.9:1433;databaseName=old"/></beans>"""
        },
        {"setting": "old", "account": "u"},
        "10.9.9.9:1433",
    ),
    "MyBatis": (
        {
            "WEB-INF/classes/mybatis-config.xml": f"""<configuration><environments default="d">
  <environment id="d"><dataSource type="POOLED">
    <property name="driver" value="org.mariadb.jdbc.Driver"/>
    <property name="url" value="jdbc:mariadb://10.5.5.5/lab"/>
    <property name="username" value="lab"/><property name="password" value="{SECRET}"/>
  </dataSource></environment></environments></configuration>"""
        },
        {"setting": "POOLED", "account": "lab", "driver": "org.mariadb.jdbc.Driver"},
        "10.5.5.5:3306",
    ),
    "c3p0": (
        {
            "WEB-INF/classes/c3p0-config.xml": f"""<c3p0-config><named-config name="reports">
  <property name="jdbcUrl">jdbc:mysql://10.6.6.6/rep</property><property name="user">rep</property>
  <property name="password">{SECRET}</property></named-config></c3p0-config>"""
        },
        {"setting": "reports", "account": "rep"},
        "10.6.6.6:3306",
    ),
    "Proxool": (
        {
            "WEB-INF/proxool.xml": f"""<something-else-entirely><proxool><alias>px</alias>
  <driver-url>jdbc:mysql://10.7.7.7:3306/px</driver-url>
  <driver-class>com.mysql.jdbc.Driver</driver-class>
  <driver-properties><property name="user" value="px"/>
  <property name="password" value="{SECRET}"/></driver-properties></proxool>
  </something-else-entirely>"""
        },
        {"setting": "px", "account": "px", "driver": "com.mysql.jdbc.Driver"},
        "10.7.7.7:3306",
    ),
    "a connection written out in web.xml": (
        {
            "WEB-INF/web.xml": f"""<web-app version="3.0"><data-source>
  <name>java:app/jdbc/main</name><class-name>org.postgresql.ds.PGSimpleDataSource</class-name>
  <server-name>pg01</server-name><port-number>5433</port-number><database-name>main</database-name>
  <user>m</user><password>{SECRET}</password></data-source></web-app>"""
        },
        {"jndi": "java:app/jdbc/main", "account": "m", "database": "main"},
        "pg01:5433",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_kind_of_descriptor(case: str) -> None:
    files, known, target = CASES[case]
    war = read_war(files)
    host, _, port = target.partition(":")
    found = item(war, "datasources", host=host, port=int(port), **known)
    assert (found["kind"], found["where"]) == ("jdbc", "application")
    assert target in [reference.target for reference in war.references]
    assert SECRET not in str(war)


SERVERS: dict[str, tuple[str, str, str]] = {
    "Tomcat": (
        "server.xml",
        f"<Server port='8005'><GlobalNamingResources>{RESOURCES}</GlobalNamingResources></Server>",
        "10.1.2.3:3307",
    ),
    "WildFly": (
        "standalone.xml",
        f"""<server xmlns="urn:jboss:domain:4.2"><profile>
  <subsystem xmlns="urn:jboss:domain:datasources:4.0"><datasources>
  <datasource jndi-name="java:/jdbc/shop" pool-name="shop" enabled="true">
    <connection-url>jdbc:mysql://10.2.2.2:3306/shop</connection-url><driver>mysql</driver>
    <security><user-name>web</user-name><password>{SECRET}</password></security>
  </datasource></datasources></subsystem></profile></server>""",
        "10.2.2.2:3306",
    ),
    "JBoss before 7": (
        "shop-ds.xml",
        f"""<datasources><local-tx-datasource><jndi-name>jdbc/shop</jndi-name>
  <connection-url>jdbc:mysql://10.3.3.3/shop</connection-url>
  <driver-class>com.mysql.jdbc.Driver</driver-class><user-name>web</user-name>
  <password>{SECRET}</password></local-tx-datasource></datasources>""",
        "10.3.3.3:3306",
    ),
    "WebLogic": (
        "shop-jdbc.xml",
        f"""<jdbc-data-source xmlns="http://xmlns.oracle.com/weblogic/jdbc-data-source">
  <name>shop</name><jdbc-driver-params><url>jdbc:mysql://10.4.4.4/shop</url>
  <driver-name>com.mysql.jdbc.Driver</driver-name>
  <properties><property><name>user</name><value>web</value></property></properties>
  <password-encrypted>{{AES}}{SECRET}</password-encrypted></jdbc-driver-params>
  <jdbc-data-source-params><jndi-name>jdbc/shop</jndi-name></jdbc-data-source-params>
</jdbc-data-source>""",
        "10.4.4.4:3306",
    ),
    "Liberty": (
        "server.xml",
        f"""<server description="shop"><httpEndpoint id="defaultHttpEndpoint" httpPort="9080"/>
  <dataSource jndiName="jdbc/shop"><jdbcDriver libraryRef="db2"/>
  <properties.mysql serverName="10.5.5.1" portNumber="3306" databaseName="shop"
     user="web" password="{SECRET}"/></dataSource></server>""",
        "10.5.5.1:3306",
    ),
    "WebSphere": (
        "resources.xml",
        f"""<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:resources.jdbc="urn:r"
  xmi:version="2.0"><resources.jdbc:JDBCProvider name="My" implementationClassName="com.mysql.X">
  <factories xmi:type="resources.jdbc:DataSource" name="shop" jndiName="jdbc/shop">
  <propertySet><resourceProperties name="serverName" value="10.6.6.1"/>
  <resourceProperties name="portNumber" value="3306"/>
  <resourceProperties name="user" value="web"/>
  <resourceProperties name="password" value="{SECRET}"/>
  <resourceProperties name="databaseName" value="shop"/></propertySet></factories>
  </resources.jdbc:JDBCProvider></xmi:XMI>""",
        "10.6.6.1:3306",
    ),
}


@pytest.mark.parametrize("server", SERVERS)
def test_the_servers_definition_is_joined_with_the_applications_reference(server: str) -> None:
    name, content, target = SERVERS[server]
    war = read_war({"WEB-INF/web.xml": REFERENCE}, {name: content})
    host, _, port = target.partition(":")
    found = item(war, "datasources", host=host)
    assert (found["port"], found["database"], found["account"]) == (int(port), "shop", "web")
    assert (found["where"], found["kind"]) == ("server", "jdbc")
    assert "WEB-INF/web.xml:1" in found["places"]
    assert len(found["places"]) == 2
    assert len([i for i in items(war, "datasources", "jndi") if "shop" in str(i)]) == 1
    assert not [u for u in war.unknown if u.fact.startswith("datasources")]
    assert SECRET not in str(war)


def test_a_link_leads_to_the_servers_name() -> None:
    links = """<Context><ResourceLink name="jdbc/shop" global="jdbc/Global"
      type="javax.sql.DataSource"/></Context>"""
    server = """<Server port="-1"><GlobalNamingResources><Resource name="jdbc/Global"
      type="javax.sql.DataSource" url="jdbc:mysql://10.8.8.8/g"/></GlobalNamingResources></Server>"""
    files = {"WEB-INF/web.xml": REFERENCE, "META-INF/context.xml": links}
    war = read_war(files, {"server.xml": server})
    assert item(war, "datasources", jndi="jdbc/Global")["places"] == [
        "2", "WEB-INF/web.xml:1", "META-INF/context.xml:2",
    ]  # fmt: skip
    weblogic = """<weblogic-web-app><resource-description><res-ref-name>jdbc/shop</res-ref-name>
      <jndi-name>jdbc/Global</jndi-name></resource-description></weblogic-web-app>"""
    files = {"WEB-INF/web.xml": REFERENCE, "WEB-INF/weblogic.xml": weblogic}
    war = read_war(files, {"server.xml": server})
    assert items(war, "datasources", "host") == ["10.8.8.8"]


def test_mail_and_queues() -> None:
    war = read_war({"META-INF/context.xml": CONTEXT})
    mail = item(war, "datasources", kind="mail")
    assert (mail["host"], mail["port"], mail["account"]) == ("mail.corp.cn", 25, "robot")
    (smtp,) = (r for r in war.references if r.target == "mail.corp.cn:25")
    assert smtp.protocol == "smtp"
    spring = """<beans><bean id="sender"
        class="org.springframework.mail.javamail.JavaMailSenderImpl">
      <property name="host" value="10.0.0.25"/><property name="port" value="2525"/></bean>
      <bean class="org.springframework.jndi.JndiObjectFactoryBean">
        <property name="jndiName" value="java:comp/env/jdbc/x"/></bean></beans>"""
    war = read_war({"WEB-INF/applicationContext.xml": spring})
    assert item(war, "datasources", kind="mail")["host"] == "10.0.0.25"
    assert item(war, "datasources", jndi="java:comp/env/jdbc/x")["host"] is None


def test_settings_of_properties_have_the_same_keys() -> None:
    war = read_war(
        {
            "WEB-INF/classes/jdbc.properties": "jdbc.driver=com.mysql.jdbc.Driver\n"
            f"jdbc.url=jdbc:mysql://10.1.1.1:3306/a?password={SECRET}\njdbc.user=a\n"
        }
    )
    found = item(war, "datasources", setting="jdbc.url")
    assert (found["host"], found["driver"], found["account"], found["kind"]) == (
        "10.1.1.1", "com.mysql.jdbc.Driver", "a", "jdbc",
    )  # fmt: skip
    assert SECRET not in str(war)


def test_what_is_commented_out_is_nothing() -> None:
    war = read_war({"META-INF/context.xml": f"<Context><!-- {RESOURCES} --></Context>"})
    assert "datasources" not in war.facts


RAC = (
    "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS_LIST=(ADDRESS=(PROTOCOL=TCP)(HOST=10.33.0.1)(PORT=1521))"
    "(ADDRESS=(PROTOCOL=TCP)(HOST=10.33.0.2)(PORT=1522)))(CONNECT_DATA=(SERVICE_NAME=erp)))"
)


@pytest.mark.parametrize(
    ("url", "targets"),
    [
        (RAC, ["10.33.0.1:1521", "10.33.0.2:1522"]),
        ("jdbc:mysql:replication://m1.corp,m2.corp:3307/erp", ["m1.corp:3306", "m2.corp:3307"]),
    ],
)
def test_every_server_of_a_url_is_called(url: str, targets: list[str]) -> None:
    server = f"""<Server port="-1"><GlobalNamingResources><Resource name="jdbc/shop"
      type="javax.sql.DataSource" url="{url}" username="erp"/></GlobalNamingResources></Server>"""
    war = read_war({"WEB-INF/web.xml": REFERENCE}, {"server.xml": server})
    assert [r.target for r in war.references] == targets
    assert {(r.database, r.account) for r in war.references} == {("erp", "erp")}
