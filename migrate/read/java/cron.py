"""Cron expressions of the Java world: five to seven fields."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FIELD = re.compile(r"[\dA-Za-z*/,\-?#]{1,120}")
_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"
_NAMES = frozenset(f"L W LW {_MONTHS} SUN MON TUE WED THU FRI SAT".split())
_MACROS = frozenset(
    {"@annually", "@daily", "@hourly", "@midnight", "@monthly", "@weekly", "@yearly"}
)
_EJB_DEFAULTS = {
    "second": "0",
    "minute": "0",
    "hour": "0",
    "dayOfMonth": "*",
    "month": "*",
    "dayOfWeek": "*",
}


def is_cron(text: str) -> bool:
    """Tell a cron expression of five to seven fields (or a macro) from other text."""
    fields = text.split()
    if text in _MACROS or not 5 <= len(fields) <= 7:
        return text in _MACROS
    words = {word.upper() for field in fields for word in re.findall(r"[A-Za-z]+", field)}
    return all(_FIELD.fullmatch(field) for field in fields) and words <= _NAMES


def cron_of_ejb(said: Mapping[str, str]) -> str:
    """Return an EJB schedule as second, minute, hour, day, month, weekday: its own defaults."""
    return " ".join(
        (said.get(key) or default).replace(" ", "") for key, default in _EJB_DEFAULTS.items()
    )
