"""Kinds and facts are those of the published vocabulary, in the schema, the docs and the data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from migrate import knowledge, pipeline, published, text
from migrate.knowledge import vocabulary
from migrate.knowledge.container_images import container_images
from migrate.knowledge.ports import usual_ports
from migrate.knowledge.readiness import readiness
from migrate.knowledge.vocabulary import ListOf, MapOf, OneOf, Scalar
from migrate.model.facts import Component, Fact
from migrate.published import vocabulary as pages
from migrate.rules.load import load
from tests.held import Held, misfits

ROOT = Path(__file__).parent.parent
ORIGIN = {"source": "a.war", "place": "b:1"}
VIEWS = "component."
"""What rules and readiness ask of a component beyond its facts."""


def schema(name: str) -> dict[str, object]:
    loaded: dict[str, object] = json.loads(
        (ROOT / "docs" / "schema" / f"{name}.schema.json").read_text("utf-8")
    )
    return loaded


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_the_page_in_docs_is_the_one_the_program_prints(language: str) -> None:
    """Fails when it is stale: `python -m migrate.published.vocabulary en > docs/facts.en.md`."""
    assert (ROOT / "docs" / f"facts.{language}.md").read_text("utf-8") == pages.page(language)


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_every_kind_and_fact_has_a_meaning_and_no_other_has(language: str) -> None:
    said = text.catalogue(language)
    for room, known in (("fact.", vocabulary.facts()), ("kind.", vocabulary.kinds())):
        assert {i.removeprefix(room) for i in said if i.startswith(room)} == set(known)


def test_the_fixed_lists_that_others_rely_on() -> None:
    facts = vocabulary.facts()
    assert facts["servlet.namespace"] == OneOf(("javax", "jakarta", "both", "none"))
    assert facts["server.required"] == OneOf(("servlet container", "full server"))
    assert facts["session.use"] == OneOf(("none", "memory", "files", "distributable", "external"))
    assert facts["replication.role"] == OneOf(
        ("standalone", "source", "replica", "intermediate", "group member", "multi-source")
    )
    assert facts["replication.topology"] == OneOf(
        ("simple", "chain", "star", "ring", "fan-in", "group")
    )


def test_what_the_sample_holds_fits_the_schemas(estate: pipeline.Outcome) -> None:
    reading = json.loads(published.to_json(published.reading(estate.estate.reading, {}, "zh")))
    jsonschema.validate(reading, schema("read"))
    graph = published.graph(estate.estate.inventory, estate.estate.topology, "zh")
    jsonschema.validate(json.loads(published.to_json(graph)), schema("graph"))
    kinds = {component["kind"] for component in reading["components"]}
    assert {"java-war", "php-site", "mysql"} <= kinds


def one(facts: dict[str, object], kind: str = "java-war") -> dict[str, object]:
    return {
        "schema_version": 1,
        "components": [
            {
                "id": "a",
                "kind": kind,
                "name": "a",
                "facts": {name: {"value": value} for name, value in facts.items()},
                "endpoints": [],
                "references": [],
                "findings": [],
                "unknown": [],
            }
        ],
        "unread": [],
    }


BAD: list[tuple[dict[str, object], str]] = [
    ({}, "java-warr"),
    ({"java.clas_major": 52}, "java-war"),
    ({"java.class_major": "52"}, "java-war"),
    ({"java.class_major": None}, "java-war"),
    ({"session.use": "redis"}, "java-war"),
    ({"php.version": {"min": 5.3}}, "php-site"),
    ({"php.framework": {"name": "Discuz!", "release": "3"}}, "php-site"),
    ({"web.hosts": [{"name": "a.example"}]}, "nginx"),
    ({"web.hosts": [{"origins": [ORIGIN]}]}, "nginx"),
    ({"web.hosts": {"name": "a.example", "origins": [ORIGIN]}}, "nginx"),
    ({"survey.owner": "A"}, "java-war"),
    ({"datasources.definition": "x"}, "java-war"),
]
GOOD: list[tuple[dict[str, object], str]] = [
    ({"java.class_major": 52, "session.use": "memory"}, "java-war"),
    ({"php.version": {"min": "5.3", "max": None}}, "php-site"),
    ({"php.version": {}}, "php-site"),
    ({"web.hosts": [{"name": "a.example", "origins": [ORIGIN]}]}, "nginx"),
    ({"persistence": []}, "redis"),
]


@pytest.mark.parametrize(("facts", "kind"), GOOD)
def test_what_fits_is_taken(facts: dict[str, object], kind: str) -> None:
    jsonschema.validate(one(facts, kind), schema("read"))
    assert _wrong(facts, kind) == []


@pytest.mark.parametrize(("facts", "kind"), BAD)
def test_what_does_not_fit_is_refused(facts: dict[str, object], kind: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(one(facts, kind), schema("read"))
    assert _wrong(facts, kind)


def _wrong(facts: dict[str, Any], kind: str) -> list[str]:
    looking = Held()
    values = {name: Fact(value) for name, value in facts.items()}
    looking.look(Component(id="a", kind=kind, name="a", facts=values))
    return list(looking.wrong)


def test_tuples_and_keys_that_are_no_texts_do_not_fit() -> None:
    assert list(misfits(ListOf(Scalar("text")), ("a",), "x"))
    assert list(misfits(MapOf({}, {"1": Scalar("text")}), {1: "a"}, "x"))
    assert not list(misfits(MapOf({}, {"1": Scalar("text")}), {"1": "a"}, "x"))


def named() -> Iterator[tuple[str, str]]:
    """Yield what data files ask for, and who asks."""
    for kind, facts in knowledge.load("expected.yaml", dict[str, tuple[str, ...]]).items():
        yield from ((fact, f"expected.yaml {kind}") for fact in facts)
    for kind, facts in readiness().needs.items():
        yield from ((fact, f"readiness.yaml {kind}") for fact in facts)
    for runtime in container_images().runtimes:
        yield runtime.fact, "container-images.yaml"
    for fact in container_images().versions.values():
        yield fact, "container-images.yaml"


def test_data_files_name_no_fact_that_there_is_not() -> None:
    known = vocabulary.facts()
    assert [f for f in named() if f[0] not in known and not f[0].startswith(VIEWS)] == []


def test_own_rules_ask_for_no_fact_that_there_is_not() -> None:
    known = vocabulary.facts()
    asked = [(fact, rule.id) for rule in load().rules if rule.own for fact in asked_for(rule.when)]
    assert {"java.libraries", "mysql.engines", "web.rewrites"} <= {fact for fact, _ in asked}
    assert [a for a in asked if a[0] not in known and not a[0].startswith(VIEWS)] == []


def asked_for(condition: object) -> Iterator[str]:
    """Yield the facts that a condition names, however deep."""
    import msgspec

    left = [msgspec.to_builtins(condition)]
    while left:
        here = left.pop()
        if isinstance(here, dict):
            if isinstance(here.get("fact"), str):
                yield here["fact"]
            left.extend(here.values())
        elif isinstance(here, list | tuple):
            left.extend(here)


def test_ports_are_those_of_kinds_there_are() -> None:
    assert set(usual_ports()) <= vocabulary.kinds()


@pytest.mark.parametrize(
    "written",
    ["texts", {"one_of": []}, {"one_of": [False]}, {"list": "x"}, {"map": {}}, {"map": {"a": 1}},
     {"items": {"origins": "text"}}, {"items": {True: "text"}}, {"list": "text", "map": {}}, 5],
)  # fmt: skip
def test_what_is_no_shape_is_refused(written: object) -> None:
    with pytest.raises(knowledge.KnowledgeError, match="here"):
        vocabulary.shape(written, "here")


def _keys(shape: vocabulary.Shape) -> Iterator[str]:
    if isinstance(shape, ListOf):
        yield from _keys(shape.of)
    if isinstance(shape, MapOf):
        for key, inner in (*shape.required.items(), *shape.optional.items()):
            yield key
            yield from _keys(inner)


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_every_key_inside_of_a_fact_has_a_name_for_people(language: str) -> None:
    keys = {key for shape in vocabulary.facts().values() for key in _keys(shape)}
    named = {name.removeprefix("key.") for name in text.catalogue(language) if name[:4] == "key."}
    assert keys - named == set()
    assert named - keys == set()
