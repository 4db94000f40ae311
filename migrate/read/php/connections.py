"""A call that connects -> what its arguments are; a connection string -> its parts.

From the function and class references of the PHP manual (php.net/manual) and of php-amqplib;
connection strings as PostgreSQL's libpq, Oracle's easy connect and SQL Server's driver write them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from migrate.read.php.expressions import Literal
from migrate.read.php.parser import text

if TYPE_CHECKING:
    from tree_sitter import Node

_LOGIN = ("host", "user", "password")
_ALL = (*_LOGIN, "database", "port")
_PLACE = ("host", "port")
_LATER = ("", "user", "password")
"""A login over a connection that is open."""


class Connection(Struct, frozen=True):
    """What connects, and what each of its arguments is."""

    driver: str
    roles: tuple[str, ...]


_FUNCTIONS = {
    "mysql_connect": Connection("mysql", _LOGIN),
    "mysql_pconnect": Connection("mysql", _LOGIN),
    "mysql_select_db": Connection("mysql", ("database",)),
    "mysqli_connect": Connection("mysql", _ALL),
    "mysqli_real_connect": Connection("mysql", ("", *_ALL)),
    "mssql_connect": Connection("sqlserver", _LOGIN),
    "mssql_pconnect": Connection("sqlserver", _LOGIN),
    "mssql_select_db": Connection("sqlserver", ("database",)),
    "sqlsrv_connect": Connection("sqlserver", ("server", "options")),
    "pg_connect": Connection("postgresql", ("pgsql",)),
    "pg_pconnect": Connection("postgresql", ("pgsql",)),
    "oci_connect": Connection("oracle", ("user", "password", "easy")),
    "oci_pconnect": Connection("oracle", ("user", "password", "easy")),
    "oci_new_connect": Connection("oracle", ("user", "password", "easy")),
    "ldap_connect": Connection("ldap", _PLACE),
    "ldap_bind": Connection("ldap", _LATER),
    "ftp_connect": Connection("ftp", _PLACE),
    "ftp_ssl_connect": Connection("ftp", _PLACE),
    "ftp_login": Connection("ftp", _LATER),
    "ssh2_connect": Connection("ssh", _PLACE),
    "ssh2_auth_password": Connection("ssh", _LATER),
    "imap_open": Connection("imap", ("mailbox", "user", "password")),
    "memcache_connect": Connection("memcached", _PLACE),
    "memcache_pconnect": Connection("memcached", _PLACE),
}
_CLASSES = {
    "mysqli": Connection("mysql", _ALL),
    "pdo": Connection("", ("dsn", "user", "password")),
    "mongoclient": Connection("mongodb", ("uri",)),
    "mongo": Connection("mongodb", ("uri",)),
    "amqpstreamconnection": Connection("amqp", ("host", "port", "user", "password")),
}
_METHODS = {
    "connect": ("redis", Connection("redis", _PLACE)),
    "pconnect": ("redis", Connection("redis", _PLACE)),
    "auth": ("redis", Connection("redis", ("password",))),
    "addserver": ("memcache", Connection("memcached", _PLACE)),
    "real_connect": ("mysqli", Connection("mysql", _ALL)),
}
"""Method → what makes it one of a known class: a word in the object's name or a class made."""
_TELLING = frozenset("host user password dsn pgsql server easy mailbox uri".split())  # noqa: SIM905
_DATABASES = frozenset({"mysql", "sqlserver", "postgresql", "oracle", "mongodb", ""})
"""Of what drivers are; PDO is of any."""
NAMES = frozenset({*_FUNCTIONS, *(f"new {name}" for name in _CLASSES), *_METHODS})
METHODS = frozenset(_METHODS)
CLASSES = frozenset(_CLASSES)
CLIENTS = frozenset({"client", "manager"})
"""Names that MongoDB's classes share with many others': only their address tells them."""
_PGSQL = re.compile(
    r"(?i)(?<![\w])(host|hostaddr|port|dbname|user|password)\s{0,9}=\s{0,9}"
    r"(?:'([^'\\]{1,200})'|(?P<code>\{\$[^{}]{1,200}\})|(?P<bare>[^\s'\"]{1,200}))"
)
_NAMES = {"hostaddr": "host", "dbname": "database"}
_HOST = r"(?P<host>[A-Za-z0-9][\w.\-]{0,252})"
_PORT = r"(?P<port>\d{1,5})"
_FORMS = {
    "server": re.compile(rf"\s{{0,9}}(?:tcp:)?{_HOST}(?:\\+[\w$]{{1,50}})?(?:\s?,\s?{_PORT})?\s*$"),
    "easy": re.compile(rf"\s{{0,9}}(?://)?{_HOST}(?::{_PORT})?/(?P<database>[\w.$\-]{{1,100}})"),
    "mailbox": re.compile(rf"\s{{0,9}}\{{{_HOST}(?::{_PORT})?[/}}]"),
}  # fmt: skip


