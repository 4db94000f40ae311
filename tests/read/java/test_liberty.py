"""Liberty: a database inside of the server, connection factories, where an EAR answers."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from tests.read.java.applications import item, read_war
from tests.read.reading import reading, targets

WEB = """<web-app version="3.1"><resource-ref><res-ref-name>jdbc/Trade</res-ref-name>
  <res-type>javax.sql.DataSource</res-type></resource-ref>
  <resource-ref><res-ref-name>jms/QCF</res-ref-name>
  <res-type>javax.jms.QueueConnectionFactory</res-type></resource-ref></web-app>"""
SERVER = """<server>
  <httpEndpoint host="*" httpPort="9082" httpsPort="9443" id="defaultHttpEndpoint"/>
  <jdbcDriver id="Derby" libraryRef="DerbyLib"/>
  <dataSource id="D" jdbcDriverRef="Derby" jndiName="jdbc/Trade">
    <properties.derby.embedded createDatabase="create" databaseName="${shared.resource.dir}/trade"
      password="Gehe1m77" user="trader"/></dataSource>
  <jmsQueueConnectionFactory jndiName="jms/QCF"><properties.wasJms/></jmsQueueConnectionFactory>
</server>"""
MQ = """<server><jmsConnectionFactory jndiName="jms/QCF">
  <properties.wmqJms hostName="mq1.shop" port="1414" channel="C" queueManager="Q"/>
</jmsConnectionFactory></server>"""
REMOTE = """<server><jmsConnectionFactory jndiName="jms/QCF">
  <properties.wasJms remoteServerAddress="jms1.shop:7276:BootstrapBasicMessaging,jms2:7276"/>
</jmsConnectionFactory></server>"""


def test_a_database_inside_of_the_server_is_defined() -> None:
    war = read_war({"WEB-INF/web.xml": WEB}, {"server.xml": SERVER})
    found = item(war, "datasources", jndi="jdbc/Trade")
    assert (found["host"], found["account"]) == (None, "trader")
    assert found["url"] == "jdbc:derby:${shared.resource.dir}/trade"
    assert item(war, "datasources", jndi="jms/QCF")["kind"] == "jms"
    assert "datasources.definition" not in {each.fact for each in war.unknown}
    assert targets(war) == []
    assert "Gehe1m77" not in repr(war)


def test_factories_with_a_broker_elsewhere() -> None:
    war = read_war({"WEB-INF/web.xml": WEB}, {"server.xml": MQ})
    assert [target for target, _, _ in targets(war)] == ["mq1.shop:1414"]
    assert [u.fact for u in war.unknown if u.fact == "datasources.definition"], "the database"
    war = read_war({"WEB-INF/web.xml": WEB}, {"server.xml": REMOTE})
    assert [target for target, _, _ in targets(war)] == ["jms1.shop:7276"]


def test_an_ear_answers_where_its_server_does(tmp_path: Path) -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as war:
        war.writestr("WEB-INF/web.xml", WEB)
    with zipfile.ZipFile(outer, "w") as ear:
        ear.writestr("web.war", inner.getvalue())
    files: dict[str, str | bytes] = {
        "wlp/usr/servers/s/server.xml": SERVER,
        "wlp/usr/servers/s/trade.ear": outer.getvalue(),
    }
    ports = {
        component.kind: sorted((each.port, each.protocol) for each in component.endpoints)
        for component in reading(tmp_path, files).components
    }
    both = [(9082, "http"), (9443, "https")]
    assert (ports["java-ear"], ports["java-war"]) == (both, both)
