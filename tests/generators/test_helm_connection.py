"""Charts: `helm test` asks each Service for a connection, and is let through."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest

from generators import helm
from migrate.model.plan import MigrationPlan
from tests.generators.charts import SYSTEMS, Manifest, annotations, helm3, helm4, make_plan, write

Labels = dict[str, str]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> MigrationPlan:
    return make_plan(tmp_path_factory.mktemp("plan"))


@pytest.fixture(scope="module")
def charts(plan: MigrationPlan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(helm.generate(plan), tmp_path_factory.mktemp("charts")) / "charts"


def hooks(rendered: list[Manifest], kind: str) -> list[Manifest]:
    return [m for m in rendered if m["kind"] == kind and "helm.sh/hook" in annotations(m)]


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_service_is_asked_by_its_own_image(
    plan: MigrationPlan, charts: Path, system: str
) -> None:
    asked = {}
    for pod in hooks(helm4(charts / system, {}), "Pod"):
        (container,) = pod["spec"]["containers"]
        asked[tuple(container["command"][-2:])] = container["image"]
    assert asked == {
        (service.name.value, str(port.number.value)): workload.image.reference
        for workload in plan.of_system(system)
        for service in workload.services
        for port in workload.ports
        if not service.headless and port.name == service.port
    }


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_objects_of_a_test_are_valid(charts: Path, system: str) -> None:
    rendered = helm4(charts / system, {})
    for manifest in (*hooks(rendered, "Pod"), *hooks(rendered, "NetworkPolicy")):
        kubernetes_validate.validate(manifest, "1.34", strict=True)
        assert annotations(manifest)["helm.sh/hook"] == "test"


def test_helm_3_and_4_agree_on_tests(charts: Path) -> None:
    for system in SYSTEMS:
        for kind in ("Pod", "NetworkPolicy"):
            three, four = (hooks(render(charts / system, {}), kind) for render in (helm3, helm4))
            assert sorted(map(str, three)) == sorted(map(str, four))
            assert three


@pytest.mark.parametrize("system", SYSTEMS)
def test_no_service_takes_a_testing_pod_for_its_own(charts: Path, system: str) -> None:
    rendered = helm4(charts / system, {})
    for pod in hooks(rendered, "Pod"):
        for manifest in rendered:
            if manifest["kind"] == "Service":
                assert not selects(manifest["spec"]["selector"], labels(pod))
            if manifest["kind"] in ("Deployment", "StatefulSet", "PodDisruptionBudget"):
                assert not selects(manifest["spec"]["selector"]["matchLabels"], labels(pod))


@pytest.mark.parametrize("system", SYSTEMS)
def test_policies_let_a_test_through_only_while_it_runs(charts: Path, system: str) -> None:
    rendered = helm4(charts / system, {})
    policies = [m for m in rendered if m["kind"] == "NetworkPolicy"]
    lasting = [p for p in policies if "helm.sh/hook" not in annotations(p)]
    for pod in hooks(rendered, "Pod"):
        name, number = pod["spec"]["containers"][0]["command"][-2:]
        service = next(m for m in rendered if m["metadata"]["name"] == name and is_service(m))
        target = service["spec"]["selector"]
        ends = ("Egress", labels(pod), target), ("Ingress", target, labels(pod))
        for direction, own, other in ends:
            assert allowed(policies, direction, own, other, int(number))
        assert not allowed(lasting, *ends[0], int(number))
    for hook in hooks(rendered, "NetworkPolicy"):
        assert "hook-succeeded" in annotations(hook)["helm.sh/hook-delete-policy"]
        assert annotations(hook)["helm.sh/hook-weight"] == "0"


def is_service(manifest: Manifest) -> bool:
    return bool(manifest["kind"] == "Service")


def labels(pod: Manifest) -> Labels:
    found: Labels = pod["metadata"]["labels"]
    return found


def selects(wanted: Labels, held: Labels) -> bool:
    return wanted.items() <= held.items()


def allowed(policies: list[Any], direction: str, own: Labels, other: Labels, port: int) -> bool:
    """Tell whether some policy of a pod lets it talk to another pod of its namespace."""
    side = "to" if direction == "Egress" else "from"
    return any(
        port in [each["port"] for each in rule.get("ports", [])]
        and (side not in rule or any(names(peer, other) for peer in rule[side]))
        for policy in policies
        if selects(policy["spec"]["podSelector"].get("matchLabels", {}), own)
        for rule in policy["spec"].get(direction.lower(), [])
    )


def names(peer: Any, other: Labels) -> bool:
    if "namespaceSelector" in peer or "podSelector" not in peer:
        return False
    return selects(peer["podSelector"].get("matchLabels", {"": ""}), other)


def test_without_policies_there_are_none_for_tests(charts: Path) -> None:
    rendered = helm4(charts / "portal", {"networkPolicy": {"enabled": False}})
    assert hooks(rendered, "NetworkPolicy") == []
    assert len(hooks(rendered, "Pod")) == 1


def command(charts: Path, port: int) -> list[str]:
    (pod,) = hooks(helm4(charts / "portal", {}), "Pod")
    written: list[str] = pod["spec"]["containers"][0]["command"]
    return [*written[:-2], "127.0.0.1", str(port)]


def test_the_command_ends_when_something_listens(charts: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked = command(charts, server.getsockname()[1])
        assert subprocess.run(asked, timeout=60, check=False).returncode == 0


def test_the_command_goes_on_asking_while_nothing_listens(charts: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = server.getsockname()[1]
    pause = tmp_path / "sleep"  # the pause before the next attempt ends the whole command
    pause.write_text("#!/bin/sh\nkill -TERM $PPID\n", "utf-8")
    pause.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = subprocess.run(
        command(charts, closed), env={"PATH": path}, timeout=60, check=False, capture_output=True
    )
    assert done.returncode == -signal.SIGTERM
