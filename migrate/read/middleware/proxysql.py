"""proxysql.cnf and dumps of its tables go in; backends and the read/write split come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from migrate.model.facts import Plain
from migrate.model.origin import Origin
from migrate.read import leaks
from migrate.read import server_facts as facts
from migrate.read.findings import Found
from migrate.read.formats.sql_results import results
from migrate.read.middleware.balancing import endpoint, reference
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "proxysql"
_TABLE = re.compile(
    r"(?m)^[ \t]{0,200}(?P<name>mysql_\w{3,60}|mysql_variables)\s*[:=]?\s*(?P<open>[({])"
)
_PAIR = re.compile(
    r"(?P<key>\w{1,60})\s*[:=]\s*(?:\"(?P<text>(?:[^\"\\\n]|\\.){0,2000})\"|(?P<bare>[\w.\-]{1,100}))"
)
_COMMENT = re.compile(r"(?m)^[ \t]{0,200}#[^\n]*$|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)")
_TOKEN = re.compile(r"\"(?:[^\"\\\n]|\\.)*+(?:\"|(?=\n)|\Z)|[(){}]")
_SIGNS = re.compile(r"(?m)^[ \t]{0,200}mysql_(?:servers|query_rules|users)\s{0,200}[:=]\s{0,200}\(")
_SHOWN = ("hostgroup_id", "hostname")
_SECRET = ("password", "pass")
Row = dict[str, str]


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds configuration of ProxySQL or dumps of its tables."""
    return ("",) if any(_is_config(e) or _is_dump(e) for e in tree.entries()) else ()


def read(site: Site) -> Iterable[Found]:
    """Read everything of one ProxySQL."""
    found = Found()
    tables: dict[str, list[tuple[Row, Origin]]] = {}
    for entry in site.tree.entries():
        told = _config(entry) if _is_config(entry) else _dump(entry) if _is_dump(entry) else ()
        if _is_config(entry):
            _about(entry, found)
        for name, row, origin in told:
            tables.setdefault(name, []).append((row, origin))
    _variables(tables.get("mysql_variables", []), found)
    _backends(tables.get("mysql_servers", []), found)
    _accounts(tables.get("mysql_users", []), found)
    _routing(tables, found)
    yield found


def _is_config(entry: Entry) -> bool:
    return entry.suffix in (".cnf", ".conf", ".cfg") and bool(_SIGNS.search(entry.decoded()[0]))


def _is_dump(entry: Entry) -> bool:
    if entry.suffix not in (".txt", ".log", ".out", ""):
        return False
    text = entry.decoded()[0]
    return "hostgroup" in text and any(_table(r.columns) for r in results(text))


def _config(entry: Entry) -> Iterator[tuple[str, Row, Origin]]:
    text = _plain(entry)
    for table in _TABLE.finditer(text):
        start = table.end() - 1
        if table["open"] == "{":
            yield table["name"], *_row(text, start, _end(text, start), entry)
            continue
        for begin, end in _groups(text, start):
            yield table["name"], *_row(text, begin, end, entry)


def _about(entry: Entry, found: Found) -> None:
    """Add the folder of its data, and which keys of its configuration hold secrets."""
    text = _plain(entry)
    holds: list[dict[str, str | int]] = []
    line, place = 1, 0
    for match in _PAIR.finditer(text):
        line, place = line + text.count("\n", place, match.start()), match.start()
        key, value = match["key"], match["text"] or match["bare"] or ""
        if value and (key in _SECRET or "password" in key or "credentials" in key):
            holds.append({"key": key, "holds": "secret", "line": line})
        elif key == "datadir" and value:
            facts.data_dir(found, value, entry.origin(line))
    if holds:
        keys: list[Plain] = [*sorted({str(held["key"]) for held in holds})]
        found.item("config.files", entry.origin(), path=entry.path, keys=keys, holds=[*holds])


def _plain(entry: Entry) -> str:
    """Return the text with blanks in place of its comments."""
    return _COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), entry.expected_text())


def _row(text: str, start: int, end: int, entry: Entry) -> tuple[Row, Origin]:
    row = {
        match["key"]: match["text"] if match["text"] is not None else match["bare"]
        for match in _PAIR.finditer(text, start, end)
        if match["key"] not in _SECRET and "password" not in match["key"]
    }
    return row, entry.origin(text.count("\n", 0, start) + 1)


