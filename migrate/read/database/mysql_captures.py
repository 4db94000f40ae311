"""A capture's text goes in; results of statements, versions, sizes and log lines are learnt."""

from __future__ import annotations

import re
from collections.abc import Callable

from migrate.read import leaks
from migrate.read.database.mysql_server import Channel, Server
from migrate.read.database.mysql_sizes import schema_sizes
from migrate.read.findings import Found
from migrate.read.formats.sql_results import Result, Row, results
from migrate.read.tree import Entry

_SERVER_VERSION = re.compile(
    r"(?i)^\s*Server version:?\s+(?P<version>\d+\.\d+\.\d+[\w.\-+~:]{0,60})(?P<rest>.*)$"
)
_LOG_START = re.compile(
    r"\((?:mysqld|mariadbd) (?P<version>\d+\.\d+\.\d+[\w.\-+~:]{0,60})\)\s+starting"
    r"|^Version: '(?P<told>\d+\.\d+\.\d+[\w.\-+~:]{0,60})'.{0,300}port: (?P<port>\d{1,5})"
    r"|Starting MariaDB (?P<maria>\d+\.\d+\.\d+[\w.\-+~:]{0,60})"
)
_PROGRAM = re.compile(
    r"\b(?P<program>mysqld|mariadbd|mysql|mariadb|mysqladmin)\s+"
    r"(?:Ver \d[\w.]*\s+Distrib|Ver|from)\s+"
    r"(?P<version>\d+\.\d+\.\d+[\w.\-+~:]{0,60})"
)
_MYSQL_WORDS = re.compile(r"(?i)mysql|mariadb|percona|-log\b|source distribution")
_EMPTY = re.compile(r"^Empty set")
_REPLICA_STATEMENT = re.compile(r"(?i)show\s+(?:all\s+)?(?:slaves?|replicas?)\s+status")
_KEPT_STATUS = frozenset(
    {"threads_connected", "max_used_connections", "questions", "uptime", "wsrep_cluster_size"}
)
_STATUS_OF_REPLICA = ("slave_io_running", "replica_io_running")


def read(entry: Entry, text: str, server: Server, found: Found) -> None:
    """Take everything a capture shows."""
    for result in results(text):
        for known, take in _KINDS:
            if known(result):
                take(result, entry, server, found)
                break
    _lines(entry, text, server)


def _lines(entry: Entry, text: str, server: Server) -> None:
    asked = False
    for number, line in enumerate(text.splitlines(), 1):
        if _REPLICA_STATEMENT.search(line):
            asked = True
        elif asked and _EMPTY.match(line):
            server.no_channels, asked = entry.origin(number), False
        elif line.startswith("***"):
            asked = False
        _version(line[:600], entry, number, server)


def _version(line: str, entry: Entry, number: int, server: Server) -> None:
    banner = _SERVER_VERSION.match(line)
    if banner and _MYSQL_WORDS.search(banner["version"] + banner["rest"] or "mysql"):
        server.say("version", banner["version"], "log", entry.origin(number))
        return
    start = _LOG_START.search(line)
    if start:
        version = start["version"] or start["told"] or start["maria"]
        server.say("version", version, "log", entry.origin(number))
        if start["port"] and start["port"] != "0":
            server.say("port", start["port"], "log", entry.origin(number))
        return
    program = _PROGRAM.search(line)
    if program:
        how = "log" if program["program"] in ("mysqld", "mariadbd") else "client"
        server.say("version", program["version"], how, entry.origin(number))  # type: ignore[arg-type]


def _variables(result: Result, entry: Entry, server: Server, found: Found) -> None:
    for row in result.rows:
        name = row.get("variable_name")
        value = row.get("value", "variable_value", "session_value", "global_value")
        is_status = (name[:1].isupper() and not name.isupper()) or name.startswith("wsrep_cluster_")
        if is_status:
            _status(name.lower(), value, entry, row, server)
        elif name:
            server.say(name.lower(), value, "running", entry.origin(row.line))


def _status(name: str, value: str, entry: Entry, row: Row, server: Server) -> None:
    origin = entry.origin(row.line)
    if name in ("rpl_semi_sync_master_clients", "rpl_semi_sync_source_clients", "slaves_connected"):
        if value.isdecimal() and int(value):
            server.replicas.append(("", 0, origin))
    elif name in ("rpl_semi_sync_master_status", "rpl_semi_sync_source_status"):
        server.say("status.semi_sync_source", value, "running", origin)
    elif name in ("rpl_semi_sync_slave_status", "rpl_semi_sync_replica_status"):
        server.say("status.semi_sync_replica", value, "running", origin)
    elif name in _KEPT_STATUS:
        server.say(f"status.{name}", value, "running", origin)


