"""Answers given by command flags, refused before they are written down when none can be right."""

from __future__ import annotations

from collections.abc import Mapping

from migrate.knowledge.clusters import history
from migrate.knowledge.images import catalogues
from migrate.model.complaint import Complaint
from migrate.plan.shapes import SHAPES


class AnswerError(Complaint):
    """An answer that a question does not take."""


def accepted(answers: Mapping[str, str]) -> dict[str, str]:
    """Return answers to questions about the estate as a whole, as plain text.

    Raises:
        AnswerError: one of them is not allowed; the message says what is.
    """
    options = {"kube-version": history().versions, "catalogue": tuple(sorted(catalogues()))}
    for question, answer in answers.items():
        known, shape = options.get(question), SHAPES.get(question)
        if (known and answer not in known) or (shape and not shape.fits(answer)):
            allowed = ", ".join(known) if known else shape.example if shape else ""
            raise AnswerError(
                "plan.answer_refused", question=question, answer=answer, allowed=allowed
            )
    return {question: str(answer) for question, answer in answers.items()}
