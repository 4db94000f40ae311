"""Crontab times as Kubernetes reads them, which is what Go's robfig/cron takes."""

from __future__ import annotations

import re

_NICKNAMES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
_WORDS = (
    (), (), (),
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    ("sun", "mon", "tue", "wed", "thu", "fri", "sat"),
)  # fmt: skip
_PART = re.compile(r"(?:\*|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>\d+))?")
_WEEKDAYS = 4


def kubernetes_cron(written: str) -> str | None:
    """Return a crontab's time for a CronJob, None when Kubernetes cannot express it."""
    fields = _NICKNAMES.get(written, written).split()
    if len(fields) != len(_RANGES):
        return None
    fields[_WEEKDAYS] = _sundays(fields[_WEEKDAYS])
    fitting = all(_fits(field, number) for number, field in enumerate(fields))
    return " ".join(fields) if fitting else None


def _sundays(field: str) -> str:
    """Cron counts Sunday as 0 and as 7; Kubernetes knows 0 alone."""
    parts = field.split(",")
    return ",".join({"7": "0", "1-7": "*"}.get(part, part) for part in parts)


def _fits(field: str, number: int) -> bool:
    return all(_part_fits(part, number) for part in field.split(","))


def _part_fits(part: str, number: int) -> bool:
    found = _PART.fullmatch(part)
    if found is None or found["step"] == "0":
        return False
    first = _value(found["first"], number) if found["first"] else _RANGES[number][0]
    last = _value(found["last"], number) if found["last"] else first
    return first is not None and last is not None and first <= last


def _value(word: str, number: int) -> int | None:
    low, high = _RANGES[number]
    if word.lower() in _WORDS[number]:
        return _WORDS[number].index(word.lower()) + low
    return int(word) if word.isdecimal() and low <= int(word) <= high else None
