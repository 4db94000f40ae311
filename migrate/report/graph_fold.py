"""A topology goes in; one with its many outside systems put together, for a drawing, comes out.

Outside systems that the very same components call are drawn as one card once they are many: two
hundred cards are a wall that nobody reads. The data stay whole; only the picture is folded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from migrate.model.topology import Edge, Node, Topology

_FEW = 12
"""Up to so many outside systems are all drawn."""
_LEAST = 4
"""So many with the same callers make one card."""


class Folded(Struct, frozen=True):
    """A topology to draw, and what each card of several stands for."""

    topology: Topology
    held: dict[str, tuple[Node, ...]]
    """The outside systems of each folded card, by its id."""


def folded(topology: Topology) -> Folded:
    """Return the topology with outside systems of the same callers as one."""
    outside = {node.id: node for node in topology.nodes if node.kind == "external"}
    if len(outside) <= _FEW:
        return Folded(topology, {})
    held = dict(_groups(outside, topology.edges))
    card = {node.id: name for name, nodes in held.items() for node in nodes}
    kept = [node for node in topology.nodes if node.id not in card]
    cards = [Node(id=name, kind="external", name=name) for name in held]
    edges = _joined(topology.edges, card)
    return Folded(replace(topology, nodes=(*kept, *cards), edges=edges), held)


def _groups(outside: dict[str, Node], edges: Sequence[Edge]) -> list[tuple[str, tuple[Node, ...]]]:
    """Return the outside systems that share their callers and call nobody, under a card's id."""
    callers: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    calling = {edge.source for edge in edges}
    for edge in edges:
        if edge.target in outside:
            callers[edge.target].add((edge.source, edge.kind))
    together: defaultdict[tuple[tuple[str, str], ...], list[Node]] = defaultdict(list)
    for name in sorted(callers):
        if name not in calling:
            together[tuple(sorted(callers[name]))].append(outside[name])
    many = [nodes for _, nodes in sorted(together.items()) if len(nodes) >= _LEAST]
    return [(f"\toutside {number}", tuple(nodes)) for number, nodes in enumerate(many)]


def _joined(edges: Sequence[Edge], card: dict[str, str]) -> tuple[Edge, ...]:
    """Return the edges, those to one card as one; it says what is spoken where all speak it."""
    found: dict[tuple[str, str, str], Edge] = {}
    kept: list[Edge] = []
    for edge in edges:
        if edge.target not in card:
            kept.append(edge)
            continue
        key = (edge.source, card[edge.target], edge.kind)
        known = found.get(key)
        new = replace(edge, target=card[edge.target], database="")
        same = known is None or (known.protocol, known.port) == (new.protocol, new.port)
        found[key] = new if same else replace(new, protocol="", port=0)
    return (*kept, *found.values())
