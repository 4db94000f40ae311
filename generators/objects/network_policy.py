"""Who may talk to whom: nothing by default, then one rule for each edge of the graph."""

from __future__ import annotations

from collections.abc import Iterator

from generators.objects.scope import Scope, label_name, own, shared, user_list
from generators.tree import Leaf, Node, switch, tree, why
from migrate.model.plan import MigrationPlan, Peer, TargetSystem
from migrate.model.reason import Reason

ENABLED = ("networkPolicy", "enabled")
_DNS_PORT = 53
_NODE_LOCAL_DNS = "169.254.20.10/32"
_BOTH = ("Ingress", "Egress")


def build_shared(plan: MigrationPlan, system: TargetSystem) -> Iterator[Node]:
    """Yield the policies that hold for every pod of a system."""
    deny = why("manifests.why.default_deny")
    yield switched(
        {
            **shared(plan, system, "NetworkPolicy", Leaf("default-deny", deny)),
            "spec": tree(deny, {"podSelector": {}, "policyTypes": list(_BOTH)}),
        }
    )
    dns = why("manifests.why.dns")
    peers = [{"namespaceSelector": {}}, {"ipBlock": {"cidr": _NODE_LOCAL_DNS}}]
    ports = [{"protocol": name, "port": _DNS_PORT} for name in ("UDP", "TCP")]
    spec = {"podSelector": {}, "policyTypes": ["Egress"], "egress": [{"to": peers, "ports": ports}]}
    yield switched(
        {
            **shared(plan, system, "NetworkPolicy", Leaf("allow-dns", dns)),
            "spec": tree(dns, spec),
        }
    )


def build(scope: Scope) -> Iterator[Node]:
    """Yield the policy of a workload, and one for each of its scheduled commands."""
    yield switched(_policy(scope, scope.workload.id, _BOTH))
    for schedule in scope.workload.schedules:
        yield switched(_policy(scope, schedule.name, ("Egress",)))


def _policy(scope: Scope, name: str, directions: tuple[str, ...]) -> Node:
    return {
        **own(scope, "NetworkPolicy", Leaf(name, scope.house)),
        "spec": {
            "podSelector": {"matchLabels": label_name(name)},
            "policyTypes": tree(why("manifests.why.default_deny"), list(directions)),
            **{d.lower(): _rules(scope, d.lower()) for d in directions},
        },
    }


def _rules(scope: Scope, direction: str) -> list[Node]:
    rules = [_rule(scope, p) for p in scope.workload.peers if p.direction == direction]
    name, doc = f"extra{direction.capitalize()}", f"extra_{direction}"
    return [*rules, user_list(scope, name, doc, spread=True)]


def _rule(scope: Scope, peer: Peer) -> Node:
    side = "from" if peer.direction == "ingress" else "to"
    others = _others(scope, peer)
    port: Node = {
        "protocol": Leaf("TCP", peer.reason),
        "port": Leaf(peer.port, peer.reason),
    }
    return {
        **({side: [others]} if others else {}),
        **({"ports": [port]} if peer.port else {}),
    }


def _others(scope: Scope, peer: Peer) -> dict[str, Node]:
    if peer.cidr:
        return {"ipBlock": {"cidr": Leaf(peer.cidr, peer.reason)}}
    if not peer.workload:
        return {}
    selector: dict[str, Node] = {"podSelector": _pods(scope, peer)}
    if peer.namespace == scope.workload.namespace:
        return selector
    label = {"matchLabels": {"kubernetes.io/metadata.name": peer.namespace}}
    return {"namespaceSelector": tree(peer.reason, label), **selector}


def _pods(scope: Scope, peer: Peer) -> Node:
    """Return the pods of a workload; as a caller, those of its scheduled commands too."""
    other = scope.plan.workload(peer.workload)
    jobs = [schedule.name for schedule in other.schedules]
    if peer.direction == "egress" or not jobs:
        return _named(peer.reason, other.id)
    names = {"key": "app.kubernetes.io/name", "operator": "In", "values": [other.id, *jobs]}
    return tree(peer.reason, {"matchExpressions": [names]})


def _named(reason: Reason, name: str) -> Node:
    return tree(reason, {"matchLabels": {"app.kubernetes.io/name": name}})


def switched(node: Node) -> Node:
    """Let a chart user leave a policy out, with all others."""
    return switch(ENABLED, "network_policy", node)
