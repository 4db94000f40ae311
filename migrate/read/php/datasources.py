"""The keys of one settings file -> the databases that they name, several ones told apart.

Keys belong together that stand in one array or call, and of constants, variables and environment
settings those that begin alike (`UC_DBHOST`, `UC_DBNAME`). Hosts that come from the environment
are not guessed from their defaults.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Reference
from migrate.model.origin import Origin
from migrate.model.settings import AddressSlot, SettingFile
from migrate.read.findings import Found
from migrate.read.php.entries import DEFAULT, Keyed
from migrate.read.redact import Settings
from migrate.read.tree import Entry
from migrate.read.values import Pair

_ROLES = {
    "host": re.compile(r"(?i)(?:host(?:name)?|server(?:name)?|hostspec|addr(?:ess)?)$"),
    "user": re.compile(r"(?i)(?:user_?name|user|usr|login)$"),
    "port": re.compile(r"(?i)port$"),
    "database": re.compile(r"(?i)(?:database|dbase|name)$|^db$"),
    "driver": re.compile(r"(?i)(?:driver|type|connection|adapter|dbms|phptype|engine|interface)$"),
}
_PREFIX = re.compile(r"(?i)^(.*?)[_.\-]*$")
_NAMES = {
    "mysql": "mysql", "mysqli": "mysql", "pdo_mysql": "mysql", "mariadb": "mysql",
    "pgsql": "postgresql", "postgre": "postgresql", "postgres": "postgresql",
    "postgresql": "postgresql", "pdo_pgsql": "postgresql", "oci": "oracle", "oci8": "oracle",
    "oracle": "oracle", "sqlsrv": "sqlserver", "mssql": "sqlserver", "sqlserver": "sqlserver",
    "redis": "redis", "mongodb": "mongodb", "mongo": "mongodb", "ldap": "ldap",
    "sqlite": "sqlite", "sqlite3": "sqlite", "memcache": "memcached", "memcached": "memcached",
}  # fmt: skip
_WORDS = ("redis", "memcache", "mongo", "ldap", "smtp", "mail", "ftp", "elastic", "rabbit", "amqp")
_CACHES = ("redis", "memcached", "memcache")
_HOST = re.compile(r"^(?:tcp://)?([A-Za-z0-9][\w.\-]{0,252})(?::(\d{1,5})|:(/[^\s:]{1,200}))?$")
"""The third is a socket: `localhost:/tmp/mysql.sock`."""
_LOCAL = frozenset({"localhost"})
_STORAGE = frozenset({"myisam", "innodb", "aria", "memory", "tokudb"})
"""What `ZC_MYSQL_ENGINE` names: how MySQL keeps tables, not what is connected to."""
_SQLITE = re.compile(r"(?:pdo[_-])?sqlite3?:///([^?\s]{1,300})")
_MOST_HOSTS = 32
_BY_PORT = {"6379": "redis", "11211": "memcached", "27017": "mongodb", "5672": "amqp"}


class Database(Struct, frozen=True):
    """A database as one group of keys names it."""

    host: Pair | None
    database: str
    user: str
    port: str
    driver: str
    lines: frozenset[int]


def enrich(
    settings: Settings, keyed: Sequence[Keyed], entry: Entry, usual: str, found: Found
) -> Settings:
    """Add the databases of a file; return its settings with what they tell of each address."""
    references = list(settings.references)
    meant: dict[tuple[str, int], str] = {}
    told = list(databases(keyed, usual))
    for database in told:
        _tell(database, references, entry, found, meant)
    references = [_by_itself(one, told) for one in references]
    for one in keyed:
        _file(one.pair, entry, found)
    for called in _alone(keyed, usual):
        _call(called, references, entry, meant)
    ports = {one.group: one.pair.value for one in keyed if one.role == "port" and one.driver}
    for called in keyed:
        if called.role == "host" and called.driver and not _is_database(called.driver):
            called = replace(called, port=ports.get(called.group, ""))
            _call(called, references, entry, meant)
        elif called.role == "uri":
            _uri(called, references, entry, found)
    # What names a database is told here, with its driver, and not once more.
    found.references.extend(one for one in references if one.database)
    left = tuple(one for one in references if not one.database)
    return replace(settings, references=left, file=_aimed(settings.file, meant))


def _file(pair: Pair, entry: Entry, found: Found) -> None:
    """Tell a database that is a file: `DATABASE_URL=sqlite:///%kernel.project_dir%/data/a.db`."""
    match = _SQLITE.match(pair.value)
    if match:
        found.item(
            "datasources",
            entry.origin(pair.line),
            host=None,
            port=None,
            database=match[1].removeprefix("%kernel.project_dir%/"),
            setting=pair.key,
            driver="sqlite",
        )


def _by_itself(one: Reference, told: Iterable[Database]) -> Reference:
    """Return what stands beside a database without being it: `UC_IP` beside `UC_DBHOST`.

    Where nothing else tells, the port says what is spoken there.
    """
    if one.protocol != "tcp":
        return one
    if any(one.database == database.database for database in told):
        one = replace(one, database="", account="")
    protocol = _BY_PORT.get(one.target.rpartition(":")[2], "")
    return replace(one, protocol=protocol) if protocol else one


def _aimed(file: SettingFile, meant: dict[tuple[str, int], str]) -> SettingFile:
    """Return the file with its addresses standing for what its references are to."""
    parts = (
        replace(part, target=meant.get((part.target, part.line), part.target))
        if isinstance(part, AddressSlot)
        else part
        for part in file.parts
    )
    return replace(file, parts=tuple(parts))


def _alone(keyed: Iterable[Keyed], usual: str) -> Iterator[Keyed]:
    """Yield hosts with their protocols that no database is named beside.

    Caches by the keys around theirs (`$_config['memory']['redis']['server']`) or the type that
    stands with them (`'type' => 'redis'`), replicas by `db`.
    """
    groups: defaultdict[str, list[Keyed]] = defaultdict(list)
    for one in keyed:
        if one.group and one.group != DEFAULT and not one.role:
            groups[one.group].append(one)
    for group, members in groups.items():
        roles: dict[str, Keyed] = {}
        for one in members:
            roles.setdefault(role_of(one.pair.key)[0], one)
        host, port = roles.get("host"), roles.get("port")
        cache = _cache(group, roles)
        replica = host and group.startswith("$") and role_of(host.pair.key)[1] == "db"
        if host and (cache or (replica and usual and "database" not in roles)):
            yield replace(host, driver=cache or usual, port=port.pair.value if port else "")


def _cache(group: str, roles: dict[str, Keyed]) -> str:
    """Return the protocol of a cache by the keys around, or by its type."""
    around = group.lower() if group.startswith("$") else ""
    told = roles["driver"].pair.value.lower() if "driver" in roles else ""
    return next((_NAMES[w] for w in _CACHES if f"'{w}'" in around or w == told), "")


def databases(keyed: Iterable[Keyed], usual: str) -> Iterator[Database]:
    """Yield the databases; `usual` is the protocol where nothing names one."""
    groups: defaultdict[tuple[str, str], dict[str, Keyed]] = defaultdict(dict)
    told: set[int] = set()
    # What a call connects with is surer than what names look like.
    for one in sorted(keyed, key=lambda one: not one.role):
        role, prefix = (one.role, "") if one.role else role_of(one.pair.key)
        if one.group and prefix in ("db", "host"):
            # In one array `dbname` and `hostport` stand beside `host`.
            prefix = ""
        if role == "driver" and one.pair.value.lower() in _STORAGE:
            continue
        if role and one.pair.value and one.group != DEFAULT:
            groups[one.group, prefix].setdefault(role, one)
    for (group, prefix), roles in groups.items():
        loose = groups.get((group, ""), {}) if prefix else {}
        others = [g for (name, _), g in groups.items() if name == group and g is not roles]
        driver = _driver(prefix, roles, [loose, *others], usual)
        host = roles.get("host")
        name = roles.get("database")
        if driver == "sqlite" and name:
            yield _database(roles, "sqlite")
        elif host and name and _is_database(driver) and host.pair.start not in told:
            for number, written in enumerate(_hosts(host.pair.value)):
                told.add(host.pair.start)
                yield _database(_of_server(roles, written, number), driver)


def _hosts(written: str) -> tuple[str, ...]:
    """Return the hosts of a value, several where they are listed: a source, its replicas."""
    hosts = tuple(part.strip() for part in written.split(",", _MOST_HOSTS)[:_MOST_HOSTS])
    return hosts if all(_HOST.match(host) for host in hosts) else ()


def _of_server(roles: dict[str, Keyed], host: str, number: int) -> dict[str, Keyed]:
    """Return the keys as they count for one of several servers; a single value counts for all."""
    mine: dict[str, Keyed] = {}
    for role, one in roles.items():
        parts = [part.strip() for part in one.pair.value.split(",")]
        value = host if role == "host" else parts[min(number, len(parts) - 1)]
        mine[role] = replace(one, pair=replace(one.pair, value=value, plain=None))
    return mine


def _is_database(driver: str) -> bool:
    return driver in ("mysql", "postgresql", "oracle", "sqlserver", "mongodb")


def _database(roles: dict[str, Keyed], driver: str) -> Database:
    def value(role: str) -> str:
        return roles[role].pair.value if role in roles else ""

    host = roles.get("host")
    lines = frozenset(one.pair.line for one in roles.values())
    return Database(
        host.pair if host else None, value("database"), value("user"), value("port"), driver, lines
    )


def role_of(key: str) -> tuple[str, str]:
    """Return what a key is, and what its name begins with."""
    key = key.strip("_")
    for role, pattern in _ROLES.items():
        match = pattern.search(key)
        if match:
            prefix = _PREFIX.match(key[: match.start()].lower())
            return role, (prefix[1] if prefix else "")
    return "", ""


def _driver(
    prefix: str, roles: dict[str, Keyed], others: Iterable[dict[str, Keyed]], usual: str
) -> str:
    """Return the protocol of a group: told by a call or DSN, its driver key, its name."""
    for one in roles.values():
        if one.driver:
            return one.driver
    for group in (roles, *others):
        told = group["driver"].pair.value.lower() if "driver" in group else ""
        if told:
            last = told.rsplit("\\", 1)[-1]
            return _NAMES.get(
                last, _NAMES.get(last.split("_")[0], last if group is roles else usual)
            )
    named = next((word for word in _WORDS if word in prefix), "")
    return named or usual


def _tell(
    database: Database,
    references: list[Reference],
    entry: Entry,
    found: Found,
    meant: dict[tuple[str, int], str],
) -> None:
    line = database.host.line if database.host else min(database.lines)
    origin = entry.origin(line)
    host, port = _address(database)
    found.item(
        "datasources",
        origin,
        host=host,
        port=port,
        database=database.database,
        setting=database.host.key if database.host else "",
        driver=database.driver,
    )
    if host is None or database.host is None:
        return
    target = f"{host}:{port}" if port else host
    for number, one in enumerate(references):
        if _is_of(one, database.host, host, origin):
            meant.update({(one.target, line): target for line in database.lines})
            references[number] = replace(
                one,
                target=target,
                protocol=database.driver,
                database=database.database,
                account=database.user or one.account,
            )
            return
    if host in _LOCAL:
        return
    references.append(
        Reference(
            target=target,
            protocol=database.driver,
            database=database.database,
            setting=database.host.key,
            account=database.user,
            origins=(origin,),
        )
    )


def _is_of(one: Reference, pair: Pair, host: str, origin: Origin) -> bool:
    """Tell whether a reference is the one that a key's value makes."""
    same = one.target == host or one.target.startswith(f"{host}:")
    return same and one.setting == pair.key and one.origins[:1] == (origin,)


