"""`migrate.edge`: what a condition on relations says of a component."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from migrate.model.facts import Component
from migrate.model.topology import Edge
from migrate.rules.answer import NO, UNKNOWN, Answer, Params, any_of
from migrate.rules.shape import EdgeTest


def ask(
    test: EdgeTest,
    component: Component,
    edges: Sequence[Edge] | None,
    kinds: Mapping[str, str],
) -> Answer:
    """Answer from the relations; without a graph nothing is known.

    `kinds` tells the kind of each node: of components `mysql` …, else `external` or `host`.
    """
    if edges is None:
        return UNKNOWN
    own = [edge for edge in edges if _this_end(test, edge) == component.id]
    return any_of(_of_edge(test, edge, kinds) for edge in own) if own else NO


def _of_edge(test: EdgeTest, edge: Edge, kinds: Mapping[str, str]) -> Answer:
    if test.kind not in ("", edge.kind) or test.protocol not in ("", edge.protocol):
        return NO
    if test.port not in (0, edge.port):
        return NO
    peer = edge.source if test.direction == "to" else edge.target
    if test.peer_kinds and peer not in kinds:
        return UNKNOWN
    if test.peer_kinds and kinds[peer] not in test.peer_kinds:
        return NO
    params: Params = {"peer": (peer,), "protocol": (edge.protocol,), "port": (str(edge.port),)}
    return Answer(True, edge.origins, params)


def _this_end(test: EdgeTest, edge: Edge) -> str:
    return edge.target if test.direction == "to" else edge.source
