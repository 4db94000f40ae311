"""Folders of rules from anywhere: each ends with rules or a sentence, soon, in little memory."""

from __future__ import annotations

import os
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrate import rules
from tests.rules.estate_case import TextTree, judged
from tests.rules.test_judging import ruleset

FILE = "{builtin.file: {pattern: x}}"
MAX_SECONDS, MAX_MEMORY = 5, 100 << 20


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    tracemalloc.start()
    started = time.process_time()
    yield
    took, (_, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 4 * MAX_SECONDS  # tracing costs
    assert peak < MAX_MEMORY


def told(path: Path) -> list[tuple[str, str]]:
    return [(wrong.rule, wrong.detail) for wrong in rules.load([path]).wrong]


def file(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "r.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def bomb(field: str) -> str:
    """Return rules of which each holds ten times what the one before holds."""
    lines = ["- {ruleID: x, message: m, d: &a0 [x, x, x, x, x, x, x, x, x, x]}"]
    for n in range(1, 10):
        copies = ", ".join([f"*a{n - 1}"] * 10)
        lines.append(f"- {{ruleID: y{n}, message: m, {field % f'&a{n} [{copies}]'}}}")
    return "\n".join(lines)


@pytest.mark.parametrize(
    "field",
    [
        f"labels: %s, when: {FILE}",
        f"tag: %s, when: {FILE}",
        f"category: %s, when: {FILE}",
        f"links: %s, when: {FILE}",
        "when: {builtin.hasTags: %s}",
        "when: {builtin.xml: {xpath: //a, filepaths: %s}}",
        "when: {or: %s}",
        "when: {migrate.fact: {fact: a, in: %s}}",
    ],
)
def test_aliases_do_not_multiply(tmp_path: Path, field: str) -> None:
    ((rule, detail),) = told(file(tmp_path, bomb(field)))
    assert rule == ""
    assert detail.endswith("more than 1000000 values")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- &r\n  ruleID: x\n  message: m\n  when: &w {or: [*w]}", "line 4: a value that holds"),
        ("&l\n- *l", "line 2: a value that holds itself"),
        ("[" * 200_000, "line 1: nested too deeply"),
        ("? " * 50_000, "line 1: nested too deeply"),
        (f"- {{ruleID: a, message: m, when: {'{or: [' * 60 + FILE + ']}' * 60}}}", "nested too"),
        ("- !!python/object/apply:os.system [id]", "could not determine a constructor"),
        (b"\x00" * 100, "unacceptable character"),
        (b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)), "unacceptable character"),
        ("- {ruleID: a, message: \u4e2d}".encode("gbk"), "invalid"),
        ("--- []\n--- []", "expected a single document"),
        ("x" * (5 << 20), "larger than"),
    ],
)
def test_a_file_that_is_no_rules_says_why(tmp_path: Path, content: str | bytes, said: str) -> None:
    ((rule, detail),) = told(file(tmp_path, content))
    assert rule == ""
    assert said in detail


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("1", ("#1", "a rule must be a map")),
        ("null", ("#1", "a rule must be a map")),
        ("{ruleID: 1, message: m}", ("#1", "a rule needs a ruleID of one line")),
        ("{ruleID: a, message: m, when: 1}", ("a", "`when` must hold one condition")),
        ("{ruleID: a, message: m, when: {and: []}}", ("a", "`and` must hold a list")),
        ("{ruleID: a, message: m, when: {and: [1]}}", ("a", "`and` must hold a list")),
        ("{ruleID: a, message: m, when: {builtin.file: 1}}", ("a", "must hold a map")),
        ("{ruleID: a, message: m, when: {builtin.file: {pattern: [a]}}}", ("a", "`pattern` is")),
        (f"{{ruleID: a, message: [m], when: {FILE}}}", ("a", "`message` must be text")),
        (f"{{ruleID: a, message: m, labels: [{{a: b}}], when: {FILE}}}", ("a", "`labels` must")),
        (f"{{ruleID: a, message: m, category: [b], when: {FILE}}}", ("a", "no category")),
        (f"{{ruleID: a, message: m, effort: {'9' * 40}, when: {FILE}}}", ("a", "`effort` must")),
        ("{ruleID: a, message: m, when: {builtin.hasTags: [[a]]}}", ("a", "must hold texts")),
        (
            "{ruleID: a, message: m, when: {builtin.xml: {xpath: //a, filepaths: [[a]]}}}",
            ("a", "`filepaths` must hold texts"),
        ),
        (
            "{ruleID: a, message: m, when: {java.referenced: {pattern: a, annotated: x}}}",
            ("a", "annotated must hold a map"),
        ),
    ],
)
def test_a_value_of_the_wrong_type_costs_its_rule(
    tmp_path: Path, rule: str, said: tuple[str, str]
) -> None:
    ((name, detail),) = told(file(tmp_path, f"- {rule}"))
    assert name == said[0]
    assert said[1] in detail


