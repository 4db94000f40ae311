"""The rule engine: rules in the Konveyor analyzer format, judged on files, facts and relations."""

from migrate.rules.content import Scan, content_incidents
from migrate.rules.judge import judge
from migrate.rules.labels import Selection
from migrate.rules.load import NoRulesError, digest, load
from migrate.rules.shape import Rule, RuleError, RuleSet, WrongRule
from migrate.rules.unevaluated import NotEvaluated, not_evaluated
from migrate.rules.wording import PARTS, sentence

__all__ = [
    "PARTS",
    "NoRulesError",
    "NotEvaluated",
    "Rule",
    "RuleError",
    "RuleSet",
    "Scan",
    "Selection",
    "WrongRule",
    "content_incidents",
    "digest",
    "judge",
    "load",
    "not_evaluated",
    "sentence",
]
