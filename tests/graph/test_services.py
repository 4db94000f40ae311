"""Calls by name meet who offers them; brokers carry topics; what lacks one side is said."""

from __future__ import annotations

import random
import time
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrate.graph import build
from migrate.model.facts import Component, Endpoint, Fact, Reference, Unknown
from migrate.model.inventory import Inventory
from migrate.model.origin import Origin
from migrate.model.reason import Because
from migrate.model.topology import Carried, Edge, Topology
from tests.graph.score_record import estate

CFG = (Origin("zoo.cfg", "1"),)
ZOOKEEPER = Component("zk", "zookeeper", "zk", endpoints=(Endpoint(2181, "zookeeper", CFG),))
KAFKA = Component("bus", "kafka", "bus", endpoints=(Endpoint(9092, "kafka", CFG),))


def place(component: str, line: int) -> list[dict[str, str]]:
    return [{"source": f"{component}.war", "place": f"a.xml:{line}"}]


def app(
    name: str,
    offers: list[dict[str, Any]] | None = None,
    calls: list[dict[str, Any]] | None = None,
    *,
    kind: str = "java-war",
    ports: tuple[tuple[int, str], ...] = (),
    **more: list[dict[str, Any]],
) -> Component:
    """Return a component whose items carry origins and whose registries are referred to."""
    lists = {"services.provided": offers or [], "services.consumed": calls or []}
    lists |= {f"messaging.{key}": value for key, value in more.items()}
    facts, references = {}, []
    for fact, said in lists.items():
        found = [{**item, "origins": place(name, n)} for n, item in enumerate(said, 1)]
        facts[fact] = Fact(found)
        for item in found:
            protocol = item.get("registry") or item.get("broker") or "http"
            for at in (*item.get("registry_at", ()), *item.get("broker_at", ())):
                references.append(Reference(at, protocol, origins=(Origin(f"{name}.war"),)))
            if item.get("address"):
                references.append(
                    Reference(item["address"], "http", origins=(Origin(f"{name}.war"),))
                )
    endpoints = tuple(Endpoint(port, spoken, (Origin(name),)) for port, spoken in ports)
    return Component(name, kind, name, facts, endpoints, tuple(references))


def dubbo(name: str, at: str = "10.0.0.1:2181", **more: Any) -> dict[str, Any]:
    registry = {"registry": "zookeeper", "registry_at": [at]} if at else {}
    return {"name": name, "protocol": "dubbo", "how": "xml", **registry, **more}


def eureka(name: str, at: str = "10.0.0.1:8761", **more: Any) -> dict[str, Any]:
    return {
        "name": name, "protocol": "http", "how": "annotation",
        "registry": "eureka", "registry_at": [at], **more,
    }  # fmt: skip


def topic(name: str, at: str = "10.0.0.1:9092", **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "kind": "topic",
        "broker": "kafka",
        "broker_at": [at] if at else [],
        **more,
    }


def edges(topology: Topology) -> dict[tuple[str, str], Edge]:
    found = {(edge.source, edge.target): edge for edge in topology.edges}
    assert len(found) == len(topology.edges)
    return found


def findings(topology: Topology, *rules: str) -> list[tuple[str, str, str]]:
    return [(f.rule, f.subject, f.params["name"]) for f in topology.findings if f.rule in rules]


def test_a_caller_depends_on_who_offers_and_both_on_the_registry() -> None:
    topology = build(
        estate(
            ZOOKEEPER,
            app("stock", [dubbo("shop.Stock", version="1")], ports=((20881, "dubbo"),)),
            app("cart", calls=[dubbo("shop.Stock", version="1")]),
        )
    )
    found = edges(topology)
    assert set(found) == {("cart", "stock"), ("cart", "zk"), ("stock", "zk")}
    call = found["cart", "stock"]
    assert (call.kind, call.protocol, call.port, call.via) == ("calls", "dubbo", 20881, ("zk",))
    assert call.carries == (Carried("shop.Stock", "service"),)
    assert {Origin("cart.war", "a.xml:1"), Origin("stock.war", "a.xml:1")} <= set(call.origins)
    assert found["cart", "zk"].protocol == "zookeeper"
    assert topology.waves == (("zk",), ("stock",), ("cart",))
    assert findings(topology, "unprovided-service") == []


def test_spring_clouds_names_are_compared_without_case_and_every_provider_counts() -> None:
    server = app("registry", kind="spring-boot", ports=((8761, "http"),))
    topology = build(
        estate(
            server,
            app("one", [eureka("STOCK")], kind="spring-boot"),
            app("two", [eureka("stock")], ports=((9000, "http"),)),
            app("gate", calls=[eureka("Stock")]),
        )
    )
    found = edges(topology)
    assert {target for source, target in found if source == "gate"} == {"one", "two", "registry"}
    assert [found["gate", name].port for name in ("one", "two")] == [8080, 9000]
    assert found["gate", "one"].via == ("registry",)


