"""One finding more never raises a score, whatever the figures are."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from migrate.assess.score import penalties, score
from migrate.assess.verdict import verdict
from migrate.knowledge.readiness import Further, Readiness, Weight, readiness
from migrate.model.facts import Finding

SEVERITIES = ("mandatory", "optional", "potential", "information")
FINDINGS = st.builds(
    Finding,
    rule=st.sampled_from(["encoded-php", "session-in-memory", "log-to-file", "own", "other"]),
    severity=st.sampled_from(SEVERITIES),
    effort=st.integers(0, 13),
    topic=st.sampled_from(["network", "storage", "other"]),
)
WEIGHTS = st.builds(Weight, st.integers(0, 50), st.integers(0, 9), st.integers(0, 100))
FIGURES = st.one_of(
    st.just(readiness()),
    st.builds(
        Readiness,
        severities=st.fixed_dictionaries({severity: WEIGHTS for severity in SEVERITIES}),
        further=st.builds(Further, st.integers(0, 20), st.integers(0, 20)),
        topics=st.just(("network", "storage")),
        about=st.just({}),
        blockers=st.lists(st.sampled_from(["encoded-php", "own"])).map(tuple),
        blocker_cap=st.integers(0, 100),
        unknown_below=st.integers(0, 100),
        unknown_floor=st.integers(0, 100),
        decisions=st.just({}),
        ready_from=st.integers(0, 100),
        needs=st.just({"default": ()}),
    ),
)
RANKS = ["ready", "ready-with-changes", "needs-decision", "unknown", "blocked"]


@given(st.lists(FINDINGS), FINDINGS, st.integers(0, 100), FIGURES)
def test_a_finding_never_raises_the_score(
    findings: list[Finding], more: Finding, complete: int, figures: Readiness
) -> None:
    before = score(findings, complete, figures)
    after = score([*findings, more], complete, figures)
    assert 0 <= after <= before <= 100


@given(st.lists(FINDINGS), FINDINGS, st.integers(0, 100), FIGURES)
def test_a_finding_never_improves_the_verdict(
    findings: list[Finding], more: Finding, complete: int, figures: Readiness
) -> None:
    def of(found: list[Finding]) -> int:
        measured = (score(found, complete, figures), complete)
        return RANKS.index(verdict("c", found, figures, {}, measured)[0])

    assert of([*findings, more]) >= of(findings)


@given(st.lists(FINDINGS), st.integers(0, 99), FIGURES)
def test_knowing_more_never_lowers_the_score(
    findings: list[Finding], complete: int, figures: Readiness
) -> None:
    assert score(findings, complete + 1, figures) >= score(findings, complete, figures)


def test_the_formula_of_the_file() -> None:
    figures = readiness()
    findings = [
        Finding("a", "mandatory", effort=3, topic="network"),
        Finding("b", "optional", effort=1, topic="network"),
    ]
    assert penalties(findings, figures) == {"mandatory": 11, "optional": 3}
    assert score(findings, 100, figures) == 86
    assert score([Finding("a", "information", effort=13)], 100, figures) == 100
    assert score([], 0, figures) == figures.unknown_floor
    assert score([Finding("encoded-php", "information")], 100, figures) == figures.blocker_cap


@given(st.lists(FINDINGS), st.integers(0, 13), st.integers(0, 100))
def test_information_changes_nothing(findings: list[Finding], effort: int, complete: int) -> None:
    figures = readiness()
    more = Finding("own", "information", effort=effort, topic="network")
    assert score([*findings, more], complete, figures) == score(findings, complete, figures)


def test_many_findings_on_one_topic_say_little_more_than_the_weightiest() -> None:
    figures = readiness()
    same = [Finding(f"r{n}", "mandatory", effort=1, topic="lifecycle") for n in range(50)]
    apart = [replace(f, topic=f"t{n}") for n, f in enumerate(same)]
    one, two, many = (score(same[:n], 100, figures) for n in (1, 2, 50))
    assert (one, two, many) == (93, 92, 90)
    assert score(apart[:2], 100, figures) == 86
    assert score(apart, 100, figures) == 30


def test_a_rule_is_about_the_first_topic_among_its_labels() -> None:
    figures = readiness()
    assert figures.topic("x", ("java", "security", "session")) == "session"
    assert figures.topic("x", ("konveyor.io/target=cloud-readiness", "java")) == "java"
    assert figures.topic("unresolved-reference") == "network"
    assert figures.topic("x", ("konveyor.io/target=cloud-readiness",)) == "other"


def test_every_topic_has_a_name() -> None:
    from migrate import text
    from migrate.rules import load

    figures = readiness()
    of_rules = {figures.topic(rule.id, rule.labels) for rule in load().rules}
    assert "other" not in of_rules
    for topic in {*of_rules, *figures.topics, *figures.about, "target", "other"}:
        assert text.has(f"report.topic.{topic}")


def test_every_rule_the_figures_name_exists() -> None:
    from migrate import text

    figures = readiness()
    for rule in (*figures.blockers, *figures.decisions):
        assert text.has(f"rule.{rule}.title") or rule == "survey-conflict"


def test_start_up_stays_light() -> None:
    heavy = ("networkx", "lxml", "re2", "yaml", "jinja2")
    code = (
        "import sys, migrate.rules, migrate.graph, migrate.assess;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
