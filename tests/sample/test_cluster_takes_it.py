"""A real API server (1.20) takes what was generated for it; a second time nothing changes."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import testbed
import yaml

from migrate import pipeline
from migrate.model.outcome import ObjectOutcome
from migrate.workspace import Workspace
from tests.cli.test_errors import migrate
from tests.conftest import make_workspace

pytestmark = pytest.mark.cluster


@pytest.fixture(scope="module")
def cluster() -> testbed.Cluster:
    return testbed.require(testbed.kubernetes)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return the sample generated for Kubernetes 1.20, under names of this test's own."""
    workspace = make_workspace(tmp_path_factory.mktemp("cluster") / "w", kube_version="1.20")
    pipeline.run(workspace, ("en",))
    return workspace


@pytest.fixture(scope="module")
def secrets(generated: Workspace) -> Path:
    """Return a secrets file as a person fills in the generated template."""
    template = generated.out / "secrets.template.yaml"
    wanted = yaml.safe_load(template.read_text("utf-8"))
    file = generated.root.parent / "secrets.yaml"
    file.write_text(yaml.safe_dump({name: "p'ss\\wörd" for name in wanted}, allow_unicode=True))
    return file


@pytest.fixture(scope="module")
def core(cluster: testbed.Cluster) -> Any:
    """Return a client of the test's own, to look past the toolkit."""
    from kubernetes import client, config

    api = config.new_client_from_config(str(cluster.kubeconfig), cluster.context)
    return client.CoreV1Api(api)


@pytest.fixture(scope="module", autouse=True)
def clean(core: Any, generated: Workspace) -> Iterator[None]:
    """Delete the sample's namespaces before and after; they are named after its systems."""
    names = namespaces(generated.out)
    delete(core, names)
    yield
    delete(core, names)


def namespaces(out: Path) -> set[str]:
    documents = (yaml.safe_load(f.read_text("utf-8")) for f in out.glob("manifests/**/*.yaml"))
    return {d["metadata"]["name"] for d in documents if d and d.get("kind") == "Namespace"}


def delete(core: Any, names: set[str]) -> None:
    for name in sorted(names & known_namespaces(core)):
        core.delete_namespace(name)
    deadline = time.monotonic() + 60
    while names & known_namespaces(core):
        assert time.monotonic() < deadline, "the namespaces do not go away"
        time.sleep(0.5)


def known_namespaces(core: Any) -> set[str]:
    return {item.metadata.name for item in core.list_namespace().items}


def deploy(
    cluster: testbed.Cluster, workspace: Workspace, **flags: object
) -> tuple[ObjectOutcome, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KUBECONFIG", str(cluster.kubeconfig))
        return pipeline.deploy(workspace, cluster.context, **flags)  # type: ignore[arg-type]


def states(outcomes: tuple[ObjectOutcome, ...]) -> dict[str, str]:
    return {outcome.object: f"{outcome.state} {outcome.detail}".strip() for outcome in outcomes}


def test_without_secrets_nothing_is_applied(
    cluster: testbed.Cluster, generated: Workspace, core: Any
) -> None:
    kubeconfig = {"KUBECONFIG": str(cluster.kubeconfig)}
    result = migrate("deploy", generated.root, "--context", cluster.context, **kubeconfig)
    assert result.returncode == 2
    assert "mysql-master.hpe_app" in result.stderr
    assert not namespaces(generated.out) & known_namespaces(core)


def test_the_server_takes_everything_and_a_second_time_changes_nothing(
    cluster: testbed.Cluster, generated: Workspace, secrets: Path
) -> None:
    first = states(deploy(cluster, generated, secrets_file=secrets))
    assert {name: s for name, s in first.items() if s != "created"} == {}
    kinds = {name.split()[1] for name in first}
    assert {"Deployment", "StatefulSet", "CronJob", "PodDisruptionBudget", "Ingress"} <= kinds
    second = states(deploy(cluster, generated, secrets_file=secrets))
    assert {
        name: s for name, s in second.items() if s.split()[0] not in ("unchanged", "kept")
    } == {}
    assert set(second) == set(first)


def test_a_dry_run_changes_nothing(
    cluster: testbed.Cluster, generated: Workspace, secrets: Path
) -> None:
    outcomes = deploy(cluster, generated, secrets_file=secrets, dry_run=True)
    assert {o.state for o in outcomes} <= {"unchanged", "kept"}


def test_what_the_server_rejects_is_one_clear_line(
    cluster: testbed.Cluster, generated: Workspace, secrets: Path
) -> None:
    (file,) = generated.out.glob("manifests/*/service-portal.yaml")
    good = file.read_text("utf-8")
    file.write_text(good.replace("type: ClusterIP", "type: Imaginary"), "utf-8")
    assert file.read_text("utf-8") != good
    try:
        outcomes = deploy(cluster, generated, secrets_file=secrets)
    finally:
        file.write_text(good, "utf-8")
    refused = [outcome for outcome in outcomes if outcome.state == "refused"]
    assert [r.object.split()[1:] for r in refused] == [["Service", "portal/portal"]]
    assert "Imaginary" in refused[0].detail
    assert "\n" not in refused[0].detail


def test_helm_renders_what_the_server_took(generated: Workspace) -> None:
    charts = sorted((generated.out / "charts").iterdir())
    helm = testbed.require(testbed.helm3)
    for chart in charts:
        rendered = subprocess.run(
            [str(helm), "template", chart.name, str(chart), "--namespace", chart.name],
            capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        assert "kind:" in rendered.stdout
