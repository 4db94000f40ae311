"""A component, its relations and a rule set -> findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from migrate.knowledge.readiness import readiness
from migrate.model.facts import Component, Finding, Incident
from migrate.model.topology import Edge
from migrate.rules import edges as edge_conditions
from migrate.rules import facts as fact_conditions
from migrate.rules.answer import NO, UNKNOWN, Answer, Params, all_of, any_of, ignored, negated
from migrate.rules.shape import (
    Clause,
    Condition,
    Content,
    Depends,
    EdgeTest,
    FactTest,
    Group,
    Referenced,
    Rule,
    RuleSet,
    Tagged,
)
from migrate.rules.wording import outside_params

_KINDS = {"java": ("java-", "spring-boot"), "php": ("php-",)}
"""Kinds whose code and libraries are known, so that a missing match means something."""


def judge(
    ruleset: RuleSet,
    component: Component,
    edges: Sequence[Edge] | None,
    as_of: str,
    kinds: Mapping[str, str] | None = None,
) -> tuple[Finding, ...]:
    """Return what the rules find in one component, by rule id.

    `edges` are all relations of the estate, None when they are not known yet; `as_of` is an ISO
    date, empty when unknown; `kinds` tells the kind of each node of the graph. A rule whose
    conditions cannot all be answered stays silent unless the answered ones decide.
    """
    judged = _Judged(component, edges, as_of, kinds or {})
    judged.collect_tags(ruleset)
    found = (_finding(rule, judged) for rule in ruleset.rules if rule.speaks)
    return tuple(sorted((f for f in found if f), key=lambda finding: finding.rule))


def _finding(rule: Rule, judged: _Judged) -> Finding | None:
    answer = judged.ask(rule)
    if not _matches(rule, answer):
        return None
    params = answer.sentence_params
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        subject=judged.component.id,
        params=params if rule.own else {**params, **outside_params(rule, params)},
        effort=rule.effort,
        origins=answer.origins,
        topic=readiness().topic(rule.id, rule.labels),
    )


def _matches(rule: Rule, answer: Answer) -> bool:
    """Tell whether a rule matches: one from outside has to have found something, as in Konveyor."""
    return bool(answer.holds) and (rule.own or answer.seen)


def _rules_by_tag(rules: Iterable[Rule]) -> dict[str, list[str]]:
    """Return tag → ids of the rules that ask for it."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        for tag in set(_tags_asked(rule.when.condition)):
            found.setdefault(tag, []).append(rule.id)
    return found


def _tags_asked(condition: Condition) -> Iterator[str]:
    if isinstance(condition, Tagged):
        yield from condition.tags
    elif isinstance(condition, Group):
        for clause in condition.clauses:
            yield from _tags_asked(clause.condition)


def _is_answered_by_absence(condition: Condition) -> bool:
    """Tell whether a fact or relation is asked for: that one is missing is something found."""
    if isinstance(condition, Group):
        return any(_is_answered_by_absence(clause.condition) for clause in condition.clauses)
    return isinstance(condition, FactTest | EdgeTest)


class _Judged:
    """One component with everything conditions may ask about it."""

    def __init__(
        self,
        component: Component,
        edges: Sequence[Edge] | None,
        as_of: str,
        kinds: Mapping[str, str],
    ) -> None:
        self.component = component
        self._edges = edges
        self._as_of = as_of
        self._kinds = kinds
        self._tags: set[str] = set()
        self._incidents: dict[tuple[str, int], list[Incident]] = {}
        for incident in component.incidents:
            key = (incident.rule, incident.condition)
            self._incidents.setdefault(key, []).append(incident)

    def collect_tags(self, ruleset: RuleSet) -> None:
        """Put on the tags of all rules that match, until no rule adds one."""
        waiting = {rule.id: rule for rule in ruleset.rules if rule.tags}
        asking = _rules_by_tag(waiting.values())
        asked: Collection[str] = tuple(waiting)
        while asked:
            found = [
                waiting[id_] for id_ in asked if _matches(waiting[id_], self.ask(waiting[id_]))
            ]
            new = {tag for rule in found for tag in rule.tags} - self._tags
            self._tags |= new
            for rule in found:
                del waiting[rule.id]
            asked = sorted({i for tag in new for i in asking.get(tag, ()) if i in waiting})

    def ask(self, rule: Rule) -> Answer:
        """Return what a rule's condition says."""
        return self._clause(rule.when, rule.id)

    def _clause(self, clause: Clause, rule: str) -> Answer:
        answer = self._condition(clause.condition, rule)
        if clause.negated:
            answer = negated(answer, seen=_is_answered_by_absence(clause.condition))
        return ignored(answer) if clause.ignored else answer

    def _condition(self, condition: Condition, rule: str) -> Answer:
        match condition:
            case Group():
                parts = (self._clause(clause, rule) for clause in condition.clauses)
                return all_of(parts) if condition.how == "and" else any_of(parts)
            case Content():
                return self._found(rule, condition.number, known=bool(self.component.sources))
            case Referenced():
                known = self._is(condition.language)
                # Java has an `exec` too: what PHP calls is asked of PHP alone.
                foreign = condition.language == "php" and not known
                return UNKNOWN if foreign else self._found(rule, condition.number, known=known)
            case Depends():
                return self._found(rule, condition.number, known=self._is("java"))
            case Tagged():
                return self._tagged(condition)
            case FactTest():
                return fact_conditions.ask(condition, self.component, self._as_of)
            case EdgeTest():
                return edge_conditions.ask(condition, self.component, self._edges, self._kinds)
            case _:
                return UNKNOWN

    def _is(self, language: str) -> bool:
        """Tell whether code of a language was looked at."""
        return self.component.kind.startswith(_KINDS[language]) and bool(self.component.sources)

    def _found(self, rule: str, number: int, *, known: bool) -> Answer:
        incidents = self._incidents.get((rule, number))
        if incidents:
            return any_of(_answer(incident) for incident in incidents)
        return NO if known else UNKNOWN

    def _tagged(self, condition: Tagged) -> Answer:
        return Answer(True) if set(condition.tags) <= self._tags else NO


def _answer(incident: Incident) -> Answer:
    params: Params = {name: (value,) for name, value in incident.params.items()}
    return Answer(True, incident.origins, params)
