"""Addresses meet servers, servers meet components; what meets nothing is said."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from migrate.graph import build
from migrate.graph.wants import written
from migrate.model.facts import Component, Endpoint, Fact, Reference
from migrate.model.inventory import Inventory
from migrate.model.origin import Origin
from migrate.model.topology import Edge, Topology
from tests.graph import score_record as sample
from tests.graph.score_record import INVENTORY, estate, member, with_facts

SERVER = (Origin("conf/server.xml", "1"),)


def edge(topology: Topology, source: str, target: str) -> Edge:
    found = [e for e in topology.edges if (e.source, e.target) == (source, target)]
    assert len(found) == 1, found
    return found[0]


def rules_of(topology: Topology) -> list[str]:
    return [finding.rule for finding in topology.findings]


def java(name: str, *targets: str, protocol: str = "tcp", **more: Any) -> Component:
    references = tuple(
        Reference(target, protocol, origins=(Origin(f"{name}.war", f"c:{n}"),))
        for n, target in enumerate(targets)
    )
    return Component(name, "java-war", name, references=references, **more)


def test_the_application_calls_the_master_with_evidence_on_both_ends() -> None:
    found = edge(build(INVENTORY), "score-record", "mysql-master")
    assert (found.kind, found.protocol, found.port) == ("calls", "mysql", 3306)
    assert found.database == "hpe_app"
    assert set(found.origins) == {
        sample.JDBC,
        sample.JSP,
        sample.WAR,
        sample.HOST_CELL,
        sample.MASTER_CNF,
        sample.MASTER_ID,
    }


@pytest.mark.parametrize(("kind", "protocol"), [("redis", "redis"), ("postgresql", "postgresql")])
def test_a_replica_speaks_the_protocol_of_its_kind(kind: str, protocol: str) -> None:
    source = {"replication.source": Fact(["10.0.0.1:7000"], SERVER)}
    (want,) = written(estate(Component("copy", kind, "copy", facts=source)))
    assert (want.kind, want.protocol, want.target) == ("replicates", protocol, "10.0.0.1:7000")


def test_the_portal_calls_the_master_too() -> None:
    assert edge(build(INVENTORY), "portal", "mysql-master").database == "portal"


def test_the_slave_replicates_from_the_master() -> None:
    found = edge(build(INVENTORY), "mysql-slave", "mysql-master")
    assert (found.kind, found.port) == ("replicates", 3306)
    assert sample.SLAVE_STATUS in found.origins
    assert sample.MASTER_CNF in found.origins


def test_a_reference_that_replicates_is_the_same_edge_as_the_fact() -> None:
    reference = Reference("10.20.3.11:3306", "mysql", purpose="replicate", origins=(sample.SMS,))
    slave = msgspec.structs.replace(sample.SLAVE, references=(reference,))
    members = [
        member(slave, "db02") if m.component.id == "mysql-slave" else m for m in INVENTORY.members
    ]
    topology = build(msgspec.structs.replace(INVENTORY, members=tuple(members)))
    assert sample.SMS in edge(topology, "mysql-slave", "mysql-master").origins


def test_the_gateway_is_external_and_said_to_be() -> None:
    topology = build(INVENTORY)
    node = next(node for node in topology.nodes if node.kind == "external")
    assert (node.id, node.address) == ("external-10-99-8-20-8088", "10.99.8.20:8088")
    assert edge(topology, "score-record", node.id).origins == (sample.SMS,)
    finding = next(f for f in topology.findings if f.rule == "external-dependency")
    assert finding.subject == "score-record"
    assert finding.params["address"] == "10.99.8.20:8088"


def test_old_addresses_are_resolved_for_the_plan() -> None:
    topology = build(INVENTORY)
    found = topology.node_of("score-record", "10.20.3.11:3306")
    assert found is not None
    assert (found.node, found.port) == ("mysql-master", 3306)
    assert sample.HOST_CELL in found.origins
    outside = topology.node_of("score-record", "10.99.8.20:8088")
    assert outside is not None
    assert outside.node == "external-10-99-8-20-8088"


def test_databases_move_before_what_needs_them() -> None:
    assert build(INVENTORY).waves == (("mysql-master",), ("mysql-slave", "portal", "score-record"))


def test_components_know_their_hosts() -> None:
    nodes = {node.id: node for node in build(INVENTORY).nodes}
    assert nodes["mysql-master"].hosts == ("db01",)
    assert nodes["db01"].kind == "host"


def test_a_host_named_like_a_component_gets_another_id() -> None:
    topology = build(estate(java("h1")))
    assert {node.id for node in topology.nodes} == {"h1", "host-h1"}
    assert next(n for n in topology.nodes if n.id == "h1").hosts == ("host-h1",)


def test_the_port_tells_which_component_of_a_server_is_meant() -> None:
    shop = java("shop", endpoints=(Endpoint(8081, "http", SERVER),))
    blog = java("blog", endpoints=(Endpoint(8082, "http", SERVER),))
    topology = build(
        estate(
            java("a", "10.0.0.2:8082"), shop, blog, hosts={"a": "h1", "shop": "h2", "blog": "h2"}
        )
    )
    assert edge(topology, "a", "blog").protocol == "http"


def test_without_declared_ports_the_usual_ones_of_the_kind_tell() -> None:
    database = Component("db", "mysql", "db")
    topology = build(
        estate(
            java("a", "10.0.0.2:3306"),
            java("b"),
            database,
            hosts={"a": "h1", "b": "h2", "db": "h2"},
        )
    )
    assert edge(topology, "a", "db").port == 3306


def test_without_a_port_the_protocol_tells() -> None:
    database = Component("db", "mysql", "db", endpoints=(Endpoint(3307, "mysql", SERVER),))
    topology = build(estate(java("a", "10.0.0.2", protocol="mysql"), database))
    assert edge(topology, "a", "db").port == 3307


def test_the_survey_port_counts_as_declared() -> None:
    app = with_facts(java("b"), survey__ports=Fact([9090]))
    assert edge(build(estate(java("a", "10.0.0.2:9090"), app)), "a", "b").port == 9090


def test_the_database_name_decides_between_two_servers_on_one_machine() -> None:
    def server(name: str, database: str) -> Component:
        facts = {"mysql.databases": Fact([{"name": database}])}
        return Component(name, "mysql", name, facts, endpoints=(Endpoint(3306, "mysql", SERVER),))

    app = java("a")
    reference = Reference("10.0.0.2:3306", "mysql", "orders")
    app = msgspec.structs.replace(app, references=(reference,))
    placed = {"a": "h1", "x": "h2", "y": "h2"}
    topology = build(estate(app, server("x", "users"), server("y", "orders"), hosts=placed))
    assert edge(topology, "a", "y").database == "orders"


def test_what_fits_several_components_is_a_finding_and_the_server_stays_known() -> None:
    two = [java(name, endpoints=(Endpoint(8080, "http", SERVER),)) for name in ("x", "y")]
    placed = {"a": "h1", "x": "h2", "y": "h2"}
    topology = build(estate(java("a", "10.0.0.2:8080"), *two, hosts=placed))
    assert rules_of(topology) == ["ambiguous-reference"]
    assert topology.findings[0].params["candidates"] == "x, y"
    assert edge(topology, "a", "h2").port == 8080


def test_a_server_of_the_estate_is_not_external_when_nobody_listens() -> None:
    topology = build(estate(java("a", "10.0.0.2:9999"), java("b")))
    assert rules_of(topology) == ["port-without-component"]
    assert edge(topology, "a", "h2").port == 9999


@pytest.mark.parametrize("target", ["${db.host}:3306", "%DB%:3306", "a b:1", "db:99999", ""])
def test_placeholders_and_nonsense_are_unresolved_not_external(target: str) -> None:
    topology = build(estate(java("a", target)))
    assert rules_of(topology) == ["unresolved-reference"]
    assert topology.edges == ()


def test_localhost_is_the_server_the_component_runs_on() -> None:
    database = Component("db", "mysql", "db", endpoints=(Endpoint(3306, "mysql", SERVER),))
    placed = {"a": "h1", "db": "h1"}
    topology = build(estate(java("a", "localhost:3306"), database, hosts=placed))
    assert edge(topology, "a", "db").port == 3306


def test_localhost_of_a_component_without_a_server_is_unresolved() -> None:
    assert rules_of(build(estate(java("a", "127.0.0.1:3306"), hosts={"x": "h1"}))) == [
        "unresolved-reference"
    ]


def test_a_component_that_calls_itself_has_no_edge() -> None:
    app = java("a", "localhost:8080", endpoints=(Endpoint(8080, "http", SERVER),))
    topology = build(estate(app))
    assert topology.edges == ()
    found = topology.node_of("a", "localhost:8080")
    assert found is not None
    assert found.node == "a"


@pytest.mark.parametrize("target", ["h2:3306", "H2.:3306", "db:3306"])
def test_host_and_component_names_are_known(target: str) -> None:
    database = Component("db", "mysql", "db", endpoints=(Endpoint(3306, "mysql", SERVER),))
    assert edge(build(estate(java("a", target), database)), "a", "db").port == 3306


def test_an_address_that_only_a_capture_tells_is_known() -> None:
    database = Component(
        "db",
        "mysql",
        "db",
        {"mysql.report_host": Fact("10.7.7.7", (sample.MASTER_CNF,))},
        endpoints=(Endpoint(3306, "mysql", SERVER),),
    )
    topology = build(estate(java("a", "10.7.7.7:3306"), database))
    assert sample.MASTER_CNF in edge(topology, "a", "db").origins


def test_the_public_name_of_a_component_leads_to_it() -> None:
    site = with_facts(java("site"), survey__public_hosts=Fact(["www.example.com"]))
    topology = build(estate(java("a", "www.example.com:443", protocol="https"), site))
    assert edge(topology, "a", "site").port == 443


def row(name: str, port: int | None = None, protocol: str = "") -> Fact:
    origins = [{"source": sample.SURVEY, "place": "依赖!B4"}]
    value = [{"name": name, "protocol": protocol, "port": port, "origins": origins}]
    return Fact(value)


CELL = Origin(sample.SURVEY, "依赖!B4")


def test_a_survey_row_is_evidence_for_an_edge_that_is_known() -> None:
    database = Component("db", "mysql", "db", endpoints=(Endpoint(3306, "mysql", SERVER),))
    app = with_facts(java("a", "10.0.0.2:3306"), survey__depends_on=row("db"))
    assert CELL in edge(build(estate(app, database)), "a", "db").origins


def test_a_survey_row_alone_makes_an_edge() -> None:
    database = Component("db", "mysql", "db", endpoints=(Endpoint(3306, "mysql", SERVER),))
    app = with_facts(java("a"), survey__depends_on=row("db", 3306, "mysql"))
    found = edge(build(estate(app, database)), "a", "db")
    assert (found.protocol, found.port) == ("mysql", 3306)
    assert CELL in found.origins


def test_a_survey_row_names_a_component_as_people_do() -> None:
    database = Component("db", "mysql", "MySQL 主库", endpoints=(Endpoint(3306, "mysql", SERVER),))
    app = with_facts(
        java("a", "10.0.0.2:3306"), survey__depends_on=row("mysql 主库", 3306, "mysql")
    )
    topology = build(estate(app, database))
    assert CELL in edge(topology, "a", "db").origins
    assert rules_of(topology) == []


def test_a_name_borne_twice_means_the_component_of_the_own_system() -> None:
    own = Component("db", "mysql", "主库", endpoints=(Endpoint(3306, "mysql", SERVER),))
    other = Component("db-2", "mysql", "主库", endpoints=(Endpoint(3306, "mysql", SERVER),))
    app = with_facts(java("a"), survey__depends_on=row("主库"))
    inventory = Inventory(
        project="p",
        name="p",
        members=(member(app), member(own), member(other, system="elsewhere")),
    )
    assert edge(build(inventory), "a", "db").port == 3306


def test_a_survey_row_gives_the_outside_address_its_name() -> None:
    app = with_facts(
        java("a", "10.99.8.20:8088", protocol="http"),
        survey__depends_on=row("短信网关", 8088, "http"),
    )
    topology = build(estate(app))
    outside = [node for node in topology.nodes if node.kind == "external"]
    assert [(node.name, node.address) for node in outside] == [("短信网关", "10.99.8.20:8088")]
    assert CELL in edge(topology, "a", outside[0].id).origins


def test_a_survey_row_may_name_an_outside_system_nobody_else_knows() -> None:
    topology = build(estate(with_facts(java("a"), survey__depends_on=row("短信网关", 8088))))
    outside = next(node for node in topology.nodes if node.kind == "external")
    assert outside.id.startswith("external-")
    assert outside.id.isascii()
    assert outside.name == "短信网关"


def test_names_of_two_outside_systems_do_not_collide() -> None:
    topology = build(estate(java("a", "x-y.example:1", "x.y.example:1")))
    assert len({node.id for node in topology.nodes}) == len(topology.nodes)


def test_a_circle_is_a_group_and_moves_in_one_wave() -> None:
    a = java("a", "10.0.0.2:8080", endpoints=(Endpoint(8080, "http", SERVER),))
    b = java("b", "10.0.0.1:8080", endpoints=(Endpoint(8080, "http", SERVER),))
    topology = build(estate(a, b))
    assert topology.groups == (("a", "b"),)
    assert topology.waves == (("a", "b"),)


def test_what_only_the_kind_tells_decides_nothing_against_what_is_told() -> None:
    """Two applications of one server: the one whose port is told is meant."""
    told = java("told", endpoints=(Endpoint(8080, "http", SERVER),))
    usual = java("usual", endpoints=(Endpoint(8080, "http"),))
    caller = java("a", "10.0.0.2:8080")
    topology = build(estate(caller, told, usual, hosts={"a": "h1", "told": "h2", "usual": "h2"}))
    assert edge(topology, "a", "told").port == 8080
