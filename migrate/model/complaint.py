"""Errors meant for a person: what happened and what to do, in any language."""

from __future__ import annotations

from typing import ClassVar

from migrate.model.reason import Because


class Complaint(Exception):  # noqa: N818  a word people say, like the sentence it carries
    """Something that stops the command. Its sentence is the text `because.id`.

    Stages derive their own class beside the code that raises it.
    """

    exit_code: ClassVar[int] = 2
    """2: used wrongly; 3: cannot work here (no engine, no cluster)."""

    def __init__(self, text: str, **params: object) -> None:
        """Take a text id and what fills its placeholders."""
        self.because = Because(text, {name: str(value) for name, value in params.items()})
        super().__init__(text, *self.because.params.values())
