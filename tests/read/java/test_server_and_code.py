"""Ports, realms, fonts, remoting, mail, written paths: of server files, settings and classes."""

from __future__ import annotations

import pytest
from testbed import debian_apps, require

from tests.read.java.applications import item, items, read_folder, read_war
from tests.read.java.class_builder import ClassBuilder

SERVER = """<Server port="8005" shutdown="SHUTDOWN"><Service name="Catalina">
  <Connector port="8088" protocol="HTTP/1.1" URIEncoding="GBK" redirectPort="8443"/>
  <Connector port="8443" protocol="org.apache.coyote.http11.Http11NioProtocol" SSLEnabled="true"
     scheme="https" secure="true" keystoreFile="conf/k.jks" keystorePass="changeit-9"/>
  <!-- <Connector port="9999" protocol="HTTP/1.1"/> -->
  <Connector port="8009" protocol="AJP/1.3"/>
  <Engine name="Catalina" jvmRoute="n1"><Realm className="org.apache.catalina.realm.LockOutRealm">
    <Realm className="org.apache.catalina.realm.UserDatabaseRealm" resourceName="UserDatabase"/>
    <Realm className="org.apache.catalina.realm.JNDIRealm" connectionURL="ldap://ldap.corp.cn"
      connectionName="cn=a" connectionPassword="changeit-9"/></Realm>
    <Host name="localhost" appBase="webapps">
      <Context path="/img" docBase="/data/images"/></Host></Engine></Service></Server>"""
WILDFLY = """<server xmlns="urn:jboss:domain:10.0"><socket-binding-group name="s"
   default-interface="public" port-offset="${jboss.socket.binding.port-offset:100}">
  <socket-binding name="http" port="${jboss.http.port:8080}"/>
  <socket-binding name="ajp" port="8009"/>
  <socket-binding name="management-http" interface="management" port="9990"/>
  <socket-binding name="none"/>
  <outbound-socket-binding name="mail-smtp">
    <remote-destination host="smtp.corp.cn" port="25"/></outbound-socket-binding>
  </socket-binding-group><profile><subsystem xmlns="urn:m"><mail-session name="d"
    jndi-name="java:jboss/mail/Default"><smtp-server outbound-socket-binding-ref="mail-smtp"
    username="robot" password="changeit-9"/></mail-session></subsystem></profile></server>"""


def classes(*built: ClassBuilder) -> dict[str, bytes]:
    return {f"WEB-INF/classes/C{n}.class": each.bytes() for n, each in enumerate(built)}


def test_tomcats_server_file() -> None:
    war = read_war({}, {"server.xml": SERVER})
    assert items(war, "ports", "port", "protocol") == [
        (8005, "shutdown"),
        (8088, "http"),
        (8443, "https"),
        (8009, "ajp"),
    ]
    assert [(e.port, e.protocol) for e in war.endpoints] == [
        (8088, "http"),
        (8443, "https"),
        (8009, "ajp"),
    ]
    assert war.value("charset") == "GBK"
    assert items(war, "auth.realms", "how", "method") == [
        ("realm", "UserDatabaseRealm"),
        ("realm", "JNDIRealm"),
    ]
    assert item(war, "datasources", kind="ldap")["host"] == "ldap.corp.cn"
    assert items(war, "files.served", "path", "at") == [("/data/images", "/img")]
    assert "changeit-9" not in str(war)


def test_wildflys_ports_and_mail() -> None:
    war = read_war({}, {"standalone.xml": WILDFLY})
    assert items(war, "ports", "port", "protocol") == [
        (8180, "http"),
        (8109, "ajp"),
        (10090, "management-http"),
    ]
    assert [(e.port, e.protocol) for e in war.endpoints] == [(8180, "http"), (8109, "ajp")]
    assert items(war, "mail", "name", "host", "port") == [
        ("java:jboss/mail/Default", "smtp.corp.cn", 25)
    ]
    assert "changeit-9" not in str(war)


def test_ports_of_settings_liberty_and_options() -> None:
    boot = "server.port=9443\nserver.ssl.key-store=classpath:k.p12\nmanagement.server.port=9001\n"
    war = read_war({"WEB-INF/classes/application.properties": boot})
    assert items(war, "ports", "port", "protocol", "how") == [
        (9443, "https", "server.port"),
        (9001, "http", "management.server.port"),
    ]
    liberty = '<server><httpEndpoint httpPort="9080" httpsPort="-1"/></server>'
    script = """#!/bin/sh
JAVA_OPTS="-Dcom.sun.management.jmxremote.port=8999 -Dx.port=1"
# JAVA_OPTS="-agentlib:jdwp=transport=dt_socket,address=6000"
JAVA_OPTS="$JAVA_OPTS -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:5005"
"""
    war = read_war({}, {"server.xml": liberty, "setenv.sh": script})
    assert items(war, "ports", "port", "protocol") == [
        (9080, "http"),
        (8999, "jmx"),
        (5005, "debug"),
    ]