def _selected(result: Result, entry: Entry, server: Server, found: Found) -> None:
    """Take `SELECT @@server_id, @@version`."""
    for row in result.rows[:1]:
        for column, value in row.cells.items():
            name = column.removeprefix("@@").removeprefix("global.").removeprefix("session.")
            name = "version" if name == "version()" else name
            if name != column or column == "version()":
                server.say(name, value, "running", entry.origin(row.line_of(column)))


def _replica(result: Result, entry: Entry, server: Server, found: Found) -> None:
    """Take SHOW SLAVE STATUS, SHOW REPLICA STATUS and SHOW ALL SLAVES STATUS."""
    for row in result.rows:
        host = row.get("master_host", "source_host")
        if host:
            server.channels.append(_channel(row, host, entry))
        for kind in ("do_db", "ignore_db", "do_table", "ignore_table", "wild_do_table",
                     "wild_ignore_table", "rewrite_db"):  # fmt: skip
            if value := row.get(f"replicate_{kind}"):
                origin = entry.origin(row.line_of(f"replicate_{kind}"))
                found.item("replication.filters", origin, kind=f"replicate_{kind}", value=value)
        if executed := row.get("executed_gtid_set"):
            found.fact("gtid.executed", executed, entry.origin(row.line_of("executed_gtid_set")))


def _channel(row: Row, host: str, entry: Entry) -> Channel:
    using = row.get("using_gtid")
    auto = row.get("auto_position")
    return Channel(
        host=host,
        port=int(_number(row.get("master_port", "source_port")) or 3306),
        origin=entry.origin(row.line_of("master_host", "source_host")),
        known_by="status",
        name=row.get("channel_name", "connection_name"),
        account=row.get("master_user", "source_user"),
        auto_position=using.lower() != "no" if using else auto == "1" if auto else None,
        delay=_number(row.get("sql_delay")),
        tls=_said_yes(row.get("master_ssl_allowed", "source_ssl_allowed")),
        io_running=row.get(*_STATUS_OF_REPLICA),
        sql_running=row.get("slave_sql_running", "replica_sql_running"),
        lag=_number(row.get("seconds_behind_master", "seconds_behind_source")),
    )


def _master(result: Result, entry: Entry, server: Server, found: Found) -> None:
    """Take SHOW MASTER STATUS: it answers only where there is a binary log."""
    for row in result.rows[:1]:
        origin = entry.origin(row.line_of("file"))
        if row.get("file"):
            server.say("log_bin", "ON", "running", origin)
            place = {"file": row.get("file"), "position": _number(row.get("position"))}
            found.fact("binlog.position", place, origin)
        for kind in ("binlog_do_db", "binlog_ignore_db"):
            if value := row.get(kind):
                found.item("replication.filters", origin, kind=kind, value=value)
        if executed := row.get("executed_gtid_set"):
            found.fact("gtid.executed", executed, origin)


def _replicas(result: Result, entry: Entry, server: Server, found: Found) -> None:
    """Take SHOW SLAVE HOSTS and SHOW REPLICAS."""
    for row in result.rows:
        port = _number(row.get("port")) or 0
        server.replicas.append((row.get("host"), port, entry.origin(row.line_of("host"))))
        identity = row.get("master_id", "source_id")
        if identity:
            server.say("server_id", identity, "log", entry.origin(row.line))


def _processes(result: Result, entry: Entry, server: Server, found: Found) -> None:
    """Take who follows and who is connected from SHOW PROCESSLIST; statements are left."""
    for row in result.rows:
        host, origin = row.get("host").rsplit(":", 1)[0], entry.origin(row.line_of("host"))
        if row.get("command").lower().startswith("binlog dump"):
            server.replicas.append((host, 0, origin))
        elif host and row.get("user") not in ("system user", "event_scheduler", ""):
            found.item(
                "mysql.clients", origin, host=host, account=row.get("user"),
                database=row.get("db") or None,
            )  # fmt: skip


def _grants(result: Result, entry: Entry, server: Server, found: Found) -> None:
    for column in result.columns[:1]:
        for row in result.rows:
            account(row.cells.get(column.lower(), ""), entry, row.line, found)


_GRANT = re.compile(
    r"(?i)\bGRANT\s+(?P<rights>[^;]{1,2000}?)\s+ON\s+(?P<what>[^;]{1,300}?)\s+TO\s+"
    r"['`\"]?(?P<user>[^'`\"@\s]{1,80})['`\"]?@['`\"]?(?P<host>[^'`\"\s;]{1,255})['`\"]?"
)


