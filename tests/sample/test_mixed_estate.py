"""An estate of every sort: what has a recipe is generated, of all else it is said why not."""

from __future__ import annotations

import re

import pytest

from migrate import pipeline
from migrate.pipeline import Outcome
from migrate.workspace import Workspace
from tests.conftest import AS_OF
from tests.sample import mixed_estate

CASES = ["official", "debian with a survey"]
SECRETS = ("Tr0ub4dor", "Wh1teRabb1t", "Gr33nEggs", "Sn0wWh1te", "R3disPass", "LEAKMARK")


@pytest.fixture(scope="module", params=CASES)
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    catalogue, surveyed = request.param.split(" ")[0], "survey" in request.param
    root = tmp_path_factory.mktemp("mixed") / catalogue
    workspace = Workspace.create(root, "zh" if surveyed else "en", AS_OF)
    mixed_estate.estate(root)
    if surveyed:
        mixed_estate.survey(root)
    workspace.decide({"catalogue": catalogue})
    return pipeline.run(workspace, ("zh", "en"))


def workspace(outcome: Outcome) -> Workspace:
    return Workspace(outcome.reports[0].parent.parent.parent)


def kinds(outcome: Outcome) -> dict[str, str]:
    members = outcome.estate.inventory.members
    return {m.component.id: m.component.kind for m in members}


def test_every_component_is_there_once(ran: Outcome) -> None:
    found = kinds(ran)
    main = "mysql-main" if "mysql-main" in found else "db-1"
    assert (
        found.items()
        >= {
            "orders": "java-ear",
            "billing": "spring-boot",
            "shop": "java-war",
            "blog": "php-site",
            "forum": "php-site",
            main: "mysql",
            "db-2": "mysql",
            "db-3": "mysql",
            "cache-1": "redis",
            "queue-1": "kafka",
            "queue-2": "rabbitmq",
            "lb-1": "haproxy",
            "lb-1-keepalived": "keepalived",
            "lb-2": "nginx",
            "stack-portal": "nginx",
            "stack-api": "compose-service",
            "stack-db": "mysql",
            "k8s-mailer": "kubernetes-workload",
            "stores": "certificates",
            "manager": "java-war",
            "news": "java-war",
        }.items()
    )
    assert len(found) == len(ran.estate.inventory.members)
    assert {judged.component for judged in ran.estate.assessment.components} == set(found)


def test_an_ear_is_one_thing_with_all_that_its_modules_say(ran: Outcome) -> None:
    assert not [name for name in kinds(ran) if name.startswith("orders-")]
    calls = {(e.source, e.target) for e in ran.estate.topology.edges}
    assert ("orders", "mysql-main" if "mysql-main" in kinds(ran) else "db-1") in calls
    judged = ran.estate.assessment.of("orders")
    assert judged
    assert judged.verdict == "blocked"
    assert {"full-server-required", "hard-coded-ip"} <= {f.rule for f in judged.findings}


def test_what_is_generated_and_why_nothing_is_for_the_rest(ran: Outcome) -> None:
    main = "mysql-main" if "mysql-main" in kinds(ran) else "db-1"
    works = {workload.id for workload in ran.plan.workloads}
    assert works == {main, "db-2", "db-3", "stack-db", "shop", "news", "forum"}
    left = {f.subject: f.rule for f in ran.plan.findings if f.rule.startswith("planned-")}
    assert set(left) == set(kinds(ran)) - works
    surveyed = {"redis-old": "planned-kind-unknown"} if "redis-old" in kinds(ran) else {}
    assert left == surveyed | {
        "orders": "planned-kind-unknown",
        "billing": "planned-kind-unknown",
        "blog": "planned-archive-inside",
        "cache-1": "planned-kind-unknown",
        "queue-1": "planned-kind-unknown",
        "queue-2": "planned-kind-unknown",
        "lb-1": "planned-balancer",
        "lb-1-keepalived": "planned-balancer",
        "lb-2": "planned-balancer",
        "stack-portal": "planned-balancer",
        "stack-api": "planned-container",
        "k8s-mailer": "planned-container",
        "stores": "planned-no-program",
        "manager": "planned-stock-application",
    }


def test_nothing_fails_the_checks(ran: Outcome) -> None:
    assert [(r.path, r.place, r.because) for r in ran.check.results] == []


def test_no_build_copies_out_of_an_archive(ran: Outcome) -> None:
    root = workspace(ran).root
    for file in workspace(ran).out.rglob("Dockerfile"):
        for source in re.findall(r'COPY \["([^"]+)', file.read_text("utf-8")):
            assert (root / source).exists(), (file, source)


def test_every_file_explains_itself(ran: Outcome) -> None:
    place = workspace(ran)
    for path in pipeline.generated_files(place):
        for language in ("zh", "en"):
            assert isinstance(pipeline.explain(place, path, language), tuple), path


def test_the_report_says_why_in_words(ran: Outcome) -> None:
    english = next(p for p in ran.reports if p.name == "readiness.en.html").read_text("utf-8")
    assert "there is no recipe for its kind, Spring Boot application" in english
    chinese = next(p for p in ran.reports if p.name == "readiness.zh.html").read_text("utf-8")
    assert "没有适用于Spring Boot 应用的方案" in chinese


def test_no_secret_is_written_anywhere(ran: Outcome) -> None:
    place = workspace(ran)
    leaks = [
        (file.relative_to(place.root).as_posix(), secret)
        for folder in (place.out, place.root / ".migrate")
        for file in folder.rglob("*")
        if file.is_file()
        for secret in SECRETS
        if secret.encode() in file.read_bytes()
    ]
    assert leaks == []


def test_what_the_graph_doubts_is_named(ran: Outcome) -> None:
    doubts = [f for f in ran.estate.topology.findings if f.rule == "port-without-component"]
    assert doubts
    assert [f.params for f in doubts if not f.params["host"]] == []
