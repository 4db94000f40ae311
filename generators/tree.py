"""Object trees: Kubernetes objects as maps and lists whose leaves know why they are there.

Plain manifests and charts are written from the same tree; nodes that only a chart can show
(`Knob`, `Slot`, `When`, `Joined`, `ChartOnly`) have one plain reading, which `resolve` gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from migrate.model.reason import Because, Chosen, Reason

Scalar: TypeAlias = str | int | bool | None
Node: TypeAlias = "dict[str, Node] | list[Node] | Leaf | Knob | Slot | When | Joined | ChartOnly"
Plain: TypeAlias = "dict[str, Plain] | list[Plain] | Leaf"


class Leaf(Struct, frozen=True):
    """A value and why it is what it is."""

    value: Scalar
    reason: Reason
    notes: tuple[tuple[int, Reason], ...] = ()
    """In text of several lines: a line, counted from 1, and the reason of something in it."""


class Setting(Struct, frozen=True):
    """A value that a chart user may change."""

    path: tuple[str, ...]
    """Place in values.yaml: `("scoreRecord", "replicaCount")`."""
    default: Plain
    doc: Because
    free: bool = False
    """Whether users may put keys of their own below it."""


class Knob(Struct, frozen=True):
    """A node that the chart takes from its values."""

    setting: Setting
    node: Node


class Slot(Struct, frozen=True):
    """Room for what a chart user adds; plain manifests have nothing here."""

    setting: Setting
    spread: bool = False
    """Whether its entries join those around it instead of standing below a key."""


class When(Struct, frozen=True):
    """A node that the chart has only under a condition; plain manifests always have it."""

    condition: str
    """A template expression: `.Values.networkPolicy.enabled`."""
    node: Node
    settings: tuple[Setting, ...] = ()
    otherwise: tuple[str, ...] = ()
    """Template lines that stand there instead, written for no indentation."""


class Call(Struct, frozen=True):
    """A template expression with the text it yields by default."""

    expression: str
    plain: str
    settings: tuple[Setting, ...] = ()


class Joined(Struct, frozen=True):
    """Text of constant parts and template expressions."""

    parts: tuple[str | Call, ...]
    reason: Reason
    notes: tuple[tuple[int, Reason], ...] = ()

    @property
    def plain(self) -> str:
        """The text by default."""
        return "".join(part if isinstance(part, str) else part.plain for part in self.parts)


class ChartOnly(Struct, frozen=True):
    """A node that plain manifests do not have."""

    node: Node


def why(text: str, **params: object) -> Reason:
    """Return the reason of a value that no evidence but a house rule set."""
    return Reason(Because(text, {name: str(value) for name, value in params.items()}))


def chosen(choice: Chosen[str] | Chosen[int]) -> Leaf:
    """Return a choice of the plan as a leaf."""
    return Leaf(choice.value, choice.reason)


def tree(reason: Reason, value: object) -> Node:
    """Return plain maps, lists and scalars as a tree that has one reason; nodes in it stay."""
    if isinstance(value, Leaf | Knob | Slot | When | Joined | ChartOnly):
        return value
    if isinstance(value, Mapping):
        return {str(key): tree(reason, child) for key, child in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [tree(reason, child) for child in value]
    if value is None or isinstance(value, str | int):
        return Leaf(value, reason)
    raise TypeError(f"a tree holds no {type(value).__name__}")


def knob(path: tuple[str, ...], doc: str, node: Node, **params: str) -> Knob:
    """Let a chart user turn a node; `doc` is a text below `manifests.values`."""
    default = resolve(node)
    if default is None:
        raise ValueError(f"{'.'.join(path)}: a knob needs a plain reading")
    return Knob(setting(path, doc, default, **params), node)


def setting(path: tuple[str, ...], doc: str, default: Plain | Scalar, **params: str) -> Setting:
    """Return a setting; a bare default is the toolkit's own."""
    text = Because(f"manifests.values.{doc}", params)
    if default is None or isinstance(default, str | int):
        rule = "chart_switch" if isinstance(default, bool) else "chart_default"
        default = Leaf(default, why(f"manifests.why.{rule}"))
    return Setting(path, default, text)


def slot(path: tuple[str, ...], doc: str, kind: type, *, spread: bool = False) -> Slot:
    """Leave room for a user's map, list or text."""
    default: Plain = {} if kind is dict else [] if kind is list else _EMPTY
    made = setting(path, doc, default)
    return Slot(Setting(made.path, made.default, made.doc, free=True), spread)


def switch(path: tuple[str, ...], doc: str, node: Node) -> When:
    """Let a chart user leave a node out."""
    return When(values(path), node, (setting(path, doc, True),))


def values(path: tuple[str, ...]) -> str:
    """Return the template expression of a place in values.yaml."""
    if all(name.isidentifier() and name.isascii() for name in path):
        return ".Values." + ".".join(path)
    return " ".join(["(index .Values", *(f'"{name}"' for name in path)]) + ")"


def resolve(node: Node) -> Plain | None:
    """Return the plain reading of a tree, None when it has none."""
    if isinstance(node, Knob | When):
        return resolve(node.node)
    if isinstance(node, Joined):
        return Leaf(node.plain, node.reason, node.notes)
    if isinstance(node, Slot | ChartOnly):
        return None
    if isinstance(node, dict):
        return _resolved_map(node)
    if isinstance(node, list):
        kept = [plain for plain in map(resolve, node) if plain is not None]
        return kept if kept or not node else None
    return node


def data(node: Plain) -> object:
    """Return the bare values of a plain tree."""
    if isinstance(node, dict):
        return {key: data(child) for key, child in node.items()}
    if isinstance(node, list):
        return [data(child) for child in node]
    return node.value


def settings(node: Node) -> Iterator[Setting]:
    """Yield what a chart user may set in a tree, in its order."""
    if isinstance(node, Knob | Slot):
        yield node.setting
    if isinstance(node, When):
        yield from node.settings
    if isinstance(node, Joined):
        for part in node.parts:
            yield from part.settings if isinstance(part, Call) else ()
    for child in _children(node):
        yield from settings(child)


def _children(node: Node) -> Sequence[Node]:
    if isinstance(node, dict):
        return list(node.values())
    if isinstance(node, list):
        return node
    if isinstance(node, When | ChartOnly):
        return [node.node]
    return []


def _resolved_map(node: dict[str, Node]) -> Plain | None:
    plain = {key: resolve(child) for key, child in node.items()}
    kept = {key: child for key, child in plain.items() if child is not None}
    return kept if kept or not node else None


_EMPTY = Leaf("", why("manifests.why.chart_default"))
