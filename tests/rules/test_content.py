"""Content conditions on files: names, text, XML, chains, and bounds."""

from __future__ import annotations

import pickle
import time
from pathlib import Path

import pytest

from migrate import rules
from migrate.model.facts import Incident
from migrate.rules import patterns, xpaths
from tests.rules.estate_case import TextTree
from tests.rules.test_judging import ruleset

WEB_XML = """<?xml version="1.0" encoding="GBK"?>
<!DOCTYPE web-app [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<web-app xmlns="http://java.sun.com/xml/ns/javaee">
  <description>&x;</description>
  <distributable/>
</web-app>
"""


def places(tmp_path: Path, when: str, files: dict[str, str | None]) -> list[str]:
    loaded = ruleset(tmp_path, f"- {{ruleID: r, message: m, when: {when}}}")
    found = rules.content_incidents(loaded, TextTree(files))
    return [origin.place for incident in found for origin in incident.origins]


@pytest.mark.parametrize(
    ("pattern", "path", "meant"),
    [
        ("pom.xml", "app/pom.xml", True),
        ("'*.java'", "src/A.java", True),
        ("'*.java'", "src/A.javax", False),
        ("'^.*\\.properties$'", "WEB-INF/db.properties", True),
        ("'^.*\\.properties$'", "WEB-INF/db.properties.bak", False),
    ],
)
def test_file_names(tmp_path: Path, pattern: str, path: str, meant: bool) -> None:
    when = f"{{builtin.file: {{pattern: {pattern}}}}}"
    assert bool(places(tmp_path, when, {path: ""})) is meant


def test_text_is_found_line_by_line(tmp_path: Path) -> None:
    when = "{builtin.filecontent: {filePattern: '.*\\.(java|properties)', pattern: '^b.*$'}}"
    files: dict[str, str | None] = {"x.properties": "a\nbb\nc\nb", "x.txt": "b"}
    assert places(tmp_path, when, files) == ["x.properties:2", "x.properties:4"]


def test_two_matches_in_a_line_are_one_place(tmp_path: Path) -> None:
    when = "{builtin.filecontent: {pattern: b}}"
    assert places(tmp_path, when, {"x": "bb\nb"}) == ["x:1", "x:2"]


def test_only_files_that_a_condition_means_are_read(tmp_path: Path) -> None:
    when = "{builtin.filecontent: {filePattern: '\\.java$', pattern: b}}"
    loaded = ruleset(tmp_path, f"- {{ruleID: r, message: m, when: {when}}}")
    tree = TextTree({"a.java": "b", "b.class": "b"})
    rules.content_incidents(loaded, tree)
    assert [entry.reads for entry in tree.files] == [1, 0]


def test_a_file_that_is_no_text_is_passed_over(tmp_path: Path) -> None:
    assert places(tmp_path, "{builtin.filecontent: {pattern: b}}", {"x": None}) == []


@pytest.mark.parametrize(
    "xml",
    [
        "xpath: /w:web-app/w:distributable, namespaces: {w: http://java.sun.com/xml/ns/javaee}",
        "xpath: /web-app/distributable",
        "xpath: /web-app/distributable, filepaths: [web.xml]",
        "xpath: \"//*[local-name()='distributable']\"",
        "xpath: \"//*[matches(local-name(), '^distrib')]\"",
    ],
)
def test_xml_is_asked_with_and_without_name_spaces(tmp_path: Path, xml: str) -> None:
    when = f"{{builtin.xml: {{{xml}}}}}"
    assert places(tmp_path, when, {"WEB-INF/web.xml": WEB_XML}) == ["WEB-INF/web.xml:5"]


def test_xml_entities_are_not_expanded(tmp_path: Path) -> None:
    when = "{builtin.xml: {xpath: \"//description[contains(., 'root')]\"}}"
    assert places(tmp_path, when, {"web.xml": WEB_XML}) == []


def test_another_name_space_does_not_match(tmp_path: Path) -> None:
    xml = "xpath: /w:web-app, namespaces: {w: 'https://jakarta.ee/xml/ns/jakartaee'}"
    assert places(tmp_path, f"{{builtin.xml: {{{xml}}}}}", {"web.xml": WEB_XML}) == []


