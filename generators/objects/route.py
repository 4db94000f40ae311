"""The way in from outside: an HTTPRoute, or an Ingress."""

from __future__ import annotations

from collections.abc import Iterator

from generators.objects.scope import Scope, own, user_list
from generators.tree import Leaf, Node, chosen, knob, slot, switch, tree, why
from migrate.model.plan import Exposure, Port


def build(scope: Scope) -> Iterator[Node]:
    """Yield the route to a workload that users reach."""
    exposure = scope.workload.exposure
    if exposure is None:
        return
    kind = exposure.kind.value
    spec = _http_route(scope, exposure) if kind == "HTTPRoute" else _ingress(scope, exposure)
    node: Node = {**own(scope, kind, Leaf(scope.workload.id, exposure.kind.reason)), "spec": spec}
    yield switch((scope.root, "exposure", "enabled"), "exposure_enabled", node)


def _http_route(scope: Scope, exposure: Exposure) -> dict[str, Node]:
    port = _port(scope, exposure)
    return {
        "parentRefs": [_parent(scope, exposure)],
        "hostnames": _hostnames(scope, exposure),
        "rules": [
            {
                "matches": [{"path": _path(scope, exposure, "PathPrefix", "value", "type")}],
                "filters": user_list(scope, "routeFilters", "route_filters"),
                "backendRefs": [
                    {
                        "name": Leaf(exposure.service, why("manifests.why.backend")),
                        "port": chosen(port.number),
                    }
                ],
            }
        ],
    }


def _ingress(scope: Scope, exposure: Exposure) -> dict[str, Node]:
    port = _port(scope, exposure)
    backend = tree(
        why("manifests.why.backend"),
        {"service": {"name": exposure.service, "port": {"name": port.name}}},
    )
    path: Node = {**_path(scope, exposure, "Prefix", "path", "pathType"), "backend": backend}
    host: dict[str, Node] = {"host": _hostname(scope, exposure)}
    parent = (scope.root, "exposure", "ingressClassName")
    return {
        "ingressClassName": knob(parent, "ingress_class", chosen(exposure.parent)),
        "tls": user_list(scope, "tls", "ingress_tls"),
        "rules": [{**host, "http": {"paths": [path]}}],
    }


def _parent(scope: Scope, exposure: Exposure) -> Node:
    namespace, _, name = exposure.parent.value.rpartition("/")
    path = (scope.root, "exposure", "gateway")
    parent = exposure.parent.reason
    where: Node = (
        knob((*path, "namespace"), "gateway_namespace", Leaf(namespace, parent))
        if namespace
        else slot((*path, "namespace"), "gateway_namespace", str)
    )
    return {
        "name": knob((*path, "name"), "gateway_name", Leaf(name, parent)),
        "namespace": where,
        "sectionName": slot((*path, "sectionName"), "gateway_section", str),
    }


def _hostnames(scope: Scope, exposure: Exposure) -> Node:
    path = (scope.root, "exposure", "hostnames")
    if exposure.hostname is None:
        return slot(path, "hostnames", list)
    return knob(path, "hostnames", [chosen(exposure.hostname)])


def _hostname(scope: Scope, exposure: Exposure) -> Node:
    path = (scope.root, "exposure", "hostname")
    if exposure.hostname is None:
        return slot(path, "hostname", str)
    return knob(path, "hostname", chosen(exposure.hostname))


def _path(scope: Scope, exposure: Exposure, kind: str, key: str, kind_key: str) -> dict[str, Node]:
    knobbed = knob((scope.root, "exposure", "path"), "exposure_path", chosen(exposure.path))
    return {key: knobbed, kind_key: Leaf(kind, why("manifests.why.path_type"))}


def _port(scope: Scope, exposure: Exposure) -> Port:
    service = next(s for s in scope.workload.services if s.name.value == exposure.service)
    return next(port for port in scope.workload.ports if port.name == service.port)
