"""On which port a container listens: where the old server did, when anybody may open that port."""

from __future__ import annotations

import pytest

from migrate.knowledge.images import ListeningPort
from migrate.model.facts import Component, Endpoint, Fact
from migrate.model.origin import Origin
from migrate.plan.ports import main_port

USUAL = ListeningPort("http", 8080)
CELL = Origin("survey.xlsx", "组件!H3")
XML = Origin("conf/server.xml", "12")


def component(*endpoints: Endpoint, surveyed: object = None) -> Component:
    facts = {} if surveyed is None else {"survey.ports": Fact(surveyed, (CELL,))}
    return Component("c", "java-war", "c", facts=facts, endpoints=endpoints)


@pytest.mark.parametrize(
    ("known", "port", "because", "origins"),
    [
        (component(), 8080, "plan.port.default", ()),
        (component(Endpoint(8080, "http")), 8080, "plan.port.default", ()),
        (component(Endpoint(8081, "http", (XML,))), 8081, "plan.port.kept", (XML,)),
        (component(Endpoint(80, "http", (XML,))), 8080, "plan.port.raised", (XML,)),
        (component(surveyed=[8083]), 8083, "plan.port.kept", (CELL,)),
        (component(surveyed=[80]), 8080, "plan.port.raised", (CELL,)),
        (component(surveyed=[8083, 8084]), 8080, "plan.port.default", ()),
        (
            component(Endpoint(8081, "http", (XML,)), surveyed=[8083]),
            8081,
            "plan.port.kept",
            (XML,),
        ),
        (component(Endpoint(8009, "ajp", (XML,))), 8080, "plan.port.default", ()),
    ],
)
def test_the_port(known: Component, port: int, because: str, origins: tuple[Origin, ...]) -> None:
    chosen = main_port(known, USUAL)
    assert (chosen.value, chosen.because.id, chosen.origins) == (port, because, origins)
