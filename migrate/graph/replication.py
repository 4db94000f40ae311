"""Which shape the replication of each database has, told by each server that takes part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from migrate.model.facts import Component, Fact
from migrate.model.inventory import Inventory, Member
from migrate.model.origin import Origin
from migrate.model.topology import Topology

if TYPE_CHECKING:
    import networkx as nx

Shape: TypeAlias = Literal["simple", "chain", "star", "ring", "fan-in", "group"]
Part: TypeAlias = Literal["simple", "chain", "star", "ring", "fan-in", "group", "leaves"]
_ORDER: tuple[Shape, ...] = ("group", "ring", "fan-in", "chain", "star")
"""Of a set-up of mixed shape, the first that is found names it."""


class SetUp(Struct, frozen=True):
    """Servers that replicate with each other, directly or by others."""

    members: tuple[str, ...]
    shape: Shape
    also: tuple[Part, ...] = ()
    """What else it holds: a ring with leaves, a chain whose middle is a star."""
    origins: tuple[Origin, ...] = ()


def replication_topology(
    topology: Topology, groups: Iterable[Iterable[str]] = ()
) -> dict[str, Shape]:
    """Return component id → shape of the set-up it belongs to; others are left out.

    `groups` are the members of each replication group: nothing in the graph tells of them.
    """
    found = {name: s.shape for s in set_ups(topology, groups) for name in s.members}
    return dict(sorted(found.items()))


def set_ups(topology: Topology, groups: Iterable[Iterable[str]] = ()) -> tuple[SetUp, ...]:
    """Return every set-up of an estate."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    origins: dict[str, set[Origin]] = {}
    for edge in topology.edges:
        if edge.kind == "replicates":
            graph.add_edge(edge.source, edge.target)
            origins.setdefault(edge.source, set()).update(edge.origins)
    grouped: set[str] = set()
    joined: nx.Graph[str] = graph.to_undirected()
    for group in groups:
        names = sorted(group)
        grouped.update(names)
        nx.add_path(joined, names)
        joined.add_nodes_from(names)
    graph.add_nodes_from(joined)
    found = []
    for members in nx.connected_components(joined):
        shape, also = _shape(graph.subgraph(members), grouped & members)
        evidence = {origin for name in members for origin in origins.get(name, ())}
        found.append(SetUp(tuple(sorted(members)), shape, also, tuple(sorted(evidence))))
    return tuple(sorted(found, key=lambda each: each.members))


def with_shapes(inventory: Inventory, topology: Topology) -> Inventory:
    """Return the inventory with `replication.topology` told by every server that takes part."""
    groups = _groups(inventory.members)
    told = {name: each for each in set_ups(topology, groups.values()) for name in each.members}
    members = tuple(
        _told(member, told[member.component.id]) if member.component.id in told else member
        for member in inventory.members
    )
    return replace(inventory, members=members)


def _told(member: Member, found: SetUp) -> Member:
    component = member.component
    origins = found.origins or component.origins("replication.group")
    facts = {**component.facts, "replication.topology": Fact(found.shape, origins)}
    if found.also:
        facts["replication.topology_parts"] = Fact([found.shape, *found.also], origins)
    return replace(member, component=replace(component, facts=dict(sorted(facts.items()))))


def _groups(members: Iterable[Member]) -> dict[tuple[str, ...], list[str]]:
    """Return the members of each replication group, by its name or, without one, its hosts."""
    found: dict[tuple[str, ...], list[str]] = {}
    for member in members:
        key = _group(member.component)
        if key:
            found.setdefault(key, []).append(member.component.id)
    return found


def _group(component: Component) -> tuple[str, ...]:
    value = component.value("replication.group")
    if not isinstance(value, Mapping):
        return ()
    if value.get("name"):
        return (str(value.get("kind")), str(value["name"]).lower())
    listed = component.value("replication.group_members")
    hosts = (
        {str(i.get("host")) for i in listed if isinstance(i, Mapping)}
        if (isinstance(listed, list))
        else set[str]()
    )
    return (str(value.get("kind")), *sorted(hosts or {component.id}))


def _shape(part: nx.DiGraph[str], grouped: set[str]) -> tuple[Shape, tuple[Part, ...]]:
    """Return the shape of a set-up and what else it holds."""
    import networkx as nx

    circles = [circle for circle in nx.strongly_connected_components(part) if len(circle) > 1]
    core = grouped.union(*circles)
    shapes: set[Part] = set()
    if grouped:
        shapes.add("group")
    if circles:
        shapes.add("ring")
    if core and set(part) - core:
        shapes.add("leaves")
    for server in part:
        sources = [n for n in part.successors(server) if not {n, server} <= core]
        replicas = [n for n in part.predecessors(server) if not {n, server} <= core]
        if len(sources) > 1:
            shapes.add("fan-in")
        if sources and replicas:
            shapes.add("chain")
        if len(replicas) > 1:
            shapes.add("star")
    main: Shape = next((shape for shape in _ORDER if shape in shapes), "simple")
    return main, tuple(sorted(shapes - {main}))
