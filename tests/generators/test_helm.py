"""Charts: the plain manifests object by object, and every setting turns what it says."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import helm_python
import jsonschema
import pytest
import testbed
import yaml
from msgspec.structs import replace

from generators import helm
from generators.tree import data
from migrate.model.plan import MigrationPlan
from migrate.model.settings import Text
from tests.generators.charts import (
    SYSTEMS,
    Render,
    annotations,
    both_helms,
    helm4,
    keys,
    make_plan,
    named,
    plain,
    secrets,
    settings,
    write,
)

HOSTILE = 'a {{ .Release.Name }} {{- end }}\n\ttab  \n\n"q" \\ 中文 #: %\n'


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> MigrationPlan:
    return make_plan(tmp_path_factory.mktemp("plan"))


@pytest.fixture(scope="module")
def charts(plan: MigrationPlan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(helm.generate(plan), tmp_path_factory.mktemp("charts")) / "charts"


@both_helms
@pytest.mark.parametrize("system", SYSTEMS)
def test_the_defaults_give_the_plain_manifests(
    plan: MigrationPlan, charts: Path, system: str, render: Render
) -> None:
    assert named(render(charts / system, {})) == named(plain(plan, system))


@both_helms
@pytest.mark.parametrize("system", SYSTEMS)
def test_with_secrets_given_every_object_is_that_of_a_deployment(
    plan: MigrationPlan, charts: Path, system: str, render: Render
) -> None:
    given = {need.id: f'  it\'s \\ "{n}" & <b>  ' for n, need in enumerate(plan.secrets)}
    values = {key: given[name] for key, name in keys(plan, system)}
    rendered = render(charts / system, {"secrets": {"create": True, **values}})
    assert named(rendered) == named(plain(plan, system) + secrets(plan, system, given))


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
def test_every_value_is_described_by_a_comment_with_its_name(
    plan: MigrationPlan, charts: Path, system: str
) -> None:
    text = (charts / system / "values.yaml").read_text("utf-8")
    described = re.findall(r"^( *)# (\w+): .+\n(?:\1# .+\n)*\1\2:", text, re.MULTILINE)
    assert [key for _, key in described] == [s.path[-1] for s in settings(plan, system)]


@both_helms
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


def test_a_rotated_secret_replaces_pods(plan: MigrationPlan, charts: Path) -> None:
    def checksum(value: str) -> object:
        given = {"create": True, "mysqlMasterHpeApp": value}
        rendered = helm4(charts / "score-record", {"secrets": given})
        (deployment,) = [o for o in rendered if o["kind"] == "Deployment"]
        return deployment["spec"]["template"]["metadata"]["annotations"]["checksum/secrets"]

    assert checksum("one") == checksum("one")
    assert checksum("one") != checksum("other")


def test_a_chart_leaves_its_namespace_alone(charts: Path) -> None:
    for system in SYSTEMS:
        assert "Namespace" not in {m["kind"] for m in helm4(charts / system, {})}


def test_uninstalling_a_release_keeps_what_users_stored(charts: Path) -> None:
    rendered = helm4(charts / "portal", {})
    claims = [m for m in rendered if m["kind"] == "PersistentVolumeClaim"]
    assert [annotations(claim)["helm.sh/resource-policy"] for claim in claims] == ["keep"]
