"""What was captured of a MySQL server goes in: my.cnf, SHOW outputs, a dump; its facts come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Endpoint, Reference
from migrate.model.reason import Because
from migrate.model.settings import SettingFile, Text
from migrate.read import leaks
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "mysql"
_CNF = re.compile(r"^(my|mysqld?|mariadb|server)[\w.\-]*\.(cnf|ini)$")
_NO_OPTION = ("#", ";", "!include")
_LINES_NAMED = 10
_KEY = re.compile(r"^(?P<key>[A-Za-z][\w\-]*)\s*(?:=\s*(?P<value>.*))?$")
_COMMENT = re.compile(r"\s+#.*$")
_BOXED = re.compile(r"^\|\s*(?P<key>\w+)\s*\|\s*(?P<value>.*?)\s*\|$")
_TABBED = re.compile(r"^(?P<key>[a-z]\w+)\t(?P<value>.*)$")
_STATUS = re.compile(r"^\s*(?P<key>[A-Z]\w+):\s?(?P<value>.*)$")
_TUNING = (
    "max_connections", "innodb_buffer_pool_size", "innodb_log_file_size", "character_set_server",
    "collation_server", "lower_case_table_names", "default_time_zone", "sql_mode", "sync_binlog",
    "max_allowed_packet", "wait_timeout", "innodb_flush_log_at_trx_commit", "log_slave_updates",
)  # fmt: skip
_ALONE = re.compile(
    r"(?:[^;'\"`\\]|'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.|\"\")*\"|`[^`]*`)*;", re.S
)
"""One statement: what follows its semicolon, and commands to the client, are left out."""
_DDL = re.compile(
    r"^(CREATE (DATABASE|TABLE|ALGORITHM|VIEW)|USE |DROP TABLE|SET (?!PASSWORD)|"
    r"/\*!\d+ (SET|CREATE|VIEW|DROP))",
    re.I,
)


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds captures of a MySQL server."""
    held = any(_CNF.match(entry.name) or _is_show(entry) for entry in tree.entries())
    return ("",) if held else ()


def read(site: Site) -> Iterable[Found]:
    """Read everything that was captured of one server."""
    found = Found()
    tree = site.tree
    for entry in tree.entries():
        if _CNF.match(entry.name):
            _my_cnf(entry, found)
    for entry in tree.entries():
        if _is_show(entry):
            _show(entry, found)
        elif entry.suffix == ".sql":
            _dump(entry, found)
    if not found.has("replication.role") and found.has("mysql.server_id"):
        role = "source" if found.value("mysql.log_bin") else "standalone"
        found.fact("replication.role", role, confidence=0.6)
    yield found


def _is_show(entry: Entry) -> bool:
    return entry.suffix in (".txt", ".log", ".out") and bool(
        re.search(r"show|status|variables", entry.name, re.I)
    )


def _my_cnf(entry: Entry, found: Found) -> None:
    group, strange = "", []
    for number, raw in enumerate(entry.expected_text().splitlines(), 1):
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            group = line[1:-1]
            continue
        match = _KEY.match(line)
        if not match and line and not line.startswith(_NO_OPTION):
            strange.append(str(number))
        if match and group in ("mysqld", "mariadb", "server"):
            key = match["key"].replace("-", "_").lower()
            _setting(key, _value(match["value"]), entry, number, found, written=True)

    if strange and not entry.fault:
        lines = ", ".join(strange[:_LINES_NAMED])
        entry.fault = Because("read.strange_lines", {"lines": lines, "count": str(len(strange))})


def _value(written: str | None) -> str:
    """Return the value of an option; one without a value is on, a comment may follow."""
    value = (written or "ON").strip()
    if value[:1] in ("'", '"') and value.find(value[0], 1) > 0:
        return value[1 : value.index(value[0], 1)]
    return _COMMENT.sub("", value)


