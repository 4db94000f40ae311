"""postgresql.conf, pg_hba.conf, recovery.conf and captures go in; PostgreSQL servers come out."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence

from migrate.read import includes, servers
from migrate.read import server_facts as facts
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.told import Said, Told
from migrate.read.tree import Entry, Tree

KIND = "postgresql"
_PORT = 5432
_INCLUDES = ("include", "include_if_exists", "include_dir")
_LINE = re.compile(
    r"^\s*(?P<key>[A-Za-z_][\w.]{0,100})(?:\s*=\s*|\s+)"
    r"(?:'(?P<quoted>(?:[^'\\]|''|\\.){0,2000})'|(?P<bare>[^\s#']{1,500}))"
)
_CONNECTION = re.compile(
    r"(?P<key>host|hostaddr|port|user)\s{0,5}=\s{0,5}'?(?P<value>[\w.\-:]{1,253})"
)
_ROW = re.compile(r"^\s*(?P<key>[a-z_][\w.]{0,100})\s*\|\s*(?P<value>[^|\n]{0,500}?)\s*(?:\||$)")
_VERSION = re.compile(r"\bPostgreSQL\)? (?P<version>\d{1,2}(?:\.\d{1,3}){0,2})")
_HBA = re.compile(
    r"^\s*(?P<type>local|host|hostssl|hostnossl|hostgssenc|hostnogssenc)\s+(?P<database>\S{1,500})\s+"
    r"(?P<user>\S{1,500})\s+(?P<rest>\S.{0,500})$"
)
_METHODS = frozenset(
    {
        "trust", "reject", "scram-sha-256", "md5", "password", "gss", "sspi", "ident", "peer",
        "ldap", "radius", "cert", "pam", "bsd", "crypt", "krb5",
    }
)  # fmt: skip
_STREAM = re.compile(r"\b(?P<state>streaming|catchup|startup|backup)\b")
_ADDRESS = re.compile(r"\|\s{0,20}(?P<host>\d{1,3}(?:\.\d{1,3}){3})\s{0,20}\|")


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds files of a PostgreSQL server."""
    return servers.roots(tree, KIND)


def read(site: Site) -> Iterable[Found]:
    """Read every server."""
    takers: dict[str, servers.Take] = {
        "postgresql.conf": functools.partial(_conf, tree=site.tree),
        "postgresql.auto": functools.partial(_conf, tree=site.tree),
        "postgresql.recovery": _recovery,
        "postgresql.standby": _standby,
        "postgresql.hba": _hba,
        "postgresql.version": _version_file,
        "postgresql.replication": _replication,
        "postgresql.settings": _settings,
        "postgresql.banner": _banner,
    }
    return servers.read(site, KIND, takers, _finish)


def _lines(text: str) -> Iterator[Said]:
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.match(line)
        if match:
            quoted = match["quoted"]
            value = match["bare"] if quoted is None else quoted.replace("''", "'")
            yield Said(match["key"], value, number)


def _conf(entry: Entry, found: Found, tree: Tree) -> None:
    conf = includes.with_included(entry, tree, _lines, _INCLUDES, found)
    _take(conf, found)
    _primary(conf, found)
    facts.config_file(conf, found, "primary_conninfo", "listen_addresses")


def _take(conf: Told, found: Found) -> None:
    """Take what settings say, whether a file holds them or `pg_settings` shows them."""
    port = conf.get("port")
    if port:
        facts.endpoint(found, port.value, "postgresql", conf.at(port))
    listen = conf.get("listen_addresses")
    if listen and listen.value:
        addresses = [part.strip() for part in listen.value.split(",")]
        found.fact("bind.addresses", addresses, conf.at(listen))
    folder = conf.get("data_directory")
    if folder:
        facts.data_dir(found, folder.value, conf.at(folder))
    logs = conf.get("log_directory")
    if logs:
        facts.log_file(found, logs.value, conf.at(logs))
    secure = conf.get("ssl")
    if secure:
        on = secure.value.lower() in ("on", "true", "yes", "1")
        found.fact("tls", {"enabled": on}, conf.at(secure))
    version = conf.get("server_version")
    if version:
        found.fact("postgresql.version", version.value.split(" ")[0], conf.at(version))
    name = conf.get("cluster_name")
    if name and name.value:
        found.fact("cluster.name", name.value, conf.at(name))
    facts.tuning(KIND, conf, found)


