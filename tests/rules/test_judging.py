"""Conditions, their combinations, and what cannot be told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from migrate import rules
from migrate.model.facts import Component, Fact, Finding
from migrate.model.topology import Edge
from tests.rules.estate_case import TextTree, component, judged

HIT = "{migrate.fact: {fact: a, equals: 1}}"
MISS = "{migrate.fact: {fact: a, equals: 2}}"
UNKNOWN = "{migrate.fact: {fact: b, equals: 1}}"
FOREIGN = "{go.referenced: {pattern: x}}"


def ruleset(tmp_path: Path, *raw: str) -> rules.RuleSet:
    path = tmp_path / "mine.yaml"
    path.write_text("\n".join(raw), "utf-8")
    loaded = rules.load([path])
    return rules.RuleSet(tuple(rule for rule in loaded.rules if not rule.own))


def found(tmp_path: Path, when: str, case: dict[str, Any] | None = None) -> list[Finding]:
    loaded = ruleset(tmp_path, f"- {{ruleID: r, message: m, when: {when}}}")
    return list(judged(case or {"facts": {"a": 1}}, loaded))


def negated(condition: str) -> str:
    return condition.removesuffix("}") + ", not: true}"


@pytest.mark.parametrize(
    ("when", "fires"),
    [
        (HIT, True),
        (MISS, False),
        (UNKNOWN, False),
        (FOREIGN, False),
        (negated(HIT), False),
        (negated(MISS), True),
        (negated(UNKNOWN), False),
        (negated(FOREIGN), False),
        (f"{{or: [{MISS}, {HIT}]}}", True),
        (f"{{or: [{FOREIGN}, {HIT}]}}", True),
        (f"{{or: [{FOREIGN}, {MISS}]}}", False),
        (f"{{and: [{HIT}, {HIT}]}}", True),
        (f"{{and: [{HIT}, {FOREIGN}]}}", False),
        (f"{{and: [{HIT}, {negated(MISS)}]}}", True),
        (f"{{or: [{{and: [{HIT}, {MISS}]}}, {{and: [{HIT}]}}]}}", True),
        ("{migrate.fact: {fact: b, exists: false}}", True),
        ("{migrate.fact: {fact: a, exists: true}}", True),
        ("{migrate.fact: {fact: a, exists: false}}", False),
    ],
)
def test_what_is_not_known_decides_nothing(tmp_path: Path, when: str, fires: bool) -> None:
    assert bool(found(tmp_path, when)) is fires


def test_a_negated_group_with_an_unanswerable_part_stays_silent(tmp_path: Path) -> None:
    assert found(tmp_path, f"{{or: [{{or: [{FOREIGN}, {MISS}], not: true}}]}}") == []


@pytest.mark.parametrize(
    ("tests", "value", "holds"),
    [
        ("equals: memory", "Memory", True),
        ("not_equals: memory", "files", True),
        ('equals: "OFF"', False, True),
        ('equals: "OFF"', "0", True),
        ('equals: "OFF"', "ON", False),
        ("in: [a, b]", "b", True),
        ("in: [a, b]", "c", False),
        ("contains: gd", ["mbstring", "GD"], True),
        ("contains: gd", ["mbstring"], False),
        ("matches: ^x", "xy", True),
        ("not_matches: ^x", "xy", False),
        ('below: "5.6"', "5.10", False),
        ('below: "5.6"', "5.5.62-log", True),
        ('at_least: "5.6"', "5.6.0", True),
        ("above: 1", 2, True),
        ("above: 1", 1, False),
        ('below: "8.0"', {"min": "5.3", "max": "5.6"}, True),
        ('below: "8.0"', {"min": "5.3", "max": None}, False),
        ('at_least: "7.0"', {"min": "7.1", "max": None}, True),
        ("below: 2", "no number", False),
        ("field: read_only, equals: 'ON'", {"read_only": "1"}, True),
        ("field: read_only, equals: 'ON'", {"other": "1"}, False),
        ("where: {n: {equals: x}, v: {below: 2}}", [{"n": "x", "v": "1.9"}], True),
        (
            "where: {n: {equals: x}, v: {below: 2}}",
            [{"n": "x", "v": "3"}, {"n": "y", "v": "1"}],
            False,
        ),
    ],
)
def test_tests_of_a_fact(tmp_path: Path, tests: str, value: Any, holds: bool) -> None:
    when = f"{{migrate.fact: {{fact: a, {tests}}}}}"
    assert bool(found(tmp_path, when, {"facts": {"a": value}})) is holds


@pytest.mark.parametrize(
    ("value", "as_of", "fires"),
    [
        ("2026-03-01", "2026-01-01", True),
        ("2025-01-01", "2026-01-01", True),
        ("2026-05-01", "2026-01-01", False),
        ("2026-03-01T10:00:00Z", "2026-01-01", True),
        ("2026-03-01", "", False),
        ("some day", "2026-01-01", False),
    ],
)
def test_a_coming_date(tmp_path: Path, value: str, as_of: str, fires: bool) -> None:
    when = "{migrate.fact: {fact: a, within_days: 90}}"
    assert bool(found(tmp_path, when, {"facts": {"a": value}, "as_of": as_of})) is fires


def test_only_the_items_that_match_are_evidence(tmp_path: Path) -> None:
    loaded = ruleset(
        tmp_path,
        "- {ruleID: r, message: m, when: {migrate.fact: {fact: a, where: {n: {equals: x}}}}}",
    )
    items = [
        {"n": "x", "origins": [{"source": "s", "place": "1"}]},
        {"n": "y", "origins": [{"source": "s", "place": "2"}]},
    ]
    only = rules.judge(loaded, Component("c", "k", "c", {"a": Fact(items)}), (), "")
    assert [str(origin) for origin in only[0].origins] == ["s 1"]


def test_relations_are_asked_by_direction_kind_and_peer(tmp_path: Path) -> None:
    loaded = ruleset(
        tmp_path,
        "- {ruleID: needs, message: m, when: {migrate.edge: {protocol: mysql, to_kind: mysql}}}",
        "- {ruleID: needed, message: m, when: {migrate.edge: {direction: to, kind: replicates}}}",
    )
    edges = (Edge("c", "db", "calls", "mysql", 3306), Edge("s", "db", "replicates", "mysql", 3306))

    def of(name: str, kinds: dict[str, str]) -> list[str]:
        judged_as = Component(name, "k", name)
        return [f.rule for f in rules.judge(loaded, judged_as, edges, "", kinds)]

    assert of("c", {"db": "mysql"}) == ["needs"]
    assert of("c", {"db": "mariadb"}) == []
    assert of("c", {}) == []
    assert of("db", {}) == ["needed"]
    assert rules.judge(loaded, Component("c", "k", "c"), None, "") == ()


def test_tags_reach_other_rules_whatever_their_order(tmp_path: Path) -> None:
    loaded = ruleset(
        tmp_path,
        "- {ruleID: last, message: m, when: {builtin.hasTags: [Second]}}",
        "- {ruleID: second, tag: [Second], when: {builtin.hasTags: [First]}}",
        f"- {{ruleID: first, tag: ['First,Other'], when: {HIT}}}",
    )
    assert [f.rule for f in judged({"facts": {"a": 1}}, loaded)] == ["last"]
    assert judged({"facts": {"a": 2}}, loaded) == ()


def test_without_files_a_missing_match_means_nothing(tmp_path: Path) -> None:
    missing = "{builtin.file: {pattern: pom.xml}, not: true}"
    when = f"{{and: [{missing}, {{migrate.fact: {{fact: component.kind, equals: k}}}}]}}"
    loaded = ruleset(tmp_path, f"- {{ruleID: r, message: m, when: {when}}}")
    assert rules.judge(loaded, Component("c", "k", "c"), (), "") == ()
    assert rules.judge(loaded, Component("c", "k", "c", sources=("x",)), (), "") != ()


def test_published_rules_speak_for_themselves_without_values_of_the_application(
    tmp_path: Path,
) -> None:
    loaded = ruleset(
        tmp_path,
        "- ruleID: r",
        "  description: |-",
        "    Password found",
        "    More",
        "  customVariables: [{name: secret, pattern: '=(.*)'}]",
        "  message: 'found {{ secret }} in {{matchingText}}'",
        "  when: {builtin.filecontent: {pattern: 'password=.*'}}",
    )
    only = judged({"files": {"a.properties": "x\npassword=hunter2\n"}}, loaded)[0]
    assert rules.sentence(only, "title", "zh") == "Password found"
    assert rules.sentence(only, "message", "en") == "found … in …"
    assert "hunter2" not in repr(only)
    assert only.origins[0].place == "a.properties:2"


def test_incidents_never_hold_what_matched(tmp_path: Path) -> None:
    loaded = ruleset(
        tmp_path, "- {ruleID: r, message: m, when: {builtin.filecontent: {pattern: 'hunter.'}}}"
    )
    tree = TextTree({"a.txt": "password=hunter2"})
    assert "hunter2" not in repr(rules.content_incidents(loaded, tree))


def test_the_order_of_rules_makes_no_difference_to_findings(tmp_path: Path) -> None:
    one = f"- {{ruleID: one, message: m, when: {HIT}}}"
    two = f"- {{ruleID: two, message: m, when: {HIT}}}"
    case = {"facts": {"a": 1}}
    assert judged(case, ruleset(tmp_path, one, two)) == judged(case, ruleset(tmp_path, two, one))


def test_a_component_keeps_its_incidents_apart_by_condition(tmp_path: Path) -> None:
    when = "{and: [{builtin.file: {pattern: a.txt}}, {builtin.file: {pattern: b.txt}}]}"
    loaded = ruleset(tmp_path, f"- {{ruleID: r, message: m, when: {when}}}")
    assert judged({"files": {"a.txt": ""}}, loaded) == ()
    assert len(component({"files": {"a.txt": "", "b.txt": ""}}, loaded).incidents) == 2
