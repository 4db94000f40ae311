"""Which shape the replication of each database has."""

from __future__ import annotations

from typing import Literal, TypeAlias

from migrate.model.topology import Topology

Shape: TypeAlias = Literal["simple", "chain", "star", "ring", "fan-in"]


def replication_topology(topology: Topology) -> dict[str, Shape]:
    """Return component id → shape of the set-up it belongs to; others are left out.

    Group replication has no edges and is not seen here.
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    for edge in topology.edges:
        if edge.kind == "replicates":
            graph.add_edge(edge.source, edge.target)
    shapes: dict[str, Shape] = {}
    for members in nx.weakly_connected_components(graph):
        part = graph.subgraph(members)
        shape = _shape(
            circular=not nx.is_directed_acyclic_graph(part),
            most_sources=max(degree for _, degree in part.out_degree()),
            most_replicas=max(degree for _, degree in part.in_degree()),
            passes_on=any(part.in_degree(n) and part.out_degree(n) for n in part),
        )
        shapes.update(dict.fromkeys(members, shape))
    return dict(sorted(shapes.items()))


def _shape(*, circular: bool, most_sources: int, most_replicas: int, passes_on: bool) -> Shape:
    if circular:
        return "ring"
    if most_sources > 1:
        return "fan-in"
    if passes_on:
        return "chain"
    return "star" if most_replicas > 1 else "simple"
