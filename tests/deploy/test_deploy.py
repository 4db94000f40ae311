"""Deploying to a real API server (1.20 in the testbed)."""

import base64
import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from migrate import deploy as room
from migrate.deploy import Target, deploy
from migrate.deploy.errors import ClusterError, DeployError, SecretsError
from migrate.model.outcome import ObjectOutcome

pytestmark = pytest.mark.cluster

SECRET = "pa'ss\\wo\"rd ${x}"
TEMPLATE = "db = '${SECRET:mysql-master.portal:php}';\n"


def objects(namespace: str) -> dict[str, dict[str, Any]]:
    """One object of most kinds that are generated, by file name."""
    labels = {"app.kubernetes.io/name": "portal"}
    place = {"namespace": namespace, "labels": labels}
    pod = {
        "metadata": {"labels": labels},
        "spec": {
            "serviceAccountName": "portal",
            "containers": [
                {"name": "portal", "image": "portal:1", "ports": [{"containerPort": 80}]}
            ],
        },
    }
    job = {"spec": {"template": {"spec": {**pod["spec"], "restartPolicy": "Never"}}}}
    claim = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
    bodies = {
        "namespace": ("v1", "Namespace", {"name": namespace}, {}),
        "networkpolicy": (
            "networking.k8s.io/v1",
            "NetworkPolicy",
            {"name": "default-deny", **place},
            {"spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}},
        ),
        "serviceaccount": ("v1", "ServiceAccount", {"name": "portal", **place}, {}),
        "configmap": ("v1", "ConfigMap", {"name": "portal", **place}, {"data": {"a.ini": "x=1\n"}}),
        "secret": (
            "v1",
            "Secret",
            {"name": "portal-settings", **place},
            {"type": "Opaque", "stringData": {"settings.php": TEMPLATE}},
        ),
        "pvc": ("v1", "PersistentVolumeClaim", {"name": "files", **place}, {"spec": claim}),
        "service": (
            "v1",
            "Service",
            {"name": "portal", **place},
            {
                "spec": {
                    "selector": labels,
                    "ports": [{"name": "http", "port": 80, "protocol": "TCP"}],
                }
            },
        ),
        "deployment": (
            "apps/v1",
            "Deployment",
            {"name": "portal", **place},
            {"spec": {"replicas": 1, "selector": {"matchLabels": labels}, "template": pod}},
        ),
        "pdb": (
            "policy/v1beta1",
            "PodDisruptionBudget",
            {"name": "portal", **place},
            {"spec": {"maxUnavailable": 1, "selector": {"matchLabels": labels}}},
        ),
        "cronjob": (
            "batch/v1beta1",
            "CronJob",
            {"name": "portal-cron", **place},
            {"spec": {"schedule": "0 2 * * *", "jobTemplate": job}},
        ),
        "ingress": (
            "networking.k8s.io/v1",
            "Ingress",
            {"name": "portal", **place},
            {"spec": {"defaultBackend": {"service": {"name": "portal", "port": {"number": 80}}}}},
        ),
    }
    return {
        name: {"apiVersion": version, "kind": kind, "metadata": metadata, **rest}
        for name, (version, kind, metadata, rest) in bodies.items()
    }


def write(out: Path, found: Mapping[str, Mapping[str, Any]]) -> Path:
    folder = out / "manifests" / "portal"
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in found.items():
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(copy.deepcopy(body)))
    return out


def states(outcomes: tuple[ObjectOutcome, ...]) -> dict[str, str]:
    return {outcome.object.split()[1]: outcome.state for outcome in outcomes}


def live(target: Target, namespace: str, kind: str, name: str) -> dict[str, Any] | None:
    from migrate.deploy import cluster, manifests

    versions = {"Deployment": "apps/v1"}
    wanted = manifests.Manifest(
        "",
        {
            "apiVersion": versions.get(kind, "v1"),
            "kind": kind,
            "metadata": {"name": name, "namespace": namespace},
        },
    )
    with cluster.connect(target, [wanted]) as connection:
        return connection.live(wanted)


@pytest.fixture
def out(tmp_path: Path, namespace: str) -> Path:
    return write(tmp_path / "out", objects(namespace))


VALUES = {"mysql-master.portal": SECRET}


