"""The three probes of a container."""

from __future__ import annotations

from generators.objects.scope import Scope
from generators.tree import Knob, Leaf, Node, knob, tree
from migrate.model.plan import Probe


def probes(scope: Scope) -> dict[str, Node]:
    """Return start-up, readiness and liveness."""
    asked = scope.workload.probes
    return {
        "startupProbe": _probe(scope, "startupProbe", "startup_probe", asked.startup),
        "readinessProbe": _probe(scope, "readinessProbe", "readiness_probe", asked.readiness),
        "livenessProbe": _probe(scope, "livenessProbe", "liveness_probe", asked.liveness),
    }


def _probe(scope: Scope, name: str, doc: str, probe: Probe) -> Knob:
    node: dict[str, Node] = {
        **_question(probe),
        "periodSeconds": Leaf(probe.period_seconds, probe.reason),
        "timeoutSeconds": Leaf(probe.timeout_seconds, probe.reason),
        "failureThreshold": Leaf(probe.failure_threshold, probe.reason),
    }
    return knob((scope.root, name), doc, node)


def _question(probe: Probe) -> dict[str, Node]:
    if probe.kind == "http":
        return {"httpGet": tree(probe.reason, {"path": probe.path, "port": probe.port})}
    if probe.kind == "tcp":
        return {"tcpSocket": tree(probe.reason, {"port": probe.port})}
    return {"exec": tree(probe.reason, {"command": list(probe.command)})}
