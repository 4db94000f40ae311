"""The JSON of `--json` keeps its published shape."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from migrate import published
from migrate.model.facts import Component, Endpoint, Fact, Reading, Reference, Unknown, Unread
from migrate.model.origin import Origin
from migrate.model.reason import Because
from migrate.text import values

SCHEMAS = Path(__file__).parent.parent / "docs" / "schema"
HERE = (Origin("score-record.war", "WEB-INF/classes/db.properties:1"),)
READING = Reading(
    components=(
        Component(
            id="score-record",
            kind="java-war",
            name="score-record",
            facts={"java.class_major": Fact(52, HERE)},
            endpoints=(Endpoint(8080, "http"),),
            references=(
                Reference("10.20.3.11:3306", "mysql", "hpe_app", "mysql_ip", origins=HERE),
            ),
            unknown=(
                Unknown("jvm.options", Because("common.because.unreadable", {"detail": "-"})),
            ),
        ),
    ),
    unread=(Unread("broken.war", Because("common.because.unreadable", {"detail": "no zip"})),),
)


def schema(name: str) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    return loaded


@pytest.mark.parametrize("name", sorted(published.SHAPES))
def test_the_schema_in_docs_is_the_one_the_program_has(name: str) -> None:
    """Fails when a shape changed: run `make schema` and review the diff, it is a contract."""
    assert (SCHEMAS / f"{name}.schema.json").read_text("utf-8") == published.schema(name)


def test_no_schema_is_left_over() -> None:
    found = {file.name.removesuffix(".schema.json") for file in SCHEMAS.glob("*.json")}
    assert found == set(published.SHAPES)


def test_a_reading_has_the_promised_shape() -> None:
    printed = json.loads(published.to_json(published.reading(READING, {}, "en")))
    jsonschema.validate(printed, schema("read"))
    component = printed["components"][0]
    assert component["facts"]["java.class_major"] == {
        "value": 52,
        "confidence": 1.0,
        "origins": [{"source": "score-record.war", "place": "WEB-INF/classes/db.properties:1"}],
        "alternatives": [],
    }
    assert component["endpoints"] == [{"port": 8080, "protocol": "http", "origins": []}]
    assert component["references"][0]["target"] == "10.20.3.11:3306"
    assert component["unknown"] == [{"fact": "jvm.options", "reason": "cannot be read: -"}]
    assert printed["unread"][0]["reason"] == "cannot be read: no zip"


def test_sentences_follow_the_language() -> None:
    chinese = published.reading(READING, {}, "zh")
    assert chinese.unread[0].reason == "无法读取：no zip"


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ({"min": None, "max": "7.4", "evidence": [{"bound": "max"}]}, "to: 7.4"),
        ({"min": "7.1", "max": "7.4"}, "7.1 … 7.4"),
        (
            {"name": "ThinkPHP", "version": None, "constraint": "^6.0"},
            "ThinkPHP · constraint: ^6.0",
        ),
        ({"cron": None, "every": "5m"}, "every: 5m"),
        ({"kind": "Ingress", "what_changes": "read.retired.ingress"}, "Ingress"),
        ({"host": None}, ""),
    ],
)
def test_a_line_says_what_each_value_is(value: dict[str, object], line: str) -> None:
    assert values.plain("en", value) == line


def test_keys_and_answers_are_said_in_chinese() -> None:
    item = {"path": "/login", "kind": "page", "methods": ["GET"], "login": False, "origins": []}
    assert values.plain("zh", item) == "/login · 类型: page · 方法: GET · 需要登录: 否"
