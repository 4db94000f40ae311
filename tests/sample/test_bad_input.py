"""A bad item costs itself: a finding with its place, everything else still comes out."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from migrate import pipeline
from migrate.pipeline import Outcome
from migrate.workspace import Workspace
from tests.cli.test_errors import migrate
from tests.conftest import make_workspace

EVERYTHING = {"score-record", "portal", "mysql-master", "mysql-slave"}


@pytest.fixture
def fresh(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w")


def run(workspace: Workspace) -> Outcome:
    return pipeline.run(workspace, ("en",))


def workload_ids(outcome: Outcome) -> set[str]:
    return {workload.id for workload in outcome.plan.workloads}


def test_an_unreadable_war_is_named(fresh: Workspace) -> None:
    folder = fresh.root / "artifacts" / "broken"
    folder.mkdir()
    (folder / "broken.war").write_bytes(b"PK\x03\x04 this is no archive")
    outcome = run(fresh)
    assert any("broken.war" in u.source for u in outcome.estate.inventory.unread)
    assert workload_ids(outcome) >= EVERYTHING


def test_a_truncated_war_costs_only_itself(fresh: Workspace) -> None:
    war = fresh.root / "artifacts" / "score-record" / "score-record.war"
    war.write_bytes(war.read_bytes()[: war.stat().st_size // 2])
    outcome = run(fresh)
    assert any("score-record.war" in u.source for u in outcome.estate.inventory.unread)
    assert workload_ids(outcome) == EVERYTHING - {"score-record"}
    edges = {(edge.source, edge.target) for edge in outcome.estate.topology.edges}
    assert ("score-record", "mysql-master") in edges, "the settings beside it still tell"
    rules = {(f.rule, f.subject) for f in outcome.plan.findings}
    assert rules == {("planned-archive-damaged", "score-record")}


def test_a_damaged_my_cnf_is_named_and_the_rest_counts(fresh: Workspace) -> None:
    damaged = next((fresh.root / "captures").glob("*/my.cnf"))
    damaged.write_bytes(b"[mysqld\nserver-id = \xff\xfe what\n[[[\n" + bytes(range(256)))
    outcome = run(fresh)
    named = [u.source for u in outcome.estate.inventory.unread]
    named += [o.source for f in outcome.estate.assessment.findings for o in f.origins]
    assert any(source.endswith(damaged.name) for source in named), named
    assert workload_ids(outcome) >= EVERYTHING


def test_a_missing_sheet_is_named(fresh: Workspace) -> None:
    (book,) = fresh.workbooks()
    workbook = openpyxl.load_workbook(book)
    del workbook["主机"]
    workbook.save(book)
    outcome = run(fresh)
    problems = outcome.estate.inventory.problems
    assert any(p.sheet == "主机" and p.workbook.endswith(book.name) for p in problems)
    assert workload_ids(outcome) >= EVERYTHING


def test_an_unknown_technology_is_a_finding_with_its_cell(fresh: Workspace) -> None:
    (book,) = fresh.workbooks()
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["组件"]
    cell = next(c for row in sheet.iter_rows() for c in row if "Tomcat" in str(c.value))
    cell.value = "Qwertz Zaphod 7"
    workbook.save(book)
    outcome = run(fresh)
    origins = [
        str(origin)
        for finding in outcome.estate.inventory.findings
        if finding.rule == "unknown-technology"
        for origin in finding.origins
    ]
    assert any(f"组件!{cell.coordinate}" in origin for origin in origins), origins
    assert workload_ids(outcome) >= EVERYTHING


def test_no_workbook_at_all_still_gives_manifests(fresh: Workspace) -> None:
    for book in fresh.workbooks():
        book.unlink()
    outcome = run(fresh)
    assert {"score-record", "portal"} <= workload_ids(outcome)


def test_a_workbook_that_is_none_is_named(fresh: Workspace) -> None:
    (fresh.root / "survey" / "broken.xlsx").write_bytes(b"not a workbook")
    outcome = run(fresh)
    assert any(p.workbook.endswith("broken.xlsx") for p in outcome.estate.inventory.problems)
    assert workload_ids(outcome) >= EVERYTHING


def test_findings_do_not_make_run_fail(fresh: Workspace) -> None:
    result = migrate("run", fresh.root)
    assert result.returncode == 0, result.stderr
    assert "readiness.zh.html" in result.stdout
