"""Who may connect to whom: one rule on each side of every edge of the graph."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from migrate.model.facts import Finding
from migrate.model.inventory import Member
from migrate.model.plan import Peer
from migrate.model.topology import Edge, Node
from migrate.plan.situation import Situation
from migrate.plan.why import finding, reason

ANYWHERE = "0.0.0.0/0"


def peers(situation: Situation, member: Member, *, exposed: bool) -> tuple[Peer, ...]:
    """Return the connections of a workload. A peer without workload and CIDR means anybody."""
    found = [*_outgoing(situation, member), *_incoming(situation, member)]
    if exposed:
        port = situation.port(member).value
        found.append(Peer("ingress", port, reason("plan.peer.users")))
    return tuple(sorted(_unique(found), key=_order))


def unnamed(situation: Situation, member: Member) -> Iterator[Finding]:
    """Yield a finding for each outside system that is known by name alone.

    Network policies know addresses only: the rule allows the port everywhere.
    """
    for edge in situation.topology.edges_from(member.component.id):
        node = _node(situation, edge.target)
        if node and node.kind == "external" and not _cidr(node):
            yield finding(
                "peer-known-by-name",
                "potential",
                member.component.id,
                edge.origins,
                name=node.name or node.address,
                port=edge.port,
            )


def _outgoing(situation: Situation, member: Member) -> Iterator[Peer]:
    for edge in situation.topology.edges_from(member.component.id):
        if edge.kind == "shares":
            continue
        target = situation.member(edge.target)
        if target and target is not member:
            yield _inside("egress", situation, target, situation.port(target).value, edge)
            continue
        node = _node(situation, edge.target)
        if node and not target and node.kind != "component":
            why = reason("plan.peer.external", edge.origins, name=node.name)
            yield Peer("egress", edge.port, why, cidr=_cidr(node) or ANYWHERE)
        elif node and not target:
            yield from _to_left(situation, member, node, edge)


def _to_left(situation: Situation, member: Member, node: Node, edge: Edge) -> Iterator[Peer]:
    """Yield the way to a component that stays where it is, by the addresses it is known under."""
    why = reason("plan.peer.left", edge.origins, source=edge.source, name=node.name)
    own = member.component.id
    targets = {
        known.target
        for known in situation.topology.resolutions
        if known.component == own and known.node == node.id
    }
    for cidr in sorted({_range(target) or ANYWHERE for target in targets} or {ANYWHERE}):
        yield Peer("egress", edge.port, why, cidr=cidr)


def _incoming(situation: Situation, member: Member) -> Iterator[Peer]:
    port = situation.port(member).value
    for edge in situation.topology.edges_to(member.component.id):
        source = situation.member(edge.source)
        if source and source is not member and edge.kind != "shares":
            yield _inside("ingress", situation, source, port, edge)


def _inside(direction: str, situation: Situation, other: Member, port: int, edge: Edge) -> Peer:
    why = reason(f"plan.peer.{edge.kind}", edge.origins, source=edge.source, target=edge.target)
    return Peer(
        direction="egress" if direction == "egress" else "ingress",
        port=port,
        reason=why,
        workload=other.component.id,
        namespace=situation.namespace(other.system).value,
    )


def _node(situation: Situation, name: str) -> Node | None:
    return next((node for node in situation.topology.nodes if node.id == name), None)


def _cidr(node: Node) -> str:
    return _range(node.address)


def _range(target: str) -> str:
    """Return the range of one address, empty for a name."""
    host = target.rsplit(":", 1)[0].strip("[]")
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return ""
    return f"{address}/{address.max_prefixlen}"


def _order(peer: Peer) -> tuple[str, str, str, int]:
    return peer.direction, peer.workload, peer.cidr, peer.port


def _unique(found: list[Peer]) -> list[Peer]:
    """Keep one rule for each connection, the first with its evidence."""
    return list({_order(peer): peer for peer in reversed(found)}.values())
