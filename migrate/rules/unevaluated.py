"""What a rule set asks that cannot be answered here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from migrate.rules.shape import Clause, Foreign, Group, RuleSet


class NotEvaluated(Struct, frozen=True, order=True):
    """Conditions of one name that are left unanswered for one reason."""

    condition: str
    """`java.referenced`"""
    reason: str
    """Id below text `assess.not-evaluated`: provider, pattern, xpath, template, chain."""
    count: int
    """Conditions in the rule set, not matches."""
    rules: int
    """Rules that hold at least one of them."""


def not_evaluated(ruleset: RuleSet) -> tuple[NotEvaluated, ...]:
    """Return the unanswerable conditions of a rule set by name, reason and number."""
    conditions: Counter[tuple[str, str]] = Counter()
    rules: Counter[tuple[str, str]] = Counter()
    for rule in ruleset.rules:
        foreign = [(f.name, f.reason) for f in _foreign(rule.when)]
        conditions.update(foreign)
        rules.update(set(foreign))
    return tuple(
        NotEvaluated(name, reason, count, rules[name, reason])
        for (name, reason), count in sorted(conditions.items())
    )


def _foreign(clause: Clause) -> Iterator[Foreign]:
    if isinstance(clause.condition, Foreign):
        yield clause.condition
    elif isinstance(clause.condition, Group):
        for part in clause.condition.clauses:
            yield from _foreign(part)
