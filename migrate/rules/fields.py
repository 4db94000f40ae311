"""Fields of conditions, read strictly; what is wrong is said by a `ConditionError`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from migrate.rules.shape import Foreign

TEMPLATE = re.compile(r"\{\{.{0,1000}?\}\}")
_FILES = re.compile(r"\{\{\s{0,9}[\w.\-]{1,200}?\.(extras\.)?[fF]ilepaths\s{0,9}\}\}")


class ConditionError(Exception):
    """A condition is wrong; whoever knows file and rule says where."""


def a_map(body: object, name: str) -> Mapping[str, object]:
    """Return a map with names as text."""
    if not isinstance(body, Mapping):
        raise ConditionError(f"{name} must hold a map")
    return {str(key): value for key, value in body.items()}


def needed(fields: Mapping[str, object], key: str) -> str:
    """Return a text that must be there."""
    value = fields.get(key)
    if not isinstance(value, str) or not value:
        raise ConditionError(f"`{key}` is missing")
    return value


def text_of(fields: Mapping[str, object], key: str) -> str:
    """Return a text or number as text, empty when there is none."""
    value = fields.get(key)
    if isinstance(value, Mapping | list):
        raise ConditionError(f"`{key}` must be text")
    return "" if value is None else str(value).strip()


def list_of_text(body: object, name: str) -> tuple[str, ...]:
    """Return a list that is not empty."""
    if not isinstance(body, list) or not body:
        raise ConditionError(f"{name} must hold a list of tags")
    return plain_texts(body, name)


def plain_texts(values: Iterable[object], name: str) -> tuple[str, ...]:
    """Return texts, numbers and dates as texts; what holds other values is none."""
    found = tuple(values)
    if any(isinstance(value, Mapping | list | set | tuple) for value in found):
        raise ConditionError(f"{name} must hold texts")
    return tuple(str(value) for value in found)


class Paths:
    """`filepaths`: names, and whether they are those that the condition chained to found."""

    def __init__(self, body: object) -> None:
        """Take a condition's fields; other conditions than maps have no paths."""
        raw = body.get("filepaths") if isinstance(body, Mapping) else None
        listed = (raw,) if isinstance(raw, str) else raw or ()
        if not isinstance(listed, list | tuple):
            raise ConditionError("`filepaths` must be a list")
        texts = plain_texts(listed, "`filepaths`")
        self.chained = any(_FILES.search(text) for text in texts)
        self.names = tuple(
            name for text in texts if not TEMPLATE.search(text) for name in text.split(" ") if name
        )
        self._templates = [text for text in texts if TEMPLATE.search(text)]

    def unanswerable(self, name: str, within: int) -> Foreign | None:
        """Return why paths stay unknown: another template, or none it could be filled from."""
        if not self._templates:
            return None
        known = within >= 0 and all(_FILES.fullmatch(each.strip()) for each in self._templates)
        return None if known else Foreign(name, "template")