def connection(node: Node, made: Collection[str]) -> Connection | None:
    """Return what a call connects with; `made` are the classes that the file makes objects of."""
    if node.type == "member_call_expression":
        name, on = node.child_by_field_name("name"), node.child_by_field_name("object")
        word, known = _METHODS.get(text(name).lower() if name else "", ("", None))
        if known is None or on is None:
            return None
        of_class = any(word in one for one in made)
        return known if of_class or word in text(on)[-100:].lower() else None
    named = (child for child in node.children if child.type in ("name", "qualified_name"))
    name_ = next((text(child).lower().lstrip("\\") for child in named), "")
    if node.type == "object_creation_expression":
        short = name_.rsplit("\\", 1)[-1]
        if short in CLIENTS and re.match(r"\W{1,4}mongodb(?:\+srv)?://", _first_argument(node)):
            return Connection("mongodb", ("uri",))
        return _CLASSES.get(name_) or _CLASSES.get(short)
    return _FUNCTIONS.get(name_)


def _first_argument(node: Node) -> str:
    given = next((child for child in node.children if child.type == "arguments"), None)
    named = given.named_children if given is not None else []
    return text(named[0])[:40] if named else ""


def telling(name: str, arguments: Sequence[Literal]) -> Iterator[Literal]:
    """Yield the arguments of a call, `new mysqli` or a method, that say where it connects or how.

    Those of MongoDB's clients count by their address alone.
    """
    short = name.removeprefix("new ")
    if short in CLIENTS:
        yield from (one for one in arguments[:1] if one.text.startswith("mongodb"))
        return
    of_method = _METHODS[name][1] if name in _METHODS else None
    known = _CLASSES.get(short) if name != short else _FUNCTIONS.get(name) or of_method
    roles = known.roles if known else ()
    yield from (one for role, one in zip(roles, arguments, strict=False) if role in _TELLING)


def is_database(name: str) -> bool:
    """Tell a function or `new` that connects with a database, whatever it is given."""
    known = _FUNCTIONS.get(name) or _CLASSES.get(name.removeprefix("new "))
    return known is not None and known.driver in _DATABASES


def parts(role: str, value: str) -> Iterator[tuple[str, str, int]]:
    """Yield role, value and place of what a connection string names."""
    if role == "pgsql":
        for match in _PGSQL.finditer(value[:2000]):
            if match["code"]:
                continue  # An expression in the text: `{$config['db']['pass']}`.
            group = 2 if match[2] else "bare"
            name = _NAMES.get(match[1].lower(), match[1].lower())
            yield name, match[group], match.start(group)
        return
    found = _FORMS[role].match(value)
    for name in ("host", "port", "database") if found else ():
        if found and name in found.re.groupindex and found[name]:
            yield name, found[name], found.start(name)


def has_parts(role: str) -> bool:
    """Tell whether what plays a role is a connection string."""
    return role == "pgsql" or role in _FORMS
