"""Plain manifests: valid for every version, nothing dangles, every value has its reason."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from msgspec.structs import replace

from generators import manifests
from migrate import pipeline, text
from migrate.model.artifact import Artifact
from migrate.model.plan import MigrationPlan
from tests.conftest import SAMPLE, make_workspace

Manifest = dict[str, Any]
VERSIONS = [f"1.{minor}" for minor in range(25, 38)]
PODS = ("Deployment", "StatefulSet", "CronJob")


def make_plan(folder: Path, **answers: str) -> MigrationPlan:
    return pipeline.plan(make_workspace(folder / "w", **answers))[1]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> MigrationPlan:
    return make_plan(tmp_path_factory.mktemp("plan"))


@pytest.fixture(scope="module")
def files(plan: MigrationPlan) -> dict[str, Artifact]:
    return {artifact.path: artifact for artifact in manifests.generate(plan)}


def loaded(plan: MigrationPlan) -> dict[str, Manifest]:
    made = manifests.generate(plan)
    return {
        a.path.partition("/")[2]: yaml.safe_load(a.text)
        for a in made
        if a.path.startswith(("manifests/", "secrets/"))
    }


def pod_specs(objects: dict[str, Manifest]) -> Iterator[tuple[str, Manifest]]:
    for path, manifest in objects.items():
        spec = manifest.get("spec", {})
        if manifest["kind"] == "CronJob":
            spec = spec["jobTemplate"]["spec"]
        if manifest["kind"] in PODS:
            yield path, spec["template"]["spec"]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("answer", ["default", "ingress", "affinity"])
def test_schemas_accept_every_object(version: str, answer: str, tmp_path: Path) -> None:
    answers = {
        "default": {},
        "ingress": {"exposure": "ingress", "storage-class": "fast"},
        "affinity": {"portal/sessions": "affinity", "portal/replicas": "3"},
    }[answer]
    objects = loaded(make_plan(tmp_path, kube_version=version, **answers))
    known = [o for o in objects.values() if o["kind"] != "HTTPRoute"]
    assert len(known) > 35
    for manifest in known:
        kubernetes_validate.validate(manifest, version, strict=True)


def test_an_old_cluster_gets_what_it_knows(tmp_path: Path) -> None:
    objects = loaded(make_plan(tmp_path, kube_version="1.20"))
    versions = {o["kind"]: o["apiVersion"] for o in objects.values()}
    assert versions["CronJob"] == "batch/v1beta1"
    assert versions["PodDisruptionBudget"] == "policy/v1beta1"
    assert versions["Ingress"] == "networking.k8s.io/v1"
    everything = yaml.safe_dump(list(objects.values()))
    for late in ("unhealthyPodEvictionPolicy", "persistentVolumeClaimRetentionPolicy", "timeZone"):
        assert late not in everything


def test_pods_keep_to_the_restricted_profile(plan: MigrationPlan) -> None:
    found = dict(pod_specs(loaded(plan)))
    assert len(found) == 5
    for spec in found.values():
        assert spec["automountServiceAccountToken"] is False
        assert not {"hostNetwork", "hostPID", "hostIPC"} & set(spec)
        security = spec["securityContext"]
        assert security["runAsNonRoot"] is True
        assert security["runAsUser"] == security["runAsGroup"] == 10001
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}
        for volume in spec["volumes"]:
            assert set(volume) - {"name"} <= {
                "configMap", "secret", "emptyDir", "persistentVolumeClaim"
            }  # fmt: skip
        for container in spec["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "capabilities": {"drop": ["ALL"]},
                "readOnlyRootFilesystem": True,
            }
            assert container["resources"]["limits"]["memory"]
            assert "@" in container["image"] or ":" in container["image"].rsplit("/", 1)[1]


def test_what_is_mounted_is_there(plan: MigrationPlan) -> None:
    objects = loaded(plan)
    held = {
        (o["kind"], o["metadata"]["namespace"], o["metadata"]["name"]): {
            *o.get("data", {}), *o.get("stringData", {}), *o.get("binaryData", {}),
        }
        for o in objects.values()
        if o["kind"] in ("ConfigMap", "Secret", "PersistentVolumeClaim")
    }  # fmt: skip
    for path, spec in pod_specs(objects):
        namespace = objects[path]["metadata"]["namespace"]
        templates = objects[path]["spec"].get("volumeClaimTemplates", [])
        volumes = {v["name"]: v for v in spec["volumes"]}
        volumes.update({t["metadata"]["name"]: {"template": True} for t in templates})
        for container in spec["containers"]:
            for mount in container["volumeMounts"]:
                volume = volumes.pop(mount["name"], None) or volumes_again(spec, mount["name"])
                keys = source_keys(volume, namespace, held)
                assert "subPath" not in mount or mount["subPath"] in keys
        assert volumes == {}, "a volume that nobody mounts"


def volumes_again(spec: Manifest, name: str) -> Manifest:
    return next(v for v in spec["volumes"] if v["name"] == name)


def source_keys(
    volume: Manifest, namespace: str, held: dict[tuple[str, str, str], set[str]]
) -> set[str]:
    if "configMap" in volume:
        return held["ConfigMap", namespace, volume["configMap"]["name"]]
    if "secret" in volume:
        return held["Secret", namespace, volume["secret"]["secretName"]]
    if "persistentVolumeClaim" in volume:
        claim = volume["persistentVolumeClaim"]["claimName"]
        return held["PersistentVolumeClaim", namespace, claim]
    return set()


def test_selectors_select(plan: MigrationPlan) -> None:
    objects = loaded(plan)
    labels = [
        (o["metadata"]["namespace"], template(o)["metadata"]["labels"])
        for o in objects.values()
        if o["kind"] in PODS
    ]
    for manifest in objects.values():
        kind, spec = manifest["kind"], manifest.get("spec", {})
        if kind == "Service":
            wanted = spec["selector"]
        elif kind in ("PodDisruptionBudget", "Deployment", "StatefulSet"):
            wanted = spec["selector"]["matchLabels"]
        elif kind == "NetworkPolicy":
            wanted = spec["podSelector"].get("matchLabels", {})
        else:
            continue
        namespace = manifest["metadata"]["namespace"]
        matched = [
            1 for where, own in labels if where == namespace and wanted.items() <= own.items()
        ]
        assert matched, manifest["metadata"]["name"]
        if kind in ("Service", "Deployment", "StatefulSet"):
            assert len(matched) == 1


def template(manifest: Manifest) -> Manifest:
    spec = manifest["spec"]
    found = spec["jobTemplate"]["spec"] if manifest["kind"] == "CronJob" else spec
    return dict(found["template"])


def test_every_edge_is_allowed_and_nothing_else(plan: MigrationPlan) -> None:
    objects = loaded(plan)
    policy = objects["database/networkpolicy-mysql-master.yaml"]["spec"]
    callers = [
        (
            rule["from"][0].get("namespaceSelector", {}).get("matchLabels", {}),
            rule["from"][0]["podSelector"],
            rule["ports"],
        )
        for rule in policy["ingress"]
    ]
    mysql = [{"protocol": "TCP", "port": 3306}]
    name = "app.kubernetes.io/name"
    both = {
        "matchExpressions": [{"key": name, "operator": "In", "values": ["portal", "portal-cron"]}]
    }
    assert callers == [
        ({}, {"matchLabels": {name: "mysql-slave"}}, mysql),
        ({"kubernetes.io/metadata.name": "portal"}, both, mysql),
        (
            {"kubernetes.io/metadata.name": "score-record"},
            {"matchLabels": {name: "score-record"}},
            mysql,
        ),
    ]
    assert "egress" not in policy or policy["egress"] == []
    deny = objects["database/networkpolicy-default-deny.yaml"]["spec"]
    assert deny == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    outside = objects["score-record/networkpolicy-score-record.yaml"]["spec"]["egress"]
    assert {
        "to": [{"ipBlock": {"cidr": "10.99.8.20/32"}}],
        "ports": [{"protocol": "TCP", "port": 8088}],
    } in outside


def test_a_claim_for_one_node_decides_how_pods_are_replaced(plan: MigrationPlan) -> None:
    objects = loaded(plan)
    assert objects["portal/deployment-portal.yaml"]["spec"]["strategy"] == {"type": "Recreate"}
    rolling = objects["score-record/deployment-score-record.yaml"]["spec"]["strategy"]
    assert rolling["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    job = dict(pod_specs(objects))["portal/cronjob-portal-cron.yaml"]
    (term,) = job["affinity"]["podAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
    assert term["labelSelector"]["matchLabels"]["app.kubernetes.io/name"] == "portal"


def test_a_changed_config_map_replaces_pods(plan: MigrationPlan) -> None:
    def checksum(made: MigrationPlan) -> str:
        deployment = loaded(made)["score-record/deployment-score-record.yaml"]
        return str(template(deployment)["metadata"]["annotations"]["checksum/config"])

    workload = plan.workload("score-record")
    changed = tuple(replace(f, encoding=f.encoding, parts=f.parts * 2) for f in workload.files)
    others = tuple(w for w in plan.workloads if w.id != workload.id)
    other = replace(plan, workloads=(*others, replace(workload, files=changed)))
    assert checksum(plan) == checksum(plan)
    assert checksum(plan) != checksum(other)


def test_only_what_a_running_server_reads_replaces_its_pods(plan: MigrationPlan) -> None:
    def annotations(made: MigrationPlan, workload: str, kind: str) -> Manifest:
        found = next(o for p, o in loaded(made).items() if p.endswith(f"{kind}-{workload}.yaml"))
        return dict(template(found)["metadata"]["annotations"])

    def with_changed(workload: str, ending: str) -> MigrationPlan:
        old = plan.workload(workload)
        files = tuple(
            replace(f, parts=f.parts * 2) if f.mount_path.endswith(ending) else f for f in old.files
        )
        others = tuple(w for w in plan.workloads if w.id != workload)
        return replace(plan, workloads=(*others, replace(old, files=files)))

    before = annotations(plan, "portal", "deployment")
    after = annotations(with_changed("portal", "settings.php"), "portal", "deployment")
    assert before["checksum/settings"] != after["checksum/settings"]
    before = annotations(plan, "mysql-master", "statefulset")
    for ending, differs in (("schema.sql", False), ("accounts.sql", False), (".cnf", True)):
        changed = with_changed("mysql-master", ending)
        assert (annotations(changed, "mysql-master", "statefulset") != before) is differs


def test_a_file_that_is_not_utf8_keeps_its_bytes(plan: MigrationPlan) -> None:
    from migrate.model.settings import Text

    workload = plan.workload("score-record")
    file = next(f for f in workload.files if not f.secret)
    gbk = replace(file, parts=(Text("标题=成绩\n"),), encoding="gbk")
    others = tuple(w for w in plan.workloads if w.id != workload.id)
    made = loaded(replace(plan, workloads=(*others, replace(workload, files=(gbk,)))))
    held = made["score-record/configmap-score-record-config.yaml"]
    assert base64.b64decode(held["binaryData"][gbk.key]).decode("gbk") == "标题=成绩\n"
    assert "data" not in held


def test_every_value_has_a_reason_that_can_be_said(files: dict[str, Artifact]) -> None:
    for artifact in files.values():
        if not artifact.path.startswith(("manifests/", "secrets/")):
            continue
        for pointer in leaves(yaml.safe_load(artifact.text)):
            assert pointer in artifact.reasons, (artifact.path, pointer)
        for reason in artifact.reasons.values():
            for language in text.LANGUAGES:
                assert text.say(language, reason.because.id, reason.because.params)


def leaves(node: object, pointer: str = "") -> Iterator[str]:
    if isinstance(node, dict) and node:
        for key, child in node.items():
            yield from leaves(child, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(node, list) and node:
        for number, child in enumerate(node):
            yield from leaves(child, f"{pointer}/{number}")
    elif not isinstance(node, dict | list):
        yield pointer


def test_lines_of_a_settings_file_explain_themselves(files: dict[str, Artifact]) -> None:
    secret = files["secrets/score-record/secret-score-record-settings.yaml"]
    held = yaml.safe_load(secret.text)["stringData"]["db.properties"].splitlines()
    pointer = "/stringData/db.properties"
    noted = {
        p.partition("#L")[2]: r for p, r in secret.reasons.items() if p.startswith(f"{pointer}#")
    }
    said = {held[int(number) - 1].split("=")[0]: r.because.id for number, r in noted.items()}
    assert said == {"jdbc.url": "plan.address", "jdbc.password": "plan.secret.account"}


def test_the_secrets_template_asks_for_each_secret_once(
    plan: MigrationPlan, files: dict[str, Artifact]
) -> None:
    asked = yaml.safe_load(files["secrets.template.yaml"].text)
    assert asked == {need.id: "" for need in plan.secrets}
    assert "mysql-master.hpe_app" in asked


def test_no_secret_of_the_old_estate_is_written(files: dict[str, Artifact]) -> None:
    secrets = (SAMPLE / "build" / "secrets.txt").read_text("utf-8").split()
    everything = "".join(artifact.text for artifact in files.values())
    assert [secret for secret in secrets if secret in everything] == []


def test_the_same_plan_gives_the_same_bytes(plan: MigrationPlan) -> None:
    assert manifests.generate(plan) == manifests.generate(plan)


def test_placeholders_lie_apart_from_what_can_be_applied(files: dict[str, Artifact]) -> None:
    for path, artifact in files.items():
        if path.startswith("manifests/"):
            assert "${SECRET:" not in artifact.text
        elif path.startswith("secrets/"):
            assert yaml.safe_load(artifact.text)["kind"] == "Secret"
            assert artifact.text.startswith("# ")