@pytest.mark.parametrize("damaged", ["", "<a", "<a></b>", "no xml", "\x00<a/>", "<a>" * 5000])
def test_damaged_xml_is_no_accident(tmp_path: Path, damaged: str) -> None:
    places(tmp_path, "{builtin.xml: {xpath: //b}}", {"x.xml": damaged})


def test_a_chained_condition_looks_only_at_the_files_found_before(tmp_path: Path) -> None:
    when = (
        "{or: [{builtin.xml: {xpath: //dependency, filepaths: '{{poms.filepaths}}'}, from: poms},"
        " {builtin.file: {pattern: pom.xml}, as: poms, ignore: true}]}"
    )
    loaded = ruleset(tmp_path, f"- {{ruleID: r, message: m, when: {when}}}")
    files = {"pom.xml": "<p>\n<dependency/></p>", "x.xml": "<p><dependency/></p>"}
    found = rules.content_incidents(loaded, TextTree(files))
    assert sorted(str(o) for i in found for o in i.origins) == ["app pom.xml", "app pom.xml:2"]


def test_a_condition_chained_to_an_unanswerable_one_is_not_evaluated(tmp_path: Path) -> None:
    when = (
        "{and: [{builtin.filecontent: {pattern: x}, from: beans},"
        " {go.referenced: {pattern: y}, as: beans}]}"
    )
    loaded = ruleset(tmp_path, f"- {{ruleID: r, message: m, when: {when}}}")
    left = {(n.condition, n.reason) for n in rules.not_evaluated(loaded)}
    assert left == {("builtin.filecontent", "chain"), ("go.referenced", "provider")}


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("{builtin.filecontent: {pattern: '(?<=a)b'}}", ("builtin.filecontent", "pattern")),
        ("{builtin.filecontent: {pattern: '(a)\\1'}}", ("builtin.filecontent", "pattern")),
        (
            "{builtin.filecontent: {pattern: '((a|b|c){500}){500}'}}",
            ("builtin.filecontent", "pattern"),
        ),
        (
            "{builtin.filecontent: {pattern: '(([a-z]{9}|x){90}){9}'}}",
            ("builtin.filecontent", "pattern"),
        ),
        ("{builtin.file: {pattern: '('}}", ("builtin.file", "pattern")),
        ("{builtin.filecontent: {pattern: '{{x.y}}'}}", ("builtin.filecontent", "template")),
        ("{builtin.xml: {xpath: '/('}}", ("builtin.xml", "xpath")),
        ("{builtin.xml: {xpath: '/a:b'}}", ("builtin.xml", "xpath")),
        ("{builtin.xml: {xpath: '//a[//b[//c]]'}}", ("builtin.xml", "xpath")),
        ("{builtin.json: {xpath: '//a['}}", ("builtin.json", "xpath")),
        ("{builtin.xmlPublicID: {regex: '(?=x)'}}", ("builtin.xmlPublicID", "pattern")),
        ("{builtin.xml: {xpath: //a, filepaths: '{{x.filepaths}}'}}", ("builtin.xml", "template")),
        ("{builtin.xmlPublicID: {regex: ''}}", ("builtin.xmlPublicID", "empty")),
        ("{php.referenced: {pattern: 'a('}}", ("php.referenced", "pattern")),
        ("{java.referenced: {pattern: 'a('}}", ("java.referenced", "pattern")),
        ("{java.referenced: {pattern: 'a b c'}}", ("java.referenced", "pattern")),
        ("{java.referenced: {pattern: a, location: ELSEWHERE}}", ("java.referenced", "location")),
        ("{java.referenced: {pattern: a.B, location: CLASS}}", ("java.referenced", "location")),
        ("{java.dependency: {nameregex: '(?=x)'}}", ("java.dependency", "pattern")),
    ],
)
def test_what_cannot_be_run_is_reported(
    tmp_path: Path, condition: str, reason: tuple[str, str]
) -> None:
    loaded = ruleset(tmp_path, f"- {{ruleID: r, message: m, when: {condition}}}")
    assert [(n.condition, n.reason) for n in rules.not_evaluated(loaded)] == [reason]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(x+x+)+y", "x" * 1_000_000),
        ("(a|aa)+$", "a" * 1_000_000 + "!"),
        ("(.*)(.*)(.*)(.*)(.*)[b]$", "a" * 1_000_000),
        ("([a-z]{3}|[a-z]{5}){100}!", "a" * 1_000_000),
        ("^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 1_000_000),
    ],
)
def test_a_regex_bomb_does_not_hang(tmp_path: Path, pattern: str, text: str) -> None:
    started = time.process_time()
    places(tmp_path, f"{{builtin.filecontent: {{pattern: '{pattern}'}}}}", {"x": text})
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "xpath",
    [
        "//a[//b]",
        "//a//b//c//d",
        "//*[count(following::*) > 99999]",
        "//a/ancestor::*//b",
        "//a | //b | //a | //b | //a | //b",
    ],
)
def test_an_xpath_bomb_does_not_hang(tmp_path: Path, xpath: str) -> None:
    document = "<r>" + "<a><b/></a>" * 40_000 + "</r>"
    deep = "<a>" * 200 + "<b/>" * 40_000 + "</a>" * 200
    near = "<a>" * 200 + "<b/>" * (xpaths.MAX_ELEMENTS_WALKED_TWICE - 200) + "</a>" * 200
    started = time.process_time()
    when = f"{{builtin.xml: {{xpath: '{xpath}'}}}}"
    places(tmp_path, when, {"x.xml": document, "deep.xml": deep, "near.xml": near})
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("xpath", "found"),
    [
        ("//version", True),
        ("/dependencies/react", True),
        ("/react", False),
        ("//private[. = 'true']", True),
        ("//files/*[contains(., 'lib')]", True),
        ("//version[starts-with(., '2')]", False),
        ("//name | /main", True),
    ],
)
def test_json_is_asked_like_xml(tmp_path: Path, xpath: str, found: bool) -> None:
    package = (
        '{"main": "a.js", "version": "1.0", "private": true, "files": ["src", "lib"],'
        ' "dependencies": {"react": "^16", "@x/y": null}}'
    )
    when = f'{{builtin.json: {{xpath: "{xpath}"}}}}'
    assert places(tmp_path, when, {"a/package.json": package}) == ["a/package.json"] * found


