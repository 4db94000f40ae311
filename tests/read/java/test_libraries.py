"""How libraries are named, and what frameworks they are."""

from __future__ import annotations

import pytest

from migrate.knowledge.java import java_frameworks, java_libraries, java_servers, numbers
from tests.read.java.applications import item, items, read_war
from tests.read.java.packing import class_of, manifest, packed, pom


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("commons-io-2.11.0.jar", ("commons-io", "2.11.0", "")),
        ("guava-31.1-jre.jar", ("guava", "31.1-jre", "")),
        ("spring-2.5.6.SEC01.jar", ("spring", "2.5.6.SEC01", "")),
        ("shop-core-1.0-SNAPSHOT.jar", ("shop-core", "1.0-SNAPSHOT", "")),
        ("shop-core-1.0-20200101.120000-3.jar", ("shop-core", "1.0-20200101.120000-3", "")),
        ("json-lib-2.4-jdk15.jar", ("json-lib", "2.4", "jdk15")),
        (
            "netty-epoll-4.1.9.Final-linux-x86_64.jar",
            ("netty-epoll", "4.1.9.Final", "linux-x86_64"),
        ),
        ("log4j-1.2-api-2.17.1.jar", ("log4j-1.2-api", "2.17.1", "")),
        ("kafka_2.11-0.10.2.jar", ("kafka_2.11", "0.10.2", "")),
        ("ojdbc6.jar", ("ojdbc6", None, "")),
        ("foo-1.0-beta-9.jar", ("foo", "1.0-beta-9", "")),
        ("org.eclipse.core_3.6.1.R36.jar", ("org.eclipse.core", "3.6.1.R36", "")),
        ("my lib.jar", ("my lib", None, "")),
    ],
)
def test_file_names(name: str, expected: tuple[str, str | None, str]) -> None:
    known = item(read_war({f"WEB-INF/lib/{name}": packed({"x.txt": ""})}), "java.libraries")
    assert (known["name"], known["version"], known.get("classifier", "")) == expected
    assert known["known_by"] == "file name"


def test_records_and_manifests_say_more_than_names() -> None:
    war = read_war(
        {
            "WEB-INF/lib/a.jar": packed(pom("org.quartz-scheduler", "quartz", "2.3.2")),
            "WEB-INF/lib/b.jar": packed(
                {
                    "META-INF/MANIFEST.MF": manifest(Implementation_Version="1.2.14"),
                    "org/apache/log4j/Logger.class": b"",
                }
            ),
            "WEB-INF/lib/house.jar": packed(
                {"META-INF/MANIFEST.MF": manifest(Bundle_Version="3.0"), "house/A.class": b""}
            ),
            "WEB-INF/lib/c.jar": packed({"META-INF/MANIFEST.MF": manifest(Bundle_Version="${v}")}),
        }
    )
    assert items(war, "java.libraries", "name", "version", "group", "known_by") == [
        ("quartz", "2.3.2", "org.quartz-scheduler", "pom.properties"),
        ("log4j", "1.2.14", "log4j", "packages"),
        ("c", None, "", "file name"),
        ("house", "3.0", "", "manifest"),
    ]


def test_what_is_packed_into_a_jar_counts_too() -> None:
    inner = packed({**pom("com.shop", "core", "2"), **pom("log4j", "log4j", "1.2.17")})
    war = read_war({"WEB-INF/lib/core-2.jar": inner, "WEB-INF/lib/other-1.jar": inner})
    known = items(war, "java.libraries", "name", "version", "known_by")
    assert known[:2] == [("core", "2", "pom.properties"), ("log4j", "1.2.17", "pom.properties")]
    assert item(war, "java.libraries", shaded="core-2.jar")["name"] == "log4j"
    assert known[2] == ("other", "1", "file name")


def test_unpacked_libraries_are_no_code_of_the_application() -> None:
    war = read_war(
        {
            "WEB-INF/classes/shop/A.class": class_of("shop/A", "java/io/File"),
            "WEB-INF/classes/org/quartz/Job.class": class_of(
                "org/quartz/Job", "javax/ejb/X", major=61
            ),
            "WEB-INF/classes/org/quartzite/B.class": class_of("org/quartzite/B"),
        }
    )
    assert item(war, "java.libraries")["name"] == "quartz"
    assert item(war, "java.libraries")["unpacked"] is True
    assert war.value("java.class_major") == 52
    assert war.value("server.required") == "servlet container"


def test_frameworks_by_library_and_by_use() -> None:
    war = read_war(
        {
            "WEB-INF/lib/spring-core-5.3.9.jar": packed({"x": ""}),
            "WEB-INF/lib/struts-1.2.9.jar": packed({"x": ""}),
            "WEB-INF/lib/druid-1.1.10.jar": packed({"x": ""}),
            "WEB-INF/classes/a/B.class": class_of("a/B", "org/quartz/Job", "org/quartzite/No"),
        }
    )
    assert items(war, "java.frameworks", "name", "version", "by") == [
        ("Spring Framework", "5.3.9", "library"),
        ("Struts 1", "1.2.9", "library"),
        ("Quartz", None, "classes"),
        ("Druid", "1.1.10", "library"),
    ]
    assert item(war, "java.frameworks", name="Quartz")["places"] == ["WEB-INF/classes/a/B.class"]


def test_a_damaged_library_is_told_by_its_name() -> None:
    war = read_war({"WEB-INF/lib/jedis-2.9.0.jar": b"PK\3\4 broken"})
    assert items(war, "java.libraries", "name", "version") == [("jedis", "2.9.0")]
    assert items(war, "archive.faults", "path") == ["WEB-INF/lib/jedis-2.9.0.jar"]


def test_the_tables_hold_together() -> None:
    names = [framework.name for framework in java_frameworks()]
    assert len(names) == len(set(names))
    for framework in java_frameworks():
        assert framework.artifacts or framework.packages
        assert all(package.endswith("/") for package in framework.packages)
    assert all(package.endswith("/") for package in java_libraries().packages)
    assert len(java_servers().vendors) >= 12


@pytest.mark.parametrize(
    ("version", "expected"),
    [("5.3.39.RELEASE", (5, 3, 39)), ("10", (10,)), ("x", ()), ("1.0-b", (1, 0))],
)
def test_numbers(version: str, expected: tuple[int, ...]) -> None:
    assert numbers(version) == expected
