"""One PHP source -> what its code calls, makes, defines and writes; comments are no code."""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct, field

from migrate.knowledge.php import php_extensions, php_versions
from migrate.read.php import connections, forms
from migrate.read.php.constants import key
from migrate.read.php.expressions import Literal, literal
from migrate.read.php.guards import host, is_for_magic_quotes, is_guarded, refused_below
from migrate.read.php.parser import captures, compiled, parse, text

if TYPE_CHECKING:
    from tree_sitter import Node, Query

_QUERY = """
(function_call_expression function: [(name) (qualified_name)] @call)
(object_creation_expression [(name) (qualified_name)] @class)
(scoped_call_expression scope: [(name) (qualified_name)] @class)
(base_clause [(name) (qualified_name)] @class)
(class_declaration name: (name) @own)
(function_definition name: (name) @defined)
(shell_command_expression) @backticks
(if_statement condition: (_) @condition)
(namespace_use_clause) @use
(namespace_definition) @namespace
(member_call_expression) @member
(assignment_expression right: [(string) (encapsed_string)]) @assigned
"""
_ASKING = frozenset(
    [
        "function_exists",
        "is_callable",
        "extension_loaded",
        "class_exists",
        "defined",
        "method_exists",
    ]
)
_CONSTANT = re.compile(rb"\b(?:CURL|OPENSSL|MCRYPT|LDAP_OPT|XSL|SIG)[A-Z_]{1,40}\b")
_DSN = re.compile(
    rb"['\"](mysql|pgsql|sqlite2?|oci|sqlsrv|dblib|mssql|sybase|odbc|firebird|ibm|informix):"
    rb"(?!//)(?=[\w$/.:{]{1,60}(?:=|/|:memory:|\.(?:db|sq)|\{?\$))"
)
LOOKED_INTO = connections.NAMES | frozenset(
    """copy curl_init curl_setopt define date_default_timezone_set error_log file_get_contents
    file_put_contents fopen fsockopen get_headers header imagegif imagejpeg imagepng imagewebp
    ini_set is_writable is_writeable mail mkdir move_uploaded_file mysql_query
    mysql_set_charset mysqli_query mysqli_set_charset pfsockopen readfile rename session_name
    session_save_path session_set_save_handler session_start set_time_limit simplexml_load_file
    stream_socket_client tempnam touch wp_schedule_event""".split()  # noqa: SIM905
)
"""Functions whose arguments are kept."""
MADE = connections.CLASSES | connections.CLIENTS | {"soapclient", "nusoap_client"}
"""Classes whose arguments are kept, in lower case, without their namespace."""


_SECONDS = 1.0
"""Of processor time for looking at one file twice over; large real ones take a tenth of it."""


class Call(Struct, frozen=True):
    """A call, or the making of an object, with its arguments as far as they are literal."""

    name: str
    line: int
    arguments: tuple[Literal, ...]


class Seen(Struct):
    """What one file's code says."""

    calls: dict[str, list[int]] = field(default_factory=dict)
    """Function in lower case → lines, guarded ones left out."""
    guarded: dict[str, list[int]] = field(default_factory=dict)
    """Calls that happen only when something exists, or on some versions."""
    inside: dict[tuple[str, int], str] = field(default_factory=dict)
    """Call of a removed function and its line → the function around it."""
    dead: set[tuple[str, int]] = field(default_factory=set)
    """Calls of removed functions that happen only where magic quotes are on."""
    asked: set[str] = field(default_factory=set)
    """Names that the file asks for before it uses them: functions, classes, extensions."""
    classes: dict[str, list[int]] = field(default_factory=dict)
    namespace: str = ""
    """The file's first one, in lower case."""
    defined: set[str] = field(default_factory=set)
    """Functions in lower case, `namespace\\name`."""
    own: set[str] = field(default_factory=set)
    constants: dict[str, int] = field(default_factory=dict)
    forms: dict[str, list[int]] = field(default_factory=dict)
    assigned: dict[str, Literal] = field(default_factory=dict)
    """Variables and constants that the kept calls take, and what the file gives them."""
    looked: list[Call] = field(default_factory=list)
    drivers: list[tuple[str, int]] = field(default_factory=list)
    """Extensions that PDO's DSNs in strings need, with their lines."""
    cut: int = 0
    """From which line on the code was not looked at: it was too much."""
    refuses_below: tuple[str, int] | None = None
    """The PHP version below which the file ends the program, and its line."""

    def within(self, name: str) -> str:
        """Return a name as one of the file's namespace."""
        return f"{self.namespace}\\{name}" if self.namespace else name


