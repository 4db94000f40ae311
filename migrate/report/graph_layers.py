"""Edges go in; columns of cards and way points come out, ordered so that few lines cross.

The layered method: break circles, give each node a column, give long edges a way point in every
column they pass, and sort each column by the mean place of its neighbours. Edges that end at the
same port share their way, so forty callers of one database make one line there, not forty.
"""

from __future__ import annotations

import bisect
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from migrate.model.topology import Edge

_SWEEPS = 24

Kind = Literal["calls", "replicates", "shares"]


class Way(Struct, frozen=True, order=True):
    """The edges that arrive at one port of one node from one side."""

    target: str
    kind: Kind
    label: str
    """`mysql:3306`"""
    side: Literal["left", "right"]
    """Of the target."""
    sources: tuple[str, ...]

    def point(self, column: int) -> str:
        """Return the id of this way's point in a column it passes; no node has such an id."""
        return f"\n{self.target}\n{self.kind}\n{self.label}\n{self.side}\n{column}"


class Layers(Struct, frozen=True):
    """Every card and way point in its column, from left to right and top to bottom."""

    columns: tuple[tuple[str, ...], ...]
    ways: tuple[Way, ...]
    segments: tuple[tuple[str, str], ...]
    """Pairs of items in neighbouring columns that a line joins, the left one first."""

    def passage(self, way: Way, source: str) -> tuple[str, ...]:
        """Return the items that a line passes, from its source to its target."""
        return _passage(way, source, _column_of(self.columns))


def arrange(edges: Sequence[Edge]) -> Layers:
    """Return the layers of the nodes that edges join."""
    joined = [edge for edge in edges if edge.source != edge.target]
    column = _columns(_without_circles(_forward(joined)))
    ways = _ways(joined, column)
    segments = _segments(ways, column)
    columns = _fewest_crossings(_first_order(column, segments), segments)
    return Layers(tuple(map(tuple, columns)), ways, segments)


def label(edge: Edge) -> str:
    """Return what a line says: `mysql:3306`."""
    return ":".join(part for part in (edge.protocol, str(edge.port or "")) if part)


def _forward(edges: Iterable[Edge]) -> list[tuple[str, str]]:
    """Return who stands left of whom: callers before callees, a copy after its original."""
    pairs = {
        (edge.target, edge.source) if edge.kind == "replicates" else (edge.source, edge.target)
        for edge in edges
    }
    return sorted(pairs)


def _without_circles(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Return followers by node, with the pairs that close a circle turned round."""
    following: dict[str, list[str]] = {node: [] for node in sorted({n for p in pairs for n in p})}
    for left, right in pairs:
        following[left].append(right)
    rank = {node: place for place, node in enumerate(_finished_last_first(following))}
    straight: dict[str, list[str]] = {node: [] for node in following}
    for left, right in pairs:
        before, after = (left, right) if rank[left] < rank[right] else (right, left)
        if after not in straight[before]:
            straight[before].append(after)
    return straight


def _finished_last_first(following: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the nodes in reverse order of leaving them in a depth-first walk."""
    seen: set[str] = set()
    left: list[str] = []
    for start in following:
        stack = [] if start in seen else [(start, iter(following[start]))]
        seen.add(start)
        while stack:
            node, rest = stack[-1]
            follower = next((other for other in rest if other not in seen), None)
            if follower is None:
                left.append(node)
                stack.pop()
            else:
                seen.add(follower)
                stack.append((follower, iter(following[follower])))
    return left[::-1]


def _columns(following: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return the column of each node: right of all it follows, close to what follows it."""
    column = dict.fromkeys(following, 0)
    has_before = {right for rights in following.values() for right in rights}
    for node in _finished_last_first(following):
        for right in following[node]:
            column[right] = max(column[right], column[node] + 1)
    for node, rights in following.items():
        if node not in has_before:
            column[node] = min(column[right] for right in rights) - 1
    return column


def _ways(edges: Iterable[Edge], column: Mapping[str, int]) -> tuple[Way, ...]:
    sources: dict[tuple[str, Kind, str, Literal["left", "right"]], set[str]] = defaultdict(set)
    for edge in edges:
        side: Literal["left", "right"] = (
            "left" if column[edge.source] < column[edge.target] else "right"
        )
        sources[edge.target, edge.kind, label(edge), side].add(edge.source)
    return tuple(sorted(Way(*port, tuple(sorted(found))) for port, found in sources.items()))


def _passage(way: Way, source: str, column: Mapping[str, int]) -> tuple[str, ...]:
    start, end = column[source], column[way.target]
    step = 1 if start < end else -1
    points = (way.point(between) for between in range(start + step, end, step))
    return (source, *points, way.target)


def _segments(ways: Iterable[Way], column: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    found: set[tuple[str, str]] = set()
    for way in ways:
        for source in way.sources:
            passed = _passage(way, source, column)
            if way.side == "right":
                passed = passed[::-1]
            found.update(itertools.pairwise(passed))
    return tuple(sorted(found))


def _first_order(column: Mapping[str, int], segments: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Return the columns with connected items close together."""
    near: dict[str, list[str]] = defaultdict(list)
    for left, right in segments:
        near[left].append(right)
        near[right].append(left)
    columns: list[list[str]] = [[] for _ in range(max(column.values(), default=-1) + 1)]
    starts = sorted(near, key=lambda item: (column.get(item, len(columns)), item))
    for item in _finished_last_first({start: near[start] for start in starts})[::-1]:
        columns[column[item] if item in column else int(item.rsplit("\n", 1)[1])].append(item)
    return columns


def _fewest_crossings(
    columns: list[list[str]], segments: Sequence[tuple[str, str]]
) -> list[list[str]]:
    lefts: dict[str, list[str]] = defaultdict(list)
    rights: dict[str, list[str]] = defaultdict(list)
    for left, right in segments:
        rights[left].append(right)
        lefts[right].append(left)
    best, fewest = columns, _crossings(columns, rights)
    for sweep in range(_SWEEPS):
        columns = _swept(columns, lefts if sweep % 2 == 0 else rights, backwards=sweep % 2 == 1)
        found = _crossings(columns, rights)
        if found < fewest:
            best, fewest = columns, found
    return best


def _swept(
    columns: list[list[str]], near: Mapping[str, Sequence[str]], *, backwards: bool
) -> list[list[str]]:
    swept: list[list[str]] = []
    for column in reversed(columns) if backwards else columns:
        place = {item: float(at) for at, item in enumerate(swept[-1] if swept else ())}
        own = {item: float(at) for at, item in enumerate(column)}
        swept.append(sorted(column, key=lambda item: _mean(item, near, place, own)))
    return swept[::-1] if backwards else swept


def _mean(
    item: str,
    near: Mapping[str, Sequence[str]],
    place: Mapping[str, float],
    own: Mapping[str, float],
) -> float:
    places = [place[other] for other in near.get(item, ()) if other in place]
    return sum(places) / len(places) if places else own[item]


def _crossings(columns: Sequence[Sequence[str]], rights: Mapping[str, Sequence[str]]) -> int:
    total = 0
    for column, following in itertools.pairwise(columns):
        place = {item: at for at, item in enumerate(following)}
        passed: list[int] = []
        for item in column:
            ends = sorted(place[right] for right in rights.get(item, ()))
            total += sum(len(passed) - bisect.bisect_right(passed, end) for end in ends)
            for end in ends:
                bisect.insort(passed, end)
    return total


def _column_of(columns: Sequence[Sequence[str]]) -> dict[str, int]:
    return {item: at for at, column in enumerate(columns) for item in column}
