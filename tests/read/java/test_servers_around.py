"""The server that an application lies in, and the scripts that start it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.java.applications import item, items, read_war
from tests.read.java.packing import components, packed, written

STOCK = "<web-app><display-name>Tomcat Manager Application</display-name></web-app>"
HOME = {
    "t/conf/server.xml": "<Server/>",
    "t/RELEASE-NOTES": "\n\n    Apache Tomcat Version 9.0.43\n    Release Notes\n",
    "t/bin/setenv.sh": '#!/bin/sh\n# -Xmx9g\nCATALINA_OPTS="-Xmx1g -XX:+UseG1GC"\n',
    "t/bin/catalina.sh": '# -Xss\nJAVA_OPTS="$JAVA_OPTS -Djava.util.logging.manager=x"\n'
    'eval exec java -Dcatalina.base="$CATALINA_BASE" -Dshop.mode=live org.apache.Bootstrap\n',
    "t/bin/bootstrap.jar": packed({"META-INF/MANIFEST.MF": "Main-Class: x\n"}),
    "t/lib/catalina.jar": packed({"x": ""}),
    "t/lib/mysql-connector-java-5.1.49.jar": packed({"x": ""}),
    "t/webapps/manager/WEB-INF/web.xml": STOCK,
    "t/webapps/shop/WEB-INF/web.xml": "<web-app><display-name>Shop</display-name></web-app>",
    "t/webapps/packed.war": packed({"WEB-INF/web.xml": "<web-app/>"}),
}


def test_a_tomcat_is_a_component_for_each_web_application(tmp_path: Path) -> None:
    written(tmp_path, HOME)
    found = components(tmp_path, "t")
    assert {name: one.kind for name, one in found.items()} == dict.fromkeys(
        ("manager", "shop", "packed"), "java-war"
    )
    assert {name: one.value("war.stock") for name, one in found.items()} == {
        "manager": True,
        "shop": None,
        "packed": None,
    }
    for one in found.values():
        assert one.value("tomcat.version") == "9.0.43"
        assert [str(o) for o in one.facts["tomcat.version"].origins] == ["t/RELEASE-NOTES 3"]
        assert items(one, "java.libraries", "name", "version", "provided_by") == [
            ("mysql-connector-java", "5.1.49", "server lib")
        ]
        assert set(items(one, "jvm.options", "option")) == {
            "-Xmx1g",
            "-XX:+UseG1GC",
            "-Dshop.mode=live",
        }
        assert (one.value("jvm.heap"), one.value("jvm.gc")) == ("1g", "G1")


def test_the_version_stands_in_catalina_jar_too(tmp_path: Path) -> None:
    info = {"org/apache/catalina/util/ServerInfo.properties": "server.info=Apache Tomcat/8.5.57\n"}
    written(
        tmp_path,
        {
            "t/conf/server.xml": "<Server/>",
            "t/lib/catalina.jar": packed(info),
            "t/webapps/ROOT/WEB-INF/web.xml": "<web-app/>",
        },
    )
    (found,) = components(tmp_path, "t").values()
    assert (found.value("tomcat.version"), found.value("war.context_path")) == ("8.5.57", "/")


@pytest.mark.parametrize(
    ("name", "content", "options"),
    [
        ("setenv.sh", "JAVA_OPTS='-Xms256m -Dkey=a'\n", ["-Xms256m", "-Dkey=a"]),
        ("setenv.bat", "rem -Xmx1m\r\nset JAVA_OPTS=-Xmx2g\r\n", ["-Xmx2g"]),
        ("wrapper.conf", "#x\nwrapper.java.maxmemory=512\n", ["-Xmx512m"]),
        ("wrapper.conf", "wrapper.java.additional.1=-Xss1m\n", ["-Xss1m"]),
        ("shop.service", "[Service]\nEnvironment=JAVA_OPTS=-Xmx3g\n", ["-Xmx3g"]),
        (
            "standalone.conf",
            'JAVA_OPTS="-Xmx4g -javaagent:/opt/a.jar=x"',
            ["-Xmx4g", "-javaagent:/opt/a.jar=x"],
        ),
        ("setDomainEnv.sh", 'USER_MEM_ARGS="-Xmx5g"\n', ["-Xmx5g"]),
        ("run.sh", "nohup java -Xmx6g -jar shop.jar &\n", ["-Xmx6g"]),
        ("nginx.conf", "server { -Dnot; }\n", []),
        ("notes.txt", "JAVA_OPTS=-Xmx7g\n", []),
        ("setenv.sh", "JAVA_OPTS='-Ddb.password=geheim9'\n", ["-Ddb.password=***"]),
    ],
)
def test_options(name: str, content: str, options: list[str]) -> None:
    assert items(read_war({}, {name: content}), "jvm.options", "option") == options


@pytest.mark.parametrize(
    ("line", "runtime"),
    [
        ("JAVA_HOME=/usr/java/jdk1.8.0_191", "8"),
        ("JAVA_HOME=/usr/lib/jvm/java-11-openjdk-amd64", "11"),
        ("JAVA_HOME=/opt/jre1.7.0", "7"),
        ("JAVA_HOME=/opt/zulu17", "17"),
        ("JAVA_HOME=/opt/java", None),
    ],
)
def test_the_jdk(line: str, runtime: str | None) -> None:
    assert read_war({}, {"setenv.sh": f"export {line}\n"}).value("java.runtime") == runtime


def test_agents() -> None:
    war = read_war({}, {"setenv.sh": "JAVA_OPTS=-javaagent:/opt/sky/skywalking-agent.jar=k=v\n"})
    assert item(war, "jvm.agents")["agent"] == "skywalking-agent.jar"
