"""A call in a Java source file -> the texts that are handed over, constants by their names.

Only what stands in the call itself counts: literals, sums of them, constants, fields of the class.
What a local variable or a parameter holds is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from migrate.read.java.java_annotations import Named, parts_of
from migrate.read.java.java_scopes import Scope
from migrate.read.java.java_syntax import line, said

if TYPE_CHECKING:
    from tree_sitter import Node

_LISTS = frozenset({"asList", "singletonList", "singleton", "of"})
_MOST = 20
_DEEPEST = 8
_OUTWARD = 60
_STRING = "java.lang.String"

Parts = tuple[str | Named, ...]


class Handed(Struct, frozen=True):
    """One call."""

    owner: str
    name: str
    class_: str
    """In which it stands."""
    line: int
    count: int
    """Of its arguments."""
    arguments: dict[int, Parts]
    """Those that are texts, by position from 0."""
    strings: frozenset[int]
    """Positions whose type is known to be String."""

    def text(self, position: int, known: Mapping[str, str]) -> str | None:
        """Return an argument with the constants filled in; None when one stays open."""
        texts = [self._text(part, known) for part in self.arguments.get(position, ())]
        return "".join(text or "" for text in texts) if texts and None not in texts else None

    def _text(self, part: str | Named, known: Mapping[str, str]) -> str | None:
        if isinstance(part, str):
            return part
        return known.get(f"{self.class_ if part.own else part.type}.{part.name}")


def handed(
    node: Node, called: tuple[str, str], types: Callable[[Node], str], place: Place
) -> Handed:
    """Return what a call hands over."""
    list_ = node.child_by_field_name("arguments")
    given = [c for c in list_.named_children if "comment" not in c.type] if list_ else []
    around = place.scope.innermost_class()
    found = {number: place.parts(each) for number, each in enumerate(given[:_MOST])}
    return Handed(
        *called,
        around.class_ if around else "",
        line(node),
        len(given),
        {number: parts for number, parts in found.items() if parts},
        frozenset(n for n, each in enumerate(given[:_MOST]) if types(each) == _STRING),
    )


class Place(Struct, frozen=True):
    """Where a call stands: what is declared there, and how names are read."""

    scope: Scope
    resolved: Callable[[str], str]

    def parts(self, node: Node) -> Parts:
        """Return what an argument consists of, nothing when it is no text that stands here."""
        if node.type == "method_invocation" and said(node.child_by_field_name("name")) in _LISTS:
            return self._listed(node)
        if node.type == "field_access" and said(node.child_by_field_name("object")) == "this":
            return (Named("", said(node.child_by_field_name("field")), own=True),)
        return tuple(parts_of(node, self.resolved)) if self._is_told(node, 0) else ()

    def _listed(self, node: Node) -> Parts:
        list_ = node.child_by_field_name("arguments")
        found: list[str | Named] = []
        for each in list_.named_children[:_MOST] if list_ else ():
            parts = () if each.type == "method_invocation" else self.parts(each)
            if not parts:
                return ()
            found += [", ", *parts] if found else parts
        return tuple(found)

    def _is_told(self, node: Node, depth: int) -> bool:
        """Tell whether an expression is made of literals, constants and fields of the class."""
        if node.type == "identifier":
            return self._is_field(said(node))
        if node.type == "binary_expression" and depth < _DEEPEST:
            sides = (node.child_by_field_name("left"), node.child_by_field_name("right"))
            return all(side is not None and self._is_told(side, depth + 1) for side in sides)
        return node.type in ("string_literal", "field_access")

    def _is_field(self, name: str) -> bool:
        scope: Scope | None = self.scope
        for _ in range(_OUTWARD):
            if scope is None:
                break
            if name in scope.variables:
                return bool(scope.class_)
            scope = scope.outer
        return False
