"""Rule files are read strictly, published ones as they are; errors name file and rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate import rules, text

PUBLISHED = """
- category: mandatory
  customVariables: []
  description: |-
    Logging to file system
    Local files may be lost.
  effort: 1
  labels: [konveyor.io/source=java, konveyor.io/target=cloud-readiness, logging]
  links: []
  message: Log files may be lost when an instance ends.
  ruleID: published-logging-0000
  tag: ["Logging to file system"]
  when:
    or:
    - builtin.filecontent:
        filePattern: log4j\\.(xml|properties)
        pattern: ((Daily)?Rolling)?FileAppender
    - java.referenced:
        location: IMPORT
        pattern: org.apache.*log4j.*FileAppender*
    - java.referenced: {location: IMPORT, pattern: java.util.logging.FileHandler*}
- ruleID: published-discover-properties
  when: {builtin.file: {pattern: "^.*\\\\.properties$"}}
  tag: ["Properties"]
- ruleID: published-dependency
  message: old junit
  when:
    java.dependency: {name: junit.junit, upperbound: 4.12.2, lowerbound: 4.4.0}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ruleset = tmp_path / "cloud"
    (ruleset / "tests" / "data").mkdir(parents=True)
    (ruleset / "ruleset.yaml").write_text("name: cloud\ndescription: d\nlabels: [discovery]\n")
    (ruleset / "72-logging.windup.yaml").write_text(PUBLISHED)
    (ruleset / "72-logging.windup.test.yaml").write_text("rulesPath: x\n")
    (ruleset / "tests" / "data" / "application.yaml").write_text("server: {port: 1}\n")
    return tmp_path