def _call(
    called: Keyed,
    references: list[Reference],
    entry: Entry,
    meant: dict[tuple[str, int], str],
) -> None:
    """Tell by which protocol a call connects that is no database's: FTP, LDAP, Redis, mail."""
    match = _HOST.match(called.pair.value)
    if match is None or match[1] in _LOCAL:
        return
    origin = entry.origin(called.pair.line)
    port = match[2] or called.port or setting_keys().protocols.get(called.driver)
    target = f"{match[1]}:{port}" if port else match[1]
    for number, one in enumerate(references):
        if _is_of(one, called.pair, match[1], origin):
            account = one.account if _is_database(called.driver) else ""
            references[number] = replace(
                one, target=target, protocol=called.driver, account=account, database=""
            )
            meant[one.target, called.pair.line] = target
            return
    references.append(
        Reference(
            target=target,
            protocol=called.driver,
            setting=called.pair.key,
            origins=(origin,),
        )
    )


def _uri(called: Keyed, references: Sequence[Reference], entry: Entry, found: Found) -> None:
    origin = entry.origin(called.pair.line)
    for one in references:
        if one.database and one.setting == called.pair.key and origin in one.origins:
            host, _, port = one.target.rpartition(":")
            found.item(
                "datasources",
                origin,
                host=host,
                port=int(port),
                database=one.database,
                setting=one.setting,
                driver=called.driver,
            )


def _address(database: Database) -> tuple[str | None, int | None]:
    match = _HOST.match(database.host.value) if database.host else None
    if match is None:
        return None, None
    if match[3]:
        return match[1], None
    written = match[2] or database.port
    usual = setting_keys().protocols.get(database.driver)
    return match[1], int(written) if written.isdecimal() else usual