def test_fonts_by_library_drawing_and_name() -> None:
    draws = ClassBuilder("shop/Captcha").make("java/awt/Font", "(Ljava/lang/String;II)V")
    draws.string("Arial")
    text = ClassBuilder("shop/Text")
    text.string("Arial")
    text.string("宋体")
    files = {"WEB-INF/lib/poi-4.1.2.jar": b"", "WEB-INF/lib/point-1.0.jar": b""}
    war = read_war({**files, **classes(draws, text)})
    assert items(war, "fonts.needed", "name", "kind") == [
        ("poi-4.1.2", "library"),
        ("java.awt.Font", "drawing"),
        ("Arial", "font"),
        ("宋体", "font"),
    ]
    assert item(war, "fonts.needed", name="Arial")["places"] == ["WEB-INF/classes/C0.class"]
    report = '<jasperReport><font fontName="微软雅黑" pdfFontName="STSong-Light"/></jasperReport>'
    war = read_war({"WEB-INF/classes/r.jrxml": report, "WEB-INF/lib/kaptcha-2.3.jar": b""})
    assert items(war, "fonts.needed", "name") == ["kaptcha-2.3", "微软雅黑", "STSong-Light"]


def test_remoting_mail_connectors_and_jaas() -> None:
    remote = ClassBuilder("shop/Api", interfaces=["java/rmi/Remote"])
    socket = ClassBuilder("shop/Net").make("java/net/Socket", "(Ljava/lang/String;I)V")
    server = ClassBuilder("shop/Listen").make("java/net/ServerSocket", "(I)V")
    corba = ClassBuilder("shop/Orb").call("org/omg/CORBA/ORB", "init")
    mail = ClassBuilder("shop/Mail").call("javax/mail/Transport", "send")
    link = ClassBuilder("shop/Link").call("javax/resource/cci/ConnectionFactory", "getConnection")
    login = 'Shop {\n  com.shop.DbLoginModule required debug="true";\n};\n'
    war = read_war(classes(remote, socket, server, corba, mail, link), {"jaas.conf": login})
    assert items(war, "remoting", "kind") == ["rmi", "corba", "socket", "server socket"]
    assert items(war, "mail", "how") == ["code"]
    assert items(war, "jca", "how") == ["code"]
    assert item(war, "auth.realms", how="jaas")["method"] == "com.shop.DbLoginModule"
    spring = """<beans><bean class="org.springframework.remoting.rmi.RmiServiceExporter">
      <property name="registryPort" value="1199"/></bean></beans>"""
    adapter = "<connector><display-name>SAP</display-name></connector>"
    settings = "spring.mail.host=smtp.corp.cn\nspring.mail.port=465\n"
    war = read_war(
        {
            "WEB-INF/r.xml": spring,
            "META-INF/ra.xml": adapter,
            "WEB-INF/classes/a.properties": settings,
        }
    )
    assert items(war, "ports", "port", "protocol") == [(1199, "rmi")]
    assert items(war, "jca", "how", "name") == [("ra.xml", "SAP")]
    assert items(war, "mail", "how", "host", "port") == [("setting", "smtp.corp.cn", 465)]


def test_paths_that_classes_and_settings_write_to() -> None:
    writer = ClassBuilder("shop/Export").make("java/io/FileOutputStream", "(Ljava/lang/String;)V")
    for text in ("/data/export", "D:\\files\\", "/home/index", "/user/list", "data", "/opt", "a/b"):
        writer.string(text)
    reader = ClassBuilder("shop/Read").make("java/io/FileInputStream", "(Ljava/lang/String;)V")
    reader.string("/data/in")
    value = ClassBuilder("shop/Up")
    value.annotate(
        "org/springframework/beans/factory/annotation/Value",
        {"value": "${app.upload.dir:/mnt/up}"},
        "setDir",
    )
    settings = """upload.path=/srv/upload
export.dir=reports
page.path=/data.html
cache.dir = ${java.io.tmpdir}/c
jdbc.url=jdbc:h2:/data/h2
backup.home=D:/backup
help.url=http://help/x
"""
    war = read_war({**classes(writer, reader, value), "WEB-INF/classes/a.properties": settings})
    assert items(war, "files.written", "path", "holds") == [
        ("/data/export", "data"),
        ("D:\\files\\", "unknown"),
        ("/opt", "unknown"),
        ("/mnt/up", "upload"),
        ("/srv/upload", "upload"),
        ("${java.io.tmpdir}/c", "cache"),
        ("D:/backup", "data"),
        ("/data/h2", "data"),
    ]


@pytest.mark.parametrize("version", ["9", "10"])
def test_tomcats_examples_need_nothing_of_all_this(version: str) -> None:
    folder = require(debian_apps) / f"tomcat{version}-examples/usr/share/tomcat{version}-examples"
    examples = read_folder(folder / "examples")
    for fact in ("mail", "jca", "ports", "log.files", "files.written", "datasources"):
        assert fact not in examples.facts, fact
    assert item(examples, "http.paths", path="/websocket/chat")["kind"] == "websocket"
    assert items(examples, "schedules", "kind", "what") == [
        ("timer", "class websocket.drawboard.Room"),
        ("timer", "class websocket.snake.SnakeTimer"),
    ]
