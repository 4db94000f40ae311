"""Placed cards and way points go in; ports, lines and their labels come out, in pixels.

Between two columns lie three strips: room for the labels of ports on the left column, a strip in
which lines bend, and room for the labels of ports on the right column. Lines bend nowhere else,
so no line crosses a card or runs through a label at an angle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal, TypeAlias

from msgspec import Struct

from migrate.report.graph_layers import Kind, Layers, Way
from migrate.report.lettering import width

CARD_WIDTH = 248.0
PORT_STEP = 24.0
LABEL_SIZE = 11.5
_LABEL_ROOM = 30.0
_BARE_ROOM = 22.0
_ARROW = 9.0
_NEARLY = 8.0

Side: TypeAlias = Literal["left", "right"]
Socket: TypeAlias = tuple[str, Side, str]
"""Node, side, and what it is for: `out <kind>` or the way that arrives there."""


class Line(Struct, frozen=True):
    """One drawn line."""

    kind: Kind
    path: str
    title: tuple[str, str, str]
    """Source, target and label; the source is empty on a stretch that several share."""
    arrow: bool


class PortLabel(Struct, frozen=True):
    """What a port is called, beside it."""

    text: str
    x: float
    y: float
    anchor: Literal["start", "end"]
    kind: Kind


class Strip(Struct, frozen=True):
    """The room between two columns."""

    start: float
    bend_from: float
    bend_to: float
    end: float


class Sockets(Struct, frozen=True):
    """Where lines meet cards."""

    by_card: Mapping[tuple[str, Side], tuple[str, ...]]
    """What each side of each card is for, in no order yet."""

    def most(self, node: str) -> int:
        """Return how many sockets the busier side of a card has."""
        return max(len(self.by_card.get((node, side), ())) for side in ("left", "right"))

    def heights(
        self, centre: Mapping[str, float], far: Mapping[Socket, float]
    ) -> dict[Socket, float]:
        """Return the height of every socket, ordered as the far ends of its lines are."""
        placed: dict[Socket, float] = {}
        for (node, side), purposes in self.by_card.items():
            ordered = sorted(purposes, key=lambda p: (far[node, side, p], p))
            for at, purpose in enumerate(ordered):
                shift = (at - (len(ordered) - 1) / 2) * PORT_STEP
                placed[node, side, purpose] = centre[node] + shift
            if len(ordered) == 1 and ordered[0].startswith("out "):
                placed[node, side, ordered[0]] = _level(centre[node], far[node, side, ordered[0]])
        return placed


def sockets(layers: Layers) -> Sockets:
    """Return the sockets that the ways need."""
    needed: dict[tuple[str, Side], set[str]] = defaultdict(set)
    for way in layers.ways:
        needed[way.target, way.side].add(_purpose(way))
        for source in way.sources:
            needed[source, _opposite(way.side)].add(f"out {way.kind}")
    return Sockets({card: tuple(sorted(purposes)) for card, purposes in sorted(needed.items())})


def far_ends(layers: Layers, centre: Mapping[str, float]) -> dict[Socket, float]:
    """Return the mean height of the items next to each socket."""
    ends: dict[Socket, list[float]] = defaultdict(list)
    for way in layers.ways:
        for source in way.sources:
            passed = layers.passage(way, source)
            ends[source, _opposite(way.side), f"out {way.kind}"].append(centre[passed[1]])
            ends[way.target, way.side, _purpose(way)].append(centre[passed[-2]])
    return {socket: sum(found) / len(found) for socket, found in ends.items()}


def strips(layers: Layers, left: float, bend: float) -> list[Strip]:
    """Return the strips right of each column but the last; `left` is where the cards begin."""
    found: list[Strip] = []
    start = left + CARD_WIDTH
    for at in range(len(layers.columns) - 1):
        bend_from = start + _room(layers.columns[at], layers.ways, "right")
        bend_to = bend_from + bend
        end = bend_to + _room(layers.columns[at + 1], layers.ways, "left")
        found.append(Strip(*(round(x, 1) for x in (start, bend_from, bend_to, end))))
        start = end + CARD_WIDTH
    return found


class Router(Struct, frozen=True):
    """Draws lines through the strips."""

    layers: Layers
    column: Mapping[str, int]
    centre: Mapping[str, float]
    socket: Mapping[Socket, float]
    strips: Sequence[Strip]

    def lines(self) -> tuple[Line, ...]:
        """Return every line: the shared stretches first, then each source's own."""
        shared: list[Line] = []
        own: list[Line] = []
        for way in self.layers.ways:
            passages = [self.layers.passage(way, source) for source in way.sources]
            longest = max(passages, key=len)[1:]
            if len(longest) > 1:
                shared.append(self._line(way, longest, ""))
            own.extend(self._line(way, p[:2], p[0], arrow=len(p) == 2) for p in passages)
        return (*shared, *own)

    def labels(self) -> tuple[PortLabel, ...]:
        """Return the label of every port that has one."""
        return tuple(self._label(way) for way in self.layers.ways if way.label)

    def _label(self, way: Way) -> PortLabel:
        y = self.socket[way.target, way.side, _purpose(way)] - 5
        at = self.column[way.target]
        if way.side == "left":
            x = self.strips[at - 1].end - _ARROW - 5
            return PortLabel(way.label, x, y, "end", way.kind)
        return PortLabel(way.label, self.strips[at].start + _ARROW + 5, y, "start", way.kind)

    def _line(self, way: Way, items: Sequence[str], source: str, *, arrow: bool = True) -> Line:
        leaves = _opposite(way.side) if source else way.side
        parts = [f"M{self._edge(items[0], leaves):g} {self._height(way, items[0]):g}"]
        for before, after in pairwise(items):
            parts.append(self._stretch(way, before, after))
        return Line(way.kind, "".join(parts), (source, way.target, way.label), arrow)

    def _stretch(self, way: Way, before: str, after: str) -> str:
        """Return the path across one strip, and across the column when it goes on there."""
        strip = self.strips[min(self.column[before], self.column[after])]
        y0, y1 = self._height(way, before), self._height(way, after)
        ends = (strip.bend_from, strip.bend_to)
        x0, x1 = ends if way.side == "left" else ends[::-1]
        middle = (x0 + x1) / 2
        arrives = self._edge(after, way.side)
        stop = arrives if after != way.target else arrives + (-1 if way.side == "left" else 1)
        bend = f"H{x0:g}C{middle:g} {y0:g} {middle:g} {y1:g} {x1:g} {y1:g}" if y0 != y1 else ""
        return f"{bend}H{stop:g}"

    def _edge(self, item: str, side: Side) -> float:
        at = self.column[item]
        if side == "left":
            return self.strips[at - 1].end
        return self.strips[at].start

    def _height(self, way: Way, item: str) -> float:
        if item == way.target:
            return round(self.socket[item, way.side, _purpose(way)], 1)
        if item in way.sources:
            return round(self.socket[item, _opposite(way.side), f"out {way.kind}"], 1)
        return self.centre[item]


def _level(own: float, far: float) -> float:
    """Return the far end's height when it is so near that the line had better be straight."""
    return far if abs(far - own) < _NEARLY else own


def _room(column: Sequence[str], ways: Sequence[Way], side: Side) -> float:
    labels = [w.label for w in ways if w.side == side and w.target in column and w.label]
    if not labels:
        return _BARE_ROOM
    return max(width(label, LABEL_SIZE) for label in labels) + _LABEL_ROOM


def _purpose(way: Way) -> str:
    return f"in {way.kind} {way.label}"


def _opposite(side: Side) -> Side:
    return "right" if side == "left" else "left"
