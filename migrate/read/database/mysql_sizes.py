"""How large the data is: `du` of the data folder and sums over information_schema -> bytes."""

from __future__ import annotations

import re

from msgspec import Struct

from migrate.model.origin import Origin
from migrate.read.database.mysql_server import Server
from migrate.read.findings import Found
from migrate.read.formats.sql_results import Result
from migrate.read.tree import Entry

_USED = re.compile(
    r"^\s*(?P<size>\d{1,15}(?:\.\d{1,3})?)(?P<unit>[KMGTP]?)(?:i?B)?\s+(?P<path>/\S{1,300})\s*$"
)
_COMMAND = re.compile(r"\bdu\s+(?P<options>(?:-[\w=-]{1,30}\s+){1,5})")
_UNITS = {"": 1 << 10, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40, "P": 1 << 50}
_OWN = re.compile(r"(?i)(?:^|/)(?:mysql|mariadb|mysqldata|mysql[_\-]?data)\d*(?:/data)?/?$")
_SIZE_COLUMN = re.compile(r"(?i)size|length|total|_mb\b|_gb\b|\bmb\b|\bgb\b|大小|容量")
_SCHEMA_COLUMN = re.compile(r"(?i)^(?:table_schema|database|db|db_name|schema_name|schema|数据库)$")
_FIGURE = re.compile(r"^\s*(?P<size>\d{1,18}(?:\.\d{1,12})?)\s*(?P<unit>[KMGT]?)i?B?\s*$", re.I)


def disk_usage(entry: Entry, text: str, server: Server, found: Found) -> None:
    """Take what `du` says of the data folder."""
    folder, unit = server.value("datadir").rstrip("/"), "K"
    for number, line in enumerate(text.splitlines(), 1):
        command = _COMMAND.search(line)
        if command:
            unit = _plain_unit(command["options"])
        used = _USED.match(line)
        if used is None:
            continue
        path = used["path"].rstrip("/")
        if path == folder or (not folder and _OWN.search(path)):
            factor = (
                _UNITS[used["unit"]] if used["unit"] else {"b": 1, "M": 1 << 20}.get(unit, 1 << 10)
            )
            found.fact("data.size", int(float(used["size"]) * factor), entry.origin(number))


def _plain_unit(options: str) -> str:
    """Return in what `du` counts when it prints no unit."""
    if "b" in options:
        return "b"
    return "M" if "m" in options else "K"


class _Sizes(Struct, frozen=True):
    def fits(self, result: Result) -> bool:
        """Tell whether a result lists databases, or a total, with sizes."""
        sized = [c for c in result.columns if _SIZE_COLUMN.search(c)]
        named = [c for c in result.columns if _SCHEMA_COLUMN.match(c)]
        is_list = bool(named) and not result.has("table_name")
        return bool(sized) and (is_list or (len(result.columns) == len(sized) and len(sized) < 3))

    def take(self, result: Result, entry: Entry, server: Server, found: Found) -> None:
        """Add the sizes up; a column of data and one of indexes belong together."""
        total, first = 0, None
        sized = _columns(result)
        for row in result.rows:
            for column in sized:
                size = _bytes(row.get(column.lower()), column, result.statement)
                total += size or 0
                if size and first is None:
                    first = entry.origin(row.line)
        if first and total:
            _add(found, total, first)


def _add(found: Found, total: int, origin: Origin) -> None:
    found.fact("data.size", total, origin, confidence=0.9)


def _columns(result: Result) -> list[str]:
    """Return the columns to add up: a total alone, or data and index lengths."""
    sized = [c for c in result.columns if _SIZE_COLUMN.search(c) and not _SCHEMA_COLUMN.match(c)]
    totals = [c for c in sized if re.search(r"(?i)total|\+", c)]
    if totals:
        return totals[:1]
    parts = [c for c in sized if re.search(r"(?i)data|index|length", c)]
    return [c for c in parts if not re.search(r"(?i)free|max", c)] or sized[:1]


def _bytes(text: str, column: str, statement: str) -> int | None:
    figure = _FIGURE.match(text)
    if figure is None:
        return None
    if figure["unit"]:
        return int(float(figure["size"]) * _UNITS[figure["unit"].upper()])
    return int(float(figure["size"]) * _factor(column, statement))


def _factor(column: str, statement: str) -> int:
    """Return in what a column counts, by its name or the divisions in it."""
    divided = column.count("1024") or 0
    if divided:
        return int(1024**divided)
    for pattern, factor in (
        (r"gi?b|\bg\b", 1 << 30),
        (r"mi?b|\bm\b|兆", 1 << 20),
        (r"ki?b", 1 << 10),
    ):
        if re.search(rf"(?i)(?:^|[^a-z])(?:{pattern})(?:$|[^a-z])", column.replace("_", " ")):
            return factor
    return int(1024 ** min(statement.count("1024"), 4))


schema_sizes = _Sizes()
