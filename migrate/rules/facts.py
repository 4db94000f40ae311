"""`migrate.fact`: what a condition on one fact says of a component."""

from __future__ import annotations

from collections.abc import Mapping

from migrate.model.facts import Component, Fact
from migrate.rules import values, views
from migrate.rules.answer import NO, UNKNOWN, Answer, Params, all_of, any_of
from migrate.rules.shape import FactTest, Tests


def ask(test: FactTest, component: Component, as_of: str) -> Answer:
    """Answer from a component's facts; a fact that is not known is no evidence either way."""
    fact = views.fact(component, test.fact)
    presence = _presence(test.exists, fact)
    if test.tests == Tests() and not test.where:
        return presence
    if fact is None or presence.holds is False:
        return NO if presence.holds is False else UNKNOWN
    answer = _of_items(test, fact, as_of) if test.where else _of_value(test, fact, as_of)
    return answer if test.exists is None else all_of((presence, answer))


def _presence(exists: bool | None, fact: Fact | None) -> Answer:
    if exists is None:
        return UNKNOWN
    is_there = fact is not None and fact.value not in (None, "", [], {}, ())
    if is_there != exists:
        return NO
    return _evidence(fact) if fact is not None and is_there else Answer(True)


def _evidence(fact: Fact) -> Answer:
    items = fact.value if isinstance(fact.value, list) else []
    parts = [_item(item, fact) for item in items if isinstance(item, Mapping)]
    return any_of(parts) if parts else Answer(True, fact.origins, _shown(fact.value))


def _of_value(test: FactTest, fact: Fact, as_of: str) -> Answer:
    value = fact.value
    if test.field:
        value = value.get(test.field) if isinstance(value, Mapping) else None
    if value is None:
        return UNKNOWN
    outcome = values.holds(value, test.tests, as_of)
    if not outcome:
        return Answer(outcome)
    named = {} if test.fact == "component.kind" else _shown(value)
    if test.field:
        named[test.field] = (values.shown(value),)
    params: Params = {**named, **_end(value, test.tests)}
    return Answer(True, fact.origins, params)


def _of_items(test: FactTest, fact: Fact, as_of: str) -> Answer:
    items = fact.value if isinstance(fact.value, list) else [fact.value]
    answers = [
        _of_item(item, test.where, fact, as_of) for item in items if isinstance(item, Mapping)
    ]
    return any_of(answers) if answers else NO


def _of_item(
    item: Mapping[str, object], where: Mapping[str, Tests], fact: Fact, as_of: str
) -> Answer:
    outcomes = [
        values.holds(item[name], tests, as_of) if item.get(name) is not None else None
        for name, tests in where.items()
    ]
    if any(outcome is False for outcome in outcomes):
        return NO
    if any(outcome is None for outcome in outcomes):
        return UNKNOWN
    found = _item(item, fact)
    ends = {k: v for name, tests in where.items() for k, v in _end(item[name], tests).items()}
    return Answer(True, found.origins, {**found.params, **ends})


def _item(item: Mapping[str, object], fact: Fact) -> Answer:
    params: Params = {
        str(name): (values.shown(value),)
        for name, value in item.items()
        if name != "origins" and value not in (None, "")
    }
    return Answer(True, views.origins_of(item) or fact.origins, params)


def _shown(value: object) -> Params:
    if isinstance(value, list):
        return {"value": tuple(values.shown(item) for item in value)}
    return {"value": (values.shown(value),)}


def _end(value: object, tests: Tests) -> Params:
    date = values.ended_on(value, tests.ended) if tests.ended else None
    return {"ended": (date,), "release": (values.shown(value),)} if date else {}
