"""What was said of a server's variables and replication goes in; its facts come out."""

from __future__ import annotations

import re
from collections.abc import Callable

from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Endpoint, Plain, Reference
from migrate.read import leaks
from migrate.read.database import mysql_groups
from migrate.read.database.mysql_options import is_on
from migrate.read.database.mysql_server import CONFIDENCE, Channel, Server, Settled, equal
from migrate.read.findings import Found

_Convert = Callable[[str], Plain]


def _number(value: str) -> Plain:
    return int(value) if value.isdecimal() and len(value) < 19 else None


def _not_off(value: str) -> bool:
    return value.upper() not in ("0", "OFF", "NO", "FALSE")


_NAMED: tuple[tuple[str, tuple[str, ...], _Convert], ...] = (
    ("mysql.version", ("version",), str),
    ("mysql.server_id", ("server_id",), _number),
    ("mysql.read_only", ("read_only",), is_on),
    ("mysql.super_read_only", ("super_read_only",), is_on),
    ("mysql.log_bin", ("log_bin",), _not_off),
    ("mysql.log_replica_updates", ("log_replica_updates", "log_slave_updates"), is_on),
    ("data.dir", ("datadir",), str),
    ("binlog.format", ("binlog_format",), str),
    ("gtid", ("gtid_mode",), str),
    ("mysql.bind_address", ("bind_address",), str),
    ("mysql.report_host", ("report_host",), str),
    ("mysql.hostname", ("hostname",), str),
    ("mysql.server_uuid", ("server_uuid",), str),
    ("mysql.lower_case_table_names", ("lower_case_table_names",), _number),
    ("mysql.charset", ("character_set_server", "default_character_set"), str),
    ("mysql.collation", ("collation_server",), str),
    ("mysql.default_engine", ("default_storage_engine", "storage_engine"), str),
)
_TUNING = frozenset({
    "max_connections", "innodb_buffer_pool_size", "innodb_log_file_size", "character_set_server",
    "collation_server", "lower_case_table_names", "default_time_zone", "sql_mode", "sync_binlog",
    "max_allowed_packet", "wait_timeout", "innodb_flush_log_at_trx_commit", "log_slave_updates",
    "log_replica_updates",
})  # fmt: skip
"""Of the hundreds of variables of a running server, those that count where no file writes them."""
_HANDLED = frozenset(
    {"port", "server_id", "read_only", "log_bin", "version", "datadir", "binlog_format",
     "gtid_mode", "bind_address", "report_host", "hostname", "server_uuid"}
)  # fmt: skip
_SECRET = frozenset(
    {"wsrep_sst_auth", "file_key_management_filekey", "master_password", "init_connect",
     "report_password"}
)  # fmt: skip
_FILTERS = ("replicate_do_db", "replicate_ignore_db", "replicate_do_table",
            "replicate_ignore_table",
            "replicate_wild_do_table", "replicate_wild_ignore_table", "replicate_rewrite_db",
            "binlog_do_db", "binlog_ignore_db")  # fmt: skip
MANY = (*_FILTERS, "plugin_load_add")
"""Options that may be given several times."""
_SEMI = {
    "source": (
        "status.semi_sync_source",
        "rpl_semi_sync_source_enabled",
        "rpl_semi_sync_master_enabled",
    ),
    "replica": (
        "status.semi_sync_replica",
        "rpl_semi_sync_replica_enabled",
        "rpl_semi_sync_slave_enabled",
    ),
}


def conclude(server: Server, found: Found) -> None:
    """Write everything that is known of a server down as facts."""
    for fact, names, convert in _NAMED:
        _named(fact, names, convert, server, found)
    if "mariadb" in server.value("version", "version_comment").lower() or "mariadb" in server.hints:
        found.kind = "mariadb"
    _port(server, found)
    _settings(server, found)
    _lists(server, found)
    _semi_sync(server, found)
    _time_zone(server, found)
    _left_open(server, found)
    _replication(server, found)


def _named(
    fact: str, names: tuple[str, ...], convert: _Convert, server: Server, found: Found
) -> None:
    settled = server.settled(*names)
    value = convert(settled.value) if settled else None
    if settled is None or value is None or (value == "" or found.has(fact)):
        return
    found.fact(fact, value, *settled.origins, confidence=CONFIDENCE[settled.how])
    for other in settled.others:
        if fact != "mysql.version" and convert(other.value) not in (None, value):
            found.item(
                "mysql.contradictions",
                other.origin,
                name=names[0],
                value=other.value,
                counts=settled.value,
            )


def _port(server: Server, found: Found) -> None:
    settled = server.settled("port")
    if settled and settled.value.isdecimal() and 0 < int(settled.value) < 65536:
        found.endpoints.append(Endpoint(int(settled.value), "mysql", settled.origins))


def _settings(server: Server, found: Found) -> None:
    """List what people wrote down, and what matters of a running server's variables."""
    for name in {**server.in_files, **server.variables}:
        if (
            name in _HANDLED
            or name in _SECRET
            or "." in name
            or setting_keys().is_a("secret", name)
        ):
            continue
        written, settled = server.written(name), server.settled(name)
        if settled is None or not (written or name in _TUNING) or name in MANY:
            continue
        extra = {}
        if written and not equal(written.value, settled.value):
            extra = {"configured": leaks.masked(written.value)}
        value = leaks.masked(settled.value)
        for origin in settled.origins if name in _TUNING else settled.origins[:1]:
            found.item("mysql.settings", origin, name=name, value=value, **extra)


