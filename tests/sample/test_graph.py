"""The graph of the sample estate: who talks to whom, and how we know."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate import pipeline
from migrate.model.topology import Edge, Topology
from tests.conftest import make_workspace


@pytest.fixture(scope="module")
def topology(tmp_path_factory: pytest.TempPathFactory) -> Topology:
    workspace = make_workspace(tmp_path_factory.mktemp("graph") / "w")
    return pipeline.topology(workspace)[1]


def edge(topology: Topology, source: str, target: str) -> Edge:
    edges = [e for e in topology.edges if (e.source, e.target) == (source, target)]
    assert len(edges) == 1, [f"{e.source} {e.target}" for e in topology.edges]
    return edges[0]


def evidence(found: Edge) -> list[str]:
    return [str(origin) for origin in found.origins]


def test_the_war_calls_the_master_and_every_piece_of_evidence_is_kept(topology: Topology) -> None:
    found = edge(topology, "score-record", "mysql-master")
    assert (found.kind, found.protocol, found.port) == ("calls", "mysql", 3306)
    said = evidence(found)

    def has(source: str, place: str) -> bool:
        return any(source in origin and place in origin for origin in said)

    assert has("artifacts/score-record/jdbc.properties", " "), said
    assert has("score-record.war", "scores.jsp:"), said
    assert has("score-record.war", "WEB-INF/classes/db.properties:"), said
    assert has("survey/", "主机"), said
    assert has("captures/", "my.cnf"), said


def test_the_site_calls_the_master(topology: Topology) -> None:
    found = edge(topology, "portal", "mysql-master")
    assert (found.kind, found.port) == ("calls", 3306)
    assert any("sites/default/settings.php" in origin for origin in evidence(found))


def test_the_slave_replicates_from_the_master(topology: Topology) -> None:
    found = edge(topology, "mysql-slave", "mysql-master")
    assert found.kind == "replicates"
    assert any("show_slave_status" in origin for origin in evidence(found))


def test_what_lies_outside_is_external_and_nothing_else_is(topology: Topology) -> None:
    external = [node for node in topology.nodes if node.kind == "external"]
    assert [node.address for node in external] == ["10.99.8.20:8088"]
    assert any(e.target == external[0].id for e in topology.edges)


def test_databases_move_before_what_needs_them(topology: Topology) -> None:
    wave = {c: n for n, wave in enumerate(topology.waves) for c in wave}
    assert wave["mysql-master"] < wave["score-record"]
    assert wave["mysql-master"] < wave["portal"]
    assert wave["mysql-master"] < wave["mysql-slave"]


def test_the_same_input_gives_the_same_graph(topology: Topology, tmp_path: Path) -> None:
    again = pipeline.topology(make_workspace(tmp_path / "elsewhere"))[1]
    assert again == topology


def test_names_stay_once_given(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w")
    pipeline.topology(workspace)
    kept = workspace.decisions.names
    assert kept["training-center/score-record/score-record"] == "score-record"
    assert pipeline.topology(workspace)[0].member("mysql-master").hosts == ("db-01",)
    assert workspace.decisions.names == kept
