"""Values of the model go in; what a report says of them comes out, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from migrate import rules, text
from migrate.knowledge.readiness import OTHER
from migrate.model.facts import SEVERITIES, Finding, Plain, Severity
from migrate.model.origin import Origin
from migrate.model.reason import Because, Reason
from migrate.text import values

_MOST_ITEMS = 12
"""Of a list fact; `migrate read --json` has them all."""


class Said(Struct, frozen=True):
    """A sentence and where its evidence lies."""

    text: str
    origins: tuple[str, ...] = ()


class FindingView(Struct, frozen=True):
    """A finding in words."""

    rule: str
    severity: Severity
    severity_text: str
    subject: str
    title: str
    message: str
    remedy: str
    effort: int
    origins: tuple[str, ...]
    topic: str = ""


class FindingGroup(Struct, frozen=True):
    """Findings of one rule that ask for the same remedy: told once, with each place."""

    first: FindingView
    findings: tuple[FindingView, ...]


class Topic(Struct, frozen=True):
    """Findings about the same thing."""

    name: str
    groups: tuple[FindingGroup, ...]


class Words:
    """Says things in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, word: str, **params: object) -> str:
        """Return a text of the report."""
        return text.say(self.language, f"report.{word}", params)

    def because(self, because: Because) -> str:
        """Return a reason."""
        return text.say(self.language, because.id, because.params)

    def reason(self, reason: Reason) -> Said:
        """Return a reason with its evidence."""
        return Said(self.because(reason.because), origins(reason.origins))

    def named(self, group: str, key: str) -> str:
        """Return what a thing of a group is called; one without a text goes by its own name."""
        known = f"report.{group}.{key}"
        return text.say(self.language, known) if text.has(known) else key

    def kind(self, kind: str) -> str:
        """Return what a kind of component is called."""
        return self.named("kind", kind)

    def fact(self, name: str) -> str:
        """Return what a fact means, empty for one that the vocabulary does not have."""
        return text.say(self.language, f"fact.{name}") if text.has(f"fact.{name}") else ""

    def value(self, value: Plain) -> str:
        """Return a fact's value on one line; of many items the first."""
        if not isinstance(value, list | tuple):
            return values.plain(self.language, value) or "–"
        shown = "; ".join(values.plain(self.language, item) for item in value[:_MOST_ITEMS])
        more = len(value) - _MOST_ITEMS
        return f"{shown}; … (+{more})" if more > 0 else shown

    def finding(self, found: Finding, names: Mapping[str, str]) -> FindingView:
        """Return a finding in words; `names` by the subject's id."""
        title, message, remedy = (
            rules.sentence(found, part, self.language) for part in rules.PARTS
        )
        return FindingView(
            rule=found.rule,
            severity=found.severity,
            severity_text=self.say(f"severity.{found.severity}"),
            subject=names.get(found.subject, found.subject) or self.say("estate"),
            title=title,
            message=message,
            remedy=remedy,
            effort=found.effort,
            origins=origins(found.origins),
            topic=found.topic or OTHER,
        )

    def findings(
        self, found: Iterable[Finding], names: Mapping[str, str]
    ) -> tuple[FindingView, ...]:
        """Return findings in words, each once, most weighty first."""
        views = dict.fromkeys(self.finding(each, names) for each in found)
        return tuple(sorted(views, key=_weight))

    def topics(self, views: Iterable[FindingView]) -> tuple[Topic, ...]:
        """Return findings by what they are about; the order of the weightiest decides."""
        topics: dict[str, list[FindingView]] = {}
        for view in views:
            topics.setdefault(view.topic, []).append(view)
        return tuple(
            Topic(self.named("topic", name), grouped(found)) for name, found in topics.items()
        )


def grouped(views: Iterable[FindingView]) -> tuple[FindingGroup, ...]:
    """Return findings by rule and remedy, in the order of the first of each."""
    groups: dict[tuple[str, str, str], list[FindingView]] = {}
    for view in views:
        groups.setdefault((view.rule, view.severity, view.remedy), []).append(view)
    return tuple(FindingGroup(found[0], tuple(found)) for found in groups.values())


def origins(found: Sequence[Origin]) -> tuple[str, ...]:
    """Return places as people read them, each once."""
    return tuple(dict.fromkeys(str(origin) for origin in found))


def _weight(view: FindingView) -> tuple[int, int, str, str, str]:
    return (SEVERITIES.index(view.severity), -view.effort, view.subject, view.rule, view.message)
