"""Settings that a configuration server hands out are said to be unknown, by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.reading import one

MAIN = """package shop;
@org.springframework.boot.autoconfigure.SpringBootApplication
public class Shop { public static void main(String[] args) { } }
"""
POM = """<project><parent><groupId>org.springframework.boot</groupId>
<artifactId>spring-boot-starter-parent</artifactId><version>2.7.8</version></parent>
<groupId>g</groupId><artifactId>shop</artifactId><version>1</version>
<dependencies>{inside}</dependencies>
<build><plugins><plugin><groupId>org.springframework.boot</groupId>
<artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build></project>
"""
NACOS = "spring-cloud-starter-alibaba-nacos-config"
SHARED = """spring:
  application:
    name: shop
  profiles:
    active: dev
  cloud:
    nacos:
      config:
        server-addr: 10.0.0.1:8848
        file-extension: yml
        shared-configs:
          - application-${spring.profiles.active}.${spring.cloud.nacos.config.file-extension}
"""
IMPORTED = """spring:
  application: {name: shop}
  profiles: {active: dev}
  config:
    import:
      - nacos:common.yml
      - optional:nacos:${spring.application.name}-${spring.profiles.active}.yml?group=A
"""


def told(folder: Path, library: str, settings: str) -> dict[str, str] | None:
    inside = f"<dependency><groupId>x</groupId><artifactId>{library}</artifactId></dependency>"
    files: dict[str, str | bytes] = {
        "pom.xml": POM.format(inside=inside if library else ""),
        "src/main/java/shop/Shop.java": MAIN,
        "src/main/resources/bootstrap.yml": settings,
    }
    found = one(folder, files, "spring-boot").unknown
    known = [each.because.params for each in found if each.fact == "config.files.remote"]
    return dict(known[0]) if known else None


@pytest.mark.parametrize(
    ("library", "settings", "server", "names"),
    [
        (NACOS, SHARED, "Nacos", "application-dev.yml, shop.yml, shop-dev.yml"),
        (NACOS, IMPORTED, "Nacos", "common.yml, shop-dev.yml"),
        ("", IMPORTED, "Nacos", "common.yml, shop-dev.yml"),
        ("spring-cloud-starter-config", SHARED, "Spring Cloud Config", "shop"),
        ("apollo-client", "a: b\n", "Apollo", ""),
    ],
)
def test_a_configuration_server_is_told(
    tmp_path, library: str, settings: str, server: str, names: str
) -> None:
    assert told(tmp_path, library, settings) == {"server": server, "names": names}


@pytest.mark.parametrize(
    ("library", "settings"),
    [
        (NACOS, "spring.cloud.nacos.config.enabled: false\n"),
        ("spring-cloud-starter-alibaba-nacos-discovery", SHARED),
        ("", "spring.config.import: optional:file:./more.yml\n"),
    ],
)
def test_without_one_nothing_is_said(tmp_path, library: str, settings: str) -> None:
    assert told(tmp_path, library, settings) is None
