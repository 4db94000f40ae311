"""The score-record estate as an inventory: what analysing the sample yields, in short."""

from __future__ import annotations

import msgspec

from migrate.model.facts import Component, Endpoint, Fact, Reference
from migrate.model.inventory import Address, Host, Inventory, Member
from migrate.model.origin import Origin

SURVEY = "survey/estate.xlsx"
JDBC = Origin("artifacts/score-record/jdbc.properties", "1")
JSP = Origin("artifacts/score-record/score-record.war", "scores.jsp:7")
WAR = Origin("artifacts/score-record/score-record.war", "WEB-INF/classes/db.properties:1")
HOST_CELL = Origin(SURVEY, "主机!C5")
MASTER_CNF = Origin("captures/db01/my.cnf", "4")
MASTER_ID = Origin("captures/db01/my.cnf", "7")
SLAVE_STATUS = Origin("captures/db02/slave-status.txt", "3")
SMS = Origin("artifacts/score-record/score-record.war", "WEB-INF/classes/sms.properties:2")


def host(name: str, address: str, cell: Origin | None = None) -> Host:
    row = cell or Origin(SURVEY, f"主机!{name}")
    return Host(id=name, name=name, addresses=(Address(address, (row,)),), origins=(row,))


def member(component: Component, *hosts: str, system: str = "score") -> Member:
    return Member(f"edu/{system}/{component.id}", component, system, tuple(hosts))


def mysql(name: str, cnf: Origin, **facts: Fact) -> Component:
    named = {key.replace("_", "."): fact for key, fact in facts.items()}
    return Component(
        id=name,
        kind="mysql",
        name=name,
        endpoints=(Endpoint(3306, "mysql", (cnf,)),),
        facts={"mysql.version": Fact("5.7.30-log", (cnf,)), **named},
        sources=(cnf.source,),
    )


MASTER = mysql(
    "mysql-master",
    MASTER_CNF,
    replication_role=Fact("source", (MASTER_ID,)),
)
MASTER = msgspec.structs.replace(
    MASTER, facts={**MASTER.facts, "mysql.server_id": Fact(1, (MASTER_ID,))}
)
SLAVE = mysql(
    "mysql-slave",
    Origin("captures/db02/my.cnf", "4"),
    replication_role=Fact("replica", (SLAVE_STATUS,)),
    replication_source=Fact(["10.20.3.11:3306"], (SLAVE_STATUS,)),
)
SCORE = Component(
    id="score-record",
    kind="java-war",
    name="score-record",
    endpoints=(Endpoint(8080, "http"),),
    facts={
        "session.use": Fact("memory", (Origin(WAR.source, "login.jsp:3"),)),
        "java.class_major": Fact(52),
        "servlet.namespace": Fact("javax"),
    },
    references=(
        Reference("10.20.3.11:3306", "mysql", "hpe_app", "mysql_ip", origins=(JDBC, JSP)),
        Reference("10.20.3.11:3306", "mysql", "hpe_app", "mysql_ip", origins=(WAR,)),
        Reference("10.99.8.20:8088", "http", setting="sms.gateway", origins=(SMS,)),
    ),
    sources=("artifacts/score-record/score-record.war",),
)
PORTAL = Component(
    id="portal",
    kind="php-site",
    name="portal",
    references=(
        Reference(
            "10.20.3.11:3306",
            "mysql",
            "portal",
            "host",
            origins=(Origin("artifacts/portal/sites/default/settings.php", "12"),),
        ),
    ),
    sources=("artifacts/portal",),
)

INVENTORY = Inventory(
    project="edu",
    name="学员分数管理",
    members=(
        member(SCORE, "app01"),
        member(PORTAL, "web01", system="portal"),
        member(MASTER, "db01"),
        member(SLAVE, "db02"),
    ),
    hosts=(
        host("app01", "10.20.2.21"),
        host("web01", "10.20.1.31"),
        host("db01", "10.20.3.11", HOST_CELL),
        host("db02", "10.20.3.12"),
    ),
)


def with_facts(component: Component, **facts: Fact) -> Component:
    named = {key.replace("__", "."): fact for key, fact in facts.items()}
    return msgspec.structs.replace(component, facts={**component.facts, **named})


def estate(*components: Component, hosts: dict[str, str] | None = None) -> Inventory:
    """Put components on hosts `h1` … of 10.0.0.1 …, one each unless told otherwise."""
    placed = hosts or {c.id: f"h{n}" for n, c in enumerate(components, 1)}
    names = sorted(set(placed.values()))
    return Inventory(
        project="p",
        name="p",
        members=tuple(member(c, placed[c.id]) if c.id in placed else member(c) for c in components),
        hosts=tuple(host(name, f"10.0.0.{name.removeprefix('h')}") for name in names),
    )
