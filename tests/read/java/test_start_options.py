"""What start scripts set on the command line counts before what files say."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from migrate.model.facts import Component
from tests.read.java.applications import read_war
from tests.read.reading import items, one, places, targets

MANIFEST = (
    "Manifest-Version: 1.0\nMain-Class: org.springframework.boot.loader.JarLauncher\n"
    "Start-Class: shop.App\n"
)
SETTINGS = """server.port=8080
spring.datasource.url=jdbc:mysql://localhost:3306/shop
spring.datasource.username=root
"""


def _boot(folder: Path, script: str, name: str = "start.sh") -> Component:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", MANIFEST)
        archive.writestr("BOOT-INF/classes/application.properties", SETTINGS)
    files: dict[str, str | bytes] = {"shop-1.0.jar": packed.getvalue(), f"bin/{name}": script}
    return one(folder, files, "spring-boot")


def _ports(component: Component) -> list[object]:
    return [item["port"] for item in items(component, "ports")]


def test_an_argument_behind_the_archive(tmp_path: Path) -> None:
    script = "#!/bin/bash\nnohup java -jar ../shop-1.0.jar --server.port=56789 1>/dev/null &\n"
    shop = _boot(tmp_path, script)
    assert _ports(shop) == [56789]
    assert [(e.port, e.origins[0].place) for e in shop.endpoints] == [(56789, "2")]


def test_a_property_moves_the_database(tmp_path: Path) -> None:
    script = (
        "PORT=9090\n# java -Dserver.port=1 -jar shop-1.0.jar\n"
        "java -Dserver.port=$PORT -Dspring.datasource.url=jdbc:mysql://db7:3307/shop"
        " -jar shop-1.0.jar\n"
    )
    shop = _boot(tmp_path, script)
    assert _ports(shop) == [9090]
    assert targets(shop) == [("db7:3307", "mysql", "call")]
    assert [(i["host"], i["account"]) for i in items(shop, "datasources")] == [("db7", "root")]
    assert places(shop, "datasources") == ["start.sh:3"]


@pytest.mark.parametrize(
    "script",
    [
        "java -jar other-2.0.jar --server.port=7000\n",
        "# java -jar shop-1.0.jar --server.port=7000\n",
        "rem java -jar shop-1.0.jar --server.port=7000\n",
        "curl --server.port.of=7000 http://x/\n",
    ],
)
def test_what_sets_nothing(tmp_path: Path, script: str) -> None:
    assert _ports(_boot(tmp_path, script)) == [8080]


def test_a_port_from_outside_is_not_the_files(tmp_path: Path) -> None:
    shop = _boot(tmp_path, "java -Dserver.port=$SERVER_PORT -jar shop-1.0.jar\n")
    assert shop.value("ports") is None


def test_a_servers_script_fills_what_an_application_leaves_open() -> None:
    beans = """<beans><bean class="com.zaxxer.hikari.HikariDataSource">
      <property name="jdbcUrl" value="jdbc:mysql://${db.host}/a"/></bean></beans>"""
    war = read_war(
        {"WEB-INF/beans.xml": beans},
        {"bin/setenv.bat": 'set CATALINA_OPTS=%CATALINA_OPTS% "-Ddb.host=mysql9"\r\n'},
    )
    assert ("mysql9:3306", "mysql", "call") in targets(war)


def test_no_secret_of_an_option_is_told(tmp_path: Path) -> None:
    script = 'java -Dspring.datasource.password="Gehe1m!x" -jar shop-1.0.jar --jwt.secret=Qw77zz\n'
    told = repr(_boot(tmp_path, script))
    assert "Gehe1m" not in told
    assert "Qw77zz" not in told