def _primary(conf: Told, found: Found) -> None:
    said = conf.get("primary_conninfo")
    if said and said.value:
        given = {match["key"]: match["value"] for match in _CONNECTION.finditer(said.value)}
        host, port = given.get("host") or given.get("hostaddr") or "", given.get("port", "")
        if host:
            address = (host, int(port[:5]) if port.isdecimal() else _PORT)
            facts.replicates(found, address, "postgresql", said.key, conf.at(said))


def _recovery(entry: Entry, found: Found) -> None:
    """Up to version 11 a standby is told by recovery.conf."""
    conf = Told(entry, _lines(entry.expected_text()))
    _primary(conf, found)
    standby = conf.get("standby_mode")
    if standby and standby.value == "on":
        found.fact("replication.role", "replica", conf.at(standby))
    facts.config_file(conf, found, "primary_conninfo")


def _standby(entry: Entry, found: Found) -> None:
    found.fact("replication.role", "replica", entry.origin())


def _hba(entry: Entry, found: Found) -> None:
    """Take who may come in and how; the first words behind the address are the method."""
    methods: dict[str, int] = {}
    for number, line in enumerate(entry.expected_text().splitlines(), 1):
        match = _HBA.match(line)
        rest = match["rest"].split() if match else []
        method = next((word for word in rest if word in _METHODS), None)
        if match is None or method is None:
            continue
        methods.setdefault(method, number)
        address = " ".join(rest[: rest.index(method)])
        found.item(
            "access.rules",
            entry.origin(number),
            type=match["type"],
            database=match["database"],
            user=match["user"],
            address=address or None,
            method=method,
        )
        server = re.search(r"ldapserver=\"?(?P<hosts>[\w.\-]{1,253})", line)
        if method == "ldap" and server:
            facts.refer(found, (server["hosts"], 389), "ldap", "ldapserver", entry.origin(number))
    if methods:
        asked = [method for method in methods if method not in ("trust", "reject")]
        origins = [entry.origin(line) for line in methods.values()]
        mechanism = ",".join(asked) or None
        found.fact("auth", {"enabled": bool(asked), "mechanism": mechanism}, *origins)


def _version_file(entry: Entry, found: Found) -> None:
    version = entry.expected_text().strip()
    if re.fullmatch(r"\d{1,2}(\.\d{1,2})?", version):
        found.fact("postgresql.version", version, entry.origin(1))


def _banner(entry: Entry, found: Found) -> None:
    facts.stated(found, "postgresql.version", _VERSION, entry)


def _settings(entry: Entry, found: Found) -> None:
    rows = (_ROW.match(line) for line in entry.expected_text().splitlines())
    said = [
        Said(match["key"], match["value"], number)
        for number, match in enumerate(rows, 1)
        if match and match["key"] != "name"
    ]
    _take(Told(entry, said), found)


def _replication(entry: Entry, found: Found) -> None:
    """Each row of pg_stat_replication is a standby that copies from this server."""
    for number, line in enumerate(entry.expected_text().splitlines(), 1):
        host, state = _ADDRESS.search(line), _STREAM.search(line)
        if host and state:
            found.fact("replication.role", "source", entry.origin(number))
            found.item("cluster.members", entry.origin(number), host=host["host"], role="replica")


def _finish(found: Found) -> None:
    found.unknown("replication.role", "read.server.no_status")
    found.unknown("data.size", "read.server.no_status")
    found.unknown("data.dir", "read.server.no_configuration")
