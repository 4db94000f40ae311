"""YAML or JSON that people may have edited goes in; plain values come out, or the line at fault.

Read as Kubernetes reads it: keys are texts, dates and `22:22` are texts, nothing but maps, lists
and plain scalars. Everything is bounded before it is built.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable
from typing import Any

import yaml
from msgspec import Struct

_MOST_NODES = 200_000
"""Aliases count as often as they are used: nested ones grow without bounds."""
_DEEPEST = 100
_TAG = "tag:yaml.org,2002:"
_SCALARS = ("null", "bool", "int", "float", "str")
_NUMBERS = (
    (
        _TAG + "int",
        re.compile(r"[-+]?(0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)$"),
        "-+0123456789",
    ),
    (
        _TAG + "float",
        re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$|[-+]?\.inf$|\.nan$"),
        "-+.0123456789",
    ),
)
_CANNOT_BUILD = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
"""What PyYAML lets through for scalars that do not fit their tag: `!!bool "x"`, `!!int ""`."""


class Broken(Struct, frozen=True):
    """Why a text is not taken."""

    text: str
    """Text id."""
    detail: str
    line: int = 0

    @property
    def place(self) -> str:
        """The line as a place in a text file, empty when it is not known."""
        return f"L{self.line}" if self.line else ""


class _Loader(yaml.CSafeLoader):
    """Knows no dates and no sexagesimals; refuses keys that are given twice."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Build a node; name the line of a value that does not fit its tag (`!!int ""`)."""
        try:
            return super().construct_object(node, deep)
        except _CANNOT_BUILD:
            raise _wrong("the value does not fit its type", node) from None

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Build a map; the second of two equal keys would silently win."""
        if not isinstance(node, yaml.MappingNode):
            raise _wrong("this is no map", node)
        seen: set[str] = set()
        for key, _ in node.value:
            name = self._named(key)
            if name in seen:
                raise _wrong(f"key {name!r} is given twice", key)
            seen.add(name)
        self.flatten_mapping(node)
        return {self._named(key): self.construct_object(value, deep) for key, value in node.value}

    def _named(self, node: yaml.Node) -> str:
        """Return a key as JSON has it."""
        if not isinstance(node, yaml.ScalarNode):
            raise _wrong("a key is no text", node)
        key = self.construct_object(node) if node.tag != f"{_TAG}merge" else node.value
        return json.dumps(key) if isinstance(key, bool) or key is None else str(key)


_Loader.yaml_constructors = {
    tag: built
    for tag, built in yaml.CSafeLoader.yaml_constructors.items()
    if tag is None or tag.removeprefix(_TAG) in (*_SCALARS, "map", "seq")
}
_Loader.yaml_implicit_resolvers = {
    start: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag.removeprefix(_TAG) in ("null", "bool", "merge")
    ]
    for start, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _pattern, _starts in _NUMBERS:
    _Loader.add_implicit_resolver(_tag, _pattern, list(_starts))


def documents(text: str) -> list[object] | Broken:
    """Return the documents of a YAML file."""
    try:
        return too_much(text) or list(yaml.load_all(text, Loader=_Loader))
    except yaml.YAMLError as wrong:
        return _broken(wrong)


def nodes(text: str) -> list[yaml.Node] | Broken:
    """Return the documents of a YAML file as nodes, which know their lines; aliases are shared.

    Keys may be given twice here: what old tools took is read, not judged.
    """
    try:
        return too_much(text) or [n for n in yaml.compose_all(text, Loader=_Loader) if n]
    except yaml.YAMLError as wrong:
        return _broken(wrong)


def _broken(wrong: yaml.YAMLError) -> Broken:
    mark = getattr(wrong, "problem_mark", None)
    detail = str(getattr(wrong, "problem", None) or wrong).splitlines()[0]
    return Broken("documents.not_yaml", detail, mark.line + 1 if mark else 0)


def json_value(text: str) -> object:
    """Return the value of a JSON file; a `Broken` when it is none."""
    try:
        return json.loads(text, object_pairs_hook=_without_twins)
    except json.JSONDecodeError as wrong:
        return Broken("documents.not_json", wrong.msg, wrong.lineno)
    except ValueError as wrong:
        return Broken("documents.not_json", str(wrong))
    except RecursionError:
        return Broken("documents.too_deep", "")


def too_much(text: str | bytes, most: int = _MOST_NODES) -> Broken | None:
    """Refuse what would grow without bounds, or holds itself, before it is built.

    Raises:
        yaml.YAMLError: it is no YAML.
    """
    count = 0
    anchors: dict[str | None, int] = {}
    open_nodes: list[tuple[str | None, int]] = []
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in anchors and event.anchor in dict(open_nodes):
                return Broken("documents.holds_itself", "", line)
            count += anchors.get(event.anchor, 1)
        elif isinstance(event, yaml.NodeEvent):
            count += 1
            open_nodes.append((event.anchor, count - 1))
        if isinstance(event, (yaml.ScalarEvent, yaml.CollectionEndEvent)):
            anchor, before = open_nodes.pop()
            if anchor:
                anchors[anchor] = count - before
        if count > most:
            return Broken("documents.too_many", str(most), line)
        if len(open_nodes) > _DEEPEST:
            return Broken("documents.too_deep", "", line)
    return None


def _wrong(problem: str, node: yaml.Node) -> yaml.YAMLError:
    return yaml.constructor.ConstructorError(None, None, problem, node.start_mark)


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"key {key!r} is given twice")
        found[key] = value
    return found
