"""Questions with their answers: a person's from migration.yaml, else the default."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrate.model.assessment import Question
from migrate.model.decisions import RULES_ABOUT, Decisions
from migrate.model.facts import Finding
from migrate.model.origin import Origin
from migrate.model.reason import Chosen
from migrate.plan.shapes import SHAPES, Shape
from migrate.plan.why import choose, finding

FILE = "migration.yaml"


def ask(
    decisions: Decisions,
    kind: str,
    default: Chosen[str],
    options: Sequence[str] = (),
    subject: str = "",
    *,
    shape: Shape | None = None,
) -> Question:
    """Return a question. An answer that is not among the options, or misshapen, counts as none."""
    name = f"{subject}/{kind}" if subject else kind
    answer = decisions.answers.get(name)
    misfit = (options and answer not in options) or (shape and not shape.fits(answer or ""))
    if answer is None or misfit:
        return Question(name, kind, tuple(options), default, answered=False, subject=subject)
    return Question(name, kind, tuple(options), decided(name, answer), True, subject)


def decided(question: str, answer: str) -> Chosen[str]:
    """Return a person's answer as a choice."""
    return choose(answer, "plan.decided", (place(question),), question=question)


def place(question: str) -> Origin:
    """Return where a person's answer stands."""
    return Origin(FILE, f"decisions.{question}")


def misfits(decisions: Decisions, questions: Sequence[Question]) -> Iterator[Finding]:
    """Yield a finding for each answer that no question takes."""
    known = {question.id: question for question in questions}
    for name, answer in sorted(decisions.answers.items()):
        question = known.get(name)
        origins = (place(name),)
        if name in RULES_ABOUT:
            continue
        if question is None:
            yield finding("decision-without-question", "potential", "", origins, question=name)
        elif not question.answered:
            yield _misfit(question, answer, origins)


def _misfit(question: Question, answer: str, origins: tuple[Origin, ...]) -> Finding:
    said = {"question": question.id, "answer": answer}
    if question.kind == "replicas" and question.options:
        sessions = f"{question.subject}/sessions"
        return finding(
            "replicas-wait-for-sessions",
            "mandatory",
            question.subject,
            origins,
            **said,
            sessions=sessions,
        )
    if question.options:
        allowed = ", ".join(question.options)
        rule = "decision-not-allowed"
        return finding(rule, "mandatory", question.subject, origins, **said, allowed=allowed)
    example = SHAPES[question.kind].example
    rule = "decision-misshapen"
    return finding(rule, "mandatory", question.subject, origins, **said, example=example)
