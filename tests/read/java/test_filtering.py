"""What Maven fills into resources while it builds, by the profile that is active by default."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.reading import items, one

PROFILES = """
<profiles>
  <profile><id>dev</id><properties><env>dev</env><db.host>10.1.1.1</db.host></properties>
    <activation><activeByDefault>true</activeByDefault></activation></profile>
  <profile><id>prod</id><properties><env>prod</env><db.host>10.2.2.2</db.host></properties></profile>
</profiles>
"""
RESOURCES = (
    "<resources><resource><directory>src/main/resources</directory>"
    "<filtering>{0}</filtering>{1}</resource></resources>"
)


def pom(build: str = "", before: str = "") -> str:
    return (
        f"<project>{before}<groupId>g</groupId><artifactId>shop</artifactId><version>1</version>"
        f"<packaging>war</packaging>{PROFILES}<build>{build}</build></project>"
    )


def databases(folder: Path, files: dict[str, str | bytes]) -> set[str]:
    files = {"src/main/webapp/WEB-INF/web.xml": "<web-app/>", **files}
    war = one(folder, files, "java-war")
    told = items(war, "datasources") if war.value("datasources") else []
    return {f"{item['host']}/{item['database']}" for item in told}


def test_filter_files_fill_and_name_nobody_themselves(tmp_path: Path) -> None:
    filters = "<filters><filter>src/main/filters/${env}.properties</filter></filters>"
    files: dict[str, str | bytes] = {
        "pom.xml": pom(filters + RESOURCES.format("true", "")),
        "src/main/filters/dev.properties": "db.url=jdbc:mysql://10.3.3.3:3306/shop\n",
        "src/main/filters/prod.properties": "db.url=jdbc:mysql://10.4.4.4:3306/shop\n",
        "src/main/resources/jdbc.properties": "jdbc.url=${db.url}\n",
    }
    assert databases(tmp_path, files) == {"10.3.3.3/shop"}


def test_properties_of_the_active_profile_fill(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "pom.xml": pom(RESOURCES.format("true", "")),
        "src/main/resources/jdbc.properties": "jdbc.url=jdbc:mysql://@db.host@:3306/shop\n",
    }
    assert databases(tmp_path, files) == {"10.1.1.1/shop"}


@pytest.mark.parametrize(
    "resources",
    [
        RESOURCES.format("false", ""),
        RESOURCES.format("true", "<excludes><exclude>**/*.properties</exclude></excludes>"),
        RESOURCES.format("true", "<includes><include>conf/**</include></includes>"),
    ],
)
def test_what_is_not_filtered_stays_open(tmp_path: Path, resources: str) -> None:
    files: dict[str, str | bytes] = {
        "pom.xml": pom(resources),
        "src/main/resources/jdbc.properties": "jdbc.url=jdbc:mysql://${db.host}:3306/shop\n",
    }
    assert "10.1.1.1/shop" not in databases(tmp_path, files)


def test_the_parent_of_spring_boot_fills_in_at_signs_alone(tmp_path: Path) -> None:
    parent = (
        "<parent><groupId>org.springframework.boot</groupId>"
        "<artifactId>spring-boot-starter-parent</artifactId><version>2.7.18</version></parent>"
    )
    files: dict[str, str | bytes] = {
        "pom.xml": pom(before=parent),
        "src/main/resources/application.yml": "spring:\n  profiles:\n    active: @env@\n",
        "src/main/resources/application-dev.yml": (
            "spring:\n  datasource:\n    url: jdbc:mysql://10.5.5.5:3306/dev\n"
        ),
        "src/main/resources/application-prod.yml": (
            "spring:\n  datasource:\n    url: jdbc:mysql://10.6.6.6:3306/prod\n"
        ),
        "src/main/resources/other.properties": "jdbc.url=jdbc:mysql://${db.host}:3306/x\n",
    }
    assert databases(tmp_path, files) == {"10.5.5.5/dev"}


def test_a_secret_that_is_filled_in_is_cut(tmp_path: Path) -> None:
    filters = "<filters><filter>src/main/filters/${env}.properties</filter></filters>"
    files: dict[str, str | bytes] = {
        "pom.xml": pom(filters + RESOURCES.format("true", "")),
        "src/main/filters/dev.properties": "pw=Qx7mPw2zSecret\n",
        "src/main/resources/jdbc.properties": "jdbc.password=${pw}\njdbc.user=shop\n",
        "src/main/webapp/WEB-INF/web.xml": "<web-app/>",
    }
    war = one(tmp_path, files, "java-war")
    assert "Qx7mPw2zSecret" not in repr(war)
    assert [i["keys"] for i in items(war, "config.files")] == [["jdbc.password", "jdbc.user"]]