def _lists(server: Server, found: Found) -> None:
    for name, values in server.lists.items():
        for said in values:
            if name in _FILTERS:
                found.item("replication.filters", said.origin, kind=name, value=said.value)
    plugins = [*server.lists.get("plugin_load_add", ())]
    plugins += [said for said in server.variables.get("plugin_load", ()) if said.how == "file"]
    for said in plugins:
        for part in re.split(r"[;:]", said.value)[:50]:
            name, _, library = part.strip().rpartition("=")
            if library:
                found.item("mysql.plugins", said.origin, name=name or library.rsplit(".", 1)[0],
                           library=library)  # fmt: skip


def _semi_sync(server: Server, found: Found) -> None:
    on: dict[str, Settled] = {}
    known: list[Settled] = []
    for end, names in _SEMI.items():
        settled = [s for s in map(server.settled, names) if s]
        known += settled
        if any(is_on(said.value) for said in settled):
            on[end] = next(said for said in settled if is_on(said.value))
    if known:
        value = "both" if len(on) == 2 else next(iter(on), "off")
        found.fact(
            "semi_sync",
            value,
            *[origin for said in (on.values() or known) for origin in said.origins],
        )


def _time_zone(server: Server, found: Found) -> None:
    zone = server.settled("default_time_zone", "time_zone")
    if zone and zone.value.upper() == "SYSTEM":
        zone = server.settled("system_time_zone", "safe.timezone") or zone
    if zone := zone or server.settled("safe.timezone"):
        found.fact("mysql.time_zone", zone.value, *zone.origins)


def _left_open(server: Server, found: Found) -> None:
    facts = {name: fact for fact, names, _ in _NAMED for name in names}
    facts |= {"master_host": "replication.source"}
    for name, (placeholder, origin) in server.left_open.items():
        if not server.variables.get(name):
            shown = leaks.masked(placeholder)[:100]
            found.item("mysql.placeholders", origin, name=name, text=shown)
            if name in facts:
                found.unknown(
                    facts[name], "read.unknown.placeholder", text=shown, where=str(origin)
                )


def _replication(server: Server, found: Found) -> None:
    channels = _distinct(server)
    for channel in channels:
        found.item("replication.channels", channel.origin, **_shown(channel))
        found.references.append(
            Reference(
                channel.target,
                "mysql",
                "",
                "Master_Host",
                channel.account,
                "replicate",
                (channel.origin,),
            )
        )
        if channel.auto_position and found.kind == "mariadb":
            found.fact("gtid", "ON", channel.origin)
        elif channel.auto_position is False and found.kind == "mariadb":
            found.fact("gtid", "OFF", channel.origin)
    targets = list(dict.fromkeys(channel.target for channel in channels))
    if targets:
        sources: list[Plain] = [*targets]
        found.fact("replication.source", sources, *[c.origin for c in channels])
    for host, port, origin in server.replicas:
        if host:
            found.item("replication.replicas", origin, host=host, port=port or None)
    mysql_groups.add(server, found)
    _role(server, channels, len(targets), found)


def _distinct(server: Server) -> list[Channel]:
    """Return each source once; what a running server says rules out what scripts intended."""
    running = [channel for channel in server.channels if channel.known_by == "status"]
    chosen = running or ([] if server.no_channels else server.channels)
    return list({(channel.target, channel.name): channel for channel in chosen}.values())


def _shown(channel: Channel) -> dict[str, Plain]:
    return {
        "name": channel.name,
        "host": channel.host,
        "port": channel.port,
        "account": channel.account,
        "auto_position": channel.auto_position,
        "delay": channel.delay,
        "tls": channel.tls,
        "io_running": channel.io_running or None,
        "sql_running": channel.sql_running or None,
        "lag": channel.lag,
        "known_by": channel.known_by,
    }


def _role(server: Server, channels: list[Channel], sources: int, found: Found) -> None:
    origins = [channel.origin for channel in channels]
    if found.has("replication.group"):
        found.fact("replication.role", "group member", *found.origins("replication.group"))
    elif sources > 1:
        found.fact("replication.role", "multi-source", *origins)
    elif sources == 1:
        role = "intermediate" if server.replicas else "replica"
        sure = 1.0 if channels[0].known_by == "status" else 0.7
        more = [origin for _, _, origin in server.replicas]
        found.fact("replication.role", role, *origins, *more, confidence=sure)
    elif server.replicas:
        found.fact("replication.role", "source", *[origin for _, _, origin in server.replicas])
    elif found.has("mysql.server_id") or server.no_channels:
        role = "source" if found.value("mysql.log_bin") else "standalone"
        where = [server.no_channels] if server.no_channels else []
        where += found.origins("mysql.log_bin") or found.origins("mysql.server_id")
        found.fact("replication.role", role, *where, confidence=0.6)
