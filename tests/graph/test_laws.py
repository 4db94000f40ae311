"""What holds for every estate."""

from __future__ import annotations

import random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from migrate.graph import build
from migrate.model.facts import Component, Endpoint, Fact, Reference
from migrate.model.inventory import Inventory
from migrate.model.origin import Origin
from tests.graph.score_record import INVENTORY, estate, with_facts


@st.composite
def estates(draw: st.DrawFn) -> Inventory:
    count = draw(st.integers(1, 7))
    placed = {f"c{n}": f"h{draw(st.integers(1, count))}" for n in range(count)}
    targets = st.sampled_from(
        [
            *(f"10.0.0.{n}:{port}" for n in range(1, count + 1) for port in (8080, 3306)),
            *(f"c{n}:8080" for n in range(count)),
            "localhost:3306",
            "10.9.9.9:25",
            "mail.example.com",
            "${x}:1",
        ]
    )
    components = [_component(draw, f"c{n}", targets) for n in range(count)]
    return estate(*components, hosts=placed)


def _component(draw: st.DrawFn, name: str, targets: st.SearchStrategy[str]) -> Component:
    references = tuple(
        Reference(
            target, draw(st.sampled_from(["tcp", "http", "mysql"])), origins=(Origin(name, str(n)),)
        )
        for n, target in enumerate(draw(st.lists(targets, max_size=4)))
    )
    kind = draw(st.sampled_from(["java-war", "mysql", "unheard-of"]))
    port = draw(st.sampled_from([(), (Endpoint(8080, "http"),), (Endpoint(3306, "mysql"),)]))
    component = Component(name, kind, name, endpoints=port, references=references)
    rows = [
        {"name": target, "port": 8080, "origins": []}
        for target in draw(st.lists(targets, max_size=2))
    ]
    return with_facts(component, survey__depends_on=Fact(rows))


@settings(max_examples=150, deadline=None)
@given(estates(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_makes_no_difference(
    inventory: Inventory, chance: random.Random
) -> None:
    assert build(_shuffled(inventory, chance)) == build(inventory)


def test_nor_does_it_for_the_sample() -> None:
    for seed in range(20):
        assert build(_shuffled(INVENTORY, random.Random(seed))) == build(INVENTORY)


@settings(max_examples=150, deadline=None)
@given(estates())
def test_nothing_moves_before_what_it_needs(inventory: Inventory) -> None:
    topology = build(inventory)
    wave = {c: n for n, layer in enumerate(topology.waves) for c in layer}
    together = {c: group for group in topology.groups for c in group}
    assert sorted(wave) == sorted(member.component.id for member in inventory.members)
    for edge in topology.edges:
        if edge.target in wave and edge.target not in together.get(edge.source, ()):
            assert wave[edge.target] < wave[edge.source]
    for group in topology.groups:
        assert len({wave[component] for component in group}) == 1


@settings(max_examples=150, deadline=None)
@given(estates())
def test_every_reference_is_accounted_for(inventory: Inventory) -> None:
    topology = build(inventory)
    nodes = {node.id for node in topology.nodes}
    doubted = {(f.subject, f.params.get("target")) for f in topology.findings}
    assert len(nodes) == len(topology.nodes)
    assert all({edge.source, edge.target} <= nodes for edge in topology.edges)
    for member in inventory.members:
        for reference in member.component.references:
            known = topology.node_of(member.component.id, reference.target)
            assert known or (member.component.id, reference.target) in doubted


def _shuffled(inventory: Inventory, chance: random.Random) -> Inventory:
    members = [
        msgspec.structs.replace(
            m,
            component=msgspec.structs.replace(
                m.component,
                references=tuple(
                    chance.sample(m.component.references, len(m.component.references))
                ),
            ),
        )
        for m in inventory.members
    ]
    return msgspec.structs.replace(
        inventory,
        members=tuple(chance.sample(members, len(members))),
        hosts=tuple(chance.sample(inventory.hosts, len(inventory.hosts))),
    )


@st.composite
def captured_estates(draw: st.DrawFn) -> Inventory:
    """Return an estate on whose hosts something was seen."""
    inventory = draw(estates())
    count = len(inventory.hosts) + 1
    addresses = st.sampled_from(
        [*(f"10.0.0.{n}" for n in range(1, count)), "127.0.0.1", "10.9.9.9"]
    )
    ports, process = st.sampled_from([8080, 3306]), st.sampled_from(["java", "mysqld", None, "x"])
    hosts = []
    for host in inventory.hosts:
        facts = {
            name: Fact(draw(st.lists(items, max_size=3)))
            for name, items in {
                "host.connections": _items(host.id, process=process, remote=addresses, port=ports),
                "host.clients": _items(host.id, process=process, remote=addresses, port=ports),
                "host.listening": _items(host.id, process=process, port=ports),
                "host.aliases": _items(
                    host.id, name=st.sampled_from(["mail.example.com", "c1"]), address=addresses
                ),
                "host.mounts": _items(
                    host.id, host=addresses, path=st.just("/d"), type=st.just("nfs")
                ),
                "host.forwards": _items(
                    host.id, port=ports, to=st.sampled_from(["10.0.0.1:8080", ":3306"])
                ),
            }.items()
        }
        hosts.append(msgspec.structs.replace(host, facts=facts))
    return msgspec.structs.replace(inventory, hosts=tuple(hosts))


def _items(
    source: str, **values: st.SearchStrategy[object]
) -> st.SearchStrategy[dict[str, object]]:
    places = st.integers(1, 9).map(lambda n: [{"source": f"captures/{source}", "place": str(n)}])
    return st.fixed_dictionaries({**values, "origins": places})


@settings(max_examples=150, deadline=None)
@given(captured_estates(), st.randoms(use_true_random=False))
def test_nor_does_the_order_of_what_was_seen(inventory: Inventory, chance: random.Random) -> None:
    hosts = tuple(
        msgspec.structs.replace(
            host,
            facts={
                name: Fact(chance.sample(fact.value, len(fact.value)))  # type: ignore[arg-type]
                for name, fact in host.facts.items()
            },
        )
        for host in inventory.hosts
    )
    mixed = _shuffled(msgspec.structs.replace(inventory, hosts=hosts), chance)
    assert build(mixed) == build(inventory)


@settings(max_examples=100, deadline=None)
@given(captured_estates())
def test_what_was_seen_takes_nothing_away(inventory: Inventory) -> None:
    bare = msgspec.structs.replace(
        inventory,
        hosts=tuple(
            msgspec.structs.replace(
                host,
                facts={
                    k: v for k, v in host.facts.items() if k in ("host.aliases", "host.forwards")
                },
            )
            for host in inventory.hosts
        ),
    )
    less, more = build(bare), build(inventory)
    known = {(e.source, e.target, e.kind, e.protocol, e.port): set(e.origins) for e in more.edges}
    for edge in less.edges:
        key = (edge.source, edge.target, edge.kind, edge.protocol, edge.port)
        assert set(edge.origins) <= known[key]
    nodes = {node.id for node in more.nodes}
    assert all({edge.source, edge.target} <= nodes for edge in more.edges)
