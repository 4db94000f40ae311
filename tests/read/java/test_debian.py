"""Web applications of Debian packages, as installed; expected values by looking at their files."""

from __future__ import annotations

import pytest
import testbed

from migrate.model.facts import Component
from migrate.pipeline import read_paths


@pytest.fixture(scope="module")
def debian() -> dict[str, Component]:
    root = testbed.require(testbed.debian_apps)
    names = ("tomcat9-examples", "tomcat9-admin", "tomcat10-examples", "tomcat10-admin")
    found = {name: read_paths([root / name], root).components for name in names}
    return {f"{name}/{c.value('war.context_path')}": c for name in names for c in found[name]}


def test_each_web_application_is_one_component(debian: dict[str, Component]) -> None:
    assert set(debian) == {
        "tomcat9-examples//examples",
        "tomcat9-admin//manager",
        "tomcat9-admin//host-manager",
        "tomcat10-examples//examples",
        "tomcat10-admin//manager",
        "tomcat10-admin//host-manager",
    }
    assert {c.kind for c in debian.values()} == {"java-war"}
    assert all(c.value("war.stock") is True for c in debian.values())


@pytest.mark.parametrize(
    ("name", "space", "servlet", "release", "server", "java"),
    [
        ("tomcat9-examples//examples", "javax", "4.0", 8, "tomcat-9", 8),
        ("tomcat10-examples//examples", "jakarta", "6.0", 11, "tomcat-10.1", 11),
    ],
)
def test_examples(
    debian: dict[str, Component],
    name: str,
    space: str,
    servlet: str,
    release: int,
    server: str,
    java: int,
) -> None:
    found = debian[name]
    assert found.value("servlet.namespace") == space
    assert found.value("servlet.version") == servlet
    assert found.value("java.release") == release
    chosen = [found.value(fact) for fact in ("server.choice", "java.choice")]
    assert [each["choose"] for each in chosen if isinstance(each, dict)] == [server, java]


def test_what_debian_placed_elsewhere_is_unknown(debian: dict[str, Component]) -> None:
    manager = debian["tomcat9-admin//manager"]
    missing = {unknown.fact for unknown in manager.unknown}
    assert {"java.class_major", "java.libraries", "server.required"} <= missing
    assert manager.value("java.choice") is None


def test_the_host_that_debian_configures_names_the_path(debian: dict[str, Component]) -> None:
    fact = debian["tomcat9-examples//examples"].facts["war.context_path"]
    (origin,) = fact.origins
    assert origin.source == "tomcat9-examples/etc/tomcat9/Catalina/localhost/examples.xml"
    assert fact.confidence == 1