def test_everything_is_created_in_order_and_a_second_run_changes_nothing(
    out: Path, target: Target, namespace: str
) -> None:
    seen: list[str] = []
    first = deploy(out, target, secrets=VALUES, progress=lambda stage, what: seen.append(what))
    assert states(first) == dict.fromkeys(states(first), "created")
    assert [outcome.object.split()[1] for outcome in first] == [
        "Namespace",
        "NetworkPolicy",
        "ServiceAccount",
        "ConfigMap",
        "Secret",
        "PersistentVolumeClaim",
        "Service",
        "Deployment",
        "PodDisruptionBudget",
        "CronJob",
        "Ingress",
    ]
    assert f"apps/v1 Deployment {namespace}/portal" in seen
    quiet = [("ConfigMap", "portal"), ("Secret", "portal-settings"), ("Service", "portal")]
    before = [live(target, namespace, *named)["metadata"] for named in quiet]
    second = deploy(out, target, secrets=VALUES)
    assert states(second) == dict.fromkeys(states(first), "unchanged")
    after = [live(target, namespace, *named)["metadata"] for named in quiet]
    assert [m["resourceVersion"] for m in before] == [m["resourceVersion"] for m in after]
    assert {m["managedFields"][0]["manager"] for m in after} == {"container-migrate"}


def test_an_edited_file_changes_its_object_only(out: Path, target: Target, namespace: str) -> None:
    deploy(out, target, secrets=VALUES)
    changed = objects(namespace)["configmap"] | {"data": {"a.ini": "x=2\n"}}
    write(out, {"configmap": changed})
    assert states(deploy(out, target, dry_run=True, secrets=VALUES))["ConfigMap"] == "changed"
    again = states(deploy(out, target, secrets=VALUES))
    assert again.pop("ConfigMap") == "changed"
    assert set(again.values()) == {"unchanged"}


def test_secrets_are_filled_with_the_quoting_of_their_place(
    out: Path, target: Target, namespace: str
) -> None:
    deploy(out, target, secrets=VALUES)
    stored = live(target, namespace, "Secret", "portal-settings")["data"]["settings.php"]
    quoted = SECRET.replace("\\", "\\\\").replace("'", "\\'")
    assert base64.b64decode(stored).decode() == f"db = '{quoted}';\n"


def test_a_template_never_overwrites_a_live_secret(
    out: Path, target: Target, namespace: str
) -> None:
    deploy(out, target, secrets=VALUES)
    before = live(target, namespace, "Secret", "portal-settings")
    outcomes = deploy(out, target)
    assert states(outcomes)["Secret"] == "kept"
    after = live(target, namespace, "Secret", "portal-settings")
    assert after["data"] == before["data"]
    assert after["metadata"]["resourceVersion"] == before["metadata"]["resourceVersion"]


def test_a_kept_secret_tells_when_its_settings_have_changed(
    out: Path, target: Target, namespace: str
) -> None:
    deploy(out, target, secrets=VALUES)
    changed = objects(namespace)["secret"]
    changed["stringData"] = {"settings.php": f"// another host\n{TEMPLATE}"}
    write(out, {"secret": changed})
    (kept,) = [outcome for outcome in deploy(out, target) if outcome.state == "kept"]
    assert "settings.php" in kept.detail
    assert "--secrets" in kept.detail


def test_new_values_reach_the_live_secret(out: Path, target: Target, namespace: str) -> None:
    deploy(out, target, secrets=VALUES)
    outcomes = deploy(out, target, secrets={"mysql-master.portal": "new"})
    assert states(outcomes)["Secret"] == "changed"
    stored = live(target, namespace, "Secret", "portal-settings")["data"]["settings.php"]
    assert base64.b64decode(stored) == b"db = 'new';\n"


def test_a_live_secret_without_a_new_key_is_not_enough(
    out: Path, target: Target, namespace: str
) -> None:
    deploy(out, target, secrets=VALUES)
    grown = objects(namespace)["secret"]
    grown["stringData"] = {"settings.php": TEMPLATE, "my.cnf": "password=${SECRET:db.root:cnf}"}
    write(out, {"secret": grown})
    with pytest.raises(SecretsError) as refused:
        deploy(out, target)
    said = refused.value.because.params["secrets"]
    assert said == f"{namespace}/portal-settings: my.cnf (db.root)"


def test_a_missing_secret_stops_everything_before_anything_is_applied(
    out: Path, target: Target, namespace: str
) -> None:
    with pytest.raises(SecretsError) as refused:
        deploy(out, target)
    said = refused.value.because.params["secrets"]
    assert said == f"{namespace}/portal-settings: settings.php (mysql-master.portal)"
    assert live(target, "", "Namespace", namespace) is None


def test_a_dry_run_applies_nothing_and_says_what_it_could_not_check(
    out: Path, target: Target, namespace: str
) -> None:
    outcomes = deploy(out, target, dry_run=True)
    found = states(outcomes)
    assert found.pop("Namespace") == "created"
    assert found.pop("Secret") == "refused"
    assert set(found.values()) == {"unchecked"}
    details = {outcome.detail for outcome in outcomes if outcome.state == "unchecked"}
    assert details == {
        f"Not checked on the server: the namespace {namespace} does not exist there yet."
    }
    assert live(target, "", "Namespace", namespace) is None