def account(text: str, entry: Entry, line: int, found: Found) -> None:
    """Add the account that a GRANT names; what it is identified by stays where it is."""
    for grant in _GRANT.finditer(text[:20_000]):
        rights = [right.strip().upper() for right in grant["rights"].split(",")]
        found.item(
            "mysql.accounts",
            entry.origin(line + text.count("\n", 0, grant.start())),
            name=f"{grant['user']}@{grant['host']}",
            rights=[leaks.masked(right)[:60] for right in rights[:40]],
            on=grant["what"].replace("`", "").strip()[:200],
        )


def _users(result: Result, entry: Entry, server: Server, found: Found) -> None:
    for row in result.rows:
        name = f"{row.get('user')}@{row.get('host') or '%'}"
        extra = {"plugin": row.get("plugin")} if row.get("plugin") else {}
        found.item("mysql.accounts", entry.origin(row.line_of("user")), name=name, **extra)


def _members(result: Result, entry: Entry, server: Server, found: Found) -> None:
    for row in result.rows:
        if host := row.get("member_host"):
            member: dict[str, object] = {
                "host": host,
                "port": _number(row.get("member_port")),
                "state": row.get("member_state"),
                "role": row.get("member_role") or None,
            }
            server.members.append((member, entry.origin(row.line_of("member_host"))))


def _engines(result: Result, entry: Entry, server: Server, found: Found) -> None:
    """SHOW ENGINES tells what could be used; only its default is taken."""
    for row in result.rows:
        if row.get("support").upper() == "DEFAULT":
            server.say(
                "default_storage_engine", row.get("engine"), "running", entry.origin(row.line)
            )


def _tables(result: Result, entry: Entry, server: Server, found: Found) -> None:
    """Take SHOW TABLE STATUS and lists of tables with their engines."""
    for row in result.rows:
        engine = row.get("engine")
        if engine and row.get("table_schema") not in ("mysql", "sys", "information_schema"):
            found.item("mysql.engines", entry.origin(row.line), name=engine)
        if collation := row.get("collation", "table_collation"):
            charset = collation.partition("_")[0]
            where = entry.origin(row.line)
            found.item("mysql.charsets", where, name=charset, collation=collation)


def _plugins(result: Result, entry: Entry, server: Server, found: Found) -> None:
    for row in result.rows:
        status = row.get("status", "plugin_status")
        library = row.get("library", "plugin_library")
        if library and status.upper() == "ACTIVE":
            name = row.get("name", "plugin_name")
            found.item("mysql.plugins", entry.origin(row.line), name=name, library=library)


def _databases(result: Result, entry: Entry, server: Server, found: Found) -> None:
    for row in result.rows:
        server.lists.setdefault("databases", [])
        server.hints.add("databases")
        name = row.get("database")
        if name and name.lower() not in (
            "mysql",
            "sys",
            "information_schema",
            "performance_schema",
        ):
            found.item("mysql.databases", entry.origin(row.line), name=name, tables=[])


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _said_yes(text: str) -> bool | None:
    return text.lower() in ("yes", "1", "true") if text else None


_Take = Callable[[Result, Entry, Server, Found], None]
_KINDS: tuple[tuple[Callable[[Result], bool], _Take], ...] = (
    (lambda r: r.has("variable_name"), _variables),
    (lambda r: r.has("master_host") or r.has("source_host"), _replica),
    (lambda r: r.has("file", "position"), _master),
    (
        lambda r: r.has("server_id", "port") and (r.has("master_id") or r.has("source_id")),
        _replicas,
    ),
    (lambda r: r.has("member_host", "member_state"), _members),
    (lambda r: r.has("command", "host", "user"), _processes),
    (lambda r: "".join(r.columns[:1]).lower().startswith("grants for"), _grants),
    (lambda r: r.has("user", "host"), _users),
    (lambda r: r.has("engine", "support"), _engines),
    (lambda r: r.has("name", "library"), _plugins),
    (lambda r: r.has("plugin_name", "plugin_library"), _plugins),
    (lambda r: schema_sizes.fits(r), schema_sizes.take),
    (lambda r: r.has("engine", "row_format") or r.has("table_name", "engine"), _tables),
    (lambda r: tuple(c.lower() for c in r.columns) == ("database",), _databases),
    (lambda r: any(c.startswith("@@") or c.lower() == "version()" for c in r.columns), _selected),
)
