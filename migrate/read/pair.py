"""One key of a configuration file, and where each character of its value is written."""

from __future__ import annotations

from msgspec import Struct


class Pair(Struct, frozen=True):
    """One key of a configuration file with its value and where the value stands."""

    key: str
    value: str
    """As it is written: `text[start : start + len(value)]`."""
    line: int
    start: int
    """Offset of the value's first character in the file's text."""
    plain: str | None = None
    """The value as the program sees it, where escapes make that another text."""
    places: tuple[int, ...] = ()
    """Offset in the file's text of each character of `plain` and of its end; empty when unknown."""
    part: int = 0
    """Which document or section of the file it belongs to, counted from 0."""
    literal: tuple[int, int] | None = None
    """Where the value stands with its quotes, from and to, when it has some."""

    @property
    def meaning(self) -> str:
        """The value as the program sees it."""
        return self.value if self.plain is None else self.plain

    @property
    def end(self) -> int:
        """Offset behind the value's last character."""
        return self.start + len(self.value)

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Return where a stretch of the meaning is written, None when that is not known."""
        if self.plain is None:
            return self.start + first, self.start + last
        if not self.places or first >= last:
            return None
        return self.places[first], self.places[last]


class FormatError(ValueError):
    """A file is not what its format demands; what was yielded before stays true."""

    def __init__(self, problem: str, line: int) -> None:
        """Take what is wrong and where; the file's own text is never part of it."""
        super().__init__(f"line {line}: {problem}")
        self.line = line


def readable(text: str) -> str:
    """Return a text without halves of characters, which no encoding of ours can carry."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


def aligned(written: str, plain: str, start: int) -> tuple[int, ...]:
    """Return where the characters of a text folded over lines stand; empty when unclear."""
    places: list[int] = []
    at = 0
    for character in plain:
        while at < len(written) and written[at] != character and written[at].isspace():
            at += 1
        if at == len(written) and character.isspace():
            places.append(start + at)
            continue
        if at == len(written) or written[at] != character:
            return ()
        places.append(start + at)
        at += 1
    return (*places, start + at)


class Lines:
    """The line of a place, for places that only go forward."""

    def __init__(self, text: str) -> None:
        """Start before the first character."""
        self._text = text
        self.line, self._place = 1, 0

    def at(self, place: int) -> int:
        """Return the line of a place, counted from 1."""
        if place < self._place:
            self.line, self._place = 1, 0
        self.line += self._text.count("\n", self._place, place)
        self._place = place
        return self.line
