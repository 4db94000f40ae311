"""What clients print, boxed, tabbed or vertical, goes in; rows with their lines come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

_BORDER = re.compile(r"^\s*\+(?:-{1,2000}\+){1,200}\s*$")
_VERTICAL = re.compile(r"^\s*\*{10,80}\s*(?P<number>\d{1,9})\. row\s*\*{10,80}\s*$")
_FIELD = re.compile(r"^\s{0,100}(?P<key>[A-Za-z@][^\n:]{0,100}): ?(?P<value>.*)$")
_END = re.compile(
    r"^\s*(?:\d+ rows? in set|Empty set|Query OK|Bye\b|ERROR \d+"
    r"|(?:mysql|MariaDB|MySQL)\b[^>]{0,60}> ?)"
)
_STATEMENT = re.compile(
    r"(?i)(?:^|[>#$\"'=]\s*)(?P<sql>(?:show|select)\s[^\n]{1,300})"
    r"|^\s*(?:--|#|=+)\s*(?P<named>show [\w ]{3,60})"
)
_FIELDS = 400
_MAX_ROWS = 50_000
_TAB_HEADS = re.compile(
    r"^(?:Variable_name|Slave_IO_State|Replica_IO_State|File|Server_[Ii]d|Id|Engine|Name|CHANNEL_NAME"
    r"|Connection_name|Database|Log_name|Grants for [^\t]{1,200}|TABLE_SCHEMA|table_schema"
    r"|user|User|@@[\w.]+|VARIABLE_NAME|version\(\)|VERSION\(\)|db|host|Host|plugin_name|PLUGIN_NAME)(?:\t|$)"
)
_ONE_HEAD = re.compile(r"^(?:Grants for \S{1,200}|(?i:version\(\))|@@[\w.]{1,100}|Database)\s*$")


class Row(Struct, frozen=True):
    """One row: column → value, and where each stands."""

    cells: dict[str, str]
    lines: dict[str, int]
    line: int

    def get(self, *columns: str) -> str:
        """Return the first non-empty cell of some columns, names in lower case; NULL is empty."""
        for column in columns:
            value = self.cells.get(column, "")
            if value and value.upper() != "NULL":
                return value
        return ""

    def line_of(self, *columns: str) -> int:
        """Return the line of the first of some columns that is there."""
        return next((self.lines[c] for c in columns if c in self.lines), self.line)


class Result(Struct, frozen=True):
    """What one statement printed."""

    columns: tuple[str, ...]
    """As printed."""
    rows: tuple[Row, ...]
    statement: str = ""
    """The statement above it, when the capture shows it."""
    line: int = 0

    def has(self, *columns: str) -> bool:
        """Tell whether all of some columns, in lower case, are there."""
        own = {column.lower() for column in self.columns}
        return own.issuperset(columns)


def results(text: str) -> Iterator[Result]:
    """Yield the results of every statement in a capture."""
    lines = text.splitlines()
    place, statement = 0, ""
    while place < len(lines):
        line = lines[place]
        said = _STATEMENT.search(line)
        if _BORDER.match(line) and place + 2 < len(lines) and lines[place + 1].strip()[:1] == "|":
            found, place = _boxed(lines, place, statement)
        elif _VERTICAL.match(line):
            found, place = _vertical(lines, place, statement)
        elif _is_head(line) or _alone(lines, place):
            found, place = _tabbed(lines, place, statement)
        else:
            found, place = None, place + 1
            statement = " ".join((said["sql"] or said["named"]).split()) if said else statement
        if found:
            yield found
            statement = ""


def _is_head(line: str) -> bool:
    return bool(_TAB_HEADS.match(line) and "\t" in line) or bool(_ONE_HEAD.match(line))


def _alone(lines: Sequence[str], place: int) -> bool:
    """Tell whether a tabbed list of variables begins here, its head cut off (`mysql -N`)."""
    pattern = r"[a-z][a-z0-9_]{2,63}\t[^\t]*$"
    return all(re.match(pattern, line) for line in lines[place : place + 3]) and (
        place + 3 <= len(lines)
    )


def _boxed(lines: Sequence[str], place: int, statement: str) -> tuple[Result | None, int]:
    heads = _cells(lines[place + 1])
    start = place + 1
    rows: list[Row] = []
    place += 2
    if place < len(lines) and _BORDER.match(lines[place]):
        place += 1
    while place < len(lines) and lines[place].strip()[:1] == "|" and len(rows) < _MAX_ROWS:
        cells = _fitted(_cells(lines[place]), len(heads))
        if cells:
            rows.append(_row(heads, cells, place + 1))
        place += 1
    return Result(tuple(heads), tuple(rows), statement, start), place + 1


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split(" | ")]


def _fitted(cells: list[str], count: int) -> list[str]:
    """Return as many cells as there are columns: a last value may hold a bar itself."""
    if len(cells) > count:
        return [*cells[: count - 1], " | ".join(cells[count - 1 :])]
    return cells + [""] * (count - len(cells))


def _row(heads: Sequence[str], cells: Sequence[str], line: int) -> Row:
    found = {head.lower(): cell for head, cell in zip(heads, cells, strict=False)}
    return Row(found, {}, line)


def _vertical(lines: Sequence[str], place: int, statement: str) -> tuple[Result | None, int]:
    start, rows, heads = place + 1, list[Row](), dict[str, None]()
    while place < len(lines) and len(rows) < _MAX_ROWS:
        star = _VERTICAL.match(lines[place])
        if star is None or (rows and star["number"] == "1"):
            break
        row, place = _fields(lines, place + 1)
        heads.update(dict.fromkeys(row.cells))
        rows.append(row)
    return Result(tuple(heads), tuple(rows), statement, start), place


def _fields(lines: Sequence[str], place: int) -> tuple[Row, int]:
    """Return the fields below one star line; a GTID set goes on over several lines."""
    cells: dict[str, str] = {}
    where: dict[str, int] = {}
    last, start = "", place
    while place < len(lines) and len(cells) < _FIELDS:
        line = lines[place]
        if _VERTICAL.match(line) or _END.match(line):
            break
        field = _FIELD.match(line)
        goes_on = last and re.match(r"^\s*[0-9a-fA-F]{8}-[0-9a-fA-F\-]{27}:[\d:\-]+,?\s*$", line)
        if goes_on:
            cells[last] += line.strip()
        elif field:
            last = field["key"].strip().lower()
            cells.setdefault(last, field["value"].strip())
            where.setdefault(last, place + 1)
        elif line.strip():
            break
        place += 1
    return Row(cells, where, start), place


def _tabbed(lines: Sequence[str], place: int, statement: str) -> tuple[Result | None, int]:
    heads, start = lines[place].rstrip("\r").split("\t"), place + 1
    if not _is_head(lines[place]):
        heads, place = ["Variable_name", "Value"], place - 1
    rows: list[Row] = []
    place += 1
    while place < len(lines) and len(rows) < _MAX_ROWS:
        line = lines[place]
        if line.count("\t") != len(heads) - 1 or _is_head(line):
            break
        if not line.strip() or _END.match(line):
            break
        rows.append(_row(heads, [cell.strip() for cell in line.split("\t")], place + 1))
        place += 1
    return Result(tuple(heads), tuple(rows), statement, start), max(place, start)
