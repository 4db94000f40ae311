"""An EAR and its modules become one component of the inventory."""

from __future__ import annotations

from migrate.analyse import merge
from migrate.model.decisions import Decisions
from migrate.model.facts import Component, Endpoint, Fact, Plain, Reading, Reference, Unknown
from migrate.model.reason import Because
from migrate.model.settings import SettingFile, Text
from migrate.model.survey import Survey

SOURCE = "artifacts/shop.ear"


def module(name: str, facts: dict[str, Plain], **fields: object) -> Component:
    told = {"ear": "shop.ear", "content.sha256": name, **facts}
    known = {key: Fact(value) for key, value in told.items()}
    component = Component(f"shop-{name}", "java-war", name, known, sources=(f"{SOURCE}!/{name}",))
    return Component(
        **{**{f: getattr(component, f) for f in component.__struct_fields__}, **fields}
    )


EAR = Component(
    "shop",
    "java-ear",
    "shop",
    {"java.class_major": Fact(52), "content.sha256": Fact("whole")},
    unknown=(Unknown("java.libraries", Because("x")),),
    sources=(SOURCE,),
)
WEB = module(
    "web.war",
    {
        "session.use": "memory",
        "war.context_path": "/shop",
        "java.choice": {"choose": 8},
        "server.choice": {"choose": "tomcat-9"},
        "java.libraries": [{"name": "a"}],
        "java.class_major": 50,
    },
    endpoints=(Endpoint(8080, "http"),),
    references=(Reference("db:3306", "mysql"),),
    settings=(
        SettingFile("WEB-INF/a.properties", "application", "properties", "utf-8", (Text("x"),)),
    ),
)
EJB = module(
    "ejb.jar",
    {
        "session.use": "none",
        "java.choice": {"choose": 11},
        "server.choice": {"choose": "full-server"},
        "java.libraries": [{"name": "a"}, {"name": "b"}],
    },
    endpoints=(Endpoint(8080, "http"),),
    unknown=(Unknown("jvm.options", Because("x")),),
)
OTHER = Component("shop-x", "java-war", "x", sources=("artifacts/shop.earthen/x.war",))


def inventory(*components: Component) -> dict[str, Component]:
    made = merge(Reading(components), Survey({}), Decisions())
    return {member.component.id: member.component for member in made.members}


def test_the_modules_are_put_into_the_whole() -> None:
    found = inventory(EAR, WEB, EJB, OTHER)
    assert set(found) == {"shop", "shop-x"}
    whole = found["shop"]
    assert whole.references == WEB.references
    assert whole.endpoints == (Endpoint(8080, "http"),)
    assert [file.path for file in whole.settings] == ["web.war!/WEB-INF/a.properties"]
    assert whole.value("java.libraries") == [{"name": "a"}, {"name": "b"}]
    assert [missing.fact for missing in whole.unknown] == ["jvm.options"]
    assert whole.value("content.sha256") == "whole"
    assert whole.value("java.class_major") == 52
    assert whole.value("war.context_path") is None
    assert whole.value("ear") is None


def test_the_most_demanding_module_decides() -> None:
    whole = inventory(EAR, WEB, EJB)["shop"]
    assert whole.value("server.choice") == {"choose": "full-server"}
    assert whole.value("java.choice") == {"choose": 11}
    assert whole.value("session.use") == "memory"
    assert [other.value for other in whole.facts["java.choice"].alternatives] == [{"choose": 8}]


def test_the_order_of_modules_decides_nothing_else() -> None:
    one, other = inventory(EAR, WEB, EJB)["shop"], inventory(EAR, EJB, WEB)["shop"]
    assert {n: f.value for n, f in one.facts.items() if n != "java.libraries"} == {
        n: f.value for n, f in other.facts.items() if n != "java.libraries"
    }


def test_an_ear_without_modules_stays_as_it_is() -> None:
    assert inventory(EAR)["shop"].facts == EAR.facts
