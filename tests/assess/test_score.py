"""One finding more never raises a score, whatever the figures are."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from migrate.assess.score import penalties, score
from migrate.assess.verdict import verdict
from migrate.knowledge.readiness import Readiness, Weight, readiness
from migrate.model.facts import Finding

SEVERITIES = ("mandatory", "optional", "potential", "information")
FINDINGS = st.builds(
    Finding,
    rule=st.sampled_from(["encoded-php", "session-in-memory", "log-to-file", "own", "other"]),
    severity=st.sampled_from(SEVERITIES),
    effort=st.integers(0, 13),
)
WEIGHTS = st.builds(Weight, st.integers(0, 50), st.integers(0, 9), st.integers(0, 100))
FIGURES = st.one_of(
    st.just(readiness()),
    st.builds(
        Readiness,
        severities=st.fixed_dictionaries({severity: WEIGHTS for severity in SEVERITIES}),
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
    findings = [Finding("a", "mandatory", effort=3), Finding("b", "optional", effort=1)]
    assert penalties(findings, figures) == {"mandatory": 11, "optional": 3}
    assert score(findings, 100, figures) == 86
    assert score([Finding("a", "information", effort=13)], 100, figures) == 100
    assert score([], 0, figures) == figures.unknown_floor
    assert score([Finding("encoded-php", "information")], 100, figures) == figures.blocker_cap


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