def write(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(content)
    return path


def test_a_published_ruleset_is_loaded_unmodified(folder: Path) -> None:
    loaded = {rule.id: rule for rule in rules.load([folder]).rules if not rule.own}
    assert set(loaded) == {
        "published-logging-0000",
        "published-discover-properties",
        "published-dependency",
    }
    logging = loaded["published-logging-0000"]
    assert (logging.severity, logging.effort) == ("mandatory", 1)
    assert "discovery" in logging.labels
    assert logging.tags == ("Logging to file system",)


def test_conditions_of_other_providers_are_counted_by_name(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
- ruleID: a
  message: m
  when: {or: [{go.referenced: {pattern: x}}, {go.referenced: {pattern: y}}]}
- ruleID: b
  message: m
  when: {and: [{go.referenced: {pattern: x}}, {builtin.file: {pattern: y}}]}
- {ruleID: c, message: m, when: {yaml.k8sResourceMatched: {kind: Deployment}}}
""",
    )
    left = {
        (n.condition, n.reason): (n.count, n.rules) for n in rules.not_evaluated(rules.load([path]))
    }
    assert left == {
        ("go.referenced", "provider"): (3, 2),
        ("yaml.k8sResourceMatched", "provider"): (1, 1),
    }


def test_conditions_about_java_are_evaluated(folder: Path) -> None:
    assert rules.not_evaluated(rules.load([folder])) == ()


def test_our_own_rules_come_along(folder: Path) -> None:
    ids = [rule.id for rule in rules.load([folder]).rules]
    assert "session-in-memory" in ids
    assert len(ids) == len(set(ids))


def test_an_id_taken_by_another_ruleset_is_prefixed(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ruleset.yaml").write_text(f"name: set-{name}\n")
        rule = "- {ruleID: log-to-file, message: m, when: {builtin.file: {pattern: x}}}\n"
        (tmp_path / name / "r.yaml").write_text(rule)
    ids = [rule.id for rule in rules.load([tmp_path]).rules]
    assert {"log-to-file", "set-a/log-to-file", "set-b/log-to-file"} <= set(ids)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- {ruleID: a, message: m}", "a: `when` must hold one condition"),
        ("- {message: m, when: {builtin.file: {pattern: x}}}", "needs a ruleID"),
        ("- {ruleID: a, when: {builtin.file: {pattern: x}}}", "a: a rule needs a message or a tag"),
        (
            "- {ruleID: a, message: m, category: urgent, when: {builtin.file: {pattern: x}}}",
            "a: no category",
        ),
        (
            "- {ruleID: a, message: m, effort: much, when: {builtin.file: {pattern: x}}}",
            "a: `effort`",
        ),
        ("- {ruleID: a, message: m, when: {builtin.file: {}}}", "a: `pattern` is missing"),
        ("- {ruleID: a, message: m, when: {file: {pattern: x}}}", "a: no condition 'file'"),
        ("- {ruleID: a, message: m, when: {or: {}}}", "a: `or` must hold a list"),
        ("- {ruleID: a, message: m, when: {migrate.fact: {fact: x, eqals: y}}}", "a: migrate.fact"),
        ("- {ruleID: a, message: m, when: {migrate.fact: {fact: x}}}", "a: migrate.fact"),
        (
            "- {ruleID: a, message: m, when: {migrate.fact: {fact: x, matches: '(?=a)'}}}",
            "a: migrate.fact",
        ),
        ("- {ruleID: a, message: m, when: {migrate.edge: {direction: up}}}", "a: migrate.edge"),
        ("a: b", "holds a list of rules"),
        ("- [", "while parsing"),
        (
            "- {ruleID: a, message: m, when: {builtin.file: {pattern: x}}}\n" * 2,
            "a: given twice",
        ),
    ],
)
def test_a_wrong_rule_costs_itself_and_names_file_and_rule(
    tmp_path: Path, content: str, said: str
) -> None:
    (tmp_path / "good.yaml").write_text(
        "- {ruleID: good, message: m, when: {builtin.file: {pattern: x}}}"
    )
    path = write(tmp_path, content)
    loaded = rules.load([tmp_path])
    assert "good" in {rule.id for rule in loaded.rules}
    (wrong,) = loaded.wrong
    assert wrong.file == path.as_posix()
    assert said in f"{wrong.rule}: {wrong.detail}".removeprefix(": ")


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(rules.NoRulesError):
        rules.load([tmp_path / "nothing"])


@pytest.mark.parametrize("header", ["- a", "name: [x]", "labels: 3", "name: {", "\xff"])
def test_a_wrong_header_costs_its_labels_alone(tmp_path: Path, header: str) -> None:
    (tmp_path / "ruleset.yaml").write_bytes(header.encode("latin-1"))
    write(tmp_path, "- {ruleID: a, message: m, when: {builtin.file: {pattern: x}}}")
    loaded = rules.load([tmp_path])
    assert "a" in {rule.id for rule in loaded.rules}
    assert [Path(wrong.file).name for wrong in loaded.wrong] == ["ruleset.yaml"]


def test_conditions_nested_without_end_are_refused(tmp_path: Path) -> None:
    lines = ["- ruleID: deep", "  message: m", "  when: &a0 {or: [{builtin.file: {pattern: x}}]}"]
    lines = ["- ruleID: deep", "  message: m", "  when:", "    or:"]
    lines.append("    - &a0 {builtin.file: {pattern: x}}")
    for n in range(1, 5):
        copies = ", ".join([f"*a{n - 1}"] * 10)
        lines.append(f"    - &a{n} {{or: [{copies}]}}")
    (wrong,) = rules.load([write(tmp_path, "\n".join(lines))]).wrong
    assert "too many" in wrong.detail


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_every_reason_can_be_said(language: str) -> None:
    for reason in ("provider", "pattern", "xpath", "template", "chain", "location", "empty"):
        assert text.say(language, f"rules.not-evaluated.{reason}")


def test_an_id_given_again_in_another_file_of_a_set_keeps_both(tmp_path: Path) -> None:
    # konveyor/rulesets technology-usage: 03-web-technology-usage asks for the tags of 284-web.
    (tmp_path / "ruleset.yaml").write_text("name: usage\n")
    tags = "- {ruleID: web-1, tag: [JSP], when: {builtin.file: {pattern: '*.jsp'}}}\n"
    asks = "- {ruleID: web-1, message: m, when: {builtin.hasTags: [JSP]}}\n"
    for name, content in (("03-web.yaml", asks), ("284-web.yaml", tags), ("9-web.yaml", tags)):
        (tmp_path / name).write_text(content)
    loaded = rules.load([tmp_path])
    assert loaded.wrong == ()
    ids = [rule.id for rule in loaded.rules if not rule.own]
    assert ids == ["web-1", "usage/web-1", "9-web/web-1"]
