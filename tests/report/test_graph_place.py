"""Placing: order and gaps are kept, and nothing is nearer than it could be."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from migrate.report.graph_place import settle

PLACES = st.lists(st.floats(-1000, 1000), min_size=1, max_size=20)


@given(PLACES, st.floats(0, 50))
def test_gaps_are_kept(wanted: list[float], gap: float) -> None:
    placed = settle(wanted, [gap] * (len(wanted) - 1))
    assert all(b - a >= gap - 1e-6 for a, b in itertools.pairwise(placed))


@given(PLACES)
def test_what_is_in_order_already_stays(wanted: list[float]) -> None:
    ordered = sorted(wanted)
    placed = settle(ordered, [0.0] * (len(ordered) - 1))
    assert all(abs(a - b) < 1e-6 for a, b in zip(placed, ordered, strict=True))


@given(PLACES, st.floats(0, 50))
def test_pushing_moves_both_sides_equally(wanted: list[float], gap: float) -> None:
    placed = settle(wanted, [gap] * (len(wanted) - 1))
    assert abs(sum(placed) - sum(wanted)) < 1e-3
