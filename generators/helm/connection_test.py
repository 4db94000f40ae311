"""What `helm test` runs: for each Service, a pod of its own workload's image asks for a connection.

No other image is needed, so it works where nothing but the workloads' images can be pulled. The
network policies that let these pods through exist only while a test runs.
"""

from __future__ import annotations

from collections.abc import Iterator

from generators.naming import label_value
from generators.objects import Built
from generators.objects.container import head, security
from generators.objects.network_policy import switched
from generators.objects.pod import pod_identity, user_placement
from generators.objects.scope import Scope, instance, label_name, metadata
from generators.tree import Leaf, Node, tree, why
from migrate.model.plan import MigrationPlan, Port, Service, TargetSystem

_ASK = """until timeout 3 bash -c ': <"/dev/tcp/$0/$1"' "$0" "$1"; do sleep 2; done"""
_DEADLINE_SECONDS = 120
_LONGEST_NAME = 63
_ORDER = {"NetworkPolicy": "0", "Pod": "1"}
_RESOURCES = {
    "requests": {"cpu": "10m", "memory": "32Mi", "ephemeral-storage": "16Mi"},
    "limits": {"memory": "64Mi", "ephemeral-storage": "16Mi"},
}


def connection_tests(plan: MigrationPlan, system: TargetSystem) -> Iterator[Built]:
    """Yield the pods and policies that test the Services of a system."""
    for workload in plan.of_system(system.id):
        scope = Scope(plan, system, workload)
        for service in workload.services:
            port = next(port for port in workload.ports if port.name == service.port)
            if port.protocol == "TCP" and not service.headless:
                yield from _of_service(scope, service, port)


def _of_service(scope: Scope, service: Service, port: Port) -> Iterator[Built]:
    name = _suffixed(service.name.value, "-helm-test")
    yield _hook(scope, "Pod", name, name, _pod(scope, service, port))
    out, into = _suffixed(name, "-out"), _suffixed(name, "-in")
    yield _hook(scope, "NetworkPolicy", out, name, _policy(scope, port, name, "Egress"))
    yield _hook(scope, "NetworkPolicy", into, name, _policy(scope, port, name, "Ingress"))


def _hook(scope: Scope, kind: str, name: str, test: str, spec: Node) -> Built:
    reason = why("helm.why.connection_test")
    labels: dict[str, Node] = {
        "app.kubernetes.io/name": Leaf(label_value(test), why("helm.why.test_label")),
        "app.kubernetes.io/instance": instance(scope.system),
    }
    described = metadata(scope.plan, scope.system, Leaf(name, reason), labels, _annotations(kind))
    node: Node = {
        "apiVersion": Leaf(scope.plan.cluster.api_versions.get(kind, "v1"), reason),
        "kind": Leaf(kind, reason),
        "metadata": described,
        "spec": spec,
    }
    file = f"tests/{kind.lower()}-{name}.yaml"
    return Built(kind, name, node if kind == "Pod" else switched(node), file)


def _annotations(kind: str) -> dict[str, Node]:
    """Return when Helm makes the object and when it takes it away again."""
    reason = why("helm.why.test_hook")
    return {
        "helm.sh/hook": Leaf("test", reason),
        "helm.sh/hook-weight": Leaf(_ORDER[kind], reason),
        "helm.sh/hook-delete-policy": Leaf("before-hook-creation,hook-succeeded", reason),
    }


def _pod(scope: Scope, service: Service, port: Port) -> Node:
    ask = why("helm.why.test_command", service=service.name.value)
    command = ["bash", "-c", _ASK, service.name.value, str(port.number.value)]
    return {
        **pod_identity(scope),
        "restartPolicy": Leaf("Never", ask),
        "activeDeadlineSeconds": Leaf(_DEADLINE_SECONDS, ask),
        **user_placement(scope),
        "containers": [
            {
                **head(scope, "test"),
                "command": tree(ask, command),
                "resources": tree(why("helm.why.test_resources"), _RESOURCES),
                "securityContext": security(scope),
            }
        ],
    }


def _policy(scope: Scope, port: Port, test: str, direction: str) -> Node:
    """Let the testing pod out, or into the pods of the workload."""
    reason = why("helm.why.test_network")
    pods, other = (test, scope.workload.id) if direction == "Egress" else (scope.workload.id, test)
    side = "to" if direction == "Egress" else "from"
    rule: Node = {
        side: [{"podSelector": {"matchLabels": label_name(other)}}],
        "ports": [{"protocol": Leaf("TCP", reason), "port": Leaf(port.number.value, reason)}],
    }
    return {
        "podSelector": {"matchLabels": label_name(pods)},
        "policyTypes": tree(reason, [direction]),
        direction.lower(): [rule],
    }


def _suffixed(name: str, suffix: str) -> str:
    return name[: _LONGEST_NAME - len(suffix)].rstrip("-") + suffix
