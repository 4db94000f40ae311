"""What a report tells of the graph: each connection with its evidence, and the order of moving."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from migrate.model.topology import Topology
from migrate.report.components import ComponentView
from migrate.report.graph_layers import label
from migrate.report.words import Words, origins


class ConnectionView(Struct, frozen=True):
    """One edge in words."""

    source: str
    target: str
    kind: str
    connection: str
    database: str
    origins: tuple[str, ...]


class WaveView(Struct, frozen=True):
    """What moves together, and how big that is."""

    number: int
    components: tuple[ComponentView, ...]
    effort: int
    together: tuple[str, ...]
    """Circles in this wave, `a ⇄ b`: they cannot move one by one."""
    bridges: tuple[str, ...]
    """Connections to what has moved before or stays outside."""


def views(topology: Topology, words: Words) -> tuple[ConnectionView, ...]:
    """Return every edge, in the topology's order."""
    names = {node.id: node.name or node.id for node in topology.nodes}
    return tuple(
        ConnectionView(
            names.get(edge.source, edge.source),
            names.get(edge.target, edge.target),
            words.say(f"graph.legend.{edge.kind}"),
            label(edge),
            edge.database,
            origins(edge.origins),
        )
        for edge in topology.edges
    )


def waves(topology: Topology, views: Sequence[ComponentView]) -> tuple[WaveView, ...]:
    """Return the waves in order."""
    by_id = {view.id: view for view in views}
    names = {node.id: node.name or node.id for node in topology.nodes}
    found = []
    for number, wave in enumerate(topology.waves, 1):
        members = tuple(by_id[component] for component in wave if component in by_id)
        circles = [g for g in topology.groups if len(g) > 1 and set(g) & set(wave)]
        found.append(
            WaveView(
                number,
                members,
                sum(view.effort for view in members),
                tuple(" ⇄ ".join(names.get(node, node) for node in group) for group in circles),
                _bridges(topology, wave, names),
            )
        )
    return tuple(found)


def _bridges(topology: Topology, wave: Sequence[str], names: dict[str, str]) -> tuple[str, ...]:
    crossing = [
        f"{names.get(e.source, e.source)} → {names.get(e.target, e.target)} {label(e)}".rstrip()
        for e in topology.edges
        if e.source in wave and e.target not in wave
    ]
    return tuple(dict.fromkeys(crossing))
