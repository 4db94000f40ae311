"""One Java source file -> what it declares, uses, calls and is annotated with, by line.

Names are resolved by imports, package and declarations of the file; what stays open is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct, field

from migrate.knowledge.java_contents import java_contents
from migrate.knowledge.java_messaging import java_messaging
from migrate.model.reason import Because
from migrate.read.java.java_annotations import Note, note
from migrate.read.java.java_arguments import Handed, Place, handed
from migrate.read.java.java_names import Names
from migrate.read.java.java_scopes import Scope
from migrate.read.java.java_syntax import SlowError, line, literal, nodes, said
from migrate.read.java.java_types import Typed, written_type
from migrate.read.tree import Entry

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_NODES = 400_000
"""Of one file: generated code of the size tells nothing more."""


class Declared(Struct, frozen=True):
    """A class, interface, enum or record."""

    name: str
    above: str
    interfaces: tuple[str, ...]
    line: int
    methods: frozenset[str] = frozenset()


class Member(Struct, frozen=True):
    """A method called, an object made or a field read."""

    owner: str
    name: str
    line: int
    parameters: tuple[str, ...] | None = None


class Source(Struct):
    """What one file tells."""

    entry: Entry
    declared: list[Declared] = field(default_factory=list)
    types: list[tuple[str, int]] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    fields: list[Member] = field(default_factory=list)
    strings: list[tuple[str, int]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    calls: list[Handed] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)
    """Class and constant -> its text: annotations name them."""


def read(entry: Entry, own: frozenset[str]) -> Source:
    """Read one file; `own` are the types of the application."""
    source = Source(entry)
    text = entry.text()
    try:
        reader = _Reader(source, own, list(_bounded(text or "")))
        reader.guarding = any(name in (text or "") for name in java_contents().guard_builders)
        reader.read()
    except SlowError:
        entry.fault = Because("read.source.slow")
    return source


def _bounded(text: str) -> Iterator[tuple[str, Node]]:
    for number, found in enumerate(nodes(text)):
        if number >= _MOST_NODES:
            return
        yield found


class _Reader:
    """Two sweeps over the nodes: declarations first, since fields may stand last."""

    def __init__(self, source: Source, own: frozenset[str], found: list[tuple[str, Node]]) -> None:
        self._source = source
        self._own = own
        self._nodes = found
        self._names = Names("")
        self._top = Scope(end=1 << 60)
        self._scope = self._top
        self._scopes: dict[int, Scope] = {}
        self._holders: list[tuple[int, str, str, str]] = []
        """Declarations around: where each ends, kind, class, member."""
        self.guarding = False
        """Whether the file builds a chain of filters, so that what it puts into maps counts."""
        self._quiet = 0
        """Where the annotation ends that is being passed over."""
        self._named = 0
        """Where the qualified name ends that is being passed over."""

    def read(self) -> None:
        """Take everything."""
        declare: dict[str, Callable[[Node], None]] = {
            "package": self._package,
            "import": self._import,
            "variable": self._type_variable,
            "method": self._method,
            "field": self._variables,
            "local": self._local,
            "parameter": self._parameter,
        }
        use: dict[str, Callable[[Node], None]] = {
            "annotation": self._annotation,
            "string": self._string,
            "scoped": self._scoped,
            "type": self._type,
            "new": self._new,
            "call": self._call,
            "access": self._access,
        }
        self._sweep(declare)
        self._scope = self._top
        self._declarations()
        self._sweep(use)

    def _sweep(self, take: dict[str, Callable[[Node], None]]) -> None:
        for number, (kind, node) in enumerate(self._nodes):
            self._leave(node.start_byte)
            if kind in ("class", "block", "catch", "method"):
                self._enter(number, kind, node)
            self._hold(kind, node)
            if kind in take:
                take[kind](node)

    def _leave(self, place: int) -> None:
        while self._scope.outer is not None and self._scope.end <= place:
            self._scope = self._scope.outer
        while self._holders and self._holders[-1][0] <= place:
            self._holders.pop()

    def _enter(self, number: int, kind: str, node: Node) -> None:
        if number in self._scopes:
            self._scope = self._scopes[number]
            return
        scope = Scope(node.end_byte, self._scope)
        if kind == "class":
            around = self._scope.innermost_class()
            name = said(node.child_by_field_name("name"))
            package = self._names.package
            outer = f"{around.class_}$" if around else f"{package}." if package else ""
            scope.class_ = f"{outer}{name}"
            scope.above = _extended(node)
            self._names.declared(name, scope.class_)
        elif kind == "method":
            self._returned(node)
        self._scopes[number] = self._scope = scope

    def _hold(self, kind: str, node: Node) -> None:
        if kind not in ("class", "method", "field", "local", "parameter"):
            return
        around = self._scope.innermost_class()
        class_ = around.class_ if around else ""
        member = ""
        if kind == "method":
            constructor = node.type == "constructor_declaration"
            member = "<init>" if constructor else said(node.child_by_field_name("name"))
        elif kind == "field":
            declarator = node.child_by_field_name("declarator")
            member = said(declarator.child_by_field_name("name")) if declarator else ""
        self._holders.append((node.end_byte, kind, class_, member))

    # Declarations

    def _package(self, node: Node) -> None:
        self._names.package = said(next(iter(node.named_children[-1:]), None))

    def _import(self, node: Node) -> None:
        static = any(child.type == "static" for child in node.children)
        star = any(child.type == "asterisk" for child in node.named_children)
        name = next((said(c) for c in node.named_children if c.type != "asterisk"), "")
        name = "".join(name.split())
        if name:
            self._names.imported(f"{name}.*" if star else name, static=static)

    def _type_variable(self, node: Node) -> None:
        for child in node.named_children[:2]:
            if child.type in ("type_identifier", "identifier"):
                self._names.variable(said(child))
                return

    def _method(self, _: Node) -> None:
        """A method's own scope holds its parameters; what it returns is noted on entering."""

    def _returned(self, node: Node) -> None:
        around = self._scope.innermost_class()
        if around is not None:
            returned = said(node.child_by_field_name("type"))
            around.methods.setdefault(said(node.child_by_field_name("name")), returned)

    def _variables(self, node: Node) -> None:
        type_ = said(node.child_by_field_name("type"))
        constant = "static" in (said(m) if (m := _modifiers(node)) else "static")
        for declarator in node.children_by_field_name("declarator"):
            name = said(declarator.child_by_field_name("name"))
            value = declarator.child_by_field_name("value")
            self._scope.variables[name] = written_type(value) if type_ == "var" else type_
            if constant and value is not None and value.type == "string_literal":
                around = self._scope.innermost_class()
                if around:
                    self._source.constants[f"{around.class_}.{name}"] = literal(value)

    def _local(self, node: Node) -> None:
        if node.type == "local_variable_declaration":
            self._variables(node)
            return
        type_ = said(node.child_by_field_name("type"))
        name = said(node.child_by_field_name("name"))
        if type_ == "var":
            type_ = (
                written_type(node.child_by_field_name("value")) if node.type == "resource" else ""
            )
        if name:
            self._scope.variables[name] = type_

    def _parameter(self, node: Node) -> None:
        name = said(node.child_by_field_name("name"))
        type_ = said(node.child_by_field_name("type"))
        if node.type == "catch_formal_parameter":
            caught = next((c for c in node.named_children if c.type == "catch_type"), None)
            type_ = said(caught).partition("|")[0].strip()
        if name:
            self._scope.variables[name] = type_

    def _declarations(self) -> None:
        for number, (kind, node) in enumerate(self._nodes):
            if kind == "class" and number in self._scopes:
                scope = self._scopes[number]
                above = self._resolved(scope.above) if scope.above else "java.lang.Object"
                interfaces = tuple(filter(None, map(self._resolved, _interfaces(node))))
                at = line(node.child_by_field_name("name") or node)
                methods = frozenset(scope.methods)
                self._source.declared.append(Declared(scope.class_, above, interfaces, at, methods))

    # Uses

    def _annotation(self, node: Node) -> None:
        if node.start_byte < self._quiet:
            return
        self._quiet = node.end_byte
        name = self._resolved(said(node.child_by_field_name("name")))
        if not name:
            return
        self._source.types.append((name, line(node)))
        _, kind, class_, member = self._holders[-1] if self._holders else (0, "", "", "")
        if kind in ("class", "method", "field"):
            self._source.notes.append(note(node, name, self._resolved, (kind, class_, member)))

    def _string(self, node: Node) -> None:
        if node.start_byte >= self._quiet:
            self._source.strings.append((literal(node), line(node)))

    def _scoped(self, node: Node) -> None:
        if node.start_byte >= self._named:
            self._named = node.end_byte
            self._used(self._resolved(said(node)), node)

    def _type(self, node: Node) -> None:
        if node.start_byte >= self._named:
            self._used(self._resolved(said(node)), node)

    def _used(self, name: str, node: Node) -> None:
        if name:
            self._source.types.append((name, line(node)))

    def _new(self, node: Node) -> None:
        made = self._resolved(said(node.child_by_field_name("type")))
        if made:
            parameters = self._typed().arguments(node)
            self._source.members.append(Member(made, "<init>", line(node), parameters))
            self._handed(node, made, "<init>")

    def _call(self, node: Node) -> None:
        name_node = node.child_by_field_name("name")
        name = said(name_node)
        owner = self._typed().owner(node)
        if owner and name_node is not None:
            at = line(name_node)
            self._source.members.append(Member(owner, name, at, self._typed().arguments(node)))
            self._source.types.append((owner, at))
            self._handed(node, owner, name)

    def _handed(self, node: Node, owner: str, name: str) -> None:
        """Keep what is handed to a call that may name a topic or queue, or guard a path."""
        if (owner, name) in java_messaging().naming or (
            self.guarding and java_contents().guards(owner, name)
        ):
            place = Place(self._scope, self._resolved)
            found = handed(node, (owner, name), self._typed().of, place)
            self._source.calls.append(found)

    def _access(self, node: Node) -> None:
        """Take `Calendar.MONDAY`: a field of a type rather than of a variable."""
        object_ = node.child_by_field_name("object")
        if object_ is None or object_.type != "identifier" or node.start_byte < self._quiet:
            return
        word = said(object_)
        if word[:1].isupper() and not self._scope.variable(word):
            owner = self._resolved(word)
            if owner:
                self._used(owner, node)
                name = said(node.child_by_field_name("field"))
                self._source.fields.append(Member(owner, name, line(node)))

    def _typed(self) -> Typed:
        return Typed(self._scope, self._names, self._resolved)

    def _resolved(self, written: str) -> str:
        return self._names.type("".join(written.split()) if " " in written else written, self._own)


def _modifiers(node: Node) -> Node | None:
    return next((c for c in node.named_children[:1] if c.type == "modifiers"), None)


def _extended(node: Node) -> str:
    """Return what a class extends, as written."""
    above = node.child_by_field_name("superclass")
    return said(above.named_children[0]) if above and above.named_children else ""


def _interfaces(node: Node) -> Iterator[str]:
    """Yield what a class implements or an interface extends, as written."""
    for child in node.named_children:
        if child.type in ("super_interfaces", "extends_interfaces"):
            for list_ in child.named_children[:1]:
                yield from (said(type_) for type_ in list_.named_children)