@pytest.mark.parametrize("damaged", ["", "{", "[" * 100_000, '{"a": "\x00"}', '"\ud800"', "NaN"])
def test_damaged_json_is_no_accident(tmp_path: Path, damaged: str) -> None:
    places(tmp_path, "{builtin.json: {xpath: //b}}", {"x.json": damaged})


def test_public_identifiers_are_asked(tmp_path: Path) -> None:
    when = "{builtin.xmlPublicID: {regex: '.*JBoss.+DTD Java EE.+5.*'}}"
    old = (
        '<!DOCTYPE jboss-app PUBLIC "-//JBoss//DTD Java EE Application 5.0//EN"'
        ' "http://www.jboss.org/j2ee/dtd/jboss-app_5_0.dtd">\n<jboss-app/>'
    )
    files: dict[str, str | None] = {"jboss-app.xml": old, "other.xml": "<jboss-app/>"}
    assert places(tmp_path, when, files) == ["jboss-app.xml:1"]


def test_the_number_of_places_is_bounded(tmp_path: Path) -> None:
    when = "{builtin.filecontent: {pattern: b}}"
    files: dict[str, str | None] = {f"f{n}": "b\n" * 1000 for n in range(50)}
    found = places(tmp_path, when, files)
    assert len(found) == 200
    assert len([place for place in found if place.startswith("f0:")]) == patterns.MAX_MATCHES


def test_a_ruleset_travels_to_worker_processes(tmp_path: Path) -> None:
    loaded = ruleset(tmp_path, "- {ruleID: r, message: m, when: {builtin.file: {pattern: x}}}")
    again = pickle.loads(pickle.dumps(loaded))
    assert again == loaded
    assert rules.content_incidents(again, TextTree({"x": ""})) == (
        Incident("r", 0, {"file": "x"}, (TextTree({"x": ""}).files[0].origin(),)),
    )