def test_odd_links_and_variables_are_left_out(tmp_path: Path) -> None:
    odd = "links: [x, {url: [1]}, {url: u, title: [1]}], customVariables: [1, {name: [x]}]"
    loaded = ruleset(tmp_path, f"- {{ruleID: a, message: m, {odd}, when: {FILE}}}")
    assert [(rule.links, rule.variables) for rule in loaded.rules] == [((), ())]


def test_a_circle_of_names_is_not_evaluated(tmp_path: Path) -> None:
    one = "{builtin.xml: {xpath: //a, filepaths: '{{b.filepaths}}'}, from: b, as: a}"
    other = "{builtin.xml: {xpath: //a, filepaths: '{{a.filepaths}}'}, from: a, as: b}"
    loaded = ruleset(tmp_path, f"- {{ruleID: r, message: m, when: {{and: [{one}, {other}]}}}}")
    left = [(n.condition, n.reason, n.count) for n in rules.not_evaluated(loaded)]
    assert left == [("builtin.xml", "chain", 2)]


@pytest.mark.parametrize(
    "xpath",
    [
        f"concat({', '.join(['string(/)'] * 500)})",
        "/*/*/*[../../*[../../*]]",
        "//a[parent::*/*[../b]]",
        "document('/etc/passwd')",
        "unparsed-text('/etc/passwd')",
        "system-property('xsl:vendor')",
        "re:match('a', '(a+)+$')",
        "$x",
        "(" * 3000 + "//a" + ")" * 3000,
        "//a\x00b",
    ],
)
def test_such_a_path_is_not_evaluated(tmp_path: Path, xpath: str) -> None:
    written = xpath.replace("\x00", "\\0")
    loaded = ruleset(
        tmp_path, f'- {{ruleID: r, message: m, when: {{builtin.xml: {{xpath: "{written}"}}}}}}'
    )
    assert [(n.condition, n.reason) for n in rules.not_evaluated(loaded)] == [
        ("builtin.xml", "xpath")
    ]


@pytest.mark.parametrize(
    "namespaces",
    ["{a: ''}", "{a: 1}", '{a: "x\\0y"}', "{re: 'http://exslt.org/regular-expressions'}"],
)
def test_odd_name_spaces_are_no_accident(tmp_path: Path, namespaces: str) -> None:
    when = f"{{builtin.xml: {{xpath: //a, namespaces: {namespaces}}}}}"
    loaded = ruleset(tmp_path, f"- {{ruleID: r, message: m, when: {when}}}")
    rules.content_incidents(loaded, TextTree({"a.xml": "<a/>"}))


def test_links_stay_in_their_folder(tmp_path: Path) -> None:
    good = f"- {{ruleID: good, message: m, when: {FILE}}}"
    outside = tmp_path / "outside.yaml"
    outside.write_text(good)
    folder = tmp_path / "rules"
    (folder / "..data").mkdir(parents=True)
    (folder / "..data" / "r.yaml").write_text(good)
    (folder / "r.yaml").symlink_to("..data/r.yaml")
    (folder / "out.yaml").symlink_to(outside)
    (folder / "zero.yaml").symlink_to("/dev/zero")
    (folder / "gone.yaml").symlink_to("nowhere")
    (folder / "self").symlink_to(folder)
    os.mkfifo(folder / "pipe.yaml")
    wrong = {Path(w.file).name: w.detail for w in rules.load([folder]).wrong}
    assert wrong == {
        "out.yaml": "a link that leads out of its folder",
        "zero.yaml": "a link that leads out of its folder",
        "gone.yaml": "neither a file nor a folder",
        "pipe.yaml": "neither a file nor a folder",
    }


@pytest.mark.parametrize("special", ["/dev/null", "/dev/zero"])
def test_a_device_is_no_folder_of_rules(special: str) -> None:
    with pytest.raises(rules.NoRulesError):
        rules.load([Path(special)])


def test_folders_too_deep_are_told(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 22)
    deep.mkdir(parents=True)
    (deep / "r.yaml").write_text(f"- {{ruleID: a, message: m, when: {FILE}}}")
    assert [detail for _, detail in told(tmp_path)] == ["deeper than 20 folders"]


def test_a_name_that_is_no_utf8_can_be_told(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.yaml"))).write_text("- 1")
    (wrong,) = rules.load([tmp_path]).wrong
    assert wrong.file.encode("utf-8").endswith(b"a\\udcff.yaml")
    rules.digest(rules.load([tmp_path]))


def test_a_long_row_of_tags_is_followed_quickly(tmp_path: Path) -> None:
    count = 3000
    rows = [
        f"- {{ruleID: r{n}, tag: [t{n}], when: {{builtin.hasTags: [t{n + 1}]}}}}"
        for n in range(count)
    ]
    rows.append(f"- {{ruleID: z, tag: [t{count}], when: {{builtin.file: {{pattern: a}}}}}}")
    rows.append("- {ruleID: end, message: m, when: {builtin.hasTags: [t0]}}")
    found = judged({"files": {"a": ""}}, ruleset(tmp_path, *rows))
    assert [finding.rule for finding in found] == ["end"]
