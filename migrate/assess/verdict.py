"""Findings -> verdict, and the reasons that lead to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from migrate import text
from migrate.assess.score import cost
from migrate.knowledge.readiness import Readiness
from migrate.model.assessment import Verdict
from migrate.model.facts import Finding
from migrate.model.origin import Origin
from migrate.model.reason import Because, Reason

_TEXTS: Mapping[Verdict, str] = {
    "blocked": "assess.verdict.blocked",
    "unknown": "assess.verdict.unknown",
    "needs-decision": "assess.verdict.needs-decision",
    "ready-with-changes": "assess.verdict.ready-with-changes",
    "ready": "assess.verdict.ready",
}


def verdict(
    component: str,
    findings: Sequence[Finding],
    figures: Readiness,
    answers: Mapping[str, str],
    measured: tuple[int, int],
) -> tuple[Verdict, tuple[Finding, ...]]:
    """Return the verdict and the findings that decide it.

    `measured` is the score and the completeness.
    """
    score, completeness = measured
    blocking = tuple(f for f in findings if f.rule in figures.blockers)
    if blocking:
        return "blocked", blocking
    if completeness < figures.unknown_below:
        return "unknown", ()
    undecided = tuple(f for f in findings if _is_open(component, f, figures, answers))
    if undecided:
        return "needs-decision", undecided
    mandatory = tuple(f for f in findings if f.severity == "mandatory")
    if mandatory or score < figures.ready_from:
        return "ready-with-changes", mandatory
    return "ready", ()


def reasons(
    judged: Verdict,
    deciding: Sequence[Finding],
    findings: Sequence[Finding],
    missing: Sequence[str],
    figures: Readiness,
) -> tuple[Reason, ...]:
    """Return why, most weighty first: the verdict, what decided it, the rest, what is unknown."""
    params = {"count": str(len(deciding) or len(findings))}
    rest = sorted(
        (finding for finding in findings if finding not in deciding),
        key=lambda finding: (-cost(finding, figures), finding.rule),
    )
    found = [Reason(Because(_TEXTS[judged], params), _origins(deciding))]
    found.extend(_reason(finding) for finding in (*deciding, *rest))
    found.extend(_unknown(missing))
    return tuple(found)


def _is_open(
    component: str, finding: Finding, figures: Readiness, answers: Mapping[str, str]
) -> bool:
    question = figures.decisions.get(finding.rule)
    if question is None:
        return False
    return not question or f"{component}/{question}" not in answers


def _reason(finding: Finding) -> Reason:
    known = f"rule.{finding.rule}.title"
    if text.has(known):
        return Reason(Because(known, finding.params), finding.origins)
    named = {"rule": finding.rule, "title": finding.params.get("title", finding.rule)}
    return Reason(Because("assess.outside-rule", named), finding.origins)


def _unknown(missing: Sequence[str]) -> Iterator[Reason]:
    if missing:
        params = {"count": str(len(missing)), "facts": ", ".join(missing)}
        yield Reason(Because("assess.missing-facts", params))


def _origins(findings: Sequence[Finding]) -> tuple[Origin, ...]:
    return tuple(dict.fromkeys(origin for finding in findings for origin in finding.origins))
