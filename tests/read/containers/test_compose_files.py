"""Several compose files of one project: overrides, and services that extend others."""

from __future__ import annotations

from pathlib import Path

from tests.read.containers.compose_projects import SHOP
from tests.read.containers.reading import by_name, calls, items, places, read


def test_an_override_file_counts_and_other_files_are_told(tmp_path: Path) -> None:
    override = 'services:\n  web:\n    ports: ["8081:81"]\n    environment: ["TZ=UTC"]\n'
    prod = "services:\n  web: {restart: 'no'}\n  lb: {image: 'nginx:1.14-alpine'}\n"
    files = {
        "docker-compose.yml": SHOP,
        "docker-compose.override.yml": override,
        "docker-compose.prod.yml": prod,
    }
    found = by_name(read(tmp_path, files))
    assert 8081 in [p["published"] for p in items(found["web"], "ports")]
    zone = [i["value"] for i in items(found["web"], "environment") if i["name"] == "TZ"]
    assert zone == ["UTC"]
    assert found["web"].value("restart") == "always"
    assert items(found["web"], "compose.variants") == [
        {"file": "docker-compose.prod.yml", "keys": ["restart"]}
    ]
    assert found["lb"].value("nginx.version") == "1.14"


def test_services_that_extend_others(tmp_path: Path) -> None:
    base = (
        "services:\n  app: {image: 'openjdk:8-jre', environment: {A: 1, B: 2}, links: [gone]}\n"
        "  worker: {extends: app, command: work}\n"
    )
    files = {
        "common/base.yml": base,
        "docker-compose.yml": (
            "version: '2'\nservices:\n  api:\n"
            "    extends: {file: common/base.yml, service: worker}\n    environment: [B=3]\n"
        ),
    }
    found = by_name(read(tmp_path, files))
    api = found["api"]
    assert api.value("image") == "openjdk:8-jre"
    assert api.value("command") == "work"
    assert [(i["name"], i["value"]) for i in items(api, "environment")] == [("A", "1"), ("B", "3")]
    assert calls(api) == []
    assert places(api, "environment") == [
        "shop/common/base.yml 2",
        "shop/docker-compose.yml 5",
    ]


def test_a_service_that_extends_itself_ends(tmp_path: Path) -> None:
    file = "services:\n  a: {image: x, extends: b}\n  b: {image: y, extends: a}\n"
    assert set(by_name(read(tmp_path, {"compose.yml": file}))) == {"a", "b"}


def test_a_volume_of_the_override_takes_the_place_of_the_other_at_its_path(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docker-compose.yml": "services: {a: {image: x, volumes: [old:/data, logs:/log]}}",
        "docker-compose.override.yml": "services: {a: {volumes: ['/srv/new:/data']}}",
    }
    found = by_name(read(tmp_path, files))["a"]
    assert [(v["source"], v["path"]) for v in items(found, "volumes")] == [
        ("logs", "/log"),
        ("/srv/new", "/data"),
    ]


def test_the_version_stands_in_the_file_of_the_service(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docker-compose.yml": "version: '2'\nservices:\n  a: {image: x}\n",
        "docker-compose-dev.yml": "version: '3'\nservices:\n  a: {image: y}\n  b: {image: z}\n",
    }
    found = by_name(read(tmp_path, files))
    said = {n: (c.value("compose.version"), str(c.origins("compose.version")[0]))
            for n, c in found.items()}  # fmt: skip
    assert said == {
        "a": ("2", "shop/docker-compose.yml 1"),
        "b": ("3", "shop/docker-compose-dev.yml 1"),
    }
