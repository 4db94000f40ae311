"""Services: the names under which others reach a workload."""

from __future__ import annotations

from collections.abc import Iterator

from generators.objects.scope import Scope, identity, own
from generators.tree import Leaf, Node, chosen, knob, why
from migrate.model.plan import Service

_AFFINITY_SECONDS = 10_800
"""The server's own default, three hours."""


def build(scope: Scope) -> Iterator[Node]:
    """Yield the Services of a workload."""
    for service in scope.workload.services:
        head = own(scope, "Service", chosen(service.name))
        yield {
            **head,
            "spec": _headless(scope, service) if service.headless else _spec(scope, service),
        }


def _spec(scope: Scope, service: Service) -> dict[str, Node]:
    kind = Leaf("ClusterIP", why("manifests.why.cluster_ip"))
    return {
        "type": knob((scope.root, "service", "type"), "service_type", kind),
        **_affinity(service),
        "ports": _ports(scope, service),
        "selector": identity(scope),
    }


def _headless(scope: Scope, service: Service) -> dict[str, Node]:
    return {
        "type": Leaf("ClusterIP", why("manifests.why.cluster_ip")),
        "clusterIP": Leaf("None", why("manifests.why.headless")),
        "publishNotReadyAddresses": Leaf(True, why("manifests.why.not_ready_addresses")),
        "ports": _ports(scope, service),
        "selector": identity(scope),
    }


def _affinity(service: Service) -> dict[str, Node]:
    if service.affinity is None:
        return {}
    seconds = Leaf(_AFFINITY_SECONDS, why("manifests.why.affinity_seconds"))
    return {
        "sessionAffinity": chosen(service.affinity),
        "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": seconds}},
    }


def _ports(scope: Scope, service: Service) -> list[Node]:
    port = next(port for port in scope.workload.ports if port.name == service.port)
    return [
        {
            "name": Leaf(port.name, why("manifests.why.port_name")),
            "protocol": Leaf(port.protocol, why("manifests.why.protocol")),
            "port": chosen(port.number),
            "targetPort": Leaf(port.name, why("manifests.why.target_port")),
        }
    ]
