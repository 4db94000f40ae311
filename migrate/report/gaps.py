"""What a report tells of its own limits: open questions, and what could not be known or read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from migrate import text
from migrate.model.artifact import CheckReport
from migrate.model.assessment import Question
from migrate.model.inventory import Inventory
from migrate.report.words import Said, Words

_FILES_NAMED = 3
_ANSWERS = {"written-paths": "files.written"}
"""Which fact the answer to a kind of question stands for."""


class QuestionView(Struct, frozen=True):
    """One question in words."""

    id: str
    subject: str
    title: str
    help: str
    options: tuple[str, ...]
    answer: str
    answered: bool
    state: str
    why: Said


class GapView(Struct, frozen=True):
    """One thing that is not known."""

    sort: str
    """Not read, not known, wrong in the survey, not checked."""
    subject: str
    what: str
    reason: str


def questions(
    asked: Sequence[Question], names: Mapping[str, str], words: Words
) -> tuple[QuestionView, ...]:
    """Return the questions, open ones first."""
    return tuple(
        _question(question, names.get(question.subject, question.subject), words)
        for question in sorted(asked, key=lambda each: each.answered)
    )


def views(
    inventory: Inventory, check: CheckReport, words: Words, asked: Sequence[Question] = ()
) -> tuple[GapView, ...]:
    """Return everything that could not be read, known or checked.

    What a person answered is known: `asked` are the questions of the plan.
    """
    return (
        *_unread(inventory, words),
        *_problems(inventory, words),
        *_unknown(inventory, words, asked),
        *_not_checked(check, words),
    )


def _unread(inventory: Inventory, words: Words) -> Iterator[GapView]:
    for unread in inventory.unread:
        place = f"{unread.source} {unread.place}".rstrip()
        yield GapView(words.say("gap.unread"), "", place, words.because(unread.because))


def _problems(inventory: Inventory, words: Words) -> Iterator[GapView]:
    for problem in inventory.problems:
        sentence = text.say(words.language, f"survey.problem.{problem.code}", problem.params)
        if problem.suggestion:
            sentence = f"{sentence} {words.say('gap.suggestion', value=problem.suggestion)}"
        yield GapView(words.say("gap.survey"), "", str(problem.origin), sentence)


def _unknown(inventory: Inventory, words: Words, asked: Sequence[Question]) -> Iterator[GapView]:
    told = {(each.subject, _ANSWERS.get(each.kind)) for each in asked if each.answered}
    for member in inventory.members:
        for unknown in member.component.unknown:
            if (member.component.id, unknown.fact) in told:
                continue
            yield GapView(
                words.say("gap.unknown"),
                member.component.name,
                _called(unknown.fact, words),
                words.because(unknown.because),
            )


def _called(fact: str, words: Words) -> str:
    """Return what a fact is called, and its name for those who look it up."""
    called = text.fact(words.language, fact)
    return fact if called == fact else f"{called} ({fact})"


def _not_checked(check: CheckReport, words: Words) -> Iterator[GapView]:
    """Yield one gap for each reason, with the files that share it."""
    files: dict[str, list[str]] = {}
    for skipped in check.not_checked:
        files.setdefault(words.because(skipped.because), []).append(skipped.path)
    for why, paths in files.items():
        named = ", ".join(paths[:_FILES_NAMED])
        more = len(paths) - _FILES_NAMED
        what = words.say("gap.more", files=named, count=more) if more > 0 else named
        yield GapView(words.say("gap.not-checked"), "", what, why)


def _question(question: Question, subject: str, words: Words) -> QuestionView:
    params = {"subject": subject}
    kind = f"question.{question.kind}"
    return QuestionView(
        id=question.id,
        subject=subject or words.say("estate"),
        title=text.say(words.language, f"{kind}.title", params),
        help=text.say(words.language, f"{kind}.help", params),
        options=tuple(_option(kind, option, words) for option in question.allowed),
        answer=_option(kind, question.answer.value, words),
        answered=question.answered,
        state=words.say("question.answered" if question.answered else "question.open"),
        why=words.reason(question.answer.reason),
    )


def _option(kind: str, option: str, words: Words) -> str:
    known = f"{kind}.option.{option}"
    return text.say(words.language, known) if text.has(known) else option
