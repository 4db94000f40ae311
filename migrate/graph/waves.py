"""Groups that must move together, and the order in which the rest can move."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from migrate.model.topology import Edge

Groups = tuple[tuple[str, ...], ...]


def order(components: Sequence[str], edges: Iterable[Edge]) -> tuple[Groups, Groups]:
    """Return the circles of components that need each other, and the waves.

    A component's wave comes after the waves of everything it needs, those of its own circle
    excepted; hosts and outside systems do not count.
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted(components))
    graph.add_edges_from(
        sorted((e.target, e.source) for e in edges if {e.source, e.target} <= set(components))
    )
    condensed = nx.condensation(graph)
    members = {node: sorted(condensed.nodes[node]["members"]) for node in condensed}
    groups = sorted(tuple(found) for found in members.values() if len(found) > 1)
    layers = tuple(
        tuple(sorted(component for node in layer for component in members[node]))
        for layer in nx.topological_generations(condensed)
    )
    return tuple(groups), layers
