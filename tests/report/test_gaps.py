"""What a report says is not known, by what people call it, and what they have answered since."""

from __future__ import annotations

import pytest

from migrate.model.artifact import CheckReport
from migrate.model.assessment import Question
from migrate.model.facts import Component, Unknown
from migrate.model.inventory import Inventory, Member
from migrate.model.reason import Because, Chosen
from migrate.report import gaps
from migrate.report.words import Words

WHY = Because("read.unknown.files.written")
SITES = tuple(
    Component(
        name, "php-site", name,
        unknown=(Unknown("files.written", WHY), Unknown("own.fact", WHY)),
    )
    for name in ("shop", "forum")
)  # fmt: skip
INVENTORY = Inventory("p", "p", members=tuple(Member(f"p/s/{c.id}", c, "s", ()) for c in SITES))


def question(subject: str, *, answered: bool) -> Question:
    chosen = Chosen("upload", Because("plan.written_paths"), ())
    return Question(f"{subject}/written-paths", "written-paths", (), chosen, answered, subject)


@pytest.mark.parametrize(
    ("language", "called"),
    [("en", "Folders it writes to (files.written)"), ("zh", "写入的目录 (files.written)")],
)
def test_gaps_are_told_by_what_people_call_them(language: str, called: str) -> None:
    found = gaps.views(INVENTORY, CheckReport("1.34"), Words(language))
    assert [(gap.subject, gap.what) for gap in found] == [
        ("shop", called),
        ("shop", "own.fact"),
        ("forum", called),
        ("forum", "own.fact"),
    ]


def test_what_a_person_answered_is_known() -> None:
    asked = (question("shop", answered=True), question("forum", answered=False))
    found = gaps.views(INVENTORY, CheckReport("1.34"), Words("en"), asked)
    assert [(g.subject, g.what.partition(" ")[0]) for g in found] == [
        ("shop", "own.fact"),
        ("forum", "Folders"),
        ("forum", "own.fact"),
    ]
