"""The rule engine: rules in the Konveyor analyzer format, judged on files, facts and relations."""

from migrate.rules.content import content_incidents
from migrate.rules.judge import judge
from migrate.rules.load import load
from migrate.rules.shape import Rule, RuleError, RuleSet
from migrate.rules.unevaluated import NotEvaluated, not_evaluated
from migrate.rules.wording import PARTS, sentence

__all__ = [
    "PARTS",
    "NotEvaluated",
    "Rule",
    "RuleError",
    "RuleSet",
    "content_incidents",
    "judge",
    "load",
    "not_evaluated",
    "sentence",
]
