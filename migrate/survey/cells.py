"""What people write into cells, as values of the column's type."""

from __future__ import annotations

import ipaddress
import re
import unicodedata

from migrate.model.facts import Plain
from migrate.survey.schema import Column, schema

_NUMBER = re.compile(r"^(-?\d+(?:\.\d+)?)\s*(?P<unit>[A-Za-z%核台个]*)$")
_FACTORS = {"": 1.0, "g": 1.0, "gb": 1.0, "t": 1024.0, "tb": 1024.0, "m": 1 / 1024, "mb": 1 / 1024}
_SEPARATORS = re.compile(r"[,;、\s]+")
_LIST_SEPARATORS = re.compile(r"[,;、\n]+")


class CellError(Exception):
    """The cell cannot be what its column asks for: problem code and suggestion."""

    def __init__(self, code: str, suggestion: str = "") -> None:
        """Take the code of a text below `survey.problem`."""
        super().__init__(code)
        self.code = code
        self.suggestion = suggestion


def normal(value: object) -> str:
    """Return a cell as text: full-width digits and punctuation made plain, no outer blanks."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFKC", str(value)).strip()


def parse(column: Column, written: str) -> Plain:
    """Return the value of a cell that is not empty.

    Raises:
        CellError: it is not of the column's type.
    """
    match column.type:
        case "integer":
            return _integer(written)
        case "number":
            return _number(written)
        case "percent":
            return _percent(written)
        case "list":
            return [part.strip() for part in _LIST_SEPARATORS.split(written) if part.strip()]
        case "addresses":
            return [_address(part) for part in _SEPARATORS.split(written) if part]
        case "ports":
            return [_port(part) for part in _SEPARATORS.split(written) if part]
        case "choice":
            return _choice(column.choices, written)
        case _:
            return written


def _number(written: str) -> float:
    match = _NUMBER.match(written.replace(",", ""))
    if match is None:
        raise CellError("not-a-number")
    unit = match["unit"].lower()
    if unit not in _FACTORS and unit not in ("核", "台", "个"):
        raise CellError("not-a-number", match[1])
    return round(float(match[1]) * _FACTORS.get(unit, 1.0), 3)


def _integer(written: str) -> int:
    value = _number(written)
    if not value.is_integer():
        raise CellError("not-an-integer", str(round(value)))
    return int(value)


def _percent(written: str) -> float:
    match = _NUMBER.match(written)
    if match is None or match["unit"] not in ("", "%"):
        raise CellError("not-a-percentage")
    value = float(match[1])
    if not 0 <= value <= 100:
        raise CellError("not-a-percentage")
    return value


def _address(written: str) -> str:
    try:
        return str(ipaddress.ip_address(written))
    except ValueError as wrong:
        raise CellError("not-an-address") from wrong


def _port(written: str) -> int:
    if not written.isdecimal() or not 0 < int(written) < 65536:
        raise CellError("not-a-port")
    return int(written)


def _choice(name: str, written: str) -> str:
    from rapidfuzz import fuzz, process

    allowed = {
        word: value
        for value, label in schema().choices[name].items()
        for word in (value, *label.values())
    }
    for word, value in allowed.items():
        if word.lower() == written.lower():
            return value
    close = process.extractOne(written, list(allowed), scorer=fuzz.ratio, score_cutoff=40)
    raise CellError("unknown-value", close[0] if close else "")