def look(source: bytes) -> Seen:
    """Return what a file's code says."""
    root = parse(source)
    seen = Seen()
    found = captures(_query(), root)
    imported = set(_imported(found.get("use", ())))
    seen.namespace = next((_named(node) for node in found.get("namespace", ())), "")
    seen.defined = {seen.within(text(node).lower()) for node in found.get("defined", ())}
    seen.own = {text(node).lower() for node in found.get("own", ())}
    stops = time.thread_time() + _SECONDS
    for kind, note in _NOTES.items():
        for node in found.get(kind, ()):
            if time.thread_time() > stops:
                seen.cut = min(seen.cut or _line(node), _line(node))
                break
            note(node, seen, imported)
    _assigned(found, seen)
    for name, line in forms.forms(root, source):
        seen.forms.setdefault(name, []).append(line)
        if time.thread_time() > stops + _SECONDS:
            seen.cut = seen.cut or line
            break
    _constants(root, source, seen)
    _drivers(root, source, seen)
    return seen


def _constants(root: Node, source: bytes, seen: Seen) -> None:
    for match in _CONSTANT.finditer(source):
        name = match[0].decode()
        if name not in seen.constants and forms.is_code(root, match.start(), match.end()):
            seen.constants[name] = source.count(b"\n", 0, match.start()) + 1


def _drivers(root: Node, source: bytes, seen: Seen) -> None:
    for match in _DSN.finditer(source):
        place = root.descendant_for_byte_range(match.start(1), match.end(1) - 1)
        extension = php_extensions().drivers.get(match[1].decode())
        if extension and place is not None and place.type == "string_content":
            seen.drivers.append((extension, place.start_point[0] + 1))


def _call(node: Node, seen: Seen, imported: set[str]) -> None:
    name = text(node).lower().lstrip("\\")
    line = node.start_point[0] + 1
    if "\\" in name or name in imported:
        return
    if name in _ASKING:
        asked = arguments(node.parent)[:2]
        seen.asked.update(one.text.lower().lstrip("\\") for one in asked if one.text)
    known = php_versions()
    telling = name in known.gone or name in known.since
    guarded = (telling or php_extensions().of_function(name)) and is_guarded(node, name)
    (seen.guarded if guarded else seen.calls).setdefault(name, []).append(line)
    if name in known.gone and not guarded:
        inside = host(node)
        if is_for_magic_quotes(node):
            seen.dead.add((name, line))
        elif inside:
            seen.inside[name, line] = inside
    if name in LOOKED_INTO:
        seen.looked.append(Call(name, line, arguments(node.parent)))


def _named(node: Node) -> str:
    name = node.child_by_field_name("name")
    return text(name).lower() if name is not None else ""


def _class(node: Node, seen: Seen, _: set[str]) -> None:
    name = text(node).lstrip("\\")
    line = node.start_point[0] + 1
    seen.classes.setdefault(name.lower(), []).append(line)
    short = name.rsplit("\\", 1)[-1].lower()
    if short in MADE and node.parent is not None and node.parent.type.startswith("object"):
        seen.looked.append(Call(f"new {short}", line, arguments(node.parent)))


def _backticks(node: Node, seen: Seen, _: set[str]) -> None:
    seen.calls.setdefault("shell_exec", []).append(_line(node))


def _condition(node: Node, seen: Seen, _: set[str]) -> None:
    below = "" if seen.refuses_below else refused_below(node)
    if below:
        seen.refuses_below = (below, _line(node))


def _member(node: Node, seen: Seen, _: set[str]) -> None:
    name = node.child_by_field_name("name")
    if name is None or name.type != "name" or text(name).lower() not in connections.METHODS:
        return
    if connections.connection(node, seen.classes):
        line = node.start_point[0] + 1
        seen.looked.append(Call(text(name).lower(), line, arguments(node)))


_NOTES = {
    "call": _call,
    "class": _class,
    "member": _member,
    "backticks": _backticks,
    "condition": _condition,
}


def _line(node: Node) -> int:
    return node.start_point[0] + 1


def _assigned(found: dict[str, list[Node]], seen: Seen) -> None:
    """Note the literals of the variables and constants that the kept calls take."""
    taken = {name for call in seen.looked for one in call.arguments for name in _names(one)}
    for node in found.get("assigned", ()) if taken else ():
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is not None and right is not None and key(left) in taken:
            seen.assigned.setdefault(key(left), literal(right))
    for call in seen.looked:
        if call.name == "define" and len(call.arguments) > 1 and call.arguments[0].text in taken:
            seen.assigned.setdefault(call.arguments[0].text, call.arguments[1])


def _names(argument: Literal) -> Iterator[str]:
    yield from (name for name in (argument.variable, argument.constant) if name)


def arguments(node: Node | None) -> tuple[Literal, ...]:
    """Return the arguments of a call as far as they are literal."""
    if node is None:
        return ()
    given = node.child_by_field_name("arguments")
    if given is None:
        given = next((child for child in node.children if child.type == "arguments"), None)
    if given is None:
        return ()
    return tuple(literal(child) for child in given.named_children[:8] if child.type == "argument")


def _imported(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield the names that `use function` takes from elsewhere."""
    for node in nodes:
        written = text(node)
        outer = node.parent
        whole = text(outer)[:40] if outer is not None else ""
        if written.startswith("function ") or re.match(r"use\s+function\b", whole):
            yield re.split(r"\s+as\s+|\\", written)[-1].strip().lower()


@functools.cache
def _query() -> Query:
    return compiled(_QUERY)
