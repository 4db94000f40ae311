"""Configuration of Java servers, as tests hand it over."""

from __future__ import annotations

TOMCAT = """<?xml version='1.0' encoding='utf-8'?>
<Server port="8005" shutdown="SHUTDOWN">
  <GlobalNamingResources>
    <Resource name="jdbc/erp" type="javax.sql.DataSource" username="erp" password="geheim7"
              url="jdbc:mysql://10.0.0.9:3307/erp"/>
  </GlobalNamingResources>
  <Service name="Catalina">
    <Connector port="8088" protocol="HTTP/1.1" URIEncoding="GBK"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Host name="localhost" appBase="webapps">
        <Valve className="org.apache.catalina.valves.AccessLogValve" prefix="acc" suffix=".txt"/>
      </Host>
    </Engine>
  </Service>
</Server>
"""
JBOSS = """<?xml version="1.0"?>
<server xmlns="urn:jboss:domain:16.0">
  <profile>
    <subsystem xmlns="urn:jboss:domain:datasources:6.0"><datasources>
      <datasource jndi-name="java:/jdbc/hr" pool-name="hr">
        <connection-url>jdbc:oracle:thin:@10.7.1.1:1521:ORCL</connection-url>
        <driver>oracle</driver>
        <security><user-name>hr</user-name><password>geheim8</password></security>
      </datasource>
    </datasources></subsystem>
    <subsystem xmlns="urn:jboss:domain:mail:4.0">
      <mail-session name="default" jndi-name="java:jboss/mail/Default">
        <smtp-server outbound-socket-binding-ref="mail-smtp"/>
      </mail-session>
    </subsystem>
  </profile>
  <interfaces><interface name="public"><inet-address value="10.7.7.7"/></interface></interfaces>
  <socket-binding-group name="standard-sockets" port-offset="${jboss.socket.port-offset:100}">
    <socket-binding name="http" port="${jboss.http.port:8080}"/>
    <outbound-socket-binding name="mail-smtp">
      <remote-destination host="smtp.corp" port="25"/>
    </outbound-socket-binding>
    <outbound-socket-binding name="remote-ejb">
      <remote-destination host="${ejb.host:10.7.1.9}" port="8180"/>
    </outbound-socket-binding>
  </socket-binding-group>
</server>
"""
WEBLOGIC = """<?xml version='1.0' encoding='UTF-8'?>
<domain xmlns="http://xmlns.oracle.com/weblogic/domain">
  <name>erp_domain</name>
  <security-configuration>
    <credential-encrypted>{AES}kJ9xabcdef=</credential-encrypted>
  </security-configuration>
  <server>
    <name>AdminServer</name><listen-port>7001</listen-port>
    <listen-address>10.8.1.1</listen-address>
  </server>
  <server>
    <name>ms1</name><listen-port>7011</listen-port>
    <listen-address>10.8.1.2</listen-address>
    <ssl><enabled>true</enabled><listen-port>7012</listen-port></ssl>
    <server-start><arguments>-Xmx4g -Dfile.encoding=GBK</arguments></server-start>
  </server>
</domain>
"""
WEBLOGIC_JDBC = """<jdbc-data-source xmlns="http://xmlns.oracle.com/weblogic/jdbc-data-source">
  <name>erpDS</name>
  <jdbc-driver-params>
    <url>jdbc:oracle:thin:@10.8.2.2:1521/erp</url>
    <driver-name>oracle.jdbc.OracleDriver</driver-name>
    <properties><property><name>user</name><value>erp</value></property></properties>
    <password-encrypted>{AES}geheim9=</password-encrypted>
  </jdbc-driver-params>
  <jdbc-data-source-params><jndi-name>jdbc/erpDS</jndi-name></jdbc-data-source-params>
</jdbc-data-source>
"""
LIBERTY = """<server description="hr">
  <featureManager><feature>javaee-8.0</feature></featureManager>
  <httpEndpoint id="defaultHttpEndpoint" host="*" httpPort="{port}" httpsPort="-1"/>
  <dataSource jndiName="jdbc/hr">
    <properties.db2.jcc serverName="10.9.1.1" portNumber="50000" databaseName="HR" user="u"/>
  </dataSource>
</server>
"""
