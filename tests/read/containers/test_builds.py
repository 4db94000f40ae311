"""A compose service and the Dockerfile that it builds: one component, or joined by an edge."""

from __future__ import annotations

from pathlib import Path

from migrate import graph
from migrate.model.inventory import Inventory, Member
from tests.read.containers.reading import by_name, items, read

DOCKERFILE = (
    "FROM maven:3 AS build\nRUN mvn package\nFROM eclipse-temurin:17 AS test\nUSER tester\n"
    "FROM redis:6.2\nENV MODE=image CACHE_HOST=10.8.0.1\nEXPOSE 6380\nVOLUME /data /logs\n"
    'USER 1001\nCMD ["redis-server"]\n'
)


def test_the_service_and_its_dockerfile_are_one_component(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docker-compose.yml": (
            "services:\n  cache:\n    build: ./cache\n    command: redis-server --save 60 1\n"
            "    environment: {MODE: compose, DB_HOST: 10.8.0.2}\n    volumes: ['d:/data']\n"
            "volumes: {d: {}}\n"
        ),
        "cache/Dockerfile": DOCKERFILE,
    }
    (cache,) = read(tmp_path, files).components
    assert (cache.kind, cache.name) == ("redis", "cache")
    assert (cache.value("redis.version"), cache.value("container.image")) == ("6.2", "redis:6.2")
    assert cache.value("container.user") == "1001"
    assert [(e.port, str(e.origins[0])) for e in cache.endpoints] == [
        (6380, "shop/cache/Dockerfile 7")
    ]
    environment = {e["name"]: e["value"] for e in items(cache, "environment")}
    assert environment == {"MODE": "compose", "CACHE_HOST": "10.8.0.1", "DB_HOST": "10.8.0.2"}
    assert [(v["path"], v["source"]) for v in items(cache, "volumes")] == [
        ("/data", "d"), ("/logs", None),
    ]  # fmt: skip
    assert {r.target for r in cache.references} == {"10.8.0.1", "10.8.0.2"}
    assert cache.value("command") == "redis-server --save 60 1"


def test_a_stage_and_another_name_of_the_file(tmp_path: Path) -> None:
    build = "{context: ., dockerfile: docker/Web.Dockerfile, target: test}"
    files: dict[str, str | bytes] = {
        "deploy/docker-compose.yml": f"version: '3'\nservices:\n  web:\n    build: {build}\n",
        "deploy/docker/Web.Dockerfile": DOCKERFILE,
        "other/Dockerfile": "FROM nginx:1.20\n",
    }
    found = by_name(read(tmp_path, files))
    assert set(found) == {"web", "other"}
    assert found["web"].value("container.user") == "tester"
    assert found["web"].value("java.runtime") == "17"
    assert found["web"].endpoints == ()


def test_two_services_of_one_dockerfile(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docker-compose.yml": "a: {build: .}\nb: {build: ., image: shop/b}\n",
        "Dockerfile": "FROM php:7.4-apache\nEXPOSE 80\n",
    }
    found = by_name(read(tmp_path, files))
    assert set(found) == {"a", "b"}
    assert all(c.value("php.version") == {"min": "7.4", "max": "7.4"} for c in found.values())


def test_a_service_of_an_application_is_joined_to_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docker-compose.yml": "services:\n  web:\n    build: site\n    ports: ['8080:80']\n",
        "site/Dockerfile": "FROM php:7.4-apache\nCOPY . /var/www/html\n",
        "site/index.php": "<?php mysqli_connect('10.8.0.3', 'u', getenv('P'));",
    }
    reading = read(tmp_path, files)
    kinds = {component.kind: component for component in reading.components}
    assert set(kinds) == {"php-site", "compose-service"}
    service, site = kinds["compose-service"], kinds["php-site"]
    assert service.value("build.application") == site.id
    members = tuple(Member(f"p/s/{c.id}", c, "s", ()) for c in reading.components)
    topology = graph.build(Inventory("p", "p", members=members))
    (edge,) = [e for e in topology.edges if e.source == service.id]
    assert (edge.target, edge.kind, edge.protocol) == (site.id, "calls", "image")
    assert {str(o) for o in edge.origins} >= {
        "shop/docker-compose.yml 3", "shop/site/Dockerfile",
    }  # fmt: skip


def test_builds_whose_dockerfile_was_not_handed_over(tmp_path: Path) -> None:
    text = "services:\n  a: {build: ../up}\n  b: {build: '${DIR}'}\n  c: {build: {context: gone}}\n"
    found = read(tmp_path, {"docker-compose.yml": text}).components
    assert [c.kind for c in found] == ["compose-service"] * 3
    assert not any(c.references for c in found)


def test_arguments_reach_the_base_image(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        ".env": "MYSQL_VERSION=5.7\n",
        "docker-compose.yml": (
            "services:\n  db:\n    build:\n      context: ./mysql\n      args:\n"
            "        - MYSQL_VERSION=${MYSQL_VERSION}\n        - TAG=${NOBODY}\n"
            "  cache: {build: {context: redis, args: {REDIS: 6.2, PREFIX: re}}}\n"
            "  plain: {build: mysql}\n"
        ),
        "mysql/Dockerfile": "ARG MYSQL_VERSION=8.0\nFROM mysql:${MYSQL_VERSION}\nARG TAG=x\n",
        "redis/Dockerfile": "ARG REDIS\nARG PREFIX=x\nFROM ${PREFIX}dis:$REDIS\nENV A=$REDIS\n",
    }
    found = by_name(read(tmp_path, files))
    assert (found["db"].kind, found["db"].value("mysql.version")) == ("mysql", "5.7")
    assert found["db"].value("image") == "mysql:5.7"
    assert (found["cache"].kind, found["cache"].value("redis.version")) == ("redis", "6.2")
    assert found["plain"].value("mysql.version") == "8.0"
