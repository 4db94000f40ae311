"""The score-record estate is judged with reasons, and nothing found on the way gets lost."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from migrate import rules, text
from migrate.assess import assess
from migrate.graph import build
from migrate.model.assessment import Assessment
from migrate.model.decisions import Decisions
from migrate.model.facts import Fact, Finding, Incident, Unread
from migrate.model.inventory import Inventory
from migrate.model.origin import Origin
from migrate.model.reason import Because
from migrate.model.survey import Problem
from tests.graph import score_record as sample
from tests.graph.score_record import INVENTORY, with_facts

DECISIONS = Decisions(as_of="2026-11-24")


def judged(inventory: Inventory, decisions: Decisions = DECISIONS) -> Assessment:
    return assess(inventory, build(inventory), decisions)


def replaced(component: str, **facts: object) -> Inventory:
    members = tuple(
        msgspec.structs.replace(m, component=with_facts(m.component, **_as_facts(facts)))
        if m.component.id == component
        else m
        for m in INVENTORY.members
    )
    return msgspec.structs.replace(INVENTORY, members=members)


def _as_facts(values: dict[str, object]) -> dict[str, Fact]:
    return {name: Fact(value, (sample.WAR,)) for name, value in values.items()}


def rules_of(assessment: Assessment, component: str) -> set[str]:
    one = assessment.of(component)
    assert one is not None
    return {finding.rule for finding in one.findings}


def test_every_component_is_judged_in_its_wave() -> None:
    found = judged(INVENTORY)
    assert [(c.component, c.wave) for c in found.components] == [
        ("mysql-master", 1),
        ("mysql-slave", 2),
        ("portal", 2),
        ("score-record", 2),
    ]


def test_sessions_in_memory_need_a_decision_until_it_is_taken() -> None:
    before = judged(INVENTORY).of("score-record")
    assert before is not None
    assert before.verdict == "needs-decision"
    assert before.reasons[0].because.id == "assess.verdict.needs-decision"
    assert before.reasons[1].because.id == "rule.session-in-memory.title"
    assert before.reasons[1].origins == (Origin(sample.WAR.source, "login.jsp:3"),)
    answered = Decisions(as_of="2026-11-24", answers={"score-record/sessions": "single"})
    after = judged(INVENTORY, answered).of("score-record")
    assert after is not None
    assert after.verdict == "ready-with-changes"


def test_findings_of_rules_graph_and_relations_come_together() -> None:
    found = rules_of(judged(INVENTORY), "score-record")
    assert {"session-in-memory", "hard-coded-ip", "external-dependency"} <= found
    assert "mysql-end-of-life" in rules_of(judged(INVENTORY), "mysql-master")


def test_ends_of_life_are_judged_as_of_the_decision() -> None:
    early = judged(INVENTORY, Decisions(as_of="2023-01-01"))
    assert "mysql-end-of-life" not in rules_of(early, "mysql-master")


def test_effort_is_the_sum_of_the_findings() -> None:
    for component in judged(INVENTORY).components:
        assert component.effort == sum(finding.effort for finding in component.findings)


def test_a_component_of_which_little_is_known_is_not_called_ready() -> None:
    portal = judged(INVENTORY).of("portal")
    assert portal is not None
    assert portal.verdict == "unknown"
    assert portal.completeness == 16
    assert portal.reasons[-1].because.id == "assess.missing-facts"
    assert "php.version" in portal.reasons[-1].because.params["facts"]


def test_what_becomes_known_raises_completeness() -> None:
    before = judged(INVENTORY).of("portal")
    after = judged(replaced("portal", php__extensions=[{"name": "gd"}])).of("portal")
    assert before is not None
    assert after is not None
    assert after.completeness > before.completeness


def test_a_blocker_caps_the_score_and_blocks() -> None:
    found = judged(replaced("score-record", server__required="full server")).of("score-record")
    assert found is not None
    assert found.verdict == "blocked"
    assert found.score <= 20
    assert found.reasons[1].because.id == "rule.full-server-required.title"


def test_a_component_without_findings_and_gaps_is_ready() -> None:
    facts = {
        "mysql.version": Fact("8.4.3"),
        "data.dir": Fact("/var/lib/mysql"),
        "data.size": Fact(1),
        "replication.role": Fact("standalone"),
    }
    healthy = msgspec.structs.replace(sample.MASTER, facts=facts)
    inventory = sample.estate(healthy)
    only = judged(inventory).components[0]
    assert (only.verdict, only.score, only.completeness) == ("ready", 100, 100)


def test_what_could_not_be_read_is_a_finding_of_whom_it_concerns() -> None:
    unread = (
        Unread("artifacts/score-record/score-record.war", Because("x"), "WEB-INF/lib/a.jar"),
        Unread("artifacts/broken.war", Because("x")),
    )
    found = judged(msgspec.structs.replace(INVENTORY, unread=unread))
    assert "unread-source" in rules_of(found, "score-record")
    others = [f for f in found.findings if f.rule == "unread-source"]
    assert [str(f.origins[0]) for f in others] == ["artifacts/broken.war"]


def test_problems_of_the_survey_are_findings_with_their_cell() -> None:
    problem = Problem("survey/estate.xlsx", "主机", "F7", "not-a-network", "error", {"value": "x"})
    found = judged(msgspec.structs.replace(INVENTORY, problems=(problem,)))
    only = next(f for f in found.findings if f.rule == "survey-problem")
    assert str(only.origins[0]) == "survey/estate.xlsx 主机!F7"
    assert only.severity == "potential"
    assert rules.sentence(only, "message", "en") == (
        "survey/estate.xlsx 主机!F7: x is no address range such as 10.20.1.0/24."
    )


def test_findings_of_analyse_keep_their_subject() -> None:
    conflict = Finding("survey-conflict", "potential", "portal")
    orphan = Finding("survey-only", "potential", "nobody")
    found = judged(msgspec.structs.replace(INVENTORY, findings=(conflict, orphan)))
    assert "survey-conflict" in rules_of(found, "portal")
    assert "nobody" in {finding.subject for finding in found.findings}


def test_the_same_finding_from_two_sources_counts_once() -> None:
    twice = Finding("survey-conflict", "potential", "portal")
    found = judged(msgspec.structs.replace(INVENTORY, findings=(twice, twice))).of("portal")
    assert found is not None
    assert [f.rule for f in found.findings].count("survey-conflict") == 1


def test_rules_from_outside_are_judged_and_what_they_lack_is_said(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "- {ruleID: mine, description: Mine, message: m, category: mandatory, effort: 2,"
        " when: {builtin.file: {pattern: x}}}\n"
        "- {ruleID: other, message: m, when: {go.referenced: {pattern: y}}}\n"
    )
    incident = Incident("mine", 0, {"file": "x"}, (sample.WAR,))
    score = msgspec.structs.replace(sample.SCORE, incidents=(incident,))
    inventory = sample.estate(score)
    found = assess(inventory, build(inventory), DECISIONS, rules.load([mine]))
    titles = [r.because.params.get("title") for r in found.components[0].reasons]
    assert "Mine" in titles
    left = next(f for f in found.findings if f.rule == "rules-not-evaluated")
    assert left.params["condition"] == "go.referenced"


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_everything_can_be_said(language: str) -> None:
    unread = (Unread("artifacts/broken.war", Because("x")),)
    problem = Problem("survey/estate.xlsx", "主机", "F7", "not-a-network", "error", {"value": "x"})
    found = judged(msgspec.structs.replace(INVENTORY, unread=unread, problems=(problem,)))
    findings = [*found.findings, *(f for c in found.components for f in c.findings)]
    for finding in findings:
        for part in ("title", "message", "remedy"):
            assert rules.sentence(finding, part, language)
    for component in found.components:
        for reason in component.reasons:
            assert text.say(language, reason.because.id, reason.because.params)
