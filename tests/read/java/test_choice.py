"""Which server and which Java release the facts lead to, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from migrate import text
from migrate.model.facts import Component
from migrate.read.java import choice
from tests.read.java.applications import places, read_war
from tests.read.java.class_builder import ClassBuilder
from tests.read.java.packing import class_of, components, manifest, packed, written

CODE = "WEB-INF/classes/a/B.class"
Files = dict[str, str | bytes]


def chosen(component: Component, fact: str) -> dict[str, Any]:
    value: Any = component.value(fact)
    return {**value, "because": [(each["reason"], each["what"]) for each in value["because"]]}


def jar(name: str, major: int = 0) -> Files:
    held = {"org/x/A.class": class_of("org/x/A", major=major)} if major else {"x": ""}
    return {f"WEB-INF/lib/{name}.jar": packed(held)}


@pytest.mark.parametrize(
    ("files", "server", "reasons"),
    [
        ({CODE: class_of("a/B", "javax/servlet/Filter")}, "tomcat-9", [("namespace", "javax")]),
        (
            {CODE: class_of("a/B", "jakarta/servlet/Filter", major=55)},
            "tomcat-10.1",
            [("namespace", "jakarta")],
        ),
        (
            {
                CODE: class_of("a/B", "jakarta/servlet/Filter", major=61),
                "WEB-INF/web.xml": "<web-app version='6.1'/>",
            },
            "tomcat-11",
            [("namespace", "jakarta"), ("servlet_version", "6.1")],
        ),
        (
            {CODE: class_of("a/B"), **jar("spring-webmvc-6.1.2")},
            "tomcat-10.1",
            [("library_namespace", "spring-webmvc")],
        ),
        (
            {CODE: class_of("a/B"), **jar("spring-webmvc-4.3.2")},
            "tomcat-9",
            [("library_namespace", "spring-webmvc")],
        ),
        (
            {CODE: class_of("a/B", "javax/ejb/Stateless")},
            "full-server",
            [("full_server", "full server")],
        ),
        (
            {"WEB-INF/web.xml": "<web-app version='2.4'/>", "a.html": ""},
            "tomcat-9",
            [("servlet_version", "2.4")],
        ),
        ({CODE: class_of("a/B", "java/io/File")}, "tomcat-9", [("no_servlet_api", "none")]),
    ],
)
def test_server(files: Files, server: str, reasons: list[tuple[str, str]]) -> None:
    found = chosen(read_war(files), "server.choice")
    assert (found["choose"], found["because"]) == (server, reasons)
    assert server not in found["alternatives"]


def test_a_folder_of_pages_alone_tells_no_server() -> None:
    war = read_war({"a.html": "x"})
    assert war.value("server.choice") is None
    assert war.value("java.choice") is None


def test_a_program_needs_no_server(tmp_path: Path) -> None:
    head = manifest(Main_Class="a.Main")
    written(
        tmp_path,
        {
            "a.jar": packed(
                {"META-INF/MANIFEST.MF": head, "a/Main.class": class_of("a/Main", "x/Y")}
            ),
            "b.jar": packed({"b/Lib.class": class_of("b/Lib", "x/Y")}),
        },
    )
    (program,) = components(tmp_path, "a.jar").values()
    assert chosen(program, "server.choice")["choose"] == "none"
    (library,) = components(tmp_path, "b.jar").values()
    assert (library.value("server.choice"), library.value("server.required")) == (None, None)
    assert chosen(library, "java.choice")["choose"] == 8


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({CODE: class_of("a/B", "x/Y", major=50)}, (8, 8, None, False)),
        ({CODE: class_of("a/B", "x/Y", major=59)}, (17, 15, None, False)),
        ({CODE: class_of("a/B", "x/Y"), **jar("late-1", major=61)}, (17, 17, None, False)),
        ({CODE: class_of("a/B", "x/Y"), **jar("spring-core-6.0.1")}, (17, 17, None, False)),
        ({CODE: class_of("a/B", "javax/xml/bind/JAXBContext")}, (8, 8, 10, False)),
        (
            {CODE: class_of("a/B", "javax/xml/bind/JAXBContext"), **jar("jaxb-api-2.3")},
            (8, 8, None, False),
        ),
        ({CODE: class_of("a/B", "sun/security/x509/X500Name")}, (8, 8, 16, False)),
        ({CODE: class_of("a/B", "sun/misc/Unsafe")}, (8, 8, None, False)),
        ({CODE: class_of("a/B", "sun/misc/BASE64Encoder", major=55)}, (11, 11, 8, True)),
        ({CODE: class_of("a/B", "x/Y"), **jar("spring-core-4.3.9.RELEASE")}, (8, 8, 8, False)),
        ({CODE: class_of("a/B", "x/Y"), **jar("spring-core-5.2.1.RELEASE")}, (8, 8, 15, False)),
    ],
)
def test_java(files: Files, expected: tuple[int, int, int | None, bool]) -> None:
    found = chosen(read_war(files), "java.choice")
    assert (found["choose"], found["lowest"], found["highest"], found["conflict"]) == expected


def test_the_reasons_have_their_places() -> None:
    built = ClassBuilder("a/B").call("java/lang/System", "setSecurityManager", "(LS;)V")
    war = read_war({CODE: built.bytes()}, {"setenv.sh": "JAVA_HOME=/opt/jdk-11.0.2\n"})
    found = chosen(war, "java.choice")
    assert (found["choose"], found["highest"], found["alternatives"]) == (11, 17, [8, 17])
    assert ("removed", "Security Manager") in found["because"]
    assert ("runs_on", "11") in found["because"]
    assert CODE in places(war, "java.choice")


def test_every_reason_has_a_sentence() -> None:
    for code in choice.CODES:
        for language in ("en", "zh"):
            assert text.say(language, f"read.because.{code}", {"what": "x", "release": "8"})
