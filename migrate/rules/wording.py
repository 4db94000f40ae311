"""The sentences of a finding: from migrate/text, or from the rule when it comes from outside."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from migrate import text
from migrate.model.facts import Finding
from migrate.rules.shape import Rule

Part: TypeAlias = Literal["title", "message", "remedy"]

PARTS: tuple[Part, ...] = ("title", "message", "remedy")
_VARIABLE = re.compile(r"\{\{.*?\}\}")


def sentence(finding: Finding, part: Part, language: str) -> str:
    """Return the title, message or remedy of any finding.

    Published rules speak one language only and have no remedy of their own; values of the
    application that their messages ask for are left out, since they could be secrets.
    """
    known, params = f"rule.{finding.rule}.{part}", finding.params
    if "says" in params:
        # Some findings pass a sentence on that has a text of its own.
        params = {**params, "said": text.say(language, params["says"], params)}
    if text.has(known):
        return text.say(language, known, params)
    return finding.params.get(part, "")


def outside_params(rule: Rule) -> dict[str, str]:
    """Return what a finding of a published rule carries along, as it has no texts here."""
    message = _VARIABLE.sub("…", rule.message)
    first, _, rest = rule.description.partition("\n")
    return {
        "title": _VARIABLE.sub("…", first) or rule.id,
        "message": message or _VARIABLE.sub("…", rest),
        "remedy": "",
    }
