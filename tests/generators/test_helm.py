"""Charts: the plain manifests object by object, and every setting turns what it says."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import helm_python
import jsonschema
import kubernetes_validate
import pytest
import testbed
import yaml
from msgspec.structs import replace

from generators import helm, manifests
from generators.helm.values_tree import collect, walk
from generators.objects import objects
from generators.tree import Leaf, data
from migrate import pipeline
from migrate.deploy import secrets as secret_values
from migrate.model.artifact import Artifact
from migrate.model.plan import MigrationPlan
from migrate.model.settings import Text
from tests.conftest import make_workspace

Manifest = dict[str, Any]
Render = Callable[[Path, Mapping[str, Any]], list[Manifest]]
SYSTEMS = ("database", "portal", "score-record")
HOSTILE = 'a {{ .Release.Name }} {{- end }}\n\ttab  \n\n"q" \\ 中文 #: %\n'


def write(artifacts: tuple[Artifact, ...], folder: Path) -> Path:
    for artifact in artifacts:
        file = folder / artifact.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(artifact.text, "utf-8")
    return folder


def make_plan(folder: Path, **answers: str) -> MigrationPlan:
    return pipeline.plan(make_workspace(folder / "w", **answers))[1]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> MigrationPlan:
    return make_plan(tmp_path_factory.mktemp("plan"))


@pytest.fixture(scope="module")
def charts(plan: MigrationPlan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(helm.generate(plan), tmp_path_factory.mktemp("charts")) / "charts"


def helm4(chart: Path, values: Mapping[str, Any]) -> list[Manifest]:
    loaded = helm_python.chart.Chart.load(str(chart))
    files = loaded.render(dict(values), name=chart.name, namespace=chart.name)
    texts = [text for name, text in sorted(files.items()) if name.endswith(".yaml")]
    return [o for text in texts for o in yaml.safe_load_all(text) if o]


def helm3(chart: Path, values: Mapping[str, Any]) -> list[Manifest]:
    binary = testbed.require(testbed.helm3)
    done = subprocess.run(
        [str(binary), "template", chart.name, str(chart), "-n", chart.name, "-f", "-"],
        input=json.dumps(values), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [o for o in yaml.safe_load_all(done.stdout) if o]


@pytest.fixture(params=[helm3, helm4], ids=["helm3", "helm4"])
def render(request: pytest.FixtureRequest) -> Render:
    chosen: Render = request.param
    return chosen


def named(found: list[Manifest]) -> dict[tuple[str, str], Manifest]:
    """Return the objects by kind and name, without what only one of the two forms has."""
    result = {}
    for manifest in found:
        if manifest["kind"] == "Namespace" or "helm.sh/hook" in annotations(manifest):
            continue
        result[manifest["kind"], manifest["metadata"]["name"]] = stripped(manifest)
    return result


def annotations(manifest: Manifest) -> Manifest:
    return manifest["metadata"].get("annotations") or {}


def stripped(node: Any) -> Any:
    if isinstance(node, dict):
        dropped = ("helm.sh/chart", "app.kubernetes.io/managed-by", "checksum/config")
        kept = {key: stripped(child) for key, child in node.items() if key not in dropped}
        return {k: v for k, v in kept.items() if k != "annotations" or v}
    if isinstance(node, list):
        return [stripped(child) for child in node]
    return node


def plain(plan: MigrationPlan, system: str) -> list[Manifest]:
    """Return a system's plain manifests."""
    return loaded(plan, f"manifests/{system}/")


def secrets(plan: MigrationPlan, system: str, given: Mapping[str, str]) -> list[Manifest]:
    """Return a system's Secrets, filled in."""
    found = loaded(plan, f"secrets/{system}/")
    for manifest in found:
        texts = manifest["stringData"].items()
        manifest["stringData"] = {k: secret_values.fill(v, given) for k, v in texts}
    return found


def loaded(plan: MigrationPlan, start: str) -> list[Manifest]:
    return [yaml.safe_load(a.text) for a in manifests.generate(plan) if a.path.startswith(start)]


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_defaults_give_the_plain_manifests(
    plan: MigrationPlan, charts: Path, system: str, render: Render
) -> None:
    assert named(render(charts / system, {})) == named(plain(plan, system))


