"""The graph of the sample estate: who talks to whom, and how we know (issue's point: evidence)."""

from __future__ import annotations

from migrate.model.topology import Edge
from migrate.pipeline import Outcome


def edge(estate: Outcome, source: str, target: str) -> Edge:
    edges = [e for e in estate.estate.topology.edges if (e.source, e.target) == (source, target)]
    assert len(edges) == 1, [f"{e.source} {e.target}" for e in estate.estate.topology.edges]
    return edges[0]


def evidence(found: Edge) -> list[str]:
    return [str(origin) for origin in found.origins]


def test_the_war_calls_the_master_and_every_piece_of_evidence_is_kept(estate: Outcome) -> None:
    found = edge(estate, "score-record", "mysql-master")
    assert (found.kind, found.protocol, found.port) == ("calls", "mysql", 3306)
    said = evidence(found)

    def has(source: str, place: str) -> bool:
        return any(source in origin and place in origin for origin in said)

    assert has("artifacts/score-record/jdbc.properties", " "), said
    assert has("score-record.war", "scores.jsp:"), said
    assert has("score-record.war", "WEB-INF/classes/db.properties:"), said
    assert has("survey/", "主机"), said
    assert has("captures/", "my.cnf"), said


def test_the_site_calls_the_master(estate: Outcome) -> None:
    found = edge(estate, "portal", "mysql-master")
    assert (found.kind, found.port) == ("calls", 3306)
    assert any("sites/default/settings.php" in origin for origin in evidence(found))


def test_the_slave_replicates_from_the_master(estate: Outcome) -> None:
    found = edge(estate, "mysql-slave", "mysql-master")
    assert found.kind == "replicates"
    assert any("show_slave_status" in origin for origin in evidence(found))


def test_what_lies_outside_is_external_and_nothing_else_is(estate: Outcome) -> None:
    external = [node for node in estate.estate.topology.nodes if node.kind == "external"]
    assert [node.address for node in external] == ["10.99.8.20:8088"]
    assert any(e.target == external[0].id for e in estate.estate.topology.edges)


def test_databases_move_before_what_needs_them(estate: Outcome) -> None:
    wave = {c: n for n, wave in enumerate(estate.estate.topology.waves) for c in wave}
    assert wave["mysql-master"] < wave["score-record"]
    assert wave["mysql-master"] < wave["portal"]
    assert wave["mysql-master"] < wave["mysql-slave"]