def test_what_the_server_rejects_is_one_line_and_costs_only_itself(
    out: Path, target: Target, namespace: str
) -> None:
    wrong = objects(namespace)["deployment"]
    wrong["spec"]["template"]["spec"]["containers"][0]["image"] = ""
    wrong["spec"]["selector"] = {"matchLabels": {"other": "label"}}
    unknown = objects(namespace)["service"]
    unknown["spec"]["colour"] = "green"
    write(out, {"deployment": wrong, "service": unknown})
    outcomes = deploy(out, target, secrets=VALUES)
    found = states(outcomes)
    assert found.pop("Deployment") == "refused"
    assert found.pop("Service") == "refused"
    assert set(found.values()) == {"created"}
    details = {outcome.object.split()[1]: outcome.detail for outcome in outcomes}
    assert "spec.template.spec.containers[0].image: Required value" in details["Deployment"]
    assert "`selector` does not match template `labels`" in details["Deployment"]
    assert "colour" in details["Service"]
    assert all("\n" not in detail for detail in details.values())


def test_the_servers_words_never_repeat_a_secret(out: Path, target: Target, namespace: str) -> None:
    wrong = objects(namespace)["service"]
    wrong["spec"]["type"] = "Imaginary"
    write(out, {"service": wrong})
    outcomes = deploy(out, target, secrets={**VALUES, "other.account": "Imaginary"})
    refused = next(o for o in outcomes if o.state == "refused")
    assert "Imaginary" not in refused.detail
    assert "***" in refused.detail


def test_a_kind_the_server_does_not_know_is_one_sentence(
    out: Path, target: Target, namespace: str
) -> None:
    route = {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": {"name": "portal", "namespace": namespace},
    }
    write(out, {"httproute": route})
    for language, words in (("en", "does not know HTTPRoute"), ("zh", "不支持")):
        outcomes = deploy(out, target, dry_run=True, language=language)
        refused = next(o for o in outcomes if "HTTPRoute" in o.object)
        assert refused.state == "refused"
        assert words in refused.detail


def test_a_field_that_another_manager_owns_is_refused_not_taken(
    out: Path, target: Target, namespace: str
) -> None:
    from kubernetes import client, config

    deploy(out, target, secrets=VALUES)
    with config.new_client_from_config(str(target.kubeconfig), target.context) as api:
        patch = {"data": {"a.ini": "theirs"}}
        client.CoreV1Api(api).patch_namespaced_config_map(
            name="portal", namespace=namespace, body=patch, field_manager="someone"
        )
    outcomes = deploy(out, target, secrets=VALUES)
    refused = next(o for o in outcomes if "ConfigMap" in o.object)
    assert refused.state == "refused"
    assert "someone" in refused.detail
    assert live(target, namespace, "ConfigMap", "portal")["data"]["a.ini"] == "theirs"


def test_an_unknown_context_is_named_with_the_known_ones(out: Path, target: Target) -> None:
    with pytest.raises(ClusterError) as refused:
        deploy(out, Target("nowhere", target.kubeconfig))
    assert refused.value.because.id == "deploy.cluster.no_context"
    assert target.context in refused.value.because.params["known"]
    assert refused.value.exit_code == 3


def test_a_wrong_token_is_said_without_the_token(out: Path, target: Target, tmp_path: Path) -> None:
    config = yaml.safe_load(target.kubeconfig.read_text())
    for user in config["users"]:
        user["user"] = {"token": "wr0ng-t0ken"}
    file = tmp_path / "config"
    file.write_text(yaml.safe_dump(config))
    with pytest.raises(ClusterError) as refused:
        deploy(out, Target(target.context, file))
    assert refused.value.because.id == "deploy.cluster.refused"
    assert "wr0ng" not in str(refused.value.because)


def test_a_certificate_that_nobody_signed_is_said(
    out: Path, target: Target, tmp_path: Path
) -> None:
    config = yaml.safe_load(target.kubeconfig.read_text())
    for entry in config["clusters"]:
        entry["cluster"].pop("certificate-authority-data", None)
    file = tmp_path / "config"
    file.write_text(yaml.safe_dump(config))
    with pytest.raises(ClusterError) as refused:
        deploy(out, Target(target.context, file))
    assert refused.value.because.id == "deploy.cluster.untrusted"


def test_no_discovery_is_left_behind(
    out: Path, target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    spare = tmp_path / "tmp"
    spare.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spare))
    deploy(out, target, dry_run=True)
    assert list(spare.iterdir()) == []


def test_a_conflict_that_nobody_settled_stops_the_deployment(out: Path, target: Target) -> None:
    (out / "manifests/portal/service.yaml.conflict").write_text("")
    with pytest.raises(DeployError) as refused:
        deploy(out, target)
    assert refused.value.because.params == {"files": "manifests/portal/service.yaml.conflict"}


def test_the_room_says_what_it_offers() -> None:
    assert room.__all__ == ["Target", "deploy"]