def _end(text: str, start: int) -> int:
    """Return where the bracket that opens at a place is closed."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        if token[0] in "({":
            depth += 1
        elif token[0] in ")}":
            depth -= 1
            if depth <= 0:
                return token.start()
    return len(text)


def _groups(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the `{ … }` of a list."""
    depth, begin = 0, start
    for token in _TOKEN.finditer(text, start):
        if token[0] in "({":
            depth += 1
            begin = token.start() if depth == 2 else begin
        elif token[0] in ")}":
            depth -= 1
            if depth == 1:
                yield begin, token.start()
            if depth <= 0:
                return


def _table(columns: Sequence[str]) -> str:
    names = {column.lower() for column in columns}
    for needed, table in (
        (_SHOWN, "mysql_servers"),
        (("rule_id", "destination_hostgroup"), "mysql_query_rules"),
        (("writer_hostgroup", "reader_hostgroup"), "mysql_replication_hostgroups"),
        (("username", "default_hostgroup"), "mysql_users"),
    ):
        if names.issuperset(needed):
            return table
    return ""


def _dump(entry: Entry) -> Iterator[tuple[str, Row, Origin]]:
    for result in results(entry.expected_text()):
        table = _table(result.columns)
        for row in result.rows if table else ():
            cells = {
                key: value for key, value in row.cells.items()
                if value != "NULL" and "password" not in key
            }  # fmt: skip
            yield table, cells, entry.origin(row.line)


def _variables(rows: Sequence[tuple[Row, Origin]], found: Found) -> None:
    for row, origin in rows:
        for part in re.split(r"[;,]", row.get("interfaces", "")):
            port = part.strip().rpartition(":")[2]
            if port.isdecimal() and int(port) < 65536:
                endpoint(found, int(port), "mysql", origin)
        if version := row.get("server_version"):
            found.fact("proxy.server_version", version, origin)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def _named(group: int | None) -> str | None:
    """Return a host group as other proxies name theirs."""
    return None if group is None else str(group)


def _backends(rows: Sequence[tuple[Row, Origin]], found: Found) -> None:
    for row, origin in rows:
        host = row.get("hostname") or row.get("address") or ""
        port = _number(row.get("port")) or 3306
        group = _number(row.get("hostgroup_id") or row.get("hostgroup"))
        if host.startswith("/"):
            # A server on the same machine, by its socket: no address that others could use.
            socket = {"host": None, "port": None, "group": _named(group), "socket": host}
            status = row.get("status") or None
            found.item(
                "proxy.backends", origin, **socket, weight=_number(row.get("weight")), status=status
            )
            continue
        if not host:
            continue
        found.item(
            "proxy.backends", origin, host=host, port=port, group=_named(group),
            weight=_number(row.get("weight")), status=row.get("status") or None,
        )  # fmt: skip
        reference(found, host, port, "mysql", "mysql_servers", origin)


def _accounts(rows: Sequence[tuple[Row, Origin]], found: Found) -> None:
    for row, origin in rows:
        if row.get("username"):
            group = _number(row.get("default_hostgroup")) or 0
            found.item("proxy.accounts", origin, name=row["username"], group=_named(group))


def _routing(tables: dict[str, list[tuple[Row, Origin]]], found: Found) -> None:
    pairs = [
        {
            "writer": _named(_number(row.get("writer_hostgroup"))),
            "reader": _named(_number(row.get("reader_hostgroup"))),
        }
        for row, _ in tables.get("mysql_replication_hostgroups", ())
    ]
    rules: list[Plain] = []
    targets: set[int] = set()
    origins = [origin for _, origin in tables.get("mysql_replication_hostgroups", ())]
    for row, origin in tables.get("mysql_query_rules", ()):
        pattern = row.get("match_digest") or row.get("match_pattern") or ""
        group = _number(row.get("destination_hostgroup"))
        active = row.get("active", "1") == "1"
        rules.append({
            "id": _number(row.get("rule_id")), "match": leaks.masked(pattern)[:300],
            "group": _named(group), "active": active,
        })  # fmt: skip
        origins.append(origin)
        if active and group is not None:
            targets.add(group)
    groups = {
        _number(row.get("default_hostgroup")) or 0 for row, _ in tables.get("mysql_users", ())
    }
    if pairs or rules:
        split = len(targets | groups) > 1
        value = {"hostgroups": pairs, "rules": rules, "read_write_split": split}
        found.fact("proxy.routing", value, *origins)