def _setting(
    key: str, value: str, entry: Entry, line: int, found: Found, *, written: bool = False
) -> None:
    """Take one variable. All that people `written` down count, of the others what matters."""
    origin = entry.origin(line)
    if key == "port" and value.isdecimal() and not found.endpoints:
        found.endpoints.append(Endpoint(int(value), "mysql", (origin,)))
    elif key == "server_id" and value.isdecimal():
        found.fact("mysql.server_id", int(value), origin)
    elif key == "read_only":
        found.fact("mysql.read_only", value.upper() in ("1", "ON"), origin)
    elif key == "log_bin":
        found.fact("mysql.log_bin", value.upper() not in ("0", "OFF"), origin)
    elif key in _NAMED and value:
        found.fact(_NAMED[key], value, origin)
    elif (written or key in _TUNING) and not setting_keys().is_a("secret", key):
        found.item("mysql.settings", origin, name=key, value=leaks.masked(value))


_NAMED = {
    "version": "mysql.version",
    "datadir": "data.dir",
    "binlog_format": "binlog.format",
    "gtid_mode": "gtid",
    "bind_address": "mysql.bind_address",
    "report_host": "mysql.report_host",
}


def _show(entry: Entry, found: Found) -> None:
    status: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(entry.expected_text().splitlines(), 1):
        match = _BOXED.match(line) or _TABBED.match(line)
        if match and match["key"] != "Variable_name":
            _setting(match["key"].lower(), match["value"], entry, number, found)
            continue
        state = _STATUS.match(line)
        if state:
            status[state["key"]] = (state["value"].strip(), number)
    _replica(status, entry, found)


def _replica(status: dict[str, tuple[str, int]], entry: Entry, found: Found) -> None:
    """Take the source from SHOW SLAVE STATUS or SHOW REPLICA STATUS."""
    host, line = status.get("Master_Host") or status.get("Source_Host") or ("", 0)
    if not host:
        return
    port = (status.get("Master_Port") or status.get("Source_Port") or ("3306", 0))[0]
    account = (status.get("Master_User") or status.get("Source_User") or ("", 0))[0]
    origin = entry.origin(line)
    found.fact("replication.role", "replica", origin)
    found.fact("replication.source", f"{host}:{port}", origin)
    found.references.append(
        Reference(f"{host}:{port}", "mysql", "", "Master_Host", account, "replicate", (origin,))
    )


def _dump(entry: Entry, found: Found) -> None:
    """Keep the statements that define; rows and accounts are left where they are."""
    text, encoding = entry.decoded()
    database, ddl = "", []
    lines: dict[str, int] = {}
    tables: dict[str, list[str]] = {}
    for number, statement in _statements(text):
        said = re.match(r"USE `?([\w$]+)`?", statement)
        if said:
            database = said[1]
            lines.setdefault(database, number)
        table = re.match(r"CREATE TABLE (?:IF NOT EXISTS )?`?([\w$]+)`?", statement)
        if table:
            tables.setdefault(database, []).append(table[1])
            engine = re.search(r"\)\s*ENGINE=(\w+)", statement)
            if engine:
                found.item("mysql.engines", entry.origin(number), name=engine[1])
        alone = _ALONE.match(statement)
        if alone and _DDL.match(alone[0]):
            ddl.append(leaks.masked(alone[0]))
    for name, held in tables.items():
        origin = entry.origin(lines.get(name, 1))
        found.item("mysql.databases", origin, name=name, tables=sorted(held))
    if ddl:
        parts = (Text("\n".join(ddl) + "\n"),)
        found.settings.append(
            SettingFile(entry.path, "server", "sql", encoding, parts, (entry.origin(),))
        )


def _statements(text: str) -> list[tuple[int, str]]:
    """Return statements with their first line; a statement ends with `;` at a line's end."""
    found: list[tuple[int, str]] = []
    lines: list[str] = []
    start = 0
    for number, line in enumerate(text.splitlines(), 1):
        if not lines and (not line.strip() or line.startswith("--")):
            continue
        start = start if lines else number
        lines.append(line)
        if line.rstrip().endswith(";"):
            found.append((start, "\n".join(lines)))
            lines = []
    return found
