"""The plan of the sample estate, choice by choice."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate import pipeline
from migrate.model.plan import MigrationPlan, PlannedFile, Workload
from tests.conftest import make_workspace


@pytest.fixture(scope="module")
def plan(estate: pipeline.Outcome) -> MigrationPlan:
    return estate.plan


def file(workload: Workload, ending: str) -> PlannedFile:
    return next(f for f in workload.files if f.mount_path.endswith(ending))


def test_applications_are_deployments_and_databases_stateful_sets(plan: MigrationPlan) -> None:
    controllers = {w.id: w.controller.value for w in plan.workloads}
    assert controllers == {
        "score-record": "Deployment",
        "portal": "Deployment",
        "mysql-master": "StatefulSet",
        "mysql-slave": "StatefulSet",
    }


def test_databases_keep_their_data_on_claims(plan: MigrationPlan) -> None:
    for name in ("mysql-master", "mysql-slave"):
        claims = [v for v in plan.workload(name).volumes if v.kind == "claim"]
        assert [claim.mount_path for claim in claims] == ["/var/lib/mysql"]


def test_settings_beside_the_war_go_into_the_servers_working_directory(plan: MigrationPlan) -> None:
    workload = plan.workload("score-record")
    found = file(workload, "/jdbc.properties")
    assert found.mount_path == f"{workload.image.workdir}/jdbc.properties"
    assert "mysql_ip=mysql-master.database.svc\n" in found.text
    assert "10.20.3.11" not in found.text


def test_settings_in_the_war_are_mounted_over_their_place(plan: MigrationPlan) -> None:
    found = file(plan.workload("score-record"), "/WEB-INF/classes/db.properties")
    assert "jdbc:mysql://mysql-master.database.svc:3306/hpe_app" in found.text
    assert "10.20.3.11" not in found.text


def test_the_sites_settings_are_mounted_over_their_place(plan: MigrationPlan) -> None:
    found = file(plan.workload("portal"), "/sites/default/settings.php")
    assert "mysql-master" in found.text
    assert "10.20.3.11" not in found.text


def test_passwords_are_placeholders_in_secrets(plan: MigrationPlan) -> None:
    for workload, ending in (
        ("score-record", "/jdbc.properties"),
        ("score-record", "/WEB-INF/classes/db.properties"),
        ("portal", "/sites/default/settings.php"),
    ):
        found = file(plan.workload(workload), ending)
        assert found.secret
        assert "${SECRET:mysql-master." in found.text


def test_one_account_is_asked_for_once(plan: MigrationPlan) -> None:
    ids = [need.id for need in plan.secrets]
    assert len(ids) == len(set(ids))
    assert {"score-record", "mysql-master"} <= set(
        next(need for need in plan.secrets if need.id == "mysql-master.hpe_app").used_by
    )


def test_sessions_in_memory_mean_one_replica_until_a_person_decides(
    plan: MigrationPlan, tmp_path: Path
) -> None:
    replicas = plan.workload("score-record").replicas
    assert replicas.value == 1
    assert replicas.origins
    assert any(q.id == "score-record/sessions" for q in plan.questions)
    decided = make_workspace(tmp_path / "w")
    decided.decide({"score-record/sessions": "affinity", "score-record/replicas": "3"})
    _, other = pipeline.plan(decided)
    workload = other.workload("score-record")
    assert workload.replicas.value == 3
    assert [s.affinity.value for s in workload.services if s.affinity] == ["ClientIP"]


def test_the_log_file_becomes_standard_output(plan: MigrationPlan) -> None:
    text = file(plan.workload("score-record"), "/WEB-INF/classes/log4j.properties").text
    assert "ConsoleAppender" in text
    assert "/data/logs" not in text


def test_uploads_are_kept_on_a_claim(plan: MigrationPlan) -> None:
    claims = [v for v in plan.workload("portal").volumes if v.kind == "claim"]
    assert [claim.mount_path[-20:] for claim in claims] == ["/sites/default/files"]


def test_the_crontab_line_becomes_a_schedule(plan: MigrationPlan) -> None:
    (schedule,) = plan.workload("portal").schedules
    assert schedule.cron.value == "*/15 * * * *"
    assert "cron.php" in " ".join(schedule.command.value)


def test_probes_differ(plan: MigrationPlan) -> None:
    for workload in plan.workloads:
        probes = workload.probes
        assert probes.readiness != probes.liveness
        budget = probes.startup.period_seconds * probes.startup.failure_threshold
        assert budget >= 60


def test_memory_follows_the_jvms_heap(plan: MigrationPlan) -> None:
    resources = plan.workload("score-record").resources
    assert resources.memory_limit.value == resources.memory_request.value
    assert any("setenv.sh" in origin.source for origin in resources.memory_limit.origins)


def test_every_edge_allows_exactly_its_connection(plan: MigrationPlan) -> None:
    def allowed(name: str, direction: str) -> set[tuple[str, int]]:
        peers = plan.workload(name).peers
        return {(p.workload or p.cidr, p.port) for p in peers if p.direction == direction}

    assert {("mysql-master", 3306), ("10.99.8.20/32", 8088)} <= allowed("score-record", "egress")
    assert ("score-record", 3306) in allowed("mysql-master", "ingress")
    assert ("portal", 3306) in allowed("mysql-master", "ingress")
    assert ("mysql-slave", 3306) in allowed("mysql-master", "ingress")
    assert "score-record" not in {name for name, _ in allowed("mysql-slave", "ingress")}


@pytest.mark.parametrize(
    ("version", "exposure", "kind"),
    [
        ("1.34", None, "HTTPRoute"),
        ("1.26", None, "HTTPRoute"),
        ("1.25", None, "Ingress"),
        ("1.20", None, "Ingress"),
        ("1.34", "ingress", "Ingress"),
    ],
)
def test_exposure_follows_the_cluster_and_the_decision(
    version: str, exposure: str | None, kind: str, tmp_path: Path
) -> None:
    workspace = make_workspace(tmp_path / "w", kube_version=version)
    if exposure:
        workspace.decide({"exposure": exposure})
    _, made = pipeline.plan(workspace)
    kinds = {w.exposure.kind.value for w in made.workloads if w.exposure}
    assert kinds == {kind}
    assert {w.id for w in made.workloads if w.exposure} == {"score-record", "portal"}
