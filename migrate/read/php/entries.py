"""PHP source of any encoding -> string values by key, each with its exact place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from migrate.knowledge.settings import setting_keys
from migrate.read.php import connections
from migrate.read.php.constants import key
from migrate.read.php.parser import parse, text
from migrate.read.values import Pair

if TYPE_CHECKING:
    from tree_sitter import Node

_CALLS = frozenset(
    {"function_call_expression", "object_creation_expression", "member_call_expression"}
)
_KEYED = frozenset({"array_element_initializer", "property_element", "const_element"})
_DSN = re.compile(r"(?:mysql|pgsql|sqlsrv|oci|dblib|mssql|odbc|firebird|sqlite2?):")
_DSN_PART = re.compile(r"(?i)(?<![\w])(host|server|port|dbname|database)=([^;\s]{1,200})")
_PORT = re.compile(r"(['\"]):\d{1,5}\1")
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
    role: str = ""
    """What the value is to the call that takes it: host, user, password, database, port, uri."""
    port: str = ""
    """Of a host: the port that stands with it, where that is known."""


class _Value(NamedTuple):
    """A key and the node of its value, with what the source says of both."""

    key: str
    node: Node
    group: str = ""
    driver: str = ""
    role: str = ""


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
    parts: dict[str, int] = {"": 0, DEFAULT: 0}
    for one in _values(parse(data)):
        for keyed in _keyed(one, places):
            # Keys of a DSN stand with those of the array or call that it is written in.
            part = parts.setdefault(one.group or keyed.group, len(parts))
            yield replace(keyed, pair=replace(keyed.pair, part=part))


def _keyed(one: _Value, places: _Characters) -> Iterator[Keyed]:
    value = _bared(one.node)
    if not one.key or value.type not in ("string", "encapsed_string", "integer"):
        return
    quoted = value.type != "integer"
    bare = _bare(value) if quoted else value.text or b""
    start = value.end_byte - len(bare) - (1 if quoted else 0)
    written = bare.decode("utf-8", "replace")
    pair = Pair(one.key, written, value.start_point[0] + 1, places.at(start))
    if quoted and len(bare) <= _LONGEST_DSN and _DSN.match(pair.value):
        yield from _of_dsn(pair, f"dsn {value.start_byte}")
    elif one.role == "port" and written.startswith(":"):
        port = Pair(one.key, written[1:], pair.line, pair.start + 1)
        yield Keyed(port, one.group, one.driver, one.role)
    elif connections.has_parts(one.role):
        for role, value_, from_ in connections.parts(one.role, written):
            place = pair.start + from_
            part = Pair(f"{one.driver}.{role}", value_, pair.line, place)
            yield Keyed(part, one.group, one.driver, role)
    elif quoted or one.driver or one.key.lower().rstrip("]'\"").endswith("port"):
        yield Keyed(pair, one.group, one.driver, one.role)


def _bared(node: Node) -> Node:
    while node.type == "argument" and node.named_children:
        node = node.named_children[-1]
    return node


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


def _values(root: Node) -> Iterator[_Value]:
    """Yield what the source gives names to, then what its calls connect with."""
    calls: list[Node] = []
    named: dict[str, _Value] = {}
    for node in _walk(root):
        if node.type in _CALLS:
            calls.append(node)
        for one in _named(node):
            named.setdefault(one.key, one)
            yield one
    made = {name for node in calls for name in _made(node)}
    for node in calls:
        yield from _connecting(node, made, named)


def _named(node: Node) -> Iterator[_Value]:
    if node.type in _KEYED and len(node.named_children) >= 2:
        outer = node.parent.parent if node.parent and node.type != _ELEMENT else node.parent
        group = f"{outer.start_byte}" if outer and node.type != "const_element" else ""
        yield _Value(key(node.named_children[0]), node.named_children[-1], group)
    elif node.type == "assignment_expression":
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is not None and left.type == "list_literal":
            yield from _listed(left, right)
        elif left is not None and right is not None:
            yield _Value(key(left), right, _left_group(left))
    elif node.type == "function_call_expression":
        given = _given(node)
        function = node.child_by_field_name("function")
        if len(given) >= 2 and function is not None and text(function).lower() == "define":
            yield _Value(key(given[0]), given[1], DEFAULT if _is_default(node) else "")


def _listed(left: Node, right: Node | None) -> Iterator[_Value]:
    """Yield what `list($user, $password) = array('shop', 'x')` gives each of its names."""
    values: dict[str, Node] = {}
    given = right.named_children if right is not None and right.type == _ARRAY else []
    for number, element in enumerate(child for child in given if child.type == _ELEMENT):
        parts = element.named_children
        values[key(parts[0]) if len(parts) > 1 else str(number)] = parts[-1]
    place, named = 0, ""
    for child in left.children:
        if child.type == ",":
            place, named = place + 1, ""
        elif child.type in ("string", "integer"):
            named = key(child)
        elif child.is_named and (named or str(place)) in values:
            yield _Value(key(child), values[named or str(place)], f"list {left.start_byte}")


def _made(node: Node) -> Iterator[str]:
    if node.type == "object_creation_expression":
        for child in node.children:
            if child.type in ("name", "qualified_name"):
                yield text(child).lower()


def _connecting(node: Node, made: set[str], named: dict[str, _Value]) -> Iterator[_Value]:
    """Yield the arguments of a call that connects; names stand for what the file gives them."""
    known = connections.connection(node, made)
    if known is None:
        return
    function = node.child_by_field_name("function")
    prefix = text(function).lower().partition("_")[0] if function is not None else ""
    # These select their database by a call of its own.
    group = prefix if prefix in ("mysql", "mssql") else f"call {node.start_byte}"
    for role, argument in zip(known.roles, _given(node), strict=False):
        argument, port = _port_behind(_bared(argument)) if role == "host" else (argument, None)
        if port is not None:
            yield _Value(f"{known.driver}.port", port, group, known.driver, "port")
        value, own_key = _standing_for(_bared(argument), named)
        if role == "options" and value.type == "array_creation_expression":
            for child in value.named_children:
                for one in _named(child):
                    role_ = _option(one.key)
                    yield one._replace(group=group, driver=known.driver, role=role_)
        elif role:
            shown = own_key if _says(own_key, role) else f"{known.driver}.{role}".lstrip(".")
            yield _Value(shown, value, group, known.driver, role)


def _port_behind(node: Node) -> tuple[Node, Node | None]:
    """Return host and port of `$host . ':3309'`."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if node.type != "binary_expression" or left is None or right is None:
        return node, None
    return (left, right) if _PORT.fullmatch(text(right)) else (node, None)


def _standing_for(node: Node, named: dict[str, _Value]) -> tuple[Node, str]:
    """Return the value that a variable or constant has in the file, with its name."""
    if node.type not in ("variable_name", "name", "member_access_expression"):
        return node, ""
    name = key(node)
    return (_bared(named[name].node), name) if name in named else (node, "")


def _says(key_: str, role: str) -> bool:
    """Tell whether a name says what it stands for; redaction goes by names."""
    known = {"host": "host", "port": "port", "password": "secret", "user": "account"}.get(role)
    return bool(key_) and known is not None and setting_keys().is_a(known, key_)


def _option(key_: str) -> str:
    """Return what an option of sqlsrv_connect() is."""
    return {"database": "database", "uid": "user", "pwd": "password"}.get(key_.lower(), key_)


_ELEMENT = "array_element_initializer"
_ARRAY = "array_creation_expression"


def _left_group(left: Node) -> str:
    """Return what stands before the last key: `$db['default']` of `$db['default']['host']`."""
    if left.type == "subscript_expression":
        outer = left.named_children[0]
        return text(outer) if outer.type == "subscript_expression" else ""
    return ""


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
