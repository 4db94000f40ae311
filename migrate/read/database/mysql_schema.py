"""Statements of dumps go in; databases, tables and what makes moving them hard come out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from migrate.knowledge.mysql_words import reserved_words
from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Reference
from migrate.model.origin import Origin
from migrate.model.settings import SettingFile, Text
from migrate.read import leaks, urls
from migrate.read.database.mysql_dump import Statement
from migrate.read.database.mysql_server import Server
from migrate.read.findings import Found
from migrate.read.tree import Entry

_ALONE = re.compile(
    r"(?:[^;'\"`\\]++|'(?:[^'\\]++|\\.|'')*+'|\"(?:[^\"\\]++|\\.|\"\")*+\"|`[^`]*+`)*+;", re.S
)
"""One statement: what follows its semicolon, and commands to the client, are left out."""
_DDL = re.compile(
    r"^(CREATE (DATABASE|TABLE|ALGORITHM|VIEW)|USE |DROP TABLE|SET (?!PASSWORD)|"
    r"/\*!\d+ (SET|CREATE|VIEW|DROP))",
    re.I,
)
_NAME = r"(?:`[^`]{1,192}`|[\w$]{1,192})"
_USE = re.compile(rf"USE\s+(?P<name>{_NAME})", re.I)
_DATABASE = re.compile(
    rf"CREATE (?:DATABASE|SCHEMA)\s+(?:/\*!\d+ IF NOT EXISTS\*/\s*|IF NOT EXISTS\s+)?"
    rf"(?P<name>{_NAME})",
    re.I,
)
_TABLE = re.compile(
    rf"CREATE TABLE\s+(?:IF NOT EXISTS\s+)?(?:(?P<database>{_NAME})\.)?(?P<name>{_NAME})", re.I
)
_TAIL = re.compile(r"(?i)\)\s{0,20}(?:ENGINE|TYPE|DEFAULT|CHARSET|AUTO_INCREMENT|COLLATE)\b")
_KEYED = re.compile(r"(?i)\bPRIMARY\s+KEY\b")
_NO_CODE = re.compile(
    r"'(?:[^'\\]|\\.)*+(?:'|\Z)|\"(?:[^\"\\]|\\.)*+(?:\"|\Z)|`[^`]*+(?:`|\Z)"
    r"|/\*(?!!)(?:[^*]|\*(?!/))*+(?:\*/|\Z)|(?:--[ \t]|\#)[^\n]*+",
    re.S,
)
"""Strings, names and comments; what stands in `/*!` is read by the server."""
_LATER_KEY = re.compile(
    rf"(?i)ALTER TABLE\s+(?P<name>{_NAME})\s[^;]{{0,4000}}?\bADD\s+PRIMARY\s+KEY"
)
_COLUMN = re.compile(r"^\s*`(?P<name>[^`]{1,192})`\s+(?P<type>[A-Za-z]+)")
_FEDERATED = re.compile(r"(?i)\bCONNECTION\s{0,9}=")
"""Of a table whose rows are those of another server."""
_ZERO = re.compile(r"(?i)\bDEFAULT\s+'0000-00-00")
_DEFAULT = re.compile(r"(?i)\bDEFAULT\s{1,20}'(?P<value>(?:[^'\\]|\\.|'')++)'", re.S)
_DEFINED = re.compile(rf"(?:^|[,(])\s{{0,40}}(?P<name>{_NAME})\s{{1,20}}[A-Za-z]", re.M)
_OPTION = {
    "engine": re.compile(r"(?i)\b(?:ENGINE|TYPE)\s*=\s*(\w+)"),
    "charset": re.compile(r"(?i)(?:CHARSET|CHARACTER\s+SET)\s*=?\s*(\w+)"),
    "collation": re.compile(r"(?i)\bCOLLATE\s*=?\s*(\w+)"),
}
_DEFINER = re.compile(
    r"DEFINER\s*=\s*(?P<user>`[^`]{0,100}`|'[^']{0,100}'|\w{1,100})@"
    r"(?P<host>`[^`]{0,255}`|'[^']{0,255}'|[\w.%\-]{1,255})"
)
_ROUTINE = re.compile(
    rf"(?i)(?:/\*!\d+ )?CREATE\b[^;]{{0,400}}?\b(?P<what>TRIGGER|EVENT|PROCEDURE|FUNCTION|VIEW)\s+"
    rf"(?:IF NOT EXISTS\s+)?(?:{_NAME}\.)?(?P<name>{_NAME})"
)
_VIEW_PART = re.compile(rf"(?i)^/\*!50001 VIEW\s+(?:{_NAME}\.)?(?P<name>{_NAME})")
_SQL_MODE = re.compile(r"(?i)\bSQL_MODE\s*=\s*'([^']{0,500})'")
_SYSTEM = frozenset({"mysql", "sys", "information_schema", "performance_schema"})
_OLD_UTF8 = frozenset({"utf8", "utf8mb3"})
_VERSION = re.compile(
    r"(?i)^(?:-- |#)\s*(?:Source )?(?:Server version|服务器版本号?)\s*[:：]?\s*"
    r"(?P<version>[\w.\-:+~]{3,60})"
)
_CLIENT = re.compile(r"^-- (?P<who>MySQL|MariaDB) dump \S+ +Distrib (?P<version>[^\s,]{3,60})")
_HEADER = re.compile(r"^-- Host: (?P<host>\S{1,255})\s+Database: (?P<database>\S*)")
_CURRENT = re.compile(
    r"^-- (?:Current Database|Database|数据库)\s*[:：]\s*[`'“](?P<name>[^`'”]{1,192})"
)
_POSITION = re.compile(
    r"(?i)CHANGE\s+(?:MASTER|REPLICATION\s+SOURCE)\s+TO\s+(?:MASTER|SOURCE)_LOG_FILE\s*=\s*'(?P<file>[^']{1,255})'\s*,"
    r"\s*(?:MASTER|SOURCE)_LOG_POS\s*=\s*(?P<position>\d{1,20})"
)
_PURGED = re.compile(
    r"(?i)SET\s+@@(?:GLOBAL|SESSION)?\.?GTID_PURGED\s*=[^']{0,40}(?:'\+'[^']{0,10})?'(?P<set>[0-9a-f:,\-\s]{36,20000})'"
)


class Schema:
    """What the dumps of one server define."""

    def __init__(self, server: Server, found: Found) -> None:
        """Take where the facts go."""
        self._server = server
        self._found = found
        self._database = ""
        self._tables: dict[str, dict[str, None]] = {}
        self._lines: dict[str, Origin] = {}
        self._charsets: dict[str, dict[str, str]] = {}
        self._unkeyed: dict[tuple[str, str], Origin] = {}
        self._ddl: list[str] = []

    def read(self, entry: Entry, said: Iterable[Statement]) -> None:
        """Take the statements of one file."""
        self._ddl, self._database, encoding = [], "", "utf-8"
        for statement in said:
            origin = entry.origin(statement.line)
            if statement.encoding != "utf-8":
                encoding = statement.encoding
            if statement.is_comment:
                self._comment(statement.text, origin)
            else:
                self._statement(statement.text, origin)
        if self._ddl:
            parts = (Text("\n".join(self._ddl) + "\n"),)
            self._found.settings.append(
                SettingFile(entry.path, "server", "sql", encoding, parts, (entry.origin(),))
            )

    def close(self) -> None:
        """Write down what only all dumps together tell."""
        for name, held in self._tables.items():
            if name not in _SYSTEM:
                extra = self._charsets.get(name, {})
                origin = self._lines.get(name) or Origin("")
                self._found.item("mysql.databases", origin, name=name, tables=sorted(held), **extra)
        for (database, table), origin in self._unkeyed.items():
            self._found.item("mysql.tables_without_key", origin, database=database, name=table)

    def _comment(self, text: str, origin: Origin) -> None:
        version, client, header = _VERSION.match(text), _CLIENT.match(text), _HEADER.match(text)
        current = _CURRENT.match(text)
        if version:
            self._server.say("version", _dotted(version["version"]), "dump", origin)
        elif client:
            if client["who"] == "MariaDB" or "MariaDB" in client["version"]:
                self._server.hints.add("mariadb-client")
        elif header:
            self._database = self._database or header["database"]
            if header["database"]:
                self._lines.setdefault(header["database"], origin)
        elif current:
            self._enter(current["name"], origin)
        self._position(text, origin)

    def _position(self, text: str, origin: Origin) -> None:
        position = _POSITION.search(text)
        if position:
            place = {"file": position["file"], "position": int(position["position"])}
            self._found.fact("mysql.dump_position", place, origin)

    def _statement(self, text: str, origin: Origin) -> None:
        used, made, table = _USE.match(text), _DATABASE.match(text), _TABLE.match(text)
        if used or made:
            name = _bare((used or made or text)["name"])  # type: ignore[index]
            self._enter(name, origin)
            if made:
                self._charsets[name] = _options(text[made.end() :], "charset", "collation")
        elif table:
            self._table(table, text, origin)
        else:
            self._other(text, origin)
        alone = _ALONE.match(text)
        if alone and _DDL.match(alone[0]):
            self._ddl.append(leaks.masked(_without_defaults(alone[0])))

    def _enter(self, name: str, origin: Origin) -> None:
        self._database = name
        self._lines.setdefault(name, origin)
        self._tables.setdefault(name, {})

    def _table(self, table: re.Match[str], text: str, origin: Origin) -> None:
        database = _bare(table["database"] or self._database)
        name = _bare(table["name"])
        self._lines.setdefault(database, origin)
        self._tables.setdefault(database, {})[name] = None
        if database in _SYSTEM:
            return
        tail = _tail(text)
        if engine := _options(tail, "engine").get("engine"):
            self._found.item("mysql.engines", origin, name=engine)
        if not _KEYED.search(_NO_CODE.sub(" ", text)):
            self._unkeyed[database, name] = origin
        self._charset(_options(tail, "charset", "collation"), origin)
        for spot in urls.spots(tail, setting_keys()) if _FEDERATED.search(tail) else ():
            reference = Reference(
                f"{spot.host}:{spot.port}", spot.protocol, spot.database, "CONNECTION",
                spot.account, origins=(origin,),
            )  # fmt: skip
            self._found.references.append(reference)
        self._traits(text, tail, {"database": database, "table": name}, origin)

    def _charset(self, told: dict[str, str], origin: Origin) -> None:
        charset, collation = told.get("charset", ""), told.get("collation", "")
        if charset or collation:
            charset = charset or collation.partition("_")[0]
            self._found.item("mysql.charsets", origin, name=charset, collation=collation or None)
            if charset in _OLD_UTF8:
                self._found.item("mysql.traits", origin, what="utf8mb3", name=charset)

    def _traits(self, text: str, tail: str, where: dict[str, str], origin: Origin) -> None:
        """List what another version or another server does not take as it is."""
        found = self._found
        own = f"{where['database']}.{where['table']}".lstrip(".")
        for word in ("FULLTEXT", "SPATIAL"):
            if re.search(rf"(?im)^[ \t]*{word}[ \t]+(?:KEY|INDEX)?\b", text):
                found.item("mysql.traits", origin, what=word.lower(), name=own)
        if re.search(r"(?i)\bPARTITION\s+BY\b", tail) or re.search(
            r"(?im)^[ \t]*(?:/\*!\d+ )?PARTITION BY", text
        ):
            found.item("mysql.traits", origin, what="partitioned", name=own)
        if _ZERO.search(text):
            found.item("mysql.traits", origin, what="zero date", name=own)
        columns = [m["name"] for m in map(_COLUMN.match, text.splitlines()[1:]) if m]
        for name in (where["table"], *columns):
            since = reserved_words().get(name.upper())
            if since:
                found.item("mysql.reserved_names", origin, name=name, table=own, since=since)

    def _other(self, text: str, origin: Origin) -> None:
        for definer in _DEFINER.finditer(text):
            account = f"{_bare(definer['user'])}@{_bare(definer['host'])}"
            self._found.item("mysql.definers", origin, name=account)
        made = _VIEW_PART.match(text) or _ROUTINE.match(text[:4000])
        if made:
            what = made.groupdict().get("what") or "VIEW"
            self._found.item(
                "mysql.routines", origin, what=what.lower(), database=self._database or None,
                name=_bare(made["name"]),
            )  # fmt: skip
        keyed = _LATER_KEY.match(text)
        if keyed:
            self._unkeyed.pop((self._database, _bare(keyed["name"])), None)
        mode = _SQL_MODE.search(text)
        if mode and mode[1] not in ("", "NO_AUTO_VALUE_ON_ZERO"):
            self._found.item("mysql.traits", origin, what="sql mode", name=mode[1])
        if purged := _PURGED.search(text):
            self._server.say("gtid_mode", "ON", "dump", origin)
            self._found.fact("gtid.executed", "".join(purged["set"].split()), origin)
        self._position(text, origin)


def _tail(text: str) -> str:
    """Return what stands behind the columns of a table: its options."""
    end = text.rfind("\n)")
    if end < 0:
        options = _TAIL.search(text)
        end = options.start() if options else text.rfind(")")
    return text[max(end, 0) :]


def _options(text: str, *names: str) -> dict[str, str]:
    found = {name: _OPTION[name].search(text) for name in names}
    return {name: match[1] for name, match in found.items() if match}


def _without_defaults(text: str) -> str:
    """Return a definition in which columns for secrets have none as their default."""
    parts: list[str] = []
    place = before = 0
    for default in _DEFAULT.finditer(text):
        columns = [m["name"] for m in _DEFINED.finditer(text, before, default.start())]
        before = default.end()
        if columns and setting_keys().is_secret(_bare(columns[-1]), default["value"]):
            parts += [text[place : default.start("value")], leaks.MASK]
            place = default.end("value")
    return "".join([*parts, text[place:]])


def _bare(name: str) -> str:
    return name.strip("`'\"")


def _dotted(version: str) -> str:
    """Return `5.7.26` for `50726`, as Navicat writes versions."""
    if re.fullmatch(r"\d{5,6}", version):
        number = int(version)
        return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    return version
