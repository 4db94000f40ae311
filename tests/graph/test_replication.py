"""Shapes of replication are told apart."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.graph import build, replication_topology, with_shapes
from migrate.graph.replication import set_ups
from migrate.model.facts import Component, Endpoint, Fact, Reference
from migrate.model.inventory import Inventory
from migrate.model.origin import Origin
from migrate.model.topology import Edge, Topology
from tests.graph.score_record import INVENTORY, member


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


@pytest.mark.parametrize(
    ("pairs", "groups", "shape", "also"),
    [
        (("ab", "ba", "cb"), (), "ring", ("leaves",)),
        (("ab", "ba", "cb", "db"), (), "ring", ("leaves", "star")),
        (("sm", "tm", "us"), (), "chain", ("star",)),
        (("sa", "sb", "ts"), (), "fan-in", ("chain",)),
        ((), ("abc",), "group", ()),
        (("ra",), ("abc",), "group", ("leaves",)),
        (("ra", "tr"), ("abc",), "group", ("chain", "leaves")),
    ],
)
def test_mixed_shapes(
    pairs: tuple[str, ...], groups: tuple[str, ...], shape: str, also: tuple[str, ...]
) -> None:
    (found,) = set_ups(replicating(*pairs), groups)
    assert (found.shape, found.also) == (shape, also)


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


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=9),
    st.randoms(use_true_random=False),
)
def test_names_make_no_difference(pairs: list[tuple[str, str]], chance: random.Random) -> None:
    pairs = [pair for pair in pairs if pair[0] != pair[1]]
    names = list("uvwxyz")
    chance.shuffle(names)
    given_names = dict(zip("abcdef", names, strict=True))
    before = replication_topology(replicating(*("".join(p) for p in pairs)))
    renamed = ["".join(given_names[n] for n in pair) for pair in pairs]
    chance.shuffle(renamed)
    after = replication_topology(replicating(*renamed))
    assert {given_names[name]: shape for name, shape in before.items()} == after


@given(st.integers(2, 12))
def test_shapes_of_any_size(count: int) -> None:
    letters = "abcdefghijklm"[: count + 1]
    chain = [f"{b}{a}" for a, b in pairwise(letters)]
    star = [f"{other}a" for other in letters[1:]]
    fan_in = [f"a{other}" for other in letters[1:]]
    ring = [*chain, f"a{letters[-1]}"]
    for pairs, shape in ((chain, "chain"), (star, "star"), (fan_in, "fan-in"), (ring, "ring")):
        assert set(replication_topology(replicating(*pairs)).values()) == {shape}


def server(name: str, *sources: str, folder: str = "", **facts: object) -> Component:
    origin = Origin(f"captures/{folder or name}/s.txt", "3")
    return Component(
        id=name,
        kind="mysql",
        name=name,
        endpoints=(Endpoint(3306, "mysql", (origin,)),),
        references=tuple(
            Reference(s, "mysql", "", "Master_Host", "r", "replicate", (origin,)) for s in sources
        ),
        facts={key.replace("__", "."): Fact(value, (origin,)) for key, value in facts.items()},
        sources=(f"captures/{folder or name}",),
    )


def shapes(*components: Component) -> dict[str, object]:
    inventory = Inventory("p", "p", members=tuple(member(c) for c in components))
    shaped = with_shapes(inventory, build(inventory))
    return {m.component.id: m.component.value("replication.topology") for m in shaped.members}


def test_each_member_tells_the_shape_with_evidence() -> None:
    pair = (server("a", mysql__hostname="db-a"), server("b", "db-a:3306"))
    inventory = Inventory("p", "p", members=tuple(map(member, pair)))
    shaped = with_shapes(inventory, build(inventory))
    facts = [m.component.facts["replication.topology"] for m in shaped.members]
    assert [fact.value for fact in facts] == ["simple", "simple"]
    assert Origin("captures/b/s.txt", "3") in facts[0].origins


def test_the_source_is_found_by_report_host_and_host_name() -> None:
    assert shapes(
        server("a", mysql__report_host="10.1.0.1"),
        server("b", "10.1.0.1:3306", mysql__hostname="b.corp"),
        server("c", "b.corp:3306"),
    ) == {"a": "chain", "b": "chain", "c": "chain"}


def keepalived(name: str, folder: str, state: str, priority: int) -> Component:
    item = {
        "address": "10.1.0.100",
        "port": None,
        "state": state,
        "priority": priority,
        "origins": [],
    }
    return Component(
        name,
        "keepalived",
        name,
        facts={"lb.virtual_addresses": Fact([item])},
        sources=(f"captures/{folder}",),
    )


@pytest.mark.parametrize(("first", "second"), [("MASTER", "BACKUP"), ("BACKUP", "MASTER")])
def test_the_source_is_found_by_its_virtual_address(first: str, second: str) -> None:
    present = (
        server("a", folder="one"),
        server("b", folder="two"),
        server("c", "10.1.0.100:3306"),
        keepalived("k1", "one", first, 100),
        keepalived("k2", "two", second, 90),
    )
    found = build(Inventory("p", "p", members=tuple(map(member, present))))
    (edge,) = [e for e in found.edges if e.kind == "replicates"]
    assert (edge.source, edge.target) == ("c", "a" if first == "MASTER" else "b")


@pytest.mark.parametrize("name", ["g-1", ""])
def test_groups_are_told_by_name_or_members(name: str) -> None:
    group = {"kind": "group replication", "name": name}
    listed = [{"host": "a"}, {"host": "b"}]
    facts = {"replication__group": group, "replication__group_members": listed}
    assert shapes(server("a", **facts), server("b", **facts), server("z")) == {
        "a": "group",
        "b": "group",
        "z": None,
    }
