"""How many replicas, given where the component keeps its users' sessions."""

from __future__ import annotations

from msgspec import Struct

from migrate.knowledge.sizing import sizing
from migrate.model.assessment import Question
from migrate.model.decisions import Decisions
from migrate.model.facts import Component
from migrate.model.reason import Chosen
from migrate.plan.asking import ask
from migrate.plan.shapes import SHAPES
from migrate.plan.why import choose

_KEPT_INSIDE = ("memory", "files")


class Replication(Struct, frozen=True):
    """Replicas, client affinity, and what was asked."""

    replicas: Chosen[int]
    affinity: Chosen[str] | None
    questions: tuple[Question, ...]


def of_application(component: Component, decisions: Decisions) -> Replication:
    """Return the replicas of a web application.

    Sessions kept inside the process allow one, until a person decides how users stay with theirs.
    """
    kept = component.value("session.use")
    if kept not in _KEPT_INSIDE:
        default = choose(sizing().replicas.stateless, "plan.replicas.stateless")
        question = _how_many(decisions, component.id, _today(component, default))
        return Replication(_number(question, default), None, (question,))
    origins = component.origins("session.use")
    sessions = ask(
        decisions,
        "sessions",
        choose("single", f"plan.sessions.{kept}", origins),
        ("single", "affinity", "external"),
        component.id,
    )
    one = choose(1, f"plan.replicas.session_{kept}", origins)
    if sessions.answer.value == "single":
        return Replication(one, None, (sessions, _only_one(decisions, component.id, one)))
    more = choose(sizing().replicas.stateless, "plan.replicas.sessions_settled", origins)
    question = _how_many(decisions, component.id, more)
    affinity = None
    if sessions.answer.value == "affinity":
        affinity = choose("ClientIP", "plan.sessions.affinity", sessions.answer.origins)
    return Replication(_number(question, more), affinity, (sessions, question))


def of_database(component: Component) -> Replication:
    """Return the one replica of a database server: each server is a workload of its own."""
    return Replication(choose(1, "plan.replicas.database"), None, ())


def _today(component: Component, default: Chosen[int]) -> Chosen[int]:
    known = component.value("survey.replicas")
    if isinstance(known, int) and known > default.value:
        return choose(known, "plan.replicas.survey", component.origins("survey.replicas"))
    return default


def _how_many(decisions: Decisions, subject: str, default: Chosen[int]) -> Question:
    value = Chosen(str(default.value), default.because, default.origins)
    return ask(decisions, "replicas", value, (), subject, shape=SHAPES["replicas"])


def _only_one(decisions: Decisions, subject: str, default: Chosen[int]) -> Question:
    """More than one waits for the decision on sessions; an answer that wants more is a misfit."""
    value = Chosen("1", default.because, default.origins)
    return ask(decisions, "replicas", value, ("1",), subject)


def _number(question: Question, default: Chosen[int]) -> Chosen[int]:
    answer = question.answer
    return (
        Chosen(int(answer.value), answer.because, answer.origins) if question.answered else default
    )