@pytest.mark.parametrize("system", SYSTEMS)
def test_with_secrets_given_every_object_is_that_of_a_deployment(
    plan: MigrationPlan, charts: Path, system: str, render: Render
) -> None:
    given = {need.id: f'it\'s \\ "{n}" & <b>' for n, need in enumerate(plan.secrets)}
    values = {key: given[name] for key, name in keys(plan, system)}
    rendered = render(charts / system, {"secrets": {"create": True, **values}})
    assert named(rendered) == named(plain(plan, system) + secrets(plan, system, given))


def keys(plan: MigrationPlan, system: str) -> Iterator[tuple[str, str]]:
    for setting in settings(plan, system):
        if setting.path[0] == "secrets" and setting.path[1] != "create":
            yield setting.path[1], setting.doc.params["id"]


def settings(plan: MigrationPlan, system: str) -> list[Any]:
    target = next(s for s in plan.systems if s.id == system)
    built = [b for b in objects(plan, target) if b.kind != "Namespace"]
    return list(walk(collect(built)))


def test_a_secret_that_is_missing_or_cannot_be_quoted_is_refused(charts: Path) -> None:
    with pytest.raises(helm_python.HelmError, match=r"secrets\.mysqlMasterHpeApp is needed"):
        helm4(charts / "score-record", {"secrets": {"create": True}})
    for value in ("two\nlines", "ключ"):
        given = {"create": True, "mysqlMasterHpeApp": value}
        with pytest.raises(helm_python.HelmError, match="make its Secret with another tool"):
            helm4(charts / "score-record", {"secrets": given})


