"""The sentences of a finding: from migrate/text, or from the rule when it comes from outside."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

from migrate import text
from migrate.model.facts import Finding
from migrate.rules import patterns
from migrate.rules.shape import Rule

Part: TypeAlias = Literal["title", "message", "remedy"]

PARTS: tuple[Part, ...] = ("title", "message", "remedy")
_VARIABLE = re.compile(r"\{\{\{?\s{0,9}(?P<name>[^{}]{0,200}?)\s{0,9}\}?\}\}")


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
        asked = string.Formatter().parse(text.catalogue(language)[known])
        gaps = {name: "…" for _, name, _, _ in asked if name}
        return text.say(language, known, {**gaps, **params})
    return finding.params.get(part, "")


def outside_params(rule: Rule, params: Mapping[str, str]) -> dict[str, str]:
    """Return what a finding of a published rule carries along, as it has no texts here."""
    known = dict(_variables(rule, params))

    def filled(match: re.Match[str]) -> str:
        return known.get(match["name"], "…")

    first, _, rest = rule.description.partition("\n")
    return {
        "title": _VARIABLE.sub(filled, first) or rule.id,
        "message": _VARIABLE.sub(filled, rule.message) or _VARIABLE.sub(filled, rest),
        "remedy": "",
    }


def _variables(rule: Rule, params: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Return what may be named: names of libraries and their members, which are no secrets."""
    for name in ("name", "version", "file"):
        if name in params:
            yield name, params[name]
    used = params.get("use", "")
    for variable in rule.variables:
        match = patterns.compiled(variable.pattern).search(used) if used else None
        if match:
            yield variable.name, _part(match, variable.group)
        elif variable.default:
            yield variable.name, variable.default


def _part(match: Any, group: str) -> str:
    if group and group in match.re.groupindex:
        return str(match.group(group) or "")
    return str(match.group(1 if match.re.groups else 0) or "")
