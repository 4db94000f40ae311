"""Profiles of Quarkus: what is for developing and testing is not called where it runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.java.applications import item, items, read_war
from tests.read.reading import one, targets

POM = """<project><groupId>a</groupId><artifactId>a</artifactId><version>1</version>
<packaging>war</packaging></project>"""
SETTINGS = """quarkus.http.port=8085
quarkus.datasource.jdbc.url=jdbc:postgresql://usual/a
%prod.quarkus.datasource.username=shop
%prod.quarkus.datasource.password=Gehe1m77
%prod.quarkus.datasource.jdbc.url=jdbc:postgresql://db1/shop
%dev.quarkus.datasource.jdbc.url=jdbc:postgresql://devdb:5555/dev
%dev.quarkus.http.port=9999
%test,ci.quarkus.redis.hosts=redis://testredis:6379
"""
YAML = """quarkus:
  http:
    port: 8081
  redis:
    hosts: redis://cache7:6380
"%dev":
  quarkus:
    redis:
      hosts: redis://devcache:6379
micronaut:
  server:
    port: 8082
"""


def _read(folder: Path, more: dict[str, str | bytes]) -> list[str]:
    files: dict[str, str | bytes] = {
        "pom.xml": POM,
        "src/main/webapp/WEB-INF/web.xml": "<web-app/>",
        "src/main/resources/application.properties": SETTINGS,
    }
    return sorted(t for t, _, _ in targets(one(folder, {**files, **more}, "java-war")))


def test_production_counts(tmp_path: Path) -> None:
    assert _read(tmp_path, {}) == ["db1:5432"]


@pytest.mark.parametrize(
    "start",
    ["java -Dquarkus.profile=dev -jar a.jar\n", "export QUARKUS_PROFILE='dev'\njava -jar a.jar\n"],
)
def test_the_start_names_another(tmp_path: Path, start: str) -> None:
    assert _read(tmp_path, {"run.sh": start}) == ["devdb:5555"]


def test_settings_of_the_profile_that_runs() -> None:
    war = read_war({"WEB-INF/classes/application.properties": SETTINGS})
    found = item(war, "datasources")
    assert (found["host"], found["account"], found["url"]) == (
        "db1",
        "shop",
        "jdbc:postgresql://db1/shop",
    )
    assert items(war, "ports", "port", "how") == [(8085, "quarkus.http.port")]
    assert "Gehe1m77" not in repr(war)


def test_yaml_and_micronauts_port() -> None:
    war = read_war({"WEB-INF/classes/application.yml": YAML})
    assert targets(war) == [("cache7:6380", "redis", "call")]
    assert items(war, "ports", "port") == [8081, 8082]


def test_other_files_with_such_keys_stay() -> None:
    war = read_war({"WEB-INF/classes/other.properties": "%dev.db.url=jdbc:mysql://m1/a\n"})
    assert targets(war) == [("m1:3306", "mysql", "call")]
