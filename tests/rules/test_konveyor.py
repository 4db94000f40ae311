"""What Konveyor's own engine makes of a rule: evidence, ignored conditions, tags, lines, paths.

Checked against engine/engine.go, engine/conditions.go, provider/lib.go and the builtin provider of
konveyor/analyzer-lsp.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from migrate import rules
from tests.rules.estate_case import judged
from tests.rules.test_judging import ruleset

POM = "{builtin.file: {pattern: pom.xml}}"
NO_POM = "{builtin.file: {pattern: pom.xml}, not: true}"
JSP = "{builtin.file: {pattern: '*.jsp'}}"
FILES: dict[str, str | None] = {"pom.xml": "<project/>", "WEB-INF/web.xml": "<web-app/>"}


def fires(tmp_path: Path, when: str, files: Mapping[str, str | None] = FILES) -> bool:
    loaded = ruleset(tmp_path, f"- {{ruleID: r, message: m, when: {when}}}")
    return bool(judged({"files": dict(files)}, loaded))


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        # A violation needs an incident: what merely is missing yields none.
        ("{builtin.file: {pattern: '*.jsp'}, not: true}", False),
        (f"{{and: [{NO_POM}]}}", False),
        (f"{{and: [{POM}, {{builtin.file: {{pattern: '*.jsp'}}, not: true}}]}}", True),
        (f"{{or: [{JSP}, {{builtin.file: {{pattern: '*.go'}}, not: true}}]}}", False),
        (f"{{or: [{POM}, {{builtin.file: {{pattern: '*.go'}}, not: true}}]}}", True),
        (f"{{or: [{{and: [{JSP}], not: true}}]}}", False),
        # What is ignored decides along and shows nothing.
        (f"{{and: [{{builtin.file: {{pattern: '*.jsp'}}, ignore: true}}, {POM}]}}", False),
        (f"{{and: [{{builtin.file: {{pattern: web.xml}}, ignore: true}}, {POM}]}}", True),
        ("{and: [{builtin.file: {pattern: web.xml}, ignore: true}]}", False),
        (f"{{or: [{{builtin.file: {{pattern: pom.xml}}, ignore: true}}, {JSP}]}}", False),
        # A condition of our own is answered by what is missing as well.
        ("{migrate.fact: {fact: java.fonts, exists: false}}", True),
        ("{migrate.fact: {fact: component.kind, equals: mysql}, not: true}", True),
    ],
)
def test_a_rule_speaks_of_what_was_found(tmp_path: Path, when: str, expected: bool) -> None:
    assert fires(tmp_path, when) is expected


def test_an_ignored_condition_shows_no_place(tmp_path: Path) -> None:
    when = f"{{and: [{{builtin.file: {{pattern: web.xml}}, ignore: true}}, {POM}]}}"
    loaded = ruleset(tmp_path, f"- {{ruleID: r, message: m, when: {when}}}")
    (finding,) = judged({"files": FILES}, loaded)
    assert [origin.place for origin in finding.origins] == ["pom.xml"]


@pytest.mark.parametrize(
    ("tag", "asked", "expected"),
    [
        ("Java EE=JSF Page", "JSF Page", True),
        ("View=JSF Page, Facelets", "Facelets", True),
        ("One, Two", "Two", True),
        ("One", "Two", False),
        ("Java EE=JSF Page", "Java EE", False),
        ("Standard Widget Toolkit (SWT)", "Standard Widget Toolkit (SWT)", True),
    ],
)
def test_tags_are_asked_without_their_category(
    tmp_path: Path, tag: str, asked: str, expected: bool
) -> None:
    loaded = ruleset(
        tmp_path,
        f"- {{ruleID: tags, tag: ['{tag}'], when: {POM}}}",
        f"- {{ruleID: asks, message: m, when: {{builtin.hasTags: ['{asked}']}}}}",
    )
    assert bool(judged({"files": FILES}, loaded)) is expected


def test_a_tag_that_only_something_missing_would_put_on_is_not_put_on(tmp_path: Path) -> None:
    loaded = ruleset(
        tmp_path,
        "- {ruleID: tags, tag: [No pages], when: {builtin.file: {pattern: '*.jsp'}, not: true}}",
        "- {ruleID: asks, message: m, when: {builtin.hasTags: [No pages]}}",
    )
    assert judged({"files": FILES}, loaded) == ()


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("url\\s*=\\s*jdbc", "url = jdbc:mysql:", True),
        ("url\\s*=\\s*jdbc", "url =\n# jdbc:mysql:", False),
        ("import\\s+[^;]*Vector", "import java.util.Vector;", True),
        ("import\\s+[^;]*Vector", "import\nVector;", False),
        ("a\\nb", "a\nb", False),
        ("^b$", "a\nb\nc", True),
        ("^b$", "a\nb", True),
    ],
)
def test_a_match_lies_within_a_line(
    tmp_path: Path, pattern: str, text: str, expected: bool
) -> None:
    when = f"{{builtin.filecontent: {{pattern: '{pattern}'}}}}"
    assert fires(tmp_path, when, {"a.properties": text}) is expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("web\\.xml", True),
        ("^web\\.xml$", True),
        ("^pom\\.xml$", True),
        ("/WEB-INF/web\\.xml$", True),
        ("^WEB-INF/", True),
        (".*/pom\\.xml", True),
        ("^INF/web\\.xml$", False),
        ("^eb\\.xml$", False),
        ("(a|b)\\.xml$", True),
    ],
)
def test_a_pattern_means_the_whole_path_or_the_name(
    tmp_path: Path, pattern: str, expected: bool
) -> None:
    files = {"WEB-INF/web.xml": "", "pom.xml": ""}
    assert fires(tmp_path, f"{{builtin.file: {{pattern: '{pattern}'}}}}", files) is expected


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ("web.xml", True),
        ("WEB-INF/web.xml", True),
        ("'**/web.xml'", True),
        ("'*.xml'", True),
        ("'.*-ra\\.xml web.xml'", True),
        ("'.*/web\\.xml'", True),
        ("'WEB-INF/(web|ejb)\\.xml'", True),
        ("WEB-INF", True),
        ("WEB-INF/", True),
        ("META-INF", False),
        ("other.xml", False),
        ("eb.xml", False),
        ("'(other|third)\\.xml'", False),
        ("'['", False),
    ],
)
def test_file_paths_are_names_folders_or_patterns(
    tmp_path: Path, paths: str, expected: bool
) -> None:
    when = f"{{builtin.xml: {{xpath: /web-app, filepaths: [{paths}]}}}}"
    assert fires(tmp_path, when) is expected


def test_our_own_rules_may_look_across_lines() -> None:
    loaded = rules.load()
    encoded = "<?php //0046e\nif(!extension_loaded('ionCube Loader')){die();}"
    over_lines = "<?php\nif(!extension_loaded('ionCube Loader')){die();}"
    for content in (encoded, over_lines):
        case = {"kind": "php-site", "files": {"a.php": content}}
        assert "encoded-php" in {finding.rule for finding in judged(case, loaded)}
