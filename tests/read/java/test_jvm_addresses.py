"""Options and variables of start scripts say whom a server calls."""

from __future__ import annotations

import time

from migrate.model.facts import Component
from tests.read.java.applications import items, read_war

_WAR = {"WEB-INF/web.xml": "<web-app version='3.0'/>"}
_SETENV = r"""#!/bin/sh
# JAVA_OPTS="-Dold.url=http://10.0.0.1:80/"
DB_HOST=10.1.1.9
export DB_PORT=3307
CATALINA_OPTS="$CATALINA_OPTS -Xmx1g -Dapp.url=http://10.33.9.9:8080/ -Dversion=1.2.3.4"
CATALINA_OPTS="$CATALINA_OPTS -Djdbc.url=jdbc:mysql://$DB_HOST:${DB_PORT}/erp -Djdbc.username=erp"
CATALINA_OPTS="$CATALINA_OPTS -Djdbc.password=geheim1 -Dquoted.url=\"http://10.2.2.2:81/q\""
JAVA_OPTS="$JAVA_OPTS -Dzk.servers=zk1:2181,zk2:2181 -Dlog.dir=/var/log/10.1.2.3"
JAVA_OPTS="$JAVA_OPTS -Dhttp.proxyHost=10.9.9.9 -Dhttp.proxyPort=3128"
"""
_BATCH = """@echo off\r
rem set X=http://10.0.0.1/\r
set "REDIS_HOST=10.3.3.3"\r
set JAVA_OPTS=%JAVA_OPTS% -Dredis.host=%REDIS_HOST% -Dredis.port=6380 -Dwork=C:\\app\r
set JAVA_OPTS=%JAVA_OPTS% "-Dmq.url=tcp://10.3.3.4:61616"\r
"""
_UNIT = """[Service]
Environment="SPRING_DATASOURCE_URL=jdbc:postgresql://pg.corp.cn/app"
Environment=KAFKA_BROKERS=k1:9092
ExecStart=/usr/bin/java -Dnacos.server-addr=10.4.4.4:8848 -jar /opt/shop.jar
"""
_OWN = """JAVA_OPTS="-Djava.rmi.server.hostname=10.5.5.5 -Djboss.bind.address=10.5.5.5"
JAVA_OPTS="$JAVA_OPTS -Dhttp.nonProxyHosts=localhost|10.8.8.8 -Dserver.address=10.7.7.7"
JAVA_OPTS="$JAVA_OPTS -Dcom.sun.management.jmxremote.host=10.5.5.5 -Djgroups.bind_addr=10.5.5.5"
JAVA_OPTS="$JAVA_OPTS -Deureka.instance.hostname=10.5.5.5 -Dvisiting.url=$NOWHERE"
JPDA_ADDRESS="localhost:8000"
LOCAL_IP=10.5.5.5
"""


def _calls(found: Component) -> list[tuple[str, str, str, str]]:
    return [
        (r.target, r.protocol, r.setting, f"{r.origins[0].source}:{r.origins[0].place}")
        for r in found.references
    ]


def test_options_and_variables_of_a_shell_script() -> None:
    found = read_war(_WAR, {"setenv.sh": _SETENV})
    assert _calls(found) == [
        ("10.33.9.9:8080", "http", "app.url", "shop/setenv.sh:5"),
        ("10.1.1.9:3307", "mysql", "jdbc.url", "shop/setenv.sh:6"),
        ("10.2.2.2:81", "http", "quoted.url", "shop/setenv.sh:7"),
        ("zk1:2181", "zookeeper", "zk.servers", "shop/setenv.sh:8"),
        ("zk2:2181", "zookeeper", "zk.servers", "shop/setenv.sh:8"),
        ("10.9.9.9:3128", "http", "http.proxyHost", "shop/setenv.sh:9"),
    ]
    assert items(found, "datasources", "host", "port", "database", "account") == [
        ("10.1.1.9", 3307, "erp", "erp")
    ]


def test_options_of_a_batch_file_and_of_a_unit() -> None:
    assert _calls(read_war(_WAR, {"bin/setenv.bat": _BATCH})) == [
        ("10.3.3.3:6380", "redis", "REDIS_HOST", "shop/bin/setenv.bat:3"),
        ("10.3.3.4:61616", "tcp", "mq.url", "shop/bin/setenv.bat:5"),
    ]
    assert _calls(read_war(_WAR, {"shop.service": _UNIT})) == [
        ("pg.corp.cn:5432", "postgresql", "SPRING_DATASOURCE_URL", "shop/shop.service:2"),
        ("k1:9092", "kafka", "KAFKA_BROKERS", "shop/shop.service:3"),
        ("10.4.4.4:8848", "nacos", "nacos.server-addr", "shop/shop.service:4"),
    ]


def test_what_the_server_is_called_or_listens_at_is_no_call() -> None:
    assert _calls(read_war(_WAR, {"setenv.sh": _OWN})) == []


def test_the_password_beside_an_address_leaves_nothing_behind() -> None:
    assert "geheim1" not in repr(read_war(_WAR, {"setenv.sh": _SETENV}))


def test_quotes_around_a_value_are_no_part_of_the_option() -> None:
    assert "-Dquoted.url=http://10.2.2.2:81/q" in items(
        read_war(_WAR, {"setenv.sh": _SETENV}), "jvm.options", "option"
    )
    quoted = read_war(_WAR, {"run.sh": 'java -Da.url="http://10.2.2.3:82/" -jar x.jar\n'})
    assert items(quoted, "jvm.options", "option") == ["-Da.url=http://10.2.2.3:82/"]


def test_a_script_of_thousands_of_options_is_bounded() -> None:
    many = "".join(
        f'JAVA_OPTS="-Dh{n}.host=10.0.{n % 250}.1 -Dh{n}.port={n}"\n' for n in range(4000)
    )
    began = time.monotonic()
    found = read_war(_WAR, {"setenv.sh": many, "more.sh": "JAVA_OPTS=" + "-Da=" * 20_000})
    assert len(found.references) <= 2000
    assert time.monotonic() - began < 5
