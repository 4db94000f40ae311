"""Spring's profiles: which file counts, and what nobody follows."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from migrate.model.facts import Component
from tests.read.java.applications import item, items
from tests.read.java.class_builder import ClassBuilder
from tests.read.java.packing import components, manifest, packed

LAUNCHED = {
    "META-INF/MANIFEST.MF": manifest(Main_Class="org.springframework.boot.loader.JarLauncher")
}
PLAIN = """server:
  port: ${PORT:8081}
spring:
  profiles: {active: prod}
  datasource:
    url: jdbc:mysql://10.44.0.1/pay
    username: pay
  redis: {host: 10.44.0.2}
"""
PROD = """server.port: 9090
spring.datasource.url: jdbc:mysql://10.44.1.1/payprod
"""
TEST = """server.port: 7070
spring.datasource.url: jdbc:mysql://10.44.2.1/paytest
"""


def boot(files: dict[str, str | bytes], beside: dict[str, str] | None = None) -> Component:
    inside = {f"BOOT-INF/classes/{name}": content for name, content in files.items()}
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held, "pay")
        folder.mkdir()
        (folder / "pay.jar").write_bytes(packed({**LAUNCHED, **inside}))
        for name, content in (beside or {}).items():
            (folder / name).write_text(content, "utf-8")
        found = components(Path(held), "pay").values()
    (one,) = (each for each in found if each.kind == "spring-boot")
    return one


def targets(component: Component) -> list[str]:
    return sorted(reference.target for reference in component.references)


FILES = {"application.yml": PLAIN, "application-prod.yml": PROD, "application-test.yml": TEST}


def test_the_active_profile_wins_and_the_others_call_nobody() -> None:
    found = boot(FILES)
    assert items(found, "ports", "port") == [9090]
    assert [endpoint.port for endpoint in found.endpoints] == [9090]
    assert targets(found) == ["10.44.0.2:6379", "10.44.1.1:3306"]
    one = item(found, "datasources")
    assert (one["host"], one["database"], one["account"]) == ("10.44.1.1", "payprod", "pay")
    assert items(found, "spring_boot.profiles", "name", "active") == [
        ("prod", True),
        ("test", False),
    ]
    # What the others say can still be seen.
    paths = items(found, "config.files", "path")
    assert "BOOT-INF/classes/application-test.yml" in paths


def test_a_start_script_decides_over_the_files() -> None:
    script = (
        "#!/bin/sh\n# -Dspring.profiles.active=prod\njava -Dspring.profiles.active=test -jar x\n"
    )
    found = boot(FILES, {"start.sh": script})
    assert items(found, "ports", "port") == [7070]
    assert targets(found) == ["10.44.0.2:6379", "10.44.2.1:3306"]


@pytest.mark.parametrize("active", ["prod,test", "[prod, test]"])
def test_the_last_of_several_wins(active: str) -> None:
    found = boot(
        {
            **FILES,
            "application.yml": PLAIN.replace(
                "active: prod", f"active: {active}".replace("prod,test", '"prod,test"')
            ),
        }
    )
    assert items(found, "ports", "port") == [7070]


@pytest.mark.parametrize("unknown", ['"@profile@"', '"${WHERE}"'])
def test_with_no_profile_known_all_files_are_candidates(unknown: str) -> None:
    found = boot(
        {**FILES, "application.yml": PLAIN.replace("{active: prod}", f"{{active: {unknown}}}")}
    )
    assert items(found, "ports", "port") == [8081]
    assert targets(found) == [
        "10.44.0.1:3306",
        "10.44.0.2:6379",
        "10.44.1.1:3306",
        "10.44.2.1:3306",
    ]
    assert items(found, "spring_boot.profiles", "active") == [None, None]


def test_documents_of_one_file_and_profiles_that_include_others() -> None:
    text = """spring.profiles.active: live
spring.profiles.include: [db]
a.url: http://10.5.0.1:81/x
---
spring.profiles: dev
b.url: http://10.5.0.2:82/x
---
spring:
  config.activate.on-profile: live | stage
c.url: http://10.5.0.3:83/x
"""
    found = boot(
        {"application.yaml": text, "application-db.properties": "d.url=http://10.5.0.4:84/\n"}
    )
    assert targets(found) == ["10.5.0.1:81", "10.5.0.3:83", "10.5.0.4:84"]


def test_files_that_only_look_like_a_profile() -> None:
    files = {
        "application.properties": "spring.profiles.active=prod\n",
        "jdbc-test.properties": "jdbc.url=jdbc:mysql://10.6.0.1/a\n",
    }
    assert targets(boot(files)) == ["10.6.0.1:3306"]


def controller() -> bytes:
    web = "org/springframework/web/bind/annotation"
    made = ClassBuilder("shop/Orders").annotate(f"{web}/RestController", {})
    return made.annotate(f"{web}/GetMapping", {"value": ["/orders"]}, "all").bytes()


@pytest.mark.parametrize(
    ("settings", "path", "context"),
    [
        ("server.servlet.context-path=/pay\n", "/pay/orders", "/pay"),
        ("server.servlet.contextPath=/pay\n", "/pay/orders", "/pay"),
        (
            "server.context-path=${CTX:/old}\nspring.mvc.servlet.path=/v1\n",
            "/old/v1/orders",
            "/old",
        ),
        ("server.servlet.context-path=/\n", "/orders", "/"),
        ("management.server.port=1\n", "/orders", None),
        ("server.servlet.context-path=${CTX}\n", "/orders", None),
    ],
)
def test_paths_below_spring_boots_context(settings: str, path: str, context: str | None) -> None:
    found = boot({"application.properties": settings, "Orders.class": controller()})
    assert items(found, "http.paths", "path") == [path]
    assert found.value("spring_boot.context_path") == context
    assert ("spring_boot.context_path" in [each.fact for each in found.unknown]) is (
        "${CTX}" in settings
    )


def test_a_file_name_counts_over_a_folder_for_logs() -> None:
    both = boot({"application.properties": "logging.file=/var/log/pay.log\nlogging.path=/x\n"})
    assert items(both, "log.files", "path") == ["/var/log/pay.log"]
    folder = boot({"application.properties": "logging.file.path=/x\n"})
    assert items(folder, "log.files", "path") == ["/x/spring.log"]


def test_programs_and_commands_are_no_written_files() -> None:
    made = ClassBuilder("Writer").make("java/io/FileWriter", "(Ljava/lang/String;)V")
    texts = (
        "/usr/local/bin/convert a b",
        "/opt/erp/run.sh",
        "C:\\tools\\wkhtml.exe /q",
        "/data/x -v",
    )
    for text in (*texts, "/data/My Files/out", "/data/cabin/a.txt"):
        made.string(text)
    found = boot({"Writer.class": made.bytes()})
    assert items(found, "files.written", "path") == ["/data/My Files/out", "/data/cabin/a.txt"]
