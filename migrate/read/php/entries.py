"""PHP source of any encoding -> string values by key, each with its exact place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from migrate.read.php.constants import key
from migrate.read.php.parser import parse, text
from migrate.read.values import Pair

if TYPE_CHECKING:
    from tree_sitter import Node

_KEYED = frozenset({"array_element_initializer", "property_element", "const_element"})
_CONNECTIONS: dict[str, tuple[str, ...]] = {
    "mysql_connect": ("host", "user", "password"),
    "mysql_pconnect": ("host", "user", "password"),
    "mysqli_connect": ("host", "user", "password", "database", "port"),
    "mysqli_real_connect": ("", "host", "user", "password", "database", "port"),
    "mssql_connect": ("host", "user", "password"),
    "mysql_select_db": ("database",),
    "oci_connect": ("user", "password", "host"),
    "oci_pconnect": ("user", "password", "host"),
    "ldap_connect": ("host", "port"),
    "ldap_bind": ("", "user", "password"),
    "mysqli": ("host", "user", "password", "database", "port"),
    "pdo": ("dsn", "user", "password"),
}
"""Function or class in lower case → what its arguments are (php.net/manual)."""
_DRIVERS = {
    "mysql": "mysql",
    "mysqli": "mysql",
    "oci": "oracle",
    "ldap": "ldap",
    "mssql": "sqlserver",
}
_DSN = re.compile(r"(?:mysql|pgsql|sqlsrv|oci|dblib|mssql|odbc|firebird|sqlite2?):")
_DSN_PART = re.compile(r"(?i)(?<![\w])(host|server|port|dbname|database)=([^;\s]{1,200})")
_DSN_KEYS = {"server": "host", "dbname": "database"}
DEFAULT = "default"
"""The group of constants that only stand in for what a file elsewhere may set."""
_LONGEST_DSN = 600


class Keyed(Struct, frozen=True):
    """A key with its value, and which keys stand with it."""

    pair: Pair
    group: str
    """The same for keys of one array, one call, or one file's constants and variables."""
    driver: str = ""
    """The protocol, where a call or DSN tells it."""


def entries(source: str) -> Iterator[Pair]:
    """Yield string values by key: array entries, assignments, properties, constants, define()."""
    return (keyed.pair for keyed in keyed_entries(source))


def keyed_entries(source: str) -> Iterator[Keyed]:
    """Yield string and number values by key, with what stands together.

    `source` is the text as it was decoded, whatever its encoding: the parser gets UTF-8 of its
    own, and offsets are characters of `source`.
    """
    data = source.encode("utf-8", "surrogatepass")
    places = _Characters(data)
    for name, value, group, driver in _values(parse(data)):
        while value.type == "argument" and value.named_children:
            value = value.named_children[-1]
        if not name or value.type not in ("string", "encapsed_string", "integer"):
            continue
        quoted = value.type != "integer"
        bare = _bare(value) if quoted else value.text or b""
        start = value.end_byte - len(bare) - (1 if quoted else 0)
        pair = Pair(
            name, bare.decode("utf-8", "replace"), value.start_point[0] + 1, places.at(start)
        )
        if quoted and len(bare) <= _LONGEST_DSN and _DSN.match(pair.value):
            yield from _of_dsn(pair, f"dsn {value.start_byte}")
            continue
        if quoted or driver or name.lower().rstrip("]'\"").endswith("port"):
            yield Keyed(pair, group, driver)


def _of_dsn(pair: Pair, group: str) -> Iterator[Keyed]:
    scheme = pair.value.partition(":")[0]
    driver = {"oci": "oracle", "dblib": "sqlserver", "mssql": "sqlserver", "sqlsrv": "sqlserver",
              "pgsql": "postgresql"}.get(scheme, scheme)  # fmt: skip
    if scheme.startswith("sqlite"):
        path = pair.value.partition(":")[2]
        start = pair.start + len(scheme) + 1
        yield Keyed(Pair("database", path, pair.line, start), group, "sqlite")
    for match in _DSN_PART.finditer(pair.value):
        name = _DSN_KEYS.get(match[1].lower(), match[1].lower())
        part = Pair(name, match[2], pair.line, pair.start + match.start(2))
        yield Keyed(part, group, driver)


def _bare(node: Node) -> bytes:
    """Return what stands between the quotes."""
    data = node.text or b""
    return data[data.find(data[-1:]) + 1 : -1]


def _values(root: Node) -> Iterator[tuple[str, Node, str, str]]:
    for node in _walk(root):
        if node.type in _KEYED and len(node.named_children) >= 2:
            outer = node.parent.parent if node.parent and node.type != _ELEMENT else node.parent
            group = f"{outer.start_byte}" if outer and node.type != "const_element" else ""
            yield key(node.named_children[0]), node.named_children[-1], group, ""
        elif node.type == "assignment_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is not None and right is not None:
                yield key(left), right, _left_group(left), ""
        elif node.type in ("function_call_expression", "object_creation_expression"):
            yield from _called(node)


_ELEMENT = "array_element_initializer"


def _left_group(left: Node) -> str:
    """Return what stands before the last key: `$db['default']` of `$db['default']['host']`."""
    if left.type == "subscript_expression":
        outer = left.named_children[0]
        return text(outer) if outer.type == "subscript_expression" else ""
    return ""


def _called(node: Node) -> Iterator[tuple[str, Node, str, str]]:
    named = (child for child in node.children if child.type in ("name", "qualified_name"))
    name = next((text(child).lower().lstrip("\\") for child in named), "")
    given = _given(node)
    if name == "define" and len(given) >= 2:
        yield key(given[0]), given[1], DEFAULT if _is_default(node) else "", ""
    for role, argument in zip(_CONNECTIONS.get(name, ()), given, strict=False):
        group = "mysql" if name.startswith("mysql_") else f"call {node.start_byte}"
        yield role, argument, group, _DRIVERS.get(name.partition("_")[0], "")


def _is_default(node: Node) -> bool:
    """Tell whether a constant is only defined where nothing else has: `if (!defined('X'))`."""
    outer = node.parent
    for _ in range(4):
        if outer is None:
            return False
        if outer.type in ("if_statement", "binary_expression"):
            return "defined" in text(outer)[:200].lower().split("define(")[0].split("define (")[0]
        outer = outer.parent
    return False


def _given(node: Node) -> list[Node]:
    found = (child for child in node.children if child.type == "arguments")
    return next((child.named_children for child in found), [])


def _walk(root: Node) -> Iterator[Node]:
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.named_children))


class _Characters:
    """Offsets of bytes as offsets of characters; cheap when asked in rising order."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._byte = self._character = 0

    def at(self, byte: int) -> int:
        if byte < self._byte:
            self._byte = self._character = 0
        between = self._data[self._byte : byte].decode("utf-8", "replace")
        self._byte, self._character = byte, self._character + len(between)
        return self._character
