"""Shapes of replication are told apart."""

from __future__ import annotations

import pytest

from migrate.graph import build, replication_topology
from migrate.model.topology import Edge, Topology
from tests.graph.score_record import INVENTORY


def replicating(*pairs: str) -> Topology:
    return Topology(edges=tuple(Edge(p[0], p[1], "replicates") for p in pairs))


@pytest.mark.parametrize(
    ("pairs", "shape"),
    [
        (("sm",), "simple"),
        (("sm", "tm"), "star"),
        (("sm", "ts"), "chain"),
        (("ab", "ba"), "ring"),
        (("ab", "bc", "ca"), "ring"),
        (("sa", "sb"), "fan-in"),
    ],
)
def test_shapes(pairs: tuple[str, ...], shape: str) -> None:
    found = replication_topology(replicating(*pairs))
    assert set(found.values()) == {shape}
    assert set(found) == set("".join(pairs))


def test_two_set_ups_are_judged_apart() -> None:
    assert replication_topology(replicating("sm", "ab", "ba")) == {
        "a": "ring",
        "b": "ring",
        "m": "simple",
        "s": "simple",
    }


def test_calls_do_not_count() -> None:
    assert replication_topology(build(INVENTORY)) == {
        "mysql-master": "simple",
        "mysql-slave": "simple",
    }
