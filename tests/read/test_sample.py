"""What must be read from the sample estate, with the exact place of each fact."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from migrate import pipeline
from migrate.model.facts import Component, Reading
from migrate.model.settings import AddressSlot, SecretSlot, Text

SAMPLE = Path(__file__).parents[2] / "samples" / "score-record"
INPUT = SAMPLE / "input"
WAR = "artifacts/score-record/score-record.war"


@pytest.fixture(scope="module")
def reading() -> Reading:
    inputs = [p for name in ("artifacts", "captures") for p in sorted((INPUT / name).iterdir())]
    return pipeline.read_paths(inputs, INPUT)


@pytest.fixture(scope="module")
def components(reading: Reading) -> dict[str, Component]:
    return {component.id: component for component in reading.components}


def places(component: Component, fact: str) -> list[str]:
    return [str(origin) for origin in component.facts[fact].origins]


def items(component: Component, fact: str, key: str) -> dict[str, list[str]]:
    value: Any = component.facts[fact].value
    return {i[key]: [f"{o['source']} {o['place']}".strip() for o in i["origins"]] for i in value}


def test_every_input_is_one_component_of_its_kind(reading: Reading) -> None:
    assert [(c.id, c.kind) for c in reading.components] == [
        ("portal", "php-site"),
        ("score-record", "java-war"),
        ("db-01", "mysql"),
        ("db-02", "mysql"),
    ]
    assert reading.unread == ()


@pytest.mark.parametrize(
    ("fact", "value", "place"),
    [
        ("java.class_major", 52, f"{WAR} WEB-INF/classes/AddScoreServlet.class"),
        ("servlet.version", "3.1", f"{WAR} WEB-INF/web.xml:6"),
        ("servlet.namespace", "javax", f"{WAR} WEB-INF/classes/AddScoreServlet.class"),
        ("session.timeout", 30, f"{WAR} WEB-INF/web.xml:37"),
        ("java.runtime", "8", "artifacts/score-record/setenv.sh 3"),
        ("tomcat.version", "8.5.57", "artifacts/score-record/setenv.sh 2"),
        ("timezone", "Asia/Shanghai", "artifacts/score-record/setenv.sh 4"),
    ],
)
def test_the_wars_facts(
    components: dict[str, Component], fact: str, value: object, place: str
) -> None:
    assert components["score-record"].value(fact) == value
    assert places(components["score-record"], fact) == [place]


def test_sessions_are_told_by_the_class_and_the_page(components: dict[str, Component]) -> None:
    assert components["score-record"].value("session.use") == "memory"
    assert places(components["score-record"], "session.use") == [
        f"{WAR} WEB-INF/classes/LoginServlet.class",
        f"{WAR} add.jsp:3",
    ]


def test_the_wars_libraries_say_how_they_are_known(components: dict[str, Component]) -> None:
    value: Any = components["score-record"].value("java.libraries")
    known = {(i["name"], i["version"], i["known_by"]) for i in value}
    assert known == {
        ("log4j", "1.2.17", "file name"),
        ("mariadb-java-client", "2.7.6", "pom.properties"),
    }


def test_the_log_file_and_the_heap(components: dict[str, Component]) -> None:
    component = components["score-record"]
    assert items(component, "log.files", "path") == {
        "/data/logs/score-record/app.log": [f"{WAR} WEB-INF/classes/log4j.properties:4"]
    }
    assert "-Xmx512m" in items(component, "jvm.options", "option")


def test_the_wars_references_and_who_reads_them(components: dict[str, Component]) -> None:
    found = {
        (r.target, r.setting): [str(o) for o in r.origins]
        for r in components["score-record"].references
    }
    assert found == {
        ("10.20.3.11:3306", "jdbc.url"): [f"{WAR} WEB-INF/classes/db.properties:1"],
        ("10.99.8.20:8088", "sms.gateway"): [f"{WAR} WEB-INF/classes/sms.properties:2"],
        ("10.20.3.11:3306", "mysql_ip"): [
            "artifacts/score-record/jdbc.properties 2",
            f"{WAR} scores.jsp:18",
        ],
    }
    (jdbc,) = (r for r in components["score-record"].references if r.setting == "mysql_ip")
    assert (jdbc.protocol, jdbc.database, jdbc.account) == ("mysql", "hpe_app", "hpe_app")


def test_settings_travel_with_slots_for_addresses_and_secrets(
    components: dict[str, Component],
) -> None:
    (file,) = (f for f in components["score-record"].settings if f.path == "jdbc.properties")
    assert (file.location, file.encoding) == ("working-directory", "gb18030")
    slots = [part for part in file.parts if not isinstance(part, Text)]
    address, port, secret = slots
    assert isinstance(address, AddressSlot)
    assert (address.text, address.target, address.line) == ("10.20.3.11", "10.20.3.11:3306", 2)
    assert isinstance(port, AddressSlot)
    assert (port.text, port.form, port.line) == ("3306", "port", 3)
    assert isinstance(secret, SecretSlot)
    assert (secret.target, secret.account) == ("10.20.3.11:3306", "hpe_app")


def test_the_sites_facts(components: dict[str, Component]) -> None:
    portal = components["portal"]
    version: Any = portal.value("php.version")
    assert (version["min"], version["max"]) == ("7.0", None)
    assert {"gd", "mbstring", "pdo_mysql"} <= set(items(portal, "php.extensions", "name"))
    assert items(portal, "files.written", "path") == {
        "sites/default/files": ["artifacts/portal/sites/default/settings.php 25"]
    }
    assert items(portal, "schedules", "command") == {
        "php /var/www/portal/cron.php": ["artifacts/portal/crontab 3"]
    }
    assert portal.value("web.document_root") == "."
    assert "front-controller" in items(portal, "web.rewrites", "idiom")
    (reference,) = portal.references
    assert (reference.target, reference.database, reference.account) == (
        "10.20.3.11:3306",
        "portal",
        "portal",
    )
    assert [str(o) for o in reference.origins] == ["artifacts/portal/sites/default/settings.php 14"]


def test_master_and_slave(components: dict[str, Component]) -> None:
    master, slave = components["db-01"], components["db-02"]
    assert (master.value("mysql.server_id"), slave.value("mysql.server_id")) == (1, 2)
    assert (master.value("replication.role"), slave.value("replication.role")) == (
        "source",
        "replica",
    )
    assert slave.value("replication.source") == ["10.20.3.11:3306"]
    assert places(slave, "replication.source") == ["captures/db-02/show_slave_status.txt 4"]
    assert slave.value("mysql.read_only") is True
    assert master.value("mysql.version") == slave.value("mysql.version") == "5.7.32-log"
    assert [e.port for e in master.endpoints] == [3306]
    assert [r.purpose for r in slave.references] == ["replicate"]
    assert [u.fact for u in master.unknown] == ["data.size"]


def test_of_the_dump_only_definitions_are_kept(components: dict[str, Component]) -> None:
    (dump,) = (f for f in components["db-01"].settings if f.format == "sql")
    (part,) = dump.parts
    assert isinstance(part, Text)
    assert "CREATE TABLE `t_score`" in part.text
    assert "VIEW `v_class_average`" in part.text
    assert "INSERT" not in part.text


def test_no_secret_leaves_the_reader(reading: Reading) -> None:
    data = msgspec.json.encode(reading).decode()
    secrets = (SAMPLE / "build" / "secrets.txt").read_text("utf-8").split()
    assert len(secrets) >= 3
    assert [secret for secret in secrets if secret in data] == []


def test_findings_need_only_the_artifact(reading: Reading) -> None:
    found = pipeline.findings_of(reading, "2026-06-30")
    assert {"session-in-memory", "relative-file-read", "log-to-file"} <= {
        f.rule for f in found["score-record"]
    }
