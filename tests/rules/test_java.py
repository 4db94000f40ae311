"""`java.referenced` and `java.dependency` on what class files and archives tell."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from migrate import rules
from migrate.model.code import Library, Use, UseKind
from migrate.model.facts import Component
from migrate.model.origin import Origin
from tests.rules.estate_case import TextTree
from tests.rules.test_judging import ruleset

LOGIN, UPLOAD = "WEB-INF/classes/shop/Login.class", "WEB-INF/classes/shop/Upload.class"


def use(
    kind: UseKind,
    name: str,
    *parameters: str,
    entry: str = LOGIN,
    elements: dict[str, str] | None = None,
) -> Use:
    known = parameters if kind in ("method", "constructor") else None
    return Use(kind, name, (Origin("shop.war", entry),), known, elements or {})


USES = (
    use("type", "java.io.File", entry=UPLOAD),
    use("constructor", "java.io.File", "java.lang.String", entry=UPLOAD),
    use("constructor", "java.util.Date"),
    use("method", "java.io.File.delete", entry=UPLOAD),
    use("method", "java.lang.Runtime.exec", "java.lang.String[]"),
    use("method", "java.lang.String.getBytes"),
    use("method", "java.util.Map$Entry.getKey"),
    use("inherits", "javax.servlet.http.HttpServlet"),
    use("implements", "java.io.Serializable"),
    use("annotation", "javax.ejb.Stateless", elements={"name": "Cart"}),
    use("annotation", "javax.jws.WebService", entry=UPLOAD),
    use("field", "java.util.concurrent.TimeUnit.DAYS"),
    use("type", "org.apache.log4j.DailyRollingFileAppender"),
)


def entries(tmp_path: Path, fields: str, uses: tuple[Use, ...] = USES) -> list[str]:
    """Return the class files found, by their short names."""
    loaded = ruleset(
        tmp_path, f"- {{ruleID: r, message: m, when: {{java.referenced: {{{fields}}}}}}}"
    )
    assert not loaded.wrong
    found = rules.content_incidents(loaded, TextTree({}, uses))
    places = {o.place.rsplit("/", 1)[-1].removesuffix(".class") for i in found for o in i.origins}
    return sorted(places)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("pattern: java.io.File", ["Upload"]),
        ("pattern: java.io.Fil", []),
        ("pattern: java.io.File, location: TYPE", ["Upload"]),
        ("pattern: java.io.File*, location: IMPORT", ["Upload"]),
        ("pattern: java.io*, location: IMPORT", ["Login", "Upload"]),
        ("pattern: java.io.(File|FileReader)*, location: IMPORT", ["Upload"]),
        ("pattern: java.io.(FileWriter|FileReader)*, location: IMPORT", []),
        ("pattern: (jakarta|javax).servlet*, location: INHERITANCE", ["Login"]),
        ("pattern: File, location: TYPE", ["Upload"]),
        ("pattern: ile, location: TYPE", []),
        ("pattern: java.util.Map<*, *>, location: TYPE", []),
        ("pattern: java.util.Map.Entry, location: TYPE", ["Login"]),
        ("pattern: java.util.Map$Entry, location: TYPE", ["Login"]),
        ("pattern: org.apache.*log4j.*FileAppender*, location: IMPORT", ["Login"]),
        ("pattern: '*FileAppender', location: TYPE", ["Login"]),
        ("pattern: java.io.(File|Reader)?*, location: IMPORT", ["Login", "Upload"]),
        ("pattern: java.io.(Fi|Re)?le, location: IMPORT", ["Upload"]),
        ("pattern: java.i?.File, location: TYPE", ["Upload"]),
        ("pattern: java.io.File, location: CONSTRUCTOR_CALL", ["Upload"]),
        ("pattern: java.io.File(java.lang.String), location: CONSTRUCTOR_CALL", ["Upload"]),
        ("pattern: java.io.File(java.io.File), location: CONSTRUCTOR_CALL", []),
        ("pattern: java.util.Date(), location: CONSTRUCTOR_CALL", ["Login"]),
        ("pattern: java.lang.Runtime.exec, location: METHOD_CALL", ["Login"]),
        ("pattern: java.lang.Runtime.exec(*), location: METHOD_CALL", ["Login"]),
        ("pattern: 'java.lang.Runtime.exec(String[])', location: METHOD_CALL", ["Login"]),
        ("pattern: java.lang.Runtime.exec(String), location: METHOD_CALL", []),
        ("pattern: java.lang.Runtime.*, location: METHOD_CALL", ["Login"]),
        ("pattern: Runtime.exec, location: METHOD_CALL", ["Login"]),
        ("pattern: del*, location: METHOD_CALL", ["Upload"]),
        ("pattern: java.lang.String.getBytes(), location: METHOD_CALL", ["Login"]),
        ("pattern: java.lang.String.getBytes(Charset), location: METHOD_CALL", []),
        ("pattern: 'java.io.File.delete(*) boolean', location: METHOD", ["Upload"]),
        ("pattern: '* java.io.File', location: FIELD", ["Upload"]),
        ("pattern: '* java.io.File', location: METHOD", ["Upload"]),
        ("pattern: java.io.File, location: RETURN_TYPE", ["Upload"]),
        ("pattern: java.io.File, location: VARIABLE_DECLARATION", ["Upload"]),
        ("pattern: javax.servlet.http.HttpServlet, location: INHERITANCE", ["Login"]),
        ("pattern: java.io.Serializable, location: INHERITANCE", ["Login"]),
        ("pattern: java.io.Serializable, location: IMPLEMENTS_TYPE", ["Login"]),
        ("pattern: javax.servlet.http.HttpServlet, location: IMPLEMENTS_TYPE", []),
        ("pattern: java.util.concurrent.TimeUnit.DAYS, location: ENUM_CONSTANT", ["Login"]),
        ("pattern: java.util.concurrent.TimeUnit.DAYS, location: ENUM", ["Login"]),
        ("pattern: javax.servlet.http, location: PACKAGE", ["Login"]),
        ("pattern: javax.servlet, location: PACKAGE", []),
        ("pattern: javax.servlet*, location: PACKAGE", ["Login"]),
        ("pattern: javax.se*et.http, location: PACKAGE", ["Login"]),
        ("pattern: javax.servlet.http.(HttpServlet|Cookie)*, location: PACKAGE", ["Login"]),
        ("pattern: javax.servlet.http.HttpSer*, location: PACKAGE", ["Login"]),
        ("pattern: javax.servlet.http.Other*, location: PACKAGE", []),
        ("pattern: javax.ejb.Stateless, location: ANNOTATION", ["Login"]),
        ("pattern: javax.ejb.Stateless, location: annotation", ["Login"]),
        ("pattern: '[a-z]+\\.io\\.File', location: TYPE", ["Upload"]),
        ("pattern: 'java\\.io\\.File.*', location: TYPE", ["Upload"]),
        ("pattern: '*'", ["Login", "Upload"]),
    ],
)
def test_patterns_and_locations(tmp_path: Path, fields: str, found: list[str]) -> None:
    assert entries(tmp_path, fields) == found


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("pattern: '*', location: CLASS, annotated: {pattern: javax.ejb.Stateless}", ["Login"]),
        ("pattern: '*', location: METHOD, annotated: {pattern: javax.ejb.Singleton}", []),
        (
            "pattern: javax.ejb.Stateless, location: ANNOTATION,"
            " annotated: {elements: [{name: name, value: C.*}]}",
            ["Login"],
        ),
        (
            "pattern: javax.ejb.Stateless, location: ANNOTATION,"
            " annotated: {elements: [{name: name, value: C}]}",
            [],
        ),
        (
            "pattern: javax.ejb.Stateless, location: ANNOTATION,"
            " annotated: {elements: [{name: other, value: .*}]}",
            [],
        ),
        ("pattern: java.io.File, location: TYPE, annotated: {pattern: javax.jws.*}", ["Upload"]),
        ("pattern: java.io.File, location: TYPE, annotated: {pattern: javax.ejb.*}", []),
    ],
)
def test_annotations_beside(tmp_path: Path, fields: str, found: list[str]) -> None:
    assert entries(tmp_path, fields) == found


def test_unknown_parameters_are_no_particular_ones(tmp_path: Path) -> None:
    uses = (Use("method", "a.B.c", (Origin("x", LOGIN),)),)
    assert entries(tmp_path, "pattern: a.B.c(*), location: METHOD_CALL", uses) == ["Login"]
    assert entries(tmp_path, "pattern: a.B.c(int), location: METHOD_CALL", uses) == []


def test_calls_of_php_functions(tmp_path: Path) -> None:
    loaded = ruleset(
        tmp_path, "- {ruleID: r, message: m, when: {php.referenced: {pattern: 'Mysql_*'}}}"
    )
    site = TextTree(
        {"a.php": "// mysql_query("},
        [use("method", "mysql_connect", entry="a.php"), use("method", "mysqli_connect")],
    )
    assert [i.params["use"] for i in rules.content_incidents(loaded, site)] == ["mysql_connect"]
    assert rules.content_incidents(loaded, TextTree({"a.php": "// mysql_query("})) == ()


@pytest.mark.parametrize(
    "pattern",
    [
        "*" * 300,
        "a.(b|c)" * 200,
        "(a|a)*(a|a)*(a|a)*(a|a)*b",
        "(((((((((a|b)|c)|d)|e)|f)|g)|h)|i)|j)",
        "a.B<" + "C<" * 500,
        "((" * 400,
        "(x+x+)+y",
        "[^a]*",
        "a" * 5000,
    ],
)
def test_a_hostile_pattern_does_not_hang(tmp_path: Path, pattern: str) -> None:
    started = time.process_time()
    path = tmp_path / "r.yaml"
    when = {"java.referenced": {"pattern": pattern, "location": "TYPE"}}
    path.write_text(yaml.safe_dump([{"ruleID": "r", "message": "m", "when": when}]))
    loaded = rules.load([path])
    uses = tuple(use("type", f"{'a' * 200}.{'x' * 50}.T{n}") for n in range(5000))
    rules.content_incidents(rules.RuleSet(loaded.rules), TextTree({}, uses))
    assert time.process_time() - started < 5


@pytest.mark.parametrize("value", [3, None, [], {}, True, "\x00", "é" * 50, "\ud800"])
@pytest.mark.parametrize("field", ["pattern", "location", "annotated", "filepaths"])
def test_fields_of_any_kind_cost_the_rule_alone(tmp_path: Path, field: str, value: object) -> None:
    path = tmp_path / "r.yaml"
    fields = {"pattern": "a.B", "location": "TYPE", field: value}
    when = {"java.referenced": fields}
    path.write_text(yaml.safe_dump([{"ruleID": "r", "message": "m", "when": when}]))
    loaded = rules.load([path])
    rules.content_incidents(rules.RuleSet(loaded.rules), TextTree({}, USES))


def test_file_paths_narrow_a_search(tmp_path: Path) -> None:
    assert entries(tmp_path, "pattern: '*', filepaths: [Upload.class]") == ["Upload"]
    assert entries(tmp_path, "pattern: '*', filepaths: [shop/Upload.class]") == ["Upload"]
    assert entries(tmp_path, "pattern: '*', filepaths: [load.class]") == []


def test_a_search_in_the_files_of_another_condition(tmp_path: Path) -> None:
    when = (
        "{and: [{java.referenced: {pattern: java.util.Date}, from: servlets},"
        " {java.referenced: {pattern: javax.jws.WebService, location: ANNOTATION}, as: services,"
        " ignore: true}, {java.referenced: {pattern: java.io.File,"
        " filepaths: '{{services.Filepaths}}'}, from: services}]}"
    ).replace(", from: servlets", "")
    loaded = ruleset(tmp_path, f"- {{ruleID: r, message: m, when: {when}}}")
    assert rules.not_evaluated(loaded) == ()
    found = rules.content_incidents(loaded, TextTree({}, USES))
    assert {i.params["use"] for i in found} == {
        "javax.jws.WebService",
        "java.io.File",
        "java.util.Date",
    }


def test_files_of_a_condition_on_code_are_the_only_ones_read(tmp_path: Path) -> None:
    when = (
        "{and: [{java.referenced: {pattern: java.io.File}, as: x},"
        " {builtin.file: {pattern: '*.class'}, as: y, from: x},"
        " {builtin.filecontent: {pattern: CAFE, filepaths: '{{x.extras.filepaths}}'}, from: x}]}"
    )
    loaded = ruleset(tmp_path, f"- {{ruleID: r, message: m, when: {when}}}")
    tree = TextTree({LOGIN: "CAFE", UPLOAD: "CAFE"}, [use("type", "java.io.File", entry=UPLOAD)])
    for entry in tree.files:
        entry.source = "shop.war"
    found = [
        (i.condition, o.place)
        for i in rules.content_incidents(loaded, tree)
        for o in i.origins
        if i.params.get("file")
    ]
    assert {place for condition, place in found if condition == 2} == {f"{UPLOAD}:1"}
    assert {place for condition, place in found if condition == 1} == {LOGIN, UPLOAD}


LIBRARIES = (
    Library("log4j-core", "2.14.1", "org.apache.logging.log4j", (Origin("s", "log4j.jar"),)),
    Library("commons-collections", "3.2.1", "", (Origin("s", "cc.jar"),)),
    Library("core", "1.0", "", (Origin("s", "core.jar"),)),
    Library("hibernate-core", "5.1.0.Final", "org.hibernate", (Origin("s", "h.jar"),)),
    Library("noversion", "", "x", (Origin("s", "n.jar"),)),
)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("name: org.apache.logging.log4j.log4j-core", ["log4j-core"]),
        ("name: org.apache.logging.log4j-core", []),
        ("name: org.apache.logging.log4j.log4j-core, lowerbound: 2.14.1", ["log4j-core"]),
        ("name: org.apache.logging.log4j.log4j-core, lowerbound: 2.14.2", []),
        ("name: org.apache.logging.log4j.log4j-core, upperbound: 2.14.1", ["log4j-core"]),
        ("name: org.apache.logging.log4j.log4j-core, upperbound: 2.9", []),
        ("name: commons-collections.commons-collections", ["commons-collections"]),
        ("name: com.google.zxing.core", []),
        ("nameregex: org\\.hibernate\\..*, upperbound: 5.1.0.Final", ["hibernate-core"]),
        ("nameregex: '^hibernate'", []),
        ("name: x.noversion, lowerbound: 0.0.0", ["noversion"]),
        ("name: x.noversion, lowerbound: 1.0", []),
        ("name: x.noversion, upperbound: 1.0", []),
    ],
)
def test_libraries(tmp_path: Path, fields: str, found: list[str]) -> None:
    loaded = ruleset(
        tmp_path, f"- {{ruleID: r, message: m, when: {{java.dependency: {{{fields}}}}}}}"
    )
    incidents = rules.content_incidents(loaded, TextTree({}, (), LIBRARIES))
    assert [i.params["name"] for i in incidents] == found


@pytest.mark.parametrize(
    ("kind", "fires"),
    [("java-war", True), ("spring-boot", True), ("php-site", False), ("mysql", False)],
)
def test_what_is_missing_means_something_in_java_alone(
    tmp_path: Path, kind: str, fires: bool
) -> None:
    missing = "{java.dependency: {name: a.b}, not: true}"
    when = f"{{and: [{missing}, {{migrate.fact: {{fact: component.kind, equals: {kind}}}}}]}}"
    loaded = ruleset(tmp_path, f"- {{ruleID: r, message: m, when: {when}}}")
    found = rules.judge(loaded, Component("c", kind, "c", sources=("x",)), (), "")
    assert bool(found) is fires


def test_messages_name_what_of_a_library_is_used(tmp_path: Path) -> None:
    loaded = ruleset(
        tmp_path,
        "- ruleID: r",
        "  message: '{{ class }} and {{{gone}}} and {{other}}'",
        "  customVariables:",
        "  - {name: class, pattern: 'java.io.(?P<c>[A-Za-z]+)', nameOfCaptureGroup: c}",
        "  - {name: other, pattern: 'zzz', defaultValue: nothing}",
        "  - {name: gone, pattern: '(?=x)'}",
        "  when: {java.referenced: {pattern: java.io.File, location: TYPE}}",
    )
    incidents = rules.content_incidents(loaded, TextTree({}, USES))
    one = Component("c", "java-war", "c", incidents=incidents, sources=("x",))
    (found,) = rules.judge(loaded, one, (), "")
    assert rules.sentence(found, "message", "zh") == "File and … and nothing"


def test_evidence_is_bounded(tmp_path: Path) -> None:
    uses = tuple(use("type", f"java.io.T{n}", entry=f"C{n}.class") for n in range(5000))
    loaded = ruleset(
        tmp_path, "- {ruleID: r, message: m, when: {java.referenced: {pattern: java.io*}}}"
    )
    found = rules.content_incidents(loaded, TextTree({}, uses))
    assert sum(len(i.origins) for i in found) <= 200
