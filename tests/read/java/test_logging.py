"""Log files and log servers of every logging library."""

from __future__ import annotations

import time

import pytest

from tests.read.java.applications import Files, item, items, read_war

SECRET = "T0p-S3cret"
LOG4J1 = f"""log.dir=/data/logs/shop
log4j.rootLogger=INFO, A, B, C, M
log4j.appender.A=org.apache.log4j.DailyRollingFileAppender
log4j.appender.A.File=${{log.dir}}/app.log
log4j.appender.B=org.apache.log4j.RollingFileAppender
log4j.appender.B.file=${{catalina.base}}/logs/b.log
log4j.appender.C=org.apache.log4j.ConsoleAppender
#log4j.appender.D.File=/data/logs/never.log
log4j.appender.S=org.apache.log4j.net.SocketAppender
log4j.appender.S.RemoteHost=10.1.1.1
log4j.appender.S.Port=4560
log4j.appender.M=org.apache.log4j.net.SMTPAppender
log4j.appender.M.SMTPHost=mail.corp.cn
log4j.appender.M.SMTPPassword={SECRET}
"""
LOG4J1_XML = """<!DOCTYPE log4j:configuration SYSTEM "log4j.dtd">
<log4j:configuration xmlns:log4j="http://jakarta.apache.org/log4j/">
  <appender name="F" class="org.apache.log4j.FileAppender">
    <param name="File" value="/var/log/shop/x.log"/></appender>
  <appender name="L" class="org.apache.log4j.net.SyslogAppender">
    <param name="SyslogHost" value="10.1.1.2"/></appender>
</log4j:configuration>"""
LOG4J2_XML = """<Configuration status="WARN">
  <Properties><Property name="home">/srv/logs</Property></Properties>
  <Appenders>
    <Console name="C" target="SYSTEM_OUT"/>
    <RollingFile name="R" fileName="${home}/r.log" filePattern="${home}/r-%i.log.gz"/>
    <File name="F"><fileName>${sys:catalina.base}/logs/f.log</fileName></File>
    <Socket name="S" host="10.1.1.3" port="5000" protocol="TCP"/>
  </Appenders><Loggers><Root level="info"><AppenderRef ref="R"/></Root></Loggers>
</Configuration>"""
LOG4J2 = """status = warn
property.home = /srv/logs
appender.r.type = RollingFile
appender.r.name = R
appender.r.fileName = ${home}/p.log
appender.c.type = Console
rootLogger.level = info
"""
LOGBACK = """<configuration>
  <property name="LOG_HOME" value="/data/logs"/>
  <springProperty scope="context" name="APP" source="app.name" defaultValue="none"/>
  <appender name="R" class="ch.qos.logback.core.rolling.RollingFileAppender">
    <file>${LOG_HOME}/${APP}.log</file>
    <rollingPolicy class="ch.qos.logback.core.rolling.TimeBasedRollingPolicy">
      <fileNamePattern>${LOG_HOME}/old/%d.log</fileNamePattern></rollingPolicy></appender>
  <appender name="D" class="ch.qos.logback.core.rolling.RollingFileAppender">
    <rollingPolicy class="ch.qos.logback.core.rolling.TimeBasedRollingPolicy">
      <fileNamePattern>${LOG_DIR:-/tmp/logs}/d.%d.log</fileNamePattern></rollingPolicy></appender>
  <appender name="L" class="net.logstash.logback.appender.LogstashTcpSocketAppender">
    <destination>10.1.1.4:4560</destination></appender>
  <appender name="C" class="ch.qos.logback.core.ConsoleAppender"/>
</configuration>"""
JUL = """handlers = java.util.logging.FileHandler
java.util.logging.FileHandler.pattern = %h/java%u.log
1catalina.org.apache.juli.AsyncFileHandler.directory = ${catalina.base}/logs
1catalina.org.apache.juli.AsyncFileHandler.prefix = catalina.
java.util.logging.ConsoleHandler.level = FINE
"""
CASES: dict[str, tuple[Files, list[tuple[str, str]], list[str]]] = {
    "log4j 1": (
        {"WEB-INF/classes/log4j.properties": LOG4J1},
        [
            ("/data/logs/shop/app.log", "log4j DailyRollingFileAppender"),
            ("${catalina.base}/logs/b.log", "log4j RollingFileAppender"),
        ],
        ["10.1.1.1:4560", "mail.corp.cn:25"],
    ),
    "log4j 1 XML": (
        {"WEB-INF/classes/log4j.xml": LOG4J1_XML},
        [("/var/log/shop/x.log", "log4j FileAppender")],
        ["10.1.1.2:514"],
    ),
    "log4j 2 XML": (
        {"WEB-INF/classes/log4j2.xml": LOG4J2_XML},
        [
            ("/srv/logs/r.log", "log4j2 RollingFile"),
            ("${sys:catalina.base}/logs/f.log", "log4j2 File"),
        ],
        ["10.1.1.3:5000"],
    ),
    "log4j 2 properties": (
        {"WEB-INF/classes/log4j2.properties": LOG4J2},
        [("/srv/logs/p.log", "log4j2 RollingFile")],
        [],
    ),
    "logback": (
        {
            "WEB-INF/classes/logback.xml": LOGBACK,
            "WEB-INF/classes/application.properties": "app.name=shop\n",
        },
        [
            ("/data/logs/shop.log", "logback RollingFileAppender"),
            ("/tmp/logs/d.%d.log", "logback RollingFileAppender"),
        ],
        ["10.1.1.4:4560"],
    ),
    "java.util.logging": (
        {"WEB-INF/classes/logging.properties": JUL},
        [
            ("${user.home}/java%u.log", "jul FileHandler"),
            ("${catalina.base}/logs/catalina.*.log", "jul AsyncFileHandler"),
        ],
        [],
    ),
    "Spring Boot": (
        {"WEB-INF/classes/application.properties": "logging.file.name=/var/log/boot.log\n"},
        [("/var/log/boot.log", "setting logging.file.name")],
        [],
    ),
    "an access log": (
        {
            "META-INF/context.xml": """<Context><Valve prefix="shop_" suffix=".txt"
  className="org.apache.catalina.valves.AccessLogValve" directory="/var/log/access"/></Context>"""
        },
        [("/var/log/access/shop_.txt", "access log")],
        [],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_log_files_and_where_logs_are_sent(case: str) -> None:
    files, logs, targets = CASES[case]
    war = read_war(files)
    assert items(war, "log.files", "path", "how") == logs
    assert sorted(reference.target for reference in war.references) == targets
    written = [path for path, _ in logs if not path.startswith("${s")]
    assert items(war, "files.written", "path") == [
        path for path, _ in logs if path in written or "catalina" in path
    ]
    assert set(items(war, "files.written", "holds")) == {"log"}
    assert SECRET not in str(war)


def test_a_log_file_has_its_line() -> None:
    war = read_war({"WEB-INF/classes/log4j.properties": LOG4J1})
    found = item(war, "log.files", path="/data/logs/shop/app.log")
    assert found["places"] == ["WEB-INF/classes/log4j.properties:4"]
    war = read_war({"WEB-INF/classes/logback.xml": LOGBACK})
    found = item(war, "log.files", path="/data/logs/none.log")
    assert found["places"] == ["WEB-INF/classes/logback.xml:5"]


def test_wildfly_and_liberty() -> None:
    wildfly = """<server xmlns="urn:jboss:domain:10.0"><profile><subsystem xmlns="urn:l">
      <periodic-rotating-file-handler name="FILE" autoflush="true">
      <file relative-to="jboss.server.log.dir" path="server.log"/>
      </periodic-rotating-file-handler></subsystem></profile></server>"""
    war = read_war({}, {"standalone.xml": wildfly})
    assert items(war, "log.files", "path") == ["${jboss.server.log.dir}/server.log"]
    liberty = '<server><logging logDirectory="/logs/liberty"/></server>'
    war = read_war({}, {"server.xml": liberty})
    assert items(war, "log.files", "path") == ["/logs/liberty/messages.log"]


def test_values_that_hold_themselves_end() -> None:
    text = "a=${b}${b}\nb=${a}${a}\nlog4j.appender.A=org.apache.log4j.FileAppender\n"
    war = read_war({"WEB-INF/classes/log4j.properties": f"{text}log4j.appender.A.File=${{a}}/x\n"})
    assert len(str(war)) < 20_000
    twice = '<property name="a" value="${b}${b}"/><property name="b" value="${a}${a}"/>'
    files = '<appender name="F" class="x.FileAppender"><file>${a}</file></appender>'
    war = read_war({"logback.xml": f"<configuration>{twice}{files}</configuration>"})
    assert len(str(war)) < 20_000


def test_placeholders_by_the_thousand_end() -> None:
    many = "${a}" * 1000
    pairs = f"a={many}\nb={'${a}' * 200_000}\nlog4j.appender.A=x.FileAppender\n"
    start = time.process_time()
    read_war({"log4j.properties": f"{pairs}log4j.appender.A.File=${{b}}${{a}}/x\n"})
    assert time.process_time() - start < 5


LOG4J2_YAML = """Configuration:
  Properties:
    Property:
      name: home
      value: /srv/logs
  Appenders:
    RollingFile:
      - name: R
        fileName: /srv/logs/y.log
    Console: {name: C}
"""
LOG4J2_JSON = """{"configuration": {"appenders": {"File":
  {"name": "F", "fileName": "/srv/logs/j.log"}}}}"""


@pytest.mark.parametrize(
    ("name", "text", "path", "line"),
    [
        ("log4j2.yaml", LOG4J2_YAML, "/srv/logs/y.log", 9),
        ("log4j2.json", LOG4J2_JSON, "/srv/logs/j.log", 2),
        ("application.yml", "logging:\n  file:\n    name: /srv/logs/b.log\n", "/srv/logs/b.log", 3),
    ],
)
def test_yaml_and_json(name: str, text: str, path: str, line: int) -> None:
    war = read_war({f"WEB-INF/classes/{name}": text})
    assert item(war, "log.files", path=path)["places"] == [f"WEB-INF/classes/{name}:{line}"]
    assert items(war, "log.files", "path") == [path]


def test_escapes_of_properties_are_undone() -> None:
    file = "log4j.appender.A.File=D\\:\\\\logs\\\\a.log\n"
    text = f"log4j.appender.A=org.apache.log4j.FileAppender\n{file}"
    war = read_war({"WEB-INF/classes/log4j.properties": text})
    assert items(war, "log.files", "path") == ["D:\\logs\\a.log"]
    assert items(war, "files.written", "path") == ["D:\\logs\\a.log"]
