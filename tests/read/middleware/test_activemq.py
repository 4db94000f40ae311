"""ActiveMQ, the classic broker and Artemis."""

from __future__ import annotations

from pathlib import Path

from tests.read.reading import components, items, one, ports, reading, targets

CLASSIC = """<beans xmlns="http://www.springframework.org/schema/beans">
 <!-- <transportConnector uri="tcp://1.2.3.4:1"/> -->
 <broker xmlns="http://activemq.apache.org/schema/core" brokerName="b1" dataDirectory="/data/amq">
  <destinations><queue physicalName="ORDERS"/><topic physicalName="NEWS"/></destinations>
  <persistenceAdapter><kahaDB directory="/data/amq/kahadb"/></persistenceAdapter>
  <plugins><jaasAuthenticationPlugin configuration="activemq"/></plugins>
  <networkConnectors>
   <networkConnector uri="static:(tcp://mq2:61616,tcp://10.7.0.3:61617)"/>
  </networkConnectors>
  <systemUsage><memoryUsage limit="64 mb"/></systemUsage>
  <transportConnectors>
   <transportConnector name="openwire" uri="tcp://0.0.0.0:61616?maximumConnections=1000"/>
   <transportConnector name="amqp" uri="amqp://0.0.0.0:5672"/>
   <transportConnector name="tls" uri="ssl://10.7.0.1:61617"/>
  </transportConnectors>
 </broker>
</beans>
"""
ARTEMIS = """<?xml version="1.0"?>
<configuration xmlns="urn:activemq">
 <core xmlns="urn:activemq:core">
  <persistence-enabled>true</persistence-enabled>
  <journal-directory>/var/artemis/journal</journal-directory>
  <ha-policy><replication><slave/></replication></ha-policy>
  <connectors><connector name="peer">tcp://artemis2:61616</connector></connectors>
  <acceptors>
   <acceptor name="artemis">tcp://0.0.0.0:61616?protocols=CORE,AMQP</acceptor>
   <acceptor name="amqp">tcp://0.0.0.0:5672?protocols=AMQP;sslEnabled=true</acceptor>
  </acceptors>
  <addresses><address name="jobs"><anycast><queue name="jobs.q"/></anycast></address></addresses>
 </core>
</configuration>
"""


def test_the_classic_broker(tmp_path: Path) -> None:
    files = {"activemq.xml": CLASSIC, "v.txt": "ActiveMQ 5.15.9\n"}
    found = one(tmp_path, files, "activemq")
    assert ports(found) == [(61616, "openwire"), (5672, "amqp"), (61617, "openwire")]
    assert found.value("activemq.broker") == "b1"
    assert found.value("data.dir") == "/data/amq"
    assert found.value("persistence") == ["kahadb"]
    assert found.value("auth") == {"enabled": True, "mechanism": "jaas"}
    assert found.value("tls") == {"enabled": True}
    assert items(found, "queues") == [{"name": "ORDERS"}]
    assert items(found, "topics") == [{"name": "NEWS"}]
    assert targets(found) == [
        ("mq2:61616", "openwire", "call"),
        ("10.7.0.3:61617", "openwire", "call"),
    ]
    assert found.value("activemq.version") == "5.15.9"


def test_artemis(tmp_path: Path) -> None:
    found = one(tmp_path, {"broker.xml": ARTEMIS}, "activemq")
    assert found.value("activemq.edition") == "artemis"
    assert ports(found) == [(61616, "openwire"), (5672, "amqp")]
    assert found.value("persistence") == ["journal"]
    assert found.value("data.dir") == "/var/artemis/journal"
    assert found.value("replication.role") == "replica"
    assert targets(found) == [("artemis2:61616", "openwire", "call")]
    assert items(found, "queues") == [{"name": "jobs.q"}]
    assert found.value("tls") == {"enabled": True}


def test_a_broker_that_keeps_nothing(tmp_path: Path) -> None:
    text = CLASSIC.replace('brokerName="b1"', 'brokerName="b2" persistent="false"')
    found = one(tmp_path, {"conf/broker-b2.xml": text}, "activemq")
    assert found.value("persistence") == []
    assert found.value("activemq.broker") == "b2"


def test_broken_and_hostile_xml_cost_themselves(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;&x;">]>' + CLASSIC.replace(
        "ORDERS", "&y;"
    )
    for number, text in enumerate((CLASSIC[:700], bomb)):
        read = reading(tmp_path / str(number), {"activemq.xml": text})
        assert [c.kind for c in read.components] == ["activemq"]


def test_a_client_is_no_broker(tmp_path: Path) -> None:
    text = '<beans><bean class="org.apache.activemq.ActiveMQConnectionFactory"/></beans>'
    assert components(tmp_path, {"spring.xml": text}, "activemq") == []


JDBC = """\
<beans xmlns="http://www.springframework.org/schema/beans">
  <broker xmlns="http://activemq.apache.org/schema/core" brokerName="b1">
    <persistenceAdapter><jdbcPersistenceAdapter dataSource="#mysql-ds"/></persistenceAdapter>
    <transportConnectors><transportConnector uri="tcp://0.0.0.0:61616"/></transportConnectors>
  </broker>
  <bean id="mysql-ds" class="org.apache.commons.dbcp2.BasicDataSource">
    <property name="url" value="jdbc:mysql://10.0.0.80/activemq?relaxAutoCommit=true"/>
    <property name="username" value="amq"/><property name="password" value="AmqSecret1"/>
  </bean>
  <bean id="other" class="x"><property name="url" value="jdbc:mysql://10.0.0.99/x"/></bean>
</beans>
"""
ARTEMIS_JDBC = """\
<configuration xmlns="urn:activemq"><core xmlns="urn:activemq:core">
  <acceptors><acceptor name="a">tcp://0.0.0.0:61616</acceptor></acceptors>
  <store><database-store>
    <jdbc-connection-url>jdbc:postgresql://pg.corp:5433/artemis</jdbc-connection-url>
    <jdbc-user>art</jdbc-user><jdbc-password>ArtSecret1</jdbc-password>
  </database-store></store>
</core></configuration>
"""


def test_a_store_in_a_database(tmp_path: Path) -> None:
    found = one(tmp_path, {"activemq.xml": JDBC}, "activemq")
    (reference,) = found.references
    assert (reference.target, reference.protocol, reference.database, reference.account) == (
        "10.0.0.80:3306", "mysql", "activemq", "amq",
    )  # fmt: skip
    assert reference.origins[0].place == "7"
    assert items(found, "datasources")[0]["database"] == "activemq"
    assert found.value("persistence") == ["jdbc"]
    assert "AmqSecret1" not in repr(found)


def test_a_store_of_artemis_in_a_database(tmp_path: Path) -> None:
    found = one(tmp_path, {"broker.xml": ARTEMIS_JDBC}, "activemq")
    (reference,) = found.references
    assert (reference.target, reference.protocol, reference.database, reference.account) == (
        "pg.corp:5433", "postgresql", "artemis", "art",
    )  # fmt: skip
    assert "ArtSecret1" not in repr(found)
