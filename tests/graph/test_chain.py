"""Three applications, Dubbo over ZooKeeper and Kafka, from their files to the graph."""

from __future__ import annotations

from pathlib import Path

from migrate import graph
from migrate.analyse import merge
from migrate.model.decisions import Decisions
from migrate.model.survey import Survey
from migrate.model.topology import Carried, Edge, Topology
from migrate.pipeline import read_paths
from tests.read.java.class_builder import ClassBuilder
from tests.read.java.packing import packed

DUBBO = """<beans xmlns="http://www.springframework.org/schema/beans"
 xmlns:dubbo="http://dubbo.apache.org/schema/dubbo">
<dubbo:registry address="zookeeper://10.1.0.5:2181"/><dubbo:protocol name="dubbo" port="20880"/>
<dubbo:service interface="shop.api.Stock" ref="stock"/></beans>"""
REFERENCE = "org/apache/dubbo/config/annotation/DubboReference"
LISTENER = "org/springframework/kafka/annotation/KafkaListener"


def drawn(folder: Path) -> Topology:
    """Lay out stock.war, cart.war, mail.war and two captured servers; read and draw them."""
    inputs = {
        "stock.war": {"WEB-INF/web.xml": "<web-app/>", "WEB-INF/classes/dubbo.xml": DUBBO},
        "cart.war": {
            "WEB-INF/classes/shop/Cart.class": ClassBuilder("shop/Cart")
            .annotate_field(REFERENCE, {}, "stock", "shop/api/Stock")
            .annotate_field(REFERENCE, {}, "price", "shop/api/Price")
            .bytes(),
            "WEB-INF/classes/application.properties": (
                "dubbo.registry.address=zookeeper://10.1.0.5:2181\n"
                "spring.kafka.bootstrap-servers=10.1.0.6:9092\n"
                "spring.kafka.template.default-topic=orders\n"
            ),
        },
        "mail.war": {
            "WEB-INF/classes/shop/Mail.class": ClassBuilder("shop/Mail")
            .annotate(LISTENER, {"topics": ["orders"], "groupId": "mail"}, "on")
            .bytes(),
            "WEB-INF/classes/application.yml": (
                "spring:\n  kafka:\n    bootstrap-servers: 10.1.0.6:9092\n"
            ),
        },
    }
    for name, files in inputs.items():
        (folder / name).write_bytes(packed(files))
    for path, text in {
        "keeper/zoo.cfg": "tickTime=2000\ndataDir=/data/zk\nclientPort=2181\n"
        "clientPortAddress=10.1.0.5\n",
        "bus/server.properties": "broker.id=0\nlisteners=PLAINTEXT://10.1.0.6:9092\n"
        "log.dirs=/data/kafka\nzookeeper.connect=10.1.0.5:2181\n",
    }.items():
        (folder / path).parent.mkdir()
        (folder / path).write_text(text)
    reading = read_paths(sorted(folder.iterdir()), folder)
    return graph.build(merge(reading, Survey(), Decisions()))


def test_the_whole_chain(tmp_path: Path) -> None:
    topology = drawn(tmp_path)
    found = {(edge.source, edge.target): edge for edge in topology.edges}
    assert set(found) == {
        ("stock", "keeper"), ("cart", "keeper"), ("bus", "keeper"),
        ("cart", "stock"), ("cart", "bus"), ("mail", "bus"),
    }  # fmt: skip
    assert len(found) == len(topology.edges)
    assert _said(found["cart", "stock"]) == (
        "dubbo", 20880, ("keeper",), [("shop.api.Stock", "service")]
    )  # fmt: skip
    assert _said(found["cart", "bus"]) == ("kafka", 9092, (), [("orders", "produces")])
    assert _said(found["mail", "bus"]) == ("kafka", 9092, (), [("orders", "consumes")])
    assert _said(found["stock", "keeper"]) == ("zookeeper", 2181, (), [])
    places = {(origin.source, origin.place) for origin in found["cart", "stock"].origins}
    assert {
        ("cart.war", "WEB-INF/classes/shop/Cart.class"),
        ("stock.war", "WEB-INF/classes/dubbo.xml:4"),
    } <= places
    assert topology.waves == (("keeper",), ("bus", "stock"), ("cart", "mail"))
    assert [(f.rule, f.subject, f.params["name"]) for f in topology.findings] == [
        ("unprovided-service", "cart", "shop.api.Price")
    ]
    assert [node.kind for node in topology.nodes] == ["component"] * 5


def _said(edge: Edge) -> tuple[str, int, tuple[str, ...], list[tuple[str, str]]]:
    carried = [(each.name, str(each.role)) for each in edge.carries]
    assert all(isinstance(each, Carried) for each in edge.carries)
    return edge.protocol, edge.port, edge.via, carried
