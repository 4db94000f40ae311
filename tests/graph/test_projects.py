"""Services of one compose project call each other by short names that nobody else knows."""

from __future__ import annotations

from migrate.graph import build
from migrate.model.facts import Component, Endpoint, Fact, Reference
from migrate.model.origin import Origin
from tests.graph.score_record import estate

HERE = Origin("artifacts/shop/docker-compose.yml", "3")
THERE = Origin("artifacts/blog.zip", "deploy/docker-compose.yml:3")


def service(
    identity: str, name: str, kind: str, origin: Origin, *targets: str, **more: str
) -> Component:
    facts = {
        "compose.project": Fact(identity.split("-")[0], (origin,)),
        "compose.service": Fact(name, (origin,)),
        "compose.names": Fact([{"name": name}]),
        **{f"compose.{key}": Fact(value) for key, value in more.items()},
    }
    references = tuple(Reference(t, "tcp", setting="links", origins=(origin,)) for t in targets)
    return Component(identity, kind, name, facts, references=references, sources=(origin.source,))


def edges(*components: Component) -> set[tuple[str, str, int]]:
    topology = build(estate(*components))
    kinds = {node.id: node.kind for node in topology.nodes}
    return {(e.source, e.target, e.port) for e in topology.edges if kinds[e.target] == "component"}


def test_a_name_means_the_service_of_the_same_project() -> None:
    assert edges(
        service("shop-web", "web", "compose-service", HERE, "db"),
        service("shop-db", "db", "mysql", HERE),
        service("blog-web", "web", "compose-service", THERE, "db:3306"),
        service("blog-db", "db", "mysql", THERE),
    ) == {("shop-web", "shop-db", 0), ("blog-web", "blog-db", 3306)}


def test_evidence_lies_on_both_ends() -> None:
    database = service("shop-db", "db", "mysql", Origin(HERE.source, "9"))
    topology = build(estate(service("shop-web", "web", "compose-service", HERE, "db"), database))
    assert topology.edges[0].origins == (HERE, Origin(HERE.source, "9"))


def test_others_do_not_know_the_name() -> None:
    stranger = Component(
        "portal", "php-site", "portal", references=(Reference("db:3306", "mysql"),)
    )
    topology = build(estate(stranger, service("shop-db", "db", "mysql", HERE)))
    assert [node.kind for node in topology.nodes if node.id.startswith("external")] == ["external"]


def test_an_application_in_the_projects_folder_knows_it() -> None:
    for source, origin in (("artifacts/shop", HERE), ("artifacts/blog.zip!/deploy/a.war", THERE)):
        application = Component(
            "site",
            "java-war",
            "site",
            references=(Reference("db:3306", "mysql"),),
            sources=(source,),
        )
        assert edges(application, service("x-db", "db", "mysql", origin)) == {
            ("site", "x-db", 3306)
        }


def test_containers_of_other_projects_are_reached_by_their_names() -> None:
    assert edges(
        service("blog-web", "web", "compose-service", THERE, "shop_db_1", "the-cache"),
        service("shop-db", "db", "mysql", HERE),
        service("shop-cache", "cache", "redis", HERE, container_name="the-cache"),
    ) == {("blog-web", "shop-db", 0), ("blog-web", "shop-cache", 0)}


def test_what_is_started_together_and_named_twice_is_not_guessed() -> None:
    first = service("shop-a", "db", "mysql", HERE)
    second = service("shop-b", "db", "mysql", HERE)
    topology = build(
        estate(service("shop-web", "web", "compose-service", HERE, "db"), first, second)
    )
    assert topology.edges == ()
    assert [f.rule for f in topology.findings] == ["ambiguous-reference"]


def test_a_published_port_leads_to_the_service_of_the_server() -> None:
    database = service("shop-db", "db", "mysql", HERE)
    database = Component(
        database.id,
        database.kind,
        database.name,
        {**database.facts, "ports": Fact([{"port": 3306, "published": 3307}], (HERE,))},
        endpoints=(Endpoint(3306, "mysql", (HERE,)),),
    )
    caller = Component("app", "java-war", "app", references=(Reference("10.0.0.2:3307", "mysql"),))
    topology = build(estate(caller, database, hosts={"app": "h1", "shop-db": "h2"}))
    assert [(e.source, e.target, e.port) for e in topology.edges] == [("app", "shop-db", 3307)]
