"""Folders that an application writes to and no file tells: asked of a person, then as if told."""

from __future__ import annotations

from msgspec.structs import replace

from migrate.model.assessment import Question
from migrate.model.decisions import Decisions
from migrate.model.facts import Component, Fact
from migrate.plan.asking import ask
from migrate.plan.shapes import SHAPES
from migrate.plan.why import choose

_FACT = "files.written"
_NOWHERE = "none"


def asked(component: Component, decisions: Decisions) -> tuple[Component, tuple[Question, ...]]:
    """Return a component with the folders that a person names, and what was asked.

    Only where it is unknown to which folders the application writes.
    """
    if _FACT in component.facts or all(each.fact != _FACT for each in component.unknown):
        return component, ()
    default = choose("", "plan.written_paths")
    question = ask(
        decisions, "written-paths", default, subject=component.id, shape=SHAPES["written-paths"]
    )
    paths = [path.strip() for path in question.answer.value.split(",") if path.strip()]
    if not question.answered or paths == [_NOWHERE]:
        return component, (question,)
    origins = question.answer.origins
    places = [{"source": origin.source, "place": origin.place} for origin in origins]
    items = [{"path": path.rstrip("/"), "holds": "upload", "origins": places} for path in paths]
    facts = {**component.facts, _FACT: Fact(items, origins)}
    return replace(component, facts=facts), (question,)
