"""Every rule of our own finds what it should, stays silent otherwise, and can say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from migrate import knowledge, rules, text
from migrate.rules.docs import rules_page
from tests.rules.estate_case import judged

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
RULES = rules.load()
OWN = {rule.id: rule for rule in RULES.rules}


def cases(sort: str) -> list[Any]:
    return list(_cases(sort))


def _cases(sort: str) -> Iterator[Any]:
    for file in sorted(HERE.glob("*.yaml")):
        for rule, sorts in yaml.safe_load(file.read_text("utf-8")).items():
            for number, case in enumerate(sorts.get(sort) or ()):
                yield pytest.param(rule, case, id=f"{rule}-{number}")


def test_every_rule_has_cases_of_each_sort_in_the_file_of_its_topic() -> None:
    for rule in OWN.values():
        proof = HERE / f"{rule.topic}.yaml"
        assert proof.is_file(), f"{rule.id}: no {proof.name}"
        sorts = yaml.safe_load(proof.read_text("utf-8")).get(rule.id, {})
        assert sorts.get("finds"), f"{rule.id}: nothing it finds"
        assert sorts.get("stays_silent_on"), f"{rule.id}: nothing it stays silent on"


def test_no_case_belongs_to_a_rule_that_is_gone() -> None:
    assert {
        param.values[0] for sort in ("finds", "stays_silent_on") for param in cases(sort)
    } == set(OWN)


@pytest.mark.parametrize(("rule", "case"), cases("finds"))
def test_finds(rule: str, case: Mapping[str, Any]) -> None:
    found = [finding for finding in judged(case, RULES) if finding.rule == rule]
    assert len(found) == 1
    places = [origin.place for origin in found[0].origins]
    for line in case.get("lines", ()):
        assert any(place.endswith(f":{line}") for place in places)
    for language in text.LANGUAGES:
        for part in ("title", "message", "remedy"):
            assert rules.sentence(found[0], part, language)


@pytest.mark.parametrize(("rule", "case"), cases("finds"))
def test_a_finding_shows_where_it_was_found_unless_something_is_missing(
    rule: str, case: Mapping[str, Any]
) -> None:
    found = next(finding for finding in judged(case, RULES) if finding.rule == rule)
    missing = rule == "no-memory-figures" or case.get("unknown")
    assert found.origins or missing or case.get("endpoints")


@pytest.mark.parametrize(("rule", "case"), cases("stays_silent_on"))
def test_stays_silent(rule: str, case: Mapping[str, Any]) -> None:
    assert rule not in {finding.rule for finding in judged(case, RULES)}


def test_a_value_that_is_empty_leaves_a_gap_in_the_sentence() -> None:
    case = {"facts": {"files.written": [{"path": "", "how": "code"}]}}
    found = next(f for f in judged(case, RULES) if f.rule == "local-file-write")
    assert "…" in rules.sentence(found, "message", "en")


@pytest.mark.parametrize(
    ("rule", "case", "said"),
    [
        (
            "jdk-end-of-life",
            {"facts": {"java.runtime": "1.7.0_80"}, "as_of": "2026-01-01"},
            "Support for Java 1.7.0_80 ended on 2022-07-31",
        ),
        (
            "tomcat-end-of-life",
            {"facts": {"technology": {"id": "tomcat", "version": "8.5"}}, "as_of": "2026-01-01"},
            "Support for Tomcat 8.5 ended on 2024-03-31",
        ),
        (
            "drupal-end-of-life",
            {"facts": {"php.framework": {"name": "Drupal", "version": "9.4.1"}}},
            "Support for Drupal 9.4.1 ended on 2023-11-01",
        ),
        (
            "thinkphp-remote-code",
            {"facts": {"php.framework": {"name": "ThinkPHP", "version": "5.0.20"}}},
            "In ThinkPHP 5.0.20 addresses",
        ),
    ],
)
def test_a_sentence_names_the_release_that_is_meant(
    rule: str, case: dict[str, Any], said: str
) -> None:
    dated = {"kind": "php-site" if "php.framework" in case["facts"] else "java-war"} | case
    found = next(f for f in judged({"as_of": "2026-01-01"} | dated, RULES) if f.rule == rule)
    assert rules.sentence(found, "message", "en").startswith(said)


@pytest.mark.parametrize("rule", OWN)
@pytest.mark.parametrize("language", text.LANGUAGES)
def test_every_rule_has_its_sentences(rule: str, language: str) -> None:
    texts = text.catalogue(language)
    for part in ("title", "message", "remedy"):
        said = texts[f"rule.{rule}.{part}"]
        assert said.strip()
        assert part == "title" or said.rstrip().endswith((".", "。"))


def test_no_own_rule_is_left_unevaluated() -> None:
    assert rules.not_evaluated(RULES) == ()


def test_an_id_is_given_once() -> None:
    raw = knowledge.load_folder("rules", list[dict[str, object]])
    ids = [rule["ruleID"] for topic in raw.values() for rule in topic]
    assert sorted(ids) == sorted(set(ids))


def test_the_published_list_is_fresh() -> None:
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == rules_page()
