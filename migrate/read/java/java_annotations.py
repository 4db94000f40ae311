"""Annotations of a Java source file -> elements as class files would hold them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from migrate.read.java.annotations import Annotation
from migrate.read.java.java_syntax import line, literal, said

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST = 8
_MOST = 500


class Named(Struct, frozen=True):
    """A constant that stands in place of a text: of which type, under which name."""

    type: str
    """Empty when it cannot be told; of the class around when `own`."""
    name: str
    own: bool = False


_Part = str | Named


class Note(Struct, frozen=True):
    """An annotation before the constants in it are known."""

    name: str
    owner: str
    member: str
    on: str
    elements: dict[str, tuple[_Part, ...]]
    line: int
    type: str = ""
    """Of a field its type, of a setter what it takes."""

    def with_constants(self, known: Mapping[str, str]) -> Annotation:
        """Return it as readers of contents see it; an element that stays open is left out."""
        elements = {}
        for key, parts in self.elements.items():
            texts = [self._text(part, known) for part in parts]
            if None not in texts:
                elements[key] = "".join(text or "" for text in texts)
        return Annotation(self.name, self.owner, self.member, self.on, elements, self.type)

    def _text(self, part: _Part, known: Mapping[str, str]) -> str | None:
        if isinstance(part, str):
            return part
        if part.own:
            return known.get(
                f"{self.owner}.{part.name}", part.name if part.name.isupper() else None
            )
        constant = known.get(f"{part.type}.{part.name}")
        # An enum's constant is its name; a class of the application would be among the known.
        return constant if constant is not None else part.name


def note(
    node: Node, name: str, resolved: Callable[[str], str], place: tuple[str, str, str]
) -> Note:
    """Return one annotation; `place` is what it stands on: kind, class and member."""
    on, owner, member = place
    type_ = resolved(_declared(node, on))
    return Note(name, owner, member, on, _elements(node, resolved, 0), line(node), type_)


def _declared(node: Node, on: str) -> str:
    """Return the written type of the field, or of a setter's parameter, that a node stands on."""
    around = node.parent.parent if node.parent is not None else None
    if around is None or on not in ("field", "method"):
        return ""
    if on == "method":
        list_ = around.child_by_field_name("parameters")
        taken = [c for c in list_.named_children if "comment" not in c.type] if list_ else []
        around = taken[0] if len(taken) == 1 else None
    type_ = said(around.child_by_field_name("type")) if around is not None else ""
    return type_.partition("<")[0].strip()


def parts_of(node: Node, resolved: Callable[[str], str]) -> list[str | Named]:
    """Return what an expression of texts and constants consists of."""
    return _value(node, resolved, 0)


def _elements(
    node: Node, resolved: Callable[[str], str], depth: int
) -> dict[str, tuple[_Part, ...]]:
    given = node.child_by_field_name("arguments")
    found: dict[str, tuple[_Part, ...]] = {}
    for child in given.named_children[:_MOST] if given is not None else ():
        if child.type == "element_value_pair":
            value = child.child_by_field_name("value")
            if value is not None:
                key = said(child.child_by_field_name("key"))
                found[key] = tuple(_value(value, resolved, depth))
        elif "comment" not in child.type:
            found["value"] = tuple(_value(child, resolved, depth))
    return found


def _value(node: Node, resolved: Callable[[str], str], depth: int) -> list[_Part]:
    if depth > _DEEPEST:
        return []
    form = _FORMS.get(node.type)
    return form(node, resolved, depth) if form else [said(node).removesuffix("L")]


def _string(node: Node, _: Callable[[str], str], __: int) -> list[_Part]:
    return [literal(node)]


def _array(node: Node, resolved: Callable[[str], str], depth: int) -> list[_Part]:
    found: list[_Part] = []
    for child in node.named_children[:_MOST]:
        if "comment" not in child.type:
            found += [", "] if found else []
            found += _value(child, resolved, depth + 1)
    return found


def _sum(node: Node, resolved: Callable[[str], str], depth: int) -> list[_Part]:
    """Join `"/api" + VERSION`; a product of numbers stays as it is written."""
    if not any(child.type == "+" for child in node.children):
        return [said(node)]
    sides = (node.child_by_field_name("left"), node.child_by_field_name("right"))
    return [part for side in sides if side for part in _value(side, resolved, depth + 1)]


def _class(node: Node, resolved: Callable[[str], str], _: int) -> list[_Part]:
    written = said(node.named_children[0]) if node.named_children else ""
    return [resolved(written) or written]


def _inner(node: Node, resolved: Callable[[str], str], depth: int) -> list[_Part]:
    written = said(node.child_by_field_name("name"))
    found: list[_Part] = [f"@{resolved(written) or written}("]
    for number, (key, parts) in enumerate(_elements(node, resolved, depth + 1).items()):
        found += [f"{', ' if number else ''}{key}=", *parts]
    return [*found, ")"]


def _constant(node: Node, _: Callable[[str], str], __: int) -> list[_Part]:
    return [Named("", said(node), own=True)]


def _member(node: Node, resolved: Callable[[str], str], _: int) -> list[_Part]:
    object_, name = node.child_by_field_name("object"), said(node.child_by_field_name("field"))
    return [Named(resolved(said(object_)), name)]


_FORMS: dict[str, Callable[[Node, Callable[[str], str], int], list[_Part]]] = {
    "string_literal": _string,
    "element_value_array_initializer": _array,
    "binary_expression": _sum,
    "class_literal": _class,
    "annotation": _inner,
    "marker_annotation": _inner,
    "identifier": _constant,
    "field_access": _member,
}
