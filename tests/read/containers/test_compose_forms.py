"""How compose files may be written: variables, anchors, encodings, damage."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from migrate import text
from tests.read.containers.compose_projects import FIG, SHOP
from tests.read.containers.reading import by_name, items, places, read


def test_variables_are_filled_in_from_the_environment_file(tmp_path: Path) -> None:
    plain = by_name(read(tmp_path, {"docker-compose.yml": SHOP}, "a"))["db"]
    filled = by_name(read(tmp_path, {"docker-compose.yml": SHOP, ".env": "MYSQL_TAG=5.6"}, "b"))
    assert plain.value("mysql.version") == "5.7.44"
    assert filled["db"].value("mysql.version") == "5.6"
    assert filled["db"].value("image") == "mysql:5.6"


@pytest.mark.parametrize(
    ("written", "filled"),
    [
        ("${A:-x}", "x"),
        ("${A-x}", "x"),
        ("${EMPTY:-x}", "x"),
        ("${EMPTY-x}", ""),
        ("${B:+x}", "x"),
        ("${A:+x}", ""),
        ("${A:-${B}}", "b"),
        ("$$B", "$B"),
        ("a$B.c", "ab.c"),
        ("${B}/${B}", "b/b"),
        ("${A", "${A"),
        ("$", "$"),
    ],
)
def test_every_form_of_a_variable(tmp_path: Path, written: str, filled: str) -> None:
    file = f"services:\n  one:\n    image: x\n    environment: {{V: '{written}'}}\n"
    found = by_name(read(tmp_path, {"compose.yaml": file, ".env": "EMPTY=\nB=b\n"}))["one"]
    assert [i["value"] for i in items(found, "environment")] == [filled]


def test_what_nothing_sets_is_said_and_stays_as_it_is_written(tmp_path: Path) -> None:
    found = by_name(read(tmp_path, {"docker-compose.yml": SHOP}))
    assert items(found["web"], "compose.unset") == [{"name": "NOT_SET", "required": False}]
    assert places(found["web"], "compose.unset") == ["shop/docker-compose.yml 31"]
    legacy = [i for i in items(found["web"], "environment") if i["name"] == "LEGACY"]
    assert legacy == [{"name": "LEGACY", "value": "${NOT_SET}", "secret": False}]
    file = "services: {a: {image: 'app:${TAG:?give a tag}'}}"
    app = by_name(read(tmp_path, {"docker-compose.yml": file}, "app"))["a"]
    assert items(app, "compose.unset") == [{"name": "TAG", "required": True}]
    assert [u.fact for u in app.unknown] == ["image.tag"]
    assert "TAG" in text.say("en", app.unknown[0].because.id, app.unknown[0].because.params)


def test_nested_variables_cost_what_they_are(tmp_path: Path) -> None:
    opened, closed = "${A:-" * 50_000, "${A:-" * 50_000 + "x" + "}" * 50_000
    content = (
        f"version: '2'\nservices:\n  a:\n    image: b\n    environment:\n      X: '{opened}'\n"
    )
    content += f"      Y: '{closed}'\n      Z: '${{B:-${{C:-d}}}}'\n"
    before = time.process_time()
    (found,) = read(tmp_path, {"docker-compose.yml": content}).components
    assert time.process_time() - before < 5
    assert items(found, "environment")[-1]["value"] == "d"


def test_what_anchors_bring_is_cut(tmp_path: Path) -> None:
    content = (
        f'x: &a ["{"a" * 500_000}"]\ny: &b {{K: "{"b" * 500_000}"}}\nversion: "3"\nservices:\n'
    )
    for number in range(500):
        content += f"  s{number}: {{image: i, command: *a, environment: *a, labels: *b}}\n"
    before = time.process_time()
    reading = read(tmp_path, {"docker-compose.yml": content})
    assert time.process_time() - before < 20
    assert len(reading.components) == 500
    assert len(str(reading.components[0].value("command"))) <= 4000


@pytest.mark.parametrize(
    "content",
    [
        b"services:\n  a: {image: [x\n",
        b"\xff\xfe\x00",
        b"",
        b"services: [1, 2]",
        b"just text",
        b"services: {a: 3, b: {image: {x: y}, ports: {a: b}, environment: 7, volumes: 1}}",
        b"a: &a [*a]",
        b"services:\n" + b"".join(b" " * n + b"a:\n" for n in range(1, 3000)),
        b"x: !!python/object:os.system x\nservices: {a: {image: x}}",
    ],
)
def test_broken_files_cost_themselves(tmp_path: Path, content: bytes) -> None:
    found = read(tmp_path, {"docker-compose.yml": content, "b/docker-compose.yml": FIG})
    assert {"web", "mq"} <= set(by_name(found))
    assert all(text.say("zh", u.because.id, u.because.params) for u in found.unread)


def test_windows_lines_marks_and_chinese(tmp_path: Path) -> None:
    file = (
        "version: '3'\r\nservices:\r\n  库:\r\n    image: redis:4\r\n    labels: {说明: 缓存}\r\n"
    )
    gbk = read(tmp_path, {"docker-compose.yml": file.encode("gb18030")}, "a")
    marked = read(tmp_path, {"docker-compose.yml": b"\xef\xbb\xbf" + file.encode()}, "b")
    for found in (gbk, marked):
        assert [c.value("redis.version") for c in found.components] == ["4"]
        assert items(found.components[0], "labels") == [{"name": "说明", "value": "缓存"}]
