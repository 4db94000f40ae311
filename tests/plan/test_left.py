"""What nothing is generated for is told, with what to do; what stays can still be reached."""

from __future__ import annotations

import pytest

from migrate import pipeline, rules, text
from migrate.knowledge.kinds import kinds
from migrate.model.facts import Component, Fact
from migrate.model.plan import MigrationPlan
from migrate.pipeline import Estate
from tests.conftest import make_workspace
from tests.plan.test_build import changed, planned


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    return pipeline.estate(make_workspace(tmp_path_factory.mktemp("left") / "w"))


def component(known: Estate, name: str) -> Component:
    return next(m.component for m in known.inventory.members if m.component.id == name)


def left(made: MigrationPlan) -> list[tuple[str, str]]:
    return [(f.rule, f.subject) for f in made.findings if f.rule.startswith("planned-")]


@pytest.mark.parametrize(
    ("name", "source", "rule"),
    [
        ("portal", "artifacts/portal.zip", "planned-packed"),
        ("portal", "artifacts/portal.tar.gz", "planned-packed"),
        ("portal", "artifacts/all.zip!/portal", "planned-archive-inside"),
        ("score-record", "artifacts/all.zip!/score-record.war", "planned-archive-inside"),
        ("score-record", "artifacts/score-record.tgz", "planned-packed"),
    ],
)
def test_what_no_build_can_copy(known: Estate, name: str, source: str, rule: str) -> None:
    made = planned(changed(known, name, sources=(source,)))
    assert left(made) == [(rule, name)]
    assert name not in {workload.id for workload in made.workloads}


@pytest.mark.parametrize("source", ["artifacts/a/shop.war", "artifacts/shop.zip", "artifacts/t/x"])
def test_what_a_build_can_copy(known: Estate, source: str) -> None:
    assert left(planned(changed(known, "score-record", sources=(source,)))) == []


def test_a_database_captured_in_an_archive_needs_no_copy(known: Estate) -> None:
    made = planned(changed(known, "mysql-slave", sources=("captures/db-02.zip!/my.cnf",)))
    assert left(made) == []


def test_an_application_of_the_server_itself(known: Estate) -> None:
    facts = {**component(known, "score-record").facts, "war.stock": Fact(True)}
    made = planned(changed(known, "score-record", facts=facts))
    assert left(made) == [("planned-stock-application", "score-record")]


@pytest.mark.parametrize(
    "fact", [("server.choice", {"choose": "full-server"}), ("server.required", "full server")]
)
def test_a_full_server_is_a_question(known: Estate, fact: tuple[str, object]) -> None:
    facts = {**component(known, "score-record").facts, fact[0]: Fact(fact[1])}
    estate = changed(known, "score-record", facts=facts)
    made = planned(estate)
    assert left(made) == [("planned-full-server", "score-record")]
    asked = {question.id: question.answer.value for question in made.questions}
    assert asked["score-record/server"] == "leave"
    made = planned(estate, **{"score_record__server": "tomcat"})
    assert left(made) == []
    assert "score-record" in {workload.id for workload in made.workloads}


def test_nobody_asks_for_the_server_of_what_a_tomcat_serves(known: Estate) -> None:
    assert not [q.id for q in planned(known).questions if q.kind == "server"]


def test_what_stays_can_be_reached_where_it_is(known: Estate) -> None:
    made = planned(changed(known, "mysql-master", sources=()))
    peers = made.workload("score-record").peers
    assert [(p.port, p.cidr) for p in peers if p.direction == "egress" and p.port == 3306] == [
        (3306, "10.20.3.11/32")
    ]


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_every_kind_is_said_in_words(known: Estate, language: str) -> None:
    told = {kind: each.rule for each in kinds().left for kind in each.kinds}
    for kind in (*told, "redis", "qwertz"):
        (found,) = planned(changed(known, "portal", kind=kind)).findings
        assert found.rule == told.get(kind, "planned-kind-unknown")
        said = [rules.sentence(found, part, language) for part in rules.PARTS]
        assert all(said)
        assert kind == "qwertz" or text.has(f"report.kind.{kind}")
        assert "…" not in "".join(said)
