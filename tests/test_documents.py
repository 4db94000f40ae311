"""YAML and JSON that people may have edited: read as Kubernetes reads it, bounded, or refused."""

from __future__ import annotations

import pytest

from migrate.documents import Broken, documents, json_value

PLAIN: dict[str, object] = {
    "a: 2020-01-01": {"a": "2020-01-01"},
    "a: 22:22": {"a": "22:22"},
    "a: 0x1F": {"a": 31},
    "a: 0o17": {"a": 15},
    "a: 017": {"a": 15},
    "a: 1_000": {"a": 1000},
    "a: 1e3": {"a": 1000.0},
    "a: -1.5": {"a": -1.5},
    "a: 1.2.3": {"a": "1.2.3"},
    "a: 10.20.3.11": {"a": "10.20.3.11"},
    "a: yes": {"a": True},
    "a: ~": {"a": None},
    "a: =": {"a": "="},
    "1: a\ntrue: b\n~: c": {"1": "a", "true": "b", "null": "c"},
    "a: &a {b: 1}\nc: {<<: *a, d: 2}": {"a": {"b": 1}, "c": {"b": 1, "d": 2}},
    "a: &a {b: 1}\nc: {<<: *a, b: 2}": {"a": {"b": 1}, "c": {"b": 2}},
    "a: &a x\nb: [*a, *a]": {"a": "x", "b": ["x", "x"]},
}


@pytest.mark.parametrize("text", PLAIN)
def test_yaml_is_read_as_kubernetes_reads_it(text: str) -> None:
    assert documents(text) == [PLAIN[text]]


def test_there_can_be_several_documents_or_none() -> None:
    assert documents("---\na: 1\n---\n---\nb: 2\n") == [{"a": 1}, None, {"b": 2}]
    assert documents("# nothing\n") == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\na: 2\n", 2),
        ("a: 1\nb: {c: 1, c: 2}\n", 2),
        ("1: a\n'1': b\n", 2),
        ("a:\n  ? [x]\n  : b\n", 2),
        ("a: !!timestamp 2020-01-01\n", 1),
        ("a:\n  b: !!bool x\n", 2),
        ("a: !!map x\n", 1),
        ("a: [\n", 2),
        ("a: 1\n\tb: 2\n", 2),
    ],
)
def test_what_is_no_yaml_is_named_by_its_line(text: str, line: int) -> None:
    found = documents(text)
    assert isinstance(found, Broken)
    assert (found.text, found.place) == ("documents.not_yaml", f"L{line}")


def test_a_value_is_never_part_of_the_complaint() -> None:
    assert "hunter2" not in str(documents("password: !!int hunter2\n"))


def test_as_many_values_as_a_manifest_can_have_are_read() -> None:
    assert isinstance(documents("[" + "x, " * 190_000 + "]"), list)
    assert documents("[" + "x, " * 210_000 + "]") == Broken("documents.too_many", "200000", 1)


def test_aliases_count_as_often_as_they_are_used() -> None:
    text = "a: &a [" + "x, " * 50_000 + "]\nb: [*a, *a, *a]\n"
    assert documents(text) == Broken("documents.too_many", "200000", 2)
    assert isinstance(documents(text.replace("[*a, *a, *a]", "[*a, *a]")), list)


@pytest.mark.parametrize(
    ("text", "value"), [('{"a": [1, null]}', {"a": [1, None]}), ("3", 3), ('"x"', "x")]
)
def test_json_is_read(text: str, value: object) -> None:
    assert json_value(text) == value


@pytest.mark.parametrize("text", ["", "{", '{"a": 1, "a": 2}', "[1,]", "[" * 100_000, "9" * 9999])
def test_what_is_no_json_is_refused(text: str) -> None:
    assert isinstance(json_value(text), Broken)
