"""Further rules, given to `read` or lying in a workspace; what of them is left out is said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from migrate.cli.commands import app
from migrate.workspace import Workspace

SAMPLE = Path(__file__).parent.parent.parent / "samples/score-record/input"
WAR = SAMPLE / "artifacts/score-record"
RULES = """
- ruleID: descriptor
  message: There is a descriptor.
  labels: [konveyor.io/target=eap8+, konveyor.io/source=tomcat]
  when: {builtin.file: {pattern: web.xml}}
- {ruleID: other, message: m, labels: [konveyor.io/target=quarkus],
   when: {builtin.file: {pattern: web.xml}}}
- {ruleID: go, message: m, when: {go.referenced: {pattern: x}}}
- {ruleID: broken, message: m, when: {builtin.file: {}}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "mine.yaml").write_text(RULES)
    return rules


def test_read_takes_rules_and_says_what_it_left_out(folder: Path) -> None:
    result = CliRunner().invoke(app, ["read", str(WAR), "--json", "--rules", str(folder)])
    read = json.loads(result.stdout)
    found = {f["rule"]: f for c in read["components"] for f in c["findings"]}
    assert found["descriptor"]["message"] == "There is a descriptor."
    assert "other" in found
    assert [(n["condition"], n["count"]) for n in read["not_evaluated"]] == [("go.referenced", 1)]
    assert read["not_evaluated"][0]["reason"]
    (wrong,) = read["wrong_rules"]
    assert (Path(wrong["file"]).name, wrong["rule"]) == ("mine.yaml", "broken")
    assert "`pattern` is missing" in wrong["reason"]


def test_read_takes_only_rules_about_a_target(folder: Path) -> None:
    options = ["--rules", str(folder), "--target", "eap8", "--source", "tomcat"]
    result = CliRunner().invoke(app, ["read", str(WAR), "--json", *options])
    found = {f["rule"] for c in json.loads(result.stdout)["components"] for f in c["findings"]}
    assert "descriptor" in found
    assert "other" not in found


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_left_out_stands_in_the_text_as_well(
    folder: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIGRATE_LANG", language)
    result = CliRunner().invoke(app, ["read", str(WAR), "--rules", str(folder)])
    for said in ("go.referenced", "broken"):
        assert said in result.stdout


def test_rules_that_are_not_there(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["read", str(WAR), "--rules", str(tmp_path / "nothing")])
    assert result.exit_code != 0


def test_a_workspace_brings_its_rules_along(folder: Path, tmp_path: Path) -> None:
    root = tmp_path / "w"
    Workspace.create(root, "en", "2026-01-01", SAMPLE)
    shutil.copytree(folder, root / "rules")
    everything = CliRunner().invoke(app, ["assess", str(root), "--json"]).stdout
    assert {"descriptor", "other"} <= rules_in(everything)
    assert {"rules-not-evaluated", "rule-not-usable"} <= rules_in(everything)
    chosen = CliRunner().invoke(app, ["assess", str(root), "--json", "--target", "eap8"]).stdout
    assert "descriptor" in rules_in(chosen)
    assert "other" not in rules_in(chosen)
    assert Workspace(root).decisions.answers["rules-target"] == "eap8"
    # The selection is a decision now: later commands agree.
    assert rules_in(CliRunner().invoke(app, ["assess", str(root), "--json"]).stdout) == rules_in(
        chosen
    )


def rules_in(assessment: str) -> set[str]:
    value = json.loads(assessment)
    return {
        found["rule"]
        for verdict in [*value["components"], {"findings": value["findings"]}]
        for found in verdict["findings"]
    }
