"""What was seen on servers: connections, hosts files, mounts and forwarded ports join the graph."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from migrate.graph import build
from migrate.model.facts import Component, Endpoint, Fact, Reference
from migrate.model.inventory import Host, Inventory
from migrate.model.origin import Origin
from migrate.model.topology import Edge, Topology
from tests.graph.score_record import estate

WRITTEN = (Origin("shop.war", "db.properties:1"),)


def line(number: int, host: str = "h1") -> dict[str, str]:
    return {"source": f"captures/{host}/ss.txt", "place": str(number)}


def seen(process: str | None, remote: str, port: int, at: int = 1, **more: Any) -> dict[str, Any]:
    return {"process": process, "remote": remote, "port": port, "origins": [line(at)], **more}


def captured(inventory: Inventory, host: str, **facts: list[dict[str, Any]]) -> Inventory:
    """Return an inventory with what was captured on one of its hosts."""
    held = {name.replace("__", "."): Fact(value) for name, value in facts.items()}

    def told(known: Host) -> Host:
        same = known.id == host
        return msgspec.structs.replace(known, facts={**known.facts, **held}) if same else known

    return msgspec.structs.replace(inventory, hosts=tuple(map(told, inventory.hosts)))


def shop(*targets: str, kind: str = "java-war", name: str = "shop", port: int = 0) -> Component:
    references = tuple(Reference(target, "mysql", origins=WRITTEN) for target in targets)
    ports = (Endpoint(port, "http", (Origin(f"{name}.xml", "1"),)),) if port else ()
    return Component(name, kind, name, references=references, endpoints=ports)


def database(name: str = "db") -> Component:
    return Component(name, "mysql", name)


def pairs(topology: Topology) -> list[tuple[str, str, str, int]]:
    return [(e.source, e.target, e.protocol, e.port) for e in topology.edges]


def only(topology: Topology) -> Edge:
    assert len(topology.edges) == 1, topology.edges
    return topology.edges[0]


def rules(topology: Topology) -> list[str]:
    return [finding.rule for finding in topology.findings]


TWO = {"shop": "h1", "db": "h2"}


@pytest.mark.parametrize(
    ("process", "kind"),
    [
        ("java", "java-war"),
        ("php-fpm", "php-site"),
        ("php-fpm7.4", "php-site"),
        ("httpd", "php-site"),
        ("redis-server", "redis"),
        ("nginx", "nginx"),
    ],
)
def test_a_connection_is_an_edge_of_the_component_that_the_process_runs(
    process: str, kind: str
) -> None:
    inventory = captured(
        estate(shop(kind=kind), database(), hosts=TWO),
        "h1",
        host__connections=[seen(process, "10.0.0.2", 3306, 7)],
    )
    topology = build(inventory)
    assert pairs(topology) == [("shop", "db", "mysql", 3306)]
    assert Origin("captures/h1/ss.txt", "7") in only(topology).origins
    assert topology.findings == ()


def test_it_is_evidence_for_what_is_written() -> None:
    inventory = captured(
        estate(shop("10.0.0.2:3306"), database(), hosts=TWO),
        "h1",
        host__connections=[seen("java", "10.0.0.2", 3306, 7)],
    )
    topology = build(inventory)
    assert pairs(topology) == [("shop", "db", "mysql", 3306)]
    assert {*WRITTEN, Origin("captures/h1/ss.txt", "7")} <= set(only(topology).origins)


def test_the_other_end_gives_evidence_too() -> None:
    client = {
        "process": "mysqld",
        "remote": "10.0.0.1",
        "port": 3306,
        "origins": [line(3, "h2")],
    }
    inventory = captured(
        estate(shop("10.0.0.2:3306"), database(), hosts=TWO), "h2", host__clients=[client]
    )
    topology = build(inventory)
    assert Origin("captures/h2/ss.txt", "3") in only(topology).origins
    alone = captured(estate(shop(), database(), hosts=TWO), "h2", host__clients=[client])
    assert build(alone).edges == ()


@pytest.mark.parametrize("process", [None, "java"])
def test_a_connection_whose_owner_is_open_belongs_to_who_is_known_to_call(
    process: str | None,
) -> None:
    components = (shop("10.0.0.2:3306"), shop(name="blog"), database())
    inventory = captured(
        estate(*components, hosts={**TWO, "blog": "h1"}),
        "h1",
        host__connections=[seen(process, "10.0.0.2", 3306)],
    )
    topology = build(inventory)
    assert pairs(topology) == [("shop", "db", "mysql", 3306)]
    assert rules(topology) == []


def test_the_port_of_a_process_tells_which_of_several_it_is() -> None:
    components = (shop(port=8081), shop(name="blog", port=8082), database())
    inventory = captured(
        estate(*components, hosts={**TWO, "blog": "h1"}),
        "h1",
        host__listening=[
            {"port": 8081, "process": "java", "pid": 11, "origins": [line(1)]},
            {"port": 8082, "process": "java", "pid": 12, "origins": [line(2)]},
        ],
        host__connections=[seen("java", "10.0.0.2", 3306, pid=12)],
    )
    assert pairs(build(inventory)) == [("blog", "db", "mysql", 3306)]


def test_what_cannot_be_told_apart_stays_with_the_server_and_is_said() -> None:
    components = (shop(), shop(name="blog"), database())
    inventory = captured(
        estate(*components, hosts={**TWO, "blog": "h1"}),
        "h1",
        host__connections=[seen("java", "10.0.0.2", 3306)],
    )
    topology = build(inventory)
    assert pairs(topology) == [("h1", "db", "mysql", 3306)]
    finding = topology.findings[0]
    assert finding.rule == "connection-of-several"
    assert finding.subject == "h1"
    assert finding.params["candidates"] == "blog, shop"


@pytest.mark.parametrize("process", [None, "collectd"])
def test_a_program_nobody_knows_stays_with_the_server(process: str | None) -> None:
    inventory = captured(
        estate(shop(), database(), hosts=TWO),
        "h1",
        host__connections=[seen(process, "10.0.0.2", 3306)],
    )
    topology = build(inventory)
    assert pairs(topology) == [("h1", "db", "mysql", 3306)]
    assert rules(topology) == ["connection-of-unknown"]


def test_the_systems_own_programs_are_nobodys_dependency() -> None:
    inventory = captured(
        estate(shop(), database(), hosts=TWO),
        "h1",
        host__connections=[seen("sshd", "10.0.0.2", 22), seen("chronyd", "10.7.7.7", 123)],
    )
    assert build(inventory).edges == ()


def test_a_connection_on_the_machine_itself() -> None:
    inventory = captured(
        estate(shop(), database(), hosts={"shop": "h1", "db": "h1"}),
        "h1",
        host__connections=[seen("java", "127.0.0.1", 3306), seen("mysqld", "::1", 3306)],
    )
    assert pairs(build(inventory)) == [("shop", "db", "mysql", 3306)]


def test_connections_to_the_outside() -> None:
    inventory = captured(
        estate(shop("10.9.9.9:25"), hosts={"shop": "h1"}),
        "h1",
        host__connections=[
            seen("java", "10.9.9.9", 25, 4),
            seen("java", "fd00::9", 443, 5),
        ],
    )
    topology = build(inventory)
    assert pairs(topology) == [
        ("shop", "external-10-9-9-9-25", "mysql", 25),
        ("shop", "external-fd00-9-443", "tcp", 443),
    ]
    assert Origin("captures/h1/ss.txt", "4") in topology.edges[0].origins


def alias(name: str, address: str) -> dict[str, Any]:
    return {"name": name, "address": address, "origins": [line(9)]}


def test_names_of_the_hosts_file_are_understood_on_its_host_only() -> None:
    names = [alias("dbmaster", "10.0.0.2")]
    members = (shop("dbmaster:3306"), database(), shop("dbmaster:3306", name="far"))
    inventory = captured(estate(*members, hosts={**TWO, "far": "h3"}), "h1", host__aliases=names)
    topology = build(inventory)
    assert pairs(topology) == [
        ("far", "external-dbmaster-3306", "mysql", 3306),
        ("shop", "db", "mysql", 3306),
    ]
    assert Origin("captures/h1/ss.txt", "9") in topology.edges[1].origins
    resolved = topology.node_of("shop", "dbmaster:3306")
    assert resolved is not None
    assert resolved.node == "db"


def test_a_hosts_file_counts_more_than_a_server_of_that_name() -> None:
    inventory = captured(
        estate(shop("h3:3306"), database(), database("other"), hosts={**TWO, "other": "h3"}),
        "h1",
        host__aliases=[alias("h3", "10.0.0.2")],
    )
    assert pairs(build(inventory)) == [("shop", "db", "mysql", 3306)]


def test_a_name_for_something_outside_or_for_the_machine_itself() -> None:
    outside = captured(
        estate(shop("gw:25"), hosts={"shop": "h1"}), "h1", host__aliases=[alias("gw", "10.9.9.9")]
    )
    topology = build(outside)
    assert pairs(topology) == [("shop", "external-10-9-9-9-25", "mysql", 25)]
    assert Origin("captures/h1/ss.txt", "9") in topology.edges[0].origins
    own = captured(
        estate(shop("me:3306"), database(), hosts={"shop": "h1", "db": "h1"}),
        "h1",
        host__aliases=[alias("me", "127.0.1.1")],
    )
    assert pairs(build(own)) == [("shop", "db", "mysql", 3306)]


def mount(host: str, path: str = "/data", kind: str = "nfs") -> dict[str, Any]:
    return {
        "path": path, "host": host, "type": kind, "remote_path": "/export", "origins": [line(5)],
    }  # fmt: skip


def test_a_mount_is_shared_by_who_writes_below_it() -> None:
    site = Component(
        "site", "php-site", "site", {"files.written": Fact([{"path": "/data/uploads"}])}
    )
    exports = [{"path": "/export", "clients": "*(rw)", "origins": [line(1, "h2")]}]
    inventory = captured(
        estate(site, shop(), database(), hosts={"site": "h1", "shop": "h1", "db": "h2"}),
        "h1",
        host__mounts=[mount("10.0.0.2")],
    )
    topology = build(captured(inventory, "h2", host__exports=exports))
    edge = only(topology)
    assert (edge.source, edge.target, edge.kind, edge.protocol) == ("site", "h2", "shares", "nfs")
    assert {Origin("captures/h1/ss.txt", "5"), Origin("captures/h2/ss.txt", "1")} <= set(
        edge.origins
    )
    assert rules(topology) == []


def test_a_mount_nobody_uses_is_the_servers_and_a_stranger_lies_outside() -> None:
    inventory = captured(
        estate(shop(), hosts={"shop": "h1"}), "h1", host__mounts=[mount("nas01", kind="cifs")]
    )
    topology = build(inventory)
    edge = only(topology)
    assert (edge.source, edge.target, edge.kind, edge.port) == (
        "h1",
        "external-nas01-445",
        "shares",
        445,
    )


def test_a_forwarded_port_leads_on() -> None:
    forward = {"port": 13306, "to": "10.0.0.2:3306", "origins": [line(2, "h3")]}
    inventory = captured(
        estate(shop("10.0.0.3:13306"), database(), shop(name="x"), hosts={**TWO, "x": "h3"}),
        "h3",
        host__forwards=[forward],
    )
    topology = build(inventory)
    assert pairs(topology) == [("shop", "db", "mysql", 3306)]
    assert Origin("captures/h3/ss.txt", "2") in only(topology).origins


def test_ports_forwarded_in_a_circle_end() -> None:
    inventory = captured(
        estate(shop("10.0.0.3:80"), shop(name="x"), hosts={"shop": "h1", "x": "h3"}),
        "h3",
        host__forwards=[{"port": 80, "to": "10.0.0.3:80", "origins": []}],
    )
    topology = build(inventory)
    assert [e.target for e in topology.edges] == ["h3"]
    assert rules(topology) == ["port-without-component"]
