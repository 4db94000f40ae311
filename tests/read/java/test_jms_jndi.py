"""JMS names of JNDI: which broker a connection factory opens, what a queue is called there."""

from __future__ import annotations

from migrate.model.facts import Component
from tests.read.java.applications import items, read_war
from tests.read.java.class_builder import ClassBuilder

CLASSES = "WEB-INF/classes/"
BEAN = "javax/ejb/MessageDriven"
PROPERTY = "javax/ejb/ActivationConfigProperty"


def listener(lookup: str) -> dict[str, bytes]:
    config = [
        (PROPERTY, {"propertyName": "destinationType", "propertyValue": "javax.jms.Queue"}),
        (PROPERTY, {"propertyName": "destinationLookup", "propertyValue": lookup}),
    ]
    built = ClassBuilder("shop/Bean").annotate(BEAN, {"activationConfig": config})
    return {f"{CLASSES}shop/Bean.class": built.bytes()}


def consumed(component: Component) -> list[object]:
    return items(component, "messaging.consumes", "name", "kind", "broker", "broker_at")


def targets(component: Component) -> set[tuple[str, str]]:
    return {(found.target, found.protocol) for found in component.references}


def test_tomcat_binds_factory_and_queue() -> None:
    context = """<Context>
<Resource name="jms/cf" auth="Container" type="org.apache.activemq.ActiveMQConnectionFactory"
 factory="org.apache.activemq.jndi.JNDIReferenceFactory"
 brokerURL="failover:(tcp://10.9.1.1:61616,tcp://10.9.1.2:61616)" password="C0ntextSecret"/>
<Resource name="jms/orders" type="org.apache.activemq.command.ActiveMQQueue"
 factory="org.apache.activemq.jndi.JNDIReferenceFactory" physicalName="SHOP.ORDERS"/>
<!-- <Resource name="jms/x" type="org.apache.activemq.ActiveMQConnectionFactory" brokerURL="tcp://10.9.1.9:1"/> -->
</Context>"""  # noqa: E501
    war = read_war({**listener("java:comp/env/jms/orders"), "META-INF/context.xml": context})
    at = ["10.9.1.1:61616", "10.9.1.2:61616"]
    assert consumed(war) == [("SHOP.ORDERS", "queue", "activemq", at)]
    assert targets(war) == {("10.9.1.1:61616", "openwire"), ("10.9.1.2:61616", "openwire")}
    assert "C0ntextSecret" not in repr(war)


def test_properties_of_activemq() -> None:
    text = (
        "java.naming.factory.initial=org.apache.activemq.jndi.ActiveMQInitialContextFactory\n"
        "java.naming.provider.url=tcp://mq.corp.cn:61617\nqueue.orders=ORDERS.IN\n"
        "topic.news=NEWS\n"
    )
    war = read_war({**listener("orders"), f"{CLASSES}jndi.properties": text})
    assert consumed(war) == [("ORDERS.IN", "queue", "activemq", ["mq.corp.cn:61617"])]
    assert ("mq.corp.cn:61617", "openwire") in targets(war)


def test_a_server_that_reaches_a_broker_elsewhere() -> None:
    standalone = """<server xmlns="urn:jboss:domain:10.0"><profile>
<subsystem xmlns="urn:jboss:domain:messaging-activemq:8.0"><server name="default">
<remote-connector name="remote-artemis" socket-binding="remote-artemis"/>
<jms-queue name="Orders" entries="java:/jms/queue/orders queue/orders"/>
<pooled-connection-factory name="ra" entries="java:/jms/remoteCF" connectors="remote-artemis"/>
</server></subsystem></profile><socket-binding-group name="s">
<outbound-socket-binding name="remote-artemis">
<remote-destination host="artemis.corp" port="61618"/>
</outbound-socket-binding></socket-binding-group></server>"""
    files = {**listener("java:/jms/queue/orders"), "WEB-INF/standalone.xml": standalone}
    war = read_war(files)
    assert consumed(war) == [("Orders", "queue", "activemq", ["artemis.corp:61618"])]
    assert ("artemis.corp:61618", "openwire") in targets(war)


def test_names_that_nothing_binds_stay_as_they_are_written() -> None:
    text = (
        "java.naming.factory.initial=weblogic.jndi.WLInitialContextFactory\n"
        "java.naming.provider.url=t3://10.9.1.5:7001\nqueue.orders=X\n"
    )
    war = read_war({**listener("java:/jms/queue/orders"), f"{CLASSES}jndi.properties": text})
    assert consumed(war) == [("java:/jms/queue/orders", "queue", "jms", [])]
