"""One edit of a good estate at a time; each check finds exactly that, at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate import text
from migrate.check import CHECKS, check
from migrate.model.artifact import CheckReport, CheckResult

DEPLOYMENT = "manifests/portal/deployment-portal.yaml"
SERVICE = "manifests/portal/service-portal.yaml"
CRON = "manifests/portal/cronjob-portal-cron.yaml"
ROUTE = "manifests/portal/httproute-portal.yaml"
POLICY = "manifests/portal/networkpolicy-portal.yaml"
BUDGET = "manifests/portal/poddisruptionbudget-portal.yaml"
MASTER = "manifests/database/statefulset-mysql-master.yaml"
SCORE = "manifests/score-record/deployment-score-record.yaml"
DOCKERFILE = "images/portal/Dockerfile"
CONTAINER = "/spec/template/spec/containers/0"


def edit(root: Path, path: str, old: str, new: str) -> None:
    file = root / "out" / path
    content = file.read_text("utf-8")
    assert old in content, f"{path} has no {old!r}"
    file.write_text(content.replace(old, new, 1), "utf-8")


def failures(root: Path, version: str = "1.34") -> list[CheckResult]:
    return [r for r in check(root / "out", version).results if r.outcome == "failed"]


def test_what_is_generated_fails_nowhere(finished: Path) -> None:
    report = check(finished / "out", "1.34")
    assert report.results == ()
    assert report.checked > 50


def test_every_file_is_covered_or_named(finished: Path) -> None:
    out = finished / "out"
    report = check(out, "1.34")
    files = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    files = {path for path in files if not path.startswith("report/")}
    named = {skipped.path for skipped in report.not_checked}
    assert named <= files
    assert len(files) <= report.checked + len(named)


EDITS = {
    "a secret that is not there": (
        DEPLOYMENT, "secretName: portal-settings", "secretName: other",
        [("/spec/template/spec/volumes/0/secret/secretName", "check.missing")],
    ),
    "a config map that is not there": (
        SCORE, "name: score-record-config\n            default", "name: x\n            default",
        [("/spec/template/spec/volumes/0/configMap/name", "check.missing")],
    ),
    "a claim that is not there": (
        DEPLOYMENT, "claimName: portal-default-files", "claimName: other",
        [("/spec/template/spec/volumes/4/persistentVolumeClaim/claimName", "check.missing")],
    ),
    "an account that is not there": (
        DEPLOYMENT, "serviceAccountName: portal", "serviceAccountName: other",
        [("/spec/template/spec/serviceAccountName", "check.missing")],
    ),
    "a key that its secret does not hold": (
        DEPLOYMENT, "subPath: settings.php", "subPath: other.php",
        [(f"{CONTAINER}/volumeMounts/0/subPath", "check.missing_file")],
    ),
    "a mount without a volume": (
        DEPLOYMENT, "- name: tmp\n              mountPath", "- name: x\n              mountPath",
        [(f"{CONTAINER}/volumeMounts/2/name", "check.missing")],
    ),
    "a probe of a port that nobody has": (
        DEPLOYMENT, "tcpSocket:\n              port: http", "tcpSocket:\n              port: admin",
        [(f"{CONTAINER}/startupProbe/tcpSocket/port", "check.missing_port")],
    ),
    "a service of a port that nobody has": (
        SERVICE, "targetPort: http", "targetPort: admin",
        [("/spec/ports/0/targetPort", "check.missing_port")],
    ),
    "a service that selects nothing": (
        SERVICE, "selector:\n    app.kubernetes.io/name: portal",
        "selector:\n    app.kubernetes.io/name: other",
        [("/spec/selector", "check.selects_nothing")],
    ),
    "a budget that selects nothing": (
        BUDGET, "matchLabels:\n      app.kubernetes.io/name: portal",
        "matchLabels:\n      app.kubernetes.io/name: other",
        [("/spec/selector/matchLabels", "check.selects_nothing")],
    ),
    "a policy that selects nothing": (
        POLICY, "matchLabels:\n      app.kubernetes.io/name: portal",
        "matchLabels:\n      app.kubernetes.io/name: other",
        [("/spec/podSelector/matchLabels", "check.selects_nothing")],
    ),
    "a policy that lets nobody in": (
        "manifests/database/networkpolicy-mysql-master.yaml", "app.kubernetes.io/name: mysql-slave",
        "app.kubernetes.io/name: other",
        [("/spec/ingress/0/from/0", "check.selects_nothing")],
    ),
    "a policy that lets in what another of our namespaces does not have": (
        "manifests/database/networkpolicy-mysql-master.yaml",
        "kubernetes.io/metadata.name: score-record", "kubernetes.io/metadata.name: portal",
        [("/spec/ingress/2/from/0", "check.selects_nothing")],
    ),
    "a workload that does not select its own pods": (
        DEPLOYMENT, "matchLabels:\n      app.kubernetes.io/name: portal",
        "matchLabels:\n      app.kubernetes.io/name: other",
        [("/spec/selector/matchLabels", "check.selects_nothing")],
    ),
    "a route to a service that is not there": (
        ROUTE, "backendRefs:\n        - name: portal", "backendRefs:\n        - name: other",
        [("/spec/rules/0/backendRefs/0/name", "check.missing")],
    ),
    "a route to a port that is not there": (
        ROUTE, "port: 8080", "port: 8081",
        [("/spec/rules/0/backendRefs/0/port", "check.missing_port")],
    ),
    "a stateful set without its service": (
        MASTER, "serviceName: mysql-master-pods", "serviceName: other",
        [("/spec/serviceName", "check.missing")],
    ),
    "a secret that a job misses": (
        CRON, "secretName: portal-settings", "secretName: other",
        [("/spec/jobTemplate/spec/template/spec/volumes/0/secret/secretName", "check.missing")],
    ),
    "a namespace that is not there": (
        SERVICE, "namespace: portal", "namespace: other",
        [("/metadata/namespace", "check.missing"), ("/spec/selector", "check.selects_nothing")],
    ),
    "a field that does not exist": (
        DEPLOYMENT, "replicas: 1", "replicaCount: 1", [("/spec", "check.schema")],
    ),
    "a value of the wrong type": (
        DEPLOYMENT, "replicas: 1", 'replicas: "one"', [("/spec/replicas", "check.schema")],
    ),
    "an api that is no longer served": (
        CRON, "apiVersion: batch/v1", "apiVersion: batch/v1beta1",
        [("/apiVersion", "check.not_served")],
    ),
    "yaml that is none": (
        SERVICE, "spec:\n", "spec: [\n", [("L14", "documents.not_yaml")],
    ),
    "a key that is given twice": (
        BUDGET, "  maxUnavailable: 1\n", "  maxUnavailable: 1\n  maxUnavailable: 2\n",
        [("L14", "documents.not_yaml")],
    ),
    "a name that is missing": (
        POLICY, "  name: portal\n", "", [("", "check.no_field")],
    ),
    "a base without a tag": (
        DOCKERFILE, "FROM php:8.3.32-apache-bookworm AS application", "FROM php AS application",
        [("L4", "check.dockerfile.no_tag")],
    ),
    "a source that is not there": (
        DOCKERFILE, '"artifacts/portal/"', '"artifacts/other/"',
        [("L6", "check.dockerfile.no_source")],
    ),
    "a user that is a name": (
        DOCKERFILE, "USER 10001:10001", "USER www-data", [("L57", "check.dockerfile.user")],
    ),
    "a stage that is not there": (
        DOCKERFILE, "--from=application", "--from=other",
        [("L50", "check.dockerfile.no_stage")],
    ),
    "a server behind a shell": (
        DOCKERFILE, 'CMD ["apache2-foreground"]', "CMD apache2-foreground",
        [("L60", "check.dockerfile.shell_form")],
    ),
    "a chart without a version": (
        "charts/portal/Chart.yaml", "version:", "versoin:", [("", "check.no_field")],
    ),
    "a chart's value of the wrong type": (
        "charts/portal/values.yaml", "replicaCount: 1", "replicaCount: many",
        [("/portal/replicaCount", "check.chart.values")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_one_mistake_is_found_where_it_is(workspace: Path, name: str) -> None:
    path, old, new, expected = EDITS[name]
    edit(workspace, path, old, new)
    found = failures(workspace)
    places = [(r.place, r.because.id) for r in found if r.path == path]
    if expected[0][1].startswith(("check.dockerfile", "documents.not_yaml")):
        assert [reason for _, reason in places] == [reason for _, reason in expected]
        assert all(place.startswith("L") for place, _ in places)
    else:
        assert places == expected
    for result in found:
        for language in text.LANGUAGES:
            assert text.say(language, result.because.id, result.because.params)


def test_a_secret_written_into_the_template_is_a_warning(workspace: Path) -> None:
    edit(workspace, "secrets.template.yaml", 'mysql-master.root: ""', "mysql-master.root: hunter2")
    (result,) = check(workspace / "out", "1.34").results
    assert (result.outcome, result.place) == ("warning", "/mysql-master.root")
    assert "hunter2" not in str(result)


def test_an_unsettled_conflict_fails(workspace: Path) -> None:
    (workspace / "out" / f"{DEPLOYMENT}.conflict").write_text("<<<<<<<\n", "utf-8")
    assert [r.because.id for r in failures(workspace)] == ["check.conflict"]


def test_two_objects_of_one_name_are_named(workspace: Path) -> None:
    file = workspace / "out" / SERVICE
    file.with_name("service-again.yaml").write_text(file.read_text("utf-8"), "utf-8")
    assert [r.because.id for r in failures(workspace)] == ["check.twin"]


def test_an_unknown_schema_counts_as_not_checked(finished: Path) -> None:
    named = {s.path: s.because.id for s in check(finished / "out", "1.34").not_checked}
    assert named[ROUTE] == "check.no_schema"


@pytest.mark.parametrize("version", ["1.20", "1.24"])
def test_without_schemas_nothing_is_called_valid(finished: Path, version: str) -> None:
    report: CheckReport = check(finished / "out", version)
    named = {s.path: s.because.id for s in report.not_checked}
    assert named["manifests/portal/service-portal.yaml"] == "check.no_schemas"
    failing = {r.because.id for r in report.results}
    assert failing <= {"check.not_served", "check.kind_not_served"}
    assert ("check.not_served" in failing) == (version == "1.20")


def test_nothing_generated_is_nothing_checked(tmp_path: Path) -> None:
    report = check(tmp_path / "out", "1.34")
    assert (report.checked, report.results, report.not_checked) == (0, (), ())


def test_every_check_is_registered() -> None:
    import importlib
    import pkgutil

    import migrate.check as room

    names = [f"{room.__name__}.{name}" for _, name, _ in pkgutil.iter_modules(room.__path__)]
    modules = [importlib.import_module(name) for name in names]
    assert {run.__module__ for run in CHECKS} == {m.__name__ for m in modules if hasattr(m, "run")}
