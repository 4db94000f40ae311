"""Survey and artifacts become one inventory; contradictions are said, nothing is lost."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from migrate.analyse import merge, new_names
from migrate.analyse.naming import Names, slug
from migrate.analyse.technology import match
from migrate.model.decisions import Decisions
from migrate.model.facts import Component, Fact, Reading
from migrate.model.survey import Row, Survey

COLUMNS = {"system": "A", "name": "B", "code": "C", "host": "D", "technology": "E", "artifact": "G"}


def row(number: int, **values: object) -> Row:
    return Row("components", "s.xlsx", "组件", number, dict(values), COLUMNS)


def survey(*rows: Row) -> Survey:
    return Survey({"components": rows})


MYSQL = Component(
    "db-01", "mysql", "db-01", {"mysql.version": Fact("5.7")}, sources=("captures/db-01",)
)


def test_a_capture_belongs_to_the_component_on_its_host() -> None:
    rows = survey(
        row(3, system="x", name="主库", code="master", host=["db-01"], technology="MySQL 5.7")
    )
    inventory = merge(Reading((MYSQL,)), rows, Decisions())
    (member,) = inventory.members
    assert (member.component.id, member.component.kind) == ("master", "mysql")
    assert member.hosts == ("db-01",)
    assert member.component.value("mysql.version") == "5.7"
    assert str(member.component.facts["technology"].origins[0]) == "s.xlsx 组件!E3"
    assert inventory.findings == ()


def test_contradiction_is_a_finding_with_both_places() -> None:
    rows = survey(row(3, system="x", name="a", technology="Tomcat 7", artifact="captures/db-01"))
    (finding,) = merge(Reading((MYSQL,)), rows, Decisions()).findings
    assert finding.rule == "survey-conflict"
    assert str(finding.origins[0]) == "s.xlsx 组件!E3"


def test_what_only_one_side_knows_is_said() -> None:
    rows = survey(row(3, system="x", name="旧系统", technology="Qwertz 9"))
    inventory = merge(Reading((MYSQL,)), rows, Decisions())
    assert {m.component.id for m in inventory.members} == {"jiu-xi-tong", "db-01"}
    assert {f.rule for f in inventory.findings} == {
        "unknown-technology",
        "survey-only-component",
        "artifact-only-component",
    }


def test_without_a_survey_everything_read_is_there() -> None:
    inventory = merge(Reading((MYSQL,)), Survey(), Decisions())
    assert [m.component.id for m in inventory.members] == ["db-01"]
    assert inventory.findings == ()


def test_a_slug_once_given_stays() -> None:
    rows = survey(row(3, system="x", name="a", code="shop"))
    first = merge(Reading(), rows, Decisions())
    renamed = survey(
        row(3, system="x", name="a", code="shop"), row(4, system="y", name="b", code="shop")
    )
    second = merge(Reading(), renamed, Decisions(names=new_names(first)))
    assert new_names(second).items() >= new_names(first).items()
    assert len(set(new_names(second).values())) == 2


@given(code=st.text(max_size=12), name=st.text(min_size=1, max_size=80))
def test_a_slug_is_always_a_legal_label(code: str, name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", slug(code, name))
    assert len(slug(code, name)) <= 53


@given(wanted=st.lists(st.sampled_from(["a", "b", "a-2"]), max_size=12))
def test_no_two_identities_share_a_slug(wanted: list[str]) -> None:
    names = Names({})
    given_names = [names.give(f"p/s/{n}", name) for n, name in enumerate(wanted)]
    assert len(set(given_names)) == len(given_names)


def test_free_text_names_technologies_with_versions() -> None:
    found = [(m.technology.id, m.version) for m in match("Tomcat7.0.57/JDK1.7")]
    assert found == [("tomcat", "7.0.57"), ("jdk", "1.7")]
    assert [m.technology.id for m in match("MySql 5.6主从")] == ["mysql"]
    assert match("自研框架") == ()
    assert match("javascript grid") == ()