@pytest.mark.parametrize(
    ("offer", "call", "meets"),
    [
        (dubbo("a.B"), dubbo("a.B"), True),
        (dubbo("a.B"), dubbo("a.b"), False),
        (dubbo("a.B", version="1"), dubbo("a.B"), False),
        (dubbo("a.B", version="0.0.0"), dubbo("a.B"), True),
        (dubbo("a.B", version="2"), dubbo("a.B", version="*"), True),
        (dubbo("a.B", version="${v}"), dubbo("a.B", version="7"), True),
        (dubbo("a.B", group="north"), dubbo("a.B", group="south"), False),
        (dubbo("a.B"), dubbo("a.B", at="10.0.0.9:2181"), False),
        (dubbo("a.B", at=""), dubbo("a.B"), True),
        (dubbo("a.B"), dubbo("a.B", registry="nacos"), False),
        (dubbo("a.B", at="", protocol="hessian"), dubbo("a.B"), False),
        (dubbo("a.B", protocol="hessian"), dubbo("a.B"), True),
    ],
)
def test_when_a_call_meets_an_offer(
    offer: dict[str, Any], call: dict[str, Any], meets: bool
) -> None:
    topology = build(estate(app("x"), app("offers", [offer]), app("calls", calls=[call])))
    assert (("calls", "offers") in edges(topology)) is meets
    lacking = findings(topology, "unprovided-service")
    assert lacking == ([] if meets else [("unprovided-service", "calls", call["name"])])


@pytest.mark.parametrize(
    ("caller", "offerer", "via"),
    [
        (["10.0.0.1:2181"], [], ("zk",)),
        ([], ["10.0.0.1:2181"], ("zk",)),
        (["10.0.0.1:2181", "far.cn:1"], ["10.0.0.1:2181"], ("zk",)),
        ([], [], ()),
    ],
)
def test_via_which_registry(caller: list[str], offerer: list[str], via: tuple[str, ...]) -> None:
    offer, call = dubbo("a.B", registry_at=offerer), dubbo("a.B", registry_at=caller)
    topology = build(estate(ZOOKEEPER, app("offers", [offer]), app("calls", calls=[call])))
    assert edges(topology)["calls", "offers"].via == via


def test_very_many_names_take_no_time() -> None:
    sends = [topic(f"t{n}") for n in range(1500)]
    reads = [topic(f"u{n}") for n in range(1500)]
    same = [dubbo("a.B", version=str(n)) for n in range(300)]
    started = time.process_time()
    build(estate(app("one", same, same, produces=sends, consumes=reads)))
    assert time.process_time() - started < 30


def test_who_offers_what_it_calls_itself_has_no_edge_and_lacks_nothing() -> None:
    topology = build(estate(app("one", [dubbo("a.B")], [dubbo("a.B")])))
    assert ("one", "one") not in edges(topology)
    assert findings(topology, "unprovided-service") == []


@pytest.mark.parametrize(
    "call",
    [
        eureka("NOWHERE", how="url"),
        {"name": "a.B", "protocol": "dubbo", "how": "xml", "direct": True, "address": None},
        {"name": "w.Weather", "protocol": "soap", "direct": True, "address": "10.9.9.9:80"},
    ],
)
def test_what_asks_no_registry_for_certain_lacks_nothing(call: dict[str, Any]) -> None:
    assert findings(build(estate(app("one", calls=[call]))), "unprovided-service") == []


def test_a_service_at_an_address_of_its_own_is_named_on_that_edge() -> None:
    call = {"name": "tax", "protocol": "http", "direct": True, "address": "10.0.0.2:8080"}
    topology = build(estate(app("cart", calls=[call]), app("tax-app")))
    found = edges(topology)["cart", "tax-app"]
    assert (found.protocol, found.port, found.via) == ("http", 8080, ())
    assert found.carries == (Carried("tax", "service"),)


def test_a_registry_outside_is_a_node_of_its_own() -> None:
    at = "nacos.far.cn:8848"
    offer = dubbo("a.B", at=at, registry="nacos")
    topology = build(estate(app("offers", [offer]), app("calls", calls=[offer])))
    found = edges(topology)
    (outside,) = [node.id for node in topology.nodes if node.kind == "external"]
    assert set(found) == {("calls", "offers"), ("calls", outside), ("offers", outside)}
    assert found["calls", "offers"].via == (outside,)


