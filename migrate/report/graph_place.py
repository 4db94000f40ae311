"""Columns of items go in; heights come out, each item as near its neighbours as order allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from migrate.report.graph_layers import Layers

_PASSES = 16
_CARD_GAP = 26.0
_LANE_GAP = 14.0
_LANE = 6.0


def centres(layers: Layers, heights: Mapping[str, float]) -> dict[str, float]:
    """Return the middle height of every item in pixels, the topmost item starting at 0.

    Items without an entry in `heights` are way points.
    """
    near = _neighbours(layers)
    placed: dict[str, float] = {}
    for column in layers.columns:
        placed.update(zip(column, _stacked(column, heights), strict=True))
    for turn in range(_PASSES):
        for column in layers.columns if turn % 2 == 0 else layers.columns[::-1]:
            wanted = [_mean(item, near, placed) for item in column]
            placed.update(zip(column, settle(wanted, _gaps(column, heights)), strict=True))
    top = min((y - _height(item, heights) / 2 for item, y in placed.items()), default=0.0)
    return {item: round(y - top, 1) for item, y in placed.items()}


def settle(wanted: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Return the places nearest to the wanted ones (least squares) that keep order and gaps.

    `gaps` are the least distances between neighbours, one fewer than `wanted`. Isotonic
    regression by pooling neighbours that push each other.
    """
    shifts = list(accumulate(gaps, initial=0.0))
    pools: list[tuple[float, int]] = []
    for want, shift in zip(wanted, shifts, strict=True):
        mean, size = want - shift, 1
        while pools and pools[-1][0] > mean:
            other, count = pools.pop()
            mean = (mean * size + other * count) / (size + count)
            size += count
        pools.append((mean, size))
    flat = [mean for mean, size in pools for _ in range(size)]
    return [place + shift for place, shift in zip(flat, shifts, strict=True)]


def _neighbours(layers: Layers) -> dict[str, list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for left, right in layers.segments:
        near[left].append(right)
        near[right].append(left)
    return near


def _mean(item: str, near: Mapping[str, Sequence[str]], placed: Mapping[str, float]) -> float:
    return sum(placed[other] for other in near[item]) / len(near[item])


def _stacked(column: Sequence[str], heights: Mapping[str, float]) -> list[float]:
    places = list(accumulate(_gaps(column, heights), initial=0.0))
    return [place - places[-1] / 2 for place in places]


def _gaps(column: Sequence[str], heights: Mapping[str, float]) -> list[float]:
    return [
        (_height(above, heights) + _height(below, heights)) / 2
        + (_CARD_GAP if above in heights and below in heights else _LANE_GAP)
        for above, below in pairwise(column)
    ]


def _height(item: str, heights: Mapping[str, float]) -> float:
    return heights.get(item, _LANE)