@pytest.mark.parametrize("version", ["1.20", "1.25", "1.34"])
@pytest.mark.parametrize("exposure", ["gateway", "ingress"])
def test_charts_for_other_clusters_too(version: str, exposure: str, tmp_path: Path) -> None:
    answers = {"exposure": exposure} if version == "1.34" else {}
    other = make_plan(tmp_path, kube_version=version, **answers)
    folder = write(helm.generate(other), tmp_path) / "charts"
    for system in SYSTEMS:
        assert named(helm4(folder / system, {})) == named(plain(other, system))


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_linters_are_content(charts: Path, system: str) -> None:
    binary = testbed.require(testbed.helm3)
    done = subprocess.run(
        [str(binary), "lint", "--strict", str(charts / system)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    found = helm_python.lint(str(charts / system))
    assert found["errors"] == []
    said = [m["error"] for m in found["messages"]]
    assert said == ["icon is recommended"]  # an in-house application has none


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_values_fit_their_schema(charts: Path, system: str) -> None:
    schema = json.loads((charts / system / "values.schema.json").read_text("utf-8"))
    values = yaml.safe_load((charts / system / "values.yaml").read_text("utf-8"))
    jsonschema.validate(values, schema)
    for wrong in ({"networkPolicy": {"enabled": "maybe"}}, {"netwrokPolicy": {}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**values, **wrong}, schema)
        with pytest.raises(helm_python.HelmError):
            helm4(charts / system, wrong)


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_value_is_described_by_a_comment_with_its_name(charts: Path, system: str) -> None:
    lines = (charts / system / "values.yaml").read_text("utf-8").splitlines()
    described = {line.split(":")[0].strip(" #") for line in lines if line.strip().startswith("#")}
    for setting in json.loads((charts / system / "values.schema.json").read_text("utf-8"))[
        "properties"
    ]:
        assert setting == "global" or any(setting in line for line in lines)
    assert {"commonLabels", "enabled"} <= described


PROBE = {"tcpSocket": {"port": 1234}}
FILLED: dict[str, Any] = {
    "affinity": {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": []}},
    "startupProbe": PROBE, "readinessProbe": PROBE, "livenessProbe": PROBE,
    "resources": {"requests": {"cpu": "123m"}}, "jobResources": {"requests": {"cpu": "124m"}},
    "podSecurityContext": {"fsGroup": 4321}, "containerSecurityContext": {"privileged": False},
    "commonLabels": {"team": "turned"}, "commonAnnotations": {"note": "turned"},
    "podLabels": {"team": "turned"}, "podAnnotations": {"note": "turned"},
    "nodeSelector": {"disk": "turned"}, "tolerations": [{"key": "turned", "operator": "Exists"}],
    "imagePullSecrets": [{"name": "turned"}], "extraEnv": [{"name": "TURNED", "value": "1"}],
    "extraEnvFrom": [{"configMapRef": {"name": "turned"}}],
    "initContainers": [{"name": "turned", "image": "turned:1"}],
    "sidecars": [{"name": "turned", "image": "turned:1"}],
    "extraVolumes": [{"name": "turned", "emptyDir": {}}],
    "extraVolumeMounts": [{"name": "turned", "mountPath": "/turned"}],
    "extraIngress": [{"ports": [{"port": 1234}]}], "extraEgress": [{"ports": [{"port": 1234}]}],
    "routeFilters": [{"type": "RequestMirror"}], "hostnames": ["turned.example.com"],
    "tls": [{"hosts": ["turned.example.com"], "secretName": "turned"}],
    "accessModes": ["ReadWriteMany"],
}  # fmt: skip


def turned(setting: Any) -> Any:
    """Return another value for a setting."""
    default, name = setting.default, setting.path[-1]
    if not isinstance(default, Leaf):
        return FILLED[name]
    if isinstance(default.value, bool):
        return setting.path != ("secrets", "create") and not default.value
    if isinstance(default.value, int):
        return default.value + 1_234_567
    if name == "size":
        return "77Gi"
    return "*/7 * * * *" if name == "cron" else "turned-value"


@pytest.mark.parametrize(
    ("system", "exposure"),
    [("database", "gateway"), ("portal", "gateway"), ("score-record", "gateway"),
     ("portal", "ingress"), ("score-record", "ingress")],
)  # fmt: skip
def test_every_setting_turns_something(system: str, exposure: str, tmp_path: Path) -> None:
    made = make_plan(tmp_path, exposure=exposure)
    chart = write(helm.generate(made), tmp_path) / "charts" / system
    secret = {key: "s" for key, _ in keys(made, system)}
    base = {"secrets": {"create": True, **secret}}
    before = helm4(chart, base)
    for setting in settings(made, system):
        values: dict[str, Any] = json.loads(json.dumps(base))
        below = values
        for key in setting.path[:-1]:
            below = below.setdefault(key, {})
        below[setting.path[-1]] = turned(setting)
        after = helm4(chart, values)
        assert after != before, setting.path
        if isinstance(setting.default, Leaf) and not isinstance(setting.default.value, bool):
            assert str(turned(setting)) in str(after), setting.path
        for manifest in after:
            if manifest["kind"] != "HTTPRoute":
                kubernetes_validate.validate(manifest, "1.34", strict=True)


def test_texts_survive_byte_by_byte(plan: MigrationPlan, tmp_path: Path, render: Render) -> None:
    workload = plan.workload("score-record")
    files = tuple(
        replace(f, parts=(Text(HOSTILE), *f.parts, Text(HOSTILE + "\n\n"))) for f in workload.files
    )
    others = tuple(w for w in plan.workloads if w.id != "score-record")
    hostile = replace(plan, workloads=(*others, replace(workload, files=files)))
    chart = write(helm.generate(hostile), tmp_path) / "charts" / "score-record"
    given = {need.id: "s" for need in plan.secrets}
    values = {"secrets": {"create": True, "mysqlMasterHpeApp": "s"}}
    rendered = named(render(chart, values))
    assert rendered == named(
        plain(hostile, "score-record") + secrets(hostile, "score-record", given)
    )
    assert HOSTILE in str(rendered["ConfigMap", "score-record-config"]["data"]["log4j.properties"])


def test_the_same_plan_gives_the_same_bytes(plan: MigrationPlan) -> None:
    assert helm.generate(plan) == helm.generate(plan)


def test_values_are_those_of_the_plan(plan: MigrationPlan, charts: Path) -> None:
    values = yaml.safe_load((charts / "score-record" / "values.yaml").read_text("utf-8"))
    workload = plan.workload("score-record")
    assert values["scoreRecord"]["replicaCount"] == workload.replicas.value
    assert values["scoreRecord"]["image"]["tag"] == workload.image.tag.value
    for setting in settings(plan, "score-record"):
        below = values
        for key in setting.path:
            below = below[key]
        assert below == data(setting.default)