def test_a_broker_is_needed_by_who_sends_and_who_listens() -> None:
    topology = build(
        estate(
            KAFKA,
            app("shop", produces=[topic("orders"), topic("audit")]),
            app("store", consumes=[topic("orders")], produces=[topic("stock")]),
        )
    )
    found = edges(topology)
    assert set(found) == {("shop", "bus"), ("store", "bus")}
    assert (found["shop", "bus"].protocol, found["shop", "bus"].port) == ("kafka", 9092)
    assert found["shop", "bus"].carries == (
        Carried("audit", "produces"),
        Carried("orders", "produces"),
    )
    assert found["store", "bus"].carries == (
        Carried("orders", "consumes"),
        Carried("stock", "produces"),
    )
    assert topology.waves == (("bus",), ("shop", "store"))
    assert Origin("store.war", "a.xml:1") in found["store", "bus"].origins
    assert findings(topology, "topic-without-consumer") == [
        ("topic-without-consumer", "shop", "audit"),
        ("topic-without-consumer", "store", "stock"),
    ]
    assert findings(topology, "topic-without-producer") == []


def test_topics_of_the_same_name_at_two_brokers_are_two() -> None:
    topology = build(
        estate(
            KAFKA,
            app("shop", produces=[topic("orders")]),
            app("store", consumes=[topic("orders", at="10.9.9.9:9092")]),
        )
    )
    assert findings(topology, "topic-without-consumer", "topic-without-producer") == [
        ("topic-without-consumer", "shop", "orders"),
        ("topic-without-producer", "store", "orders"),
    ]


def test_where_code_may_send_no_topic_is_said_to_lack_a_sender() -> None:
    silent = msgspec.structs.replace(
        app("hidden"),
        unknown=(Unknown("messaging.produces", Because("read.messaging.in_code")),),
    )
    topology = build(estate(silent, app("store", consumes=[topic("orders")])))
    assert findings(topology, "topic-without-producer") == []


@pytest.mark.parametrize(
    ("queue", "fed"),
    [({"exchange": "ex"}, True), ({"exchange": "other"}, False), ({}, True)],
)
def test_an_exchange_feeds_the_queues_bound_to_it(queue: dict[str, str], fed: bool) -> None:
    sends = topic("ex", kind="exchange", broker="rabbitmq")
    reads = topic("q", kind="queue", broker="rabbitmq", **queue)
    topology = build(estate(app("a", produces=[sends]), app("b", consumes=[reads])))
    assert (findings(topology, "topic-without-consumer") == []) is fed


@pytest.mark.parametrize("value", ["x", 3, None, [1, "a", {}, {"name": ""}, {"name": None}]])
def test_facts_of_another_shape_are_let_pass(value: object) -> None:
    facts = {name: Fact(value) for name in ("services.consumed", "messaging.produces")}
    assert build(estate(Component("a", "java-war", "a", facts))).edges == ()


@st.composite
def markets(draw: st.DrawFn) -> Inventory:
    names = st.sampled_from(["a.A", "a.B", "${x}", "*"])
    at = st.sampled_from(["10.0.0.1:2181", "10.0.0.2:2181", "zk.far.cn:2181", "localhost:1", ""])
    version = st.sampled_from([None, "1", "*", "0.0.0", "${v}"])
    some = st.lists(
        st.builds(lambda n, a, v: dubbo(n, a, version=v), names, at, version), max_size=3
    )
    topics = st.lists(st.builds(topic, names, at), max_size=2)
    return estate(
        *(
            app(f"c{n}", draw(some), draw(some), produces=draw(topics), consumes=draw(topics))
            for n in range(draw(st.integers(1, 5)))
        )
    )


@settings(max_examples=80, deadline=None)
@given(markets(), st.randoms(use_true_random=False))
def test_laws(inventory: Inventory, chance: random.Random) -> None:
    topology = build(inventory)
    members = list(inventory.members)
    chance.shuffle(members)
    assert build(msgspec.structs.replace(inventory, members=tuple(members))) == topology
    offered = {
        m.component.id: {i["name"] for i in m.component.facts["services.provided"].value}  # type: ignore[attr-defined]
        for m in inventory.members
    }
    nodes = {node.id for node in topology.nodes}
    for edge in topology.edges:
        assert edge.source != edge.target
        assert set(edge.via) <= nodes
        if edge.via:
            assert {c.name for c in edge.carries if c.role == "service"} <= offered[edge.target]


def test_an_address_that_is_a_services_name_means_who_offers_it() -> None:
    config = app("gate", calls=[eureka("OTHER", how="url")])
    reference = Reference(
        "stock:80", "http", setting="stock.url", origins=(Origin("gate.war", "p"),)
    )
    asks = msgspec.structs.replace(config, references=(*config.references, reference))
    topology = build(estate(app("one", [eureka("STOCK")]), asks))
    assert ("gate", "one") in edges(topology)
    assert [node.name for node in topology.nodes if node.kind == "external"] == []
    blind = msgspec.structs.replace(app("gate"), references=(reference,))
    topology = build(estate(app("one", [eureka("STOCK")]), blind))
    assert ("gate", "one") not in edges(topology)
