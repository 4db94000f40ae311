"""`migrate explain` as people see it in a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from migrate.cli.commands import app
from migrate.model.complaint import Complaint
from migrate.workspace import Workspace

DEPLOYMENT = "manifests/portal/deployment-portal.yaml"


def explain(root: Path, file: str) -> Result:
    Workspace(root).speak("en")
    return CliRunner().invoke(app, ["explain", str(root), file])


def test_a_value_its_reason_and_its_evidence_stand_below_each_other(workspace: Path) -> None:
    path = "manifests/score-record/deployment-score-record.yaml"
    place = "/spec/template/spec/containers/0/resources/limits/memory"
    lines = explain(workspace, f"{path}#{place}").stdout.splitlines()
    assert lines[0] == f"  {place}  832Mi"
    assert lines[1].startswith("    ")
    assert "512Mi" in lines[1]
    assert lines[-1].startswith("    ← artifacts/score-record/setenv.sh")


def test_long_places_are_never_broken(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    lines = explain(workspace, DEPLOYMENT).stdout.splitlines()
    start = "  /spec/template/spec/affinity/podAntiAffinity/preferredDuringScheduling"
    assert any(line.startswith(start) and line.endswith("  100") for line in lines)


def test_neighbours_with_one_reason_share_it(workspace: Path) -> None:
    said = explain(workspace, f"{DEPLOYMENT}#/spec/template/spec/securityContext").stdout
    assert said.count("A number, so that") == 1
    assert said.index("runAsUser") < said.index("runAsGroup") < said.index("A number, so that")


def test_edits_are_marked(workspace: Path) -> None:
    file = workspace / "out" / DEPLOYMENT
    content = file.read_text("utf-8").replace("replicas: 1", "replicas: 7")
    file.write_text(content.replace("  revisionHistoryLimit: 5\n", ""), "utf-8")
    said = explain(workspace, f"{DEPLOYMENT}#/spec").stdout
    assert "✎ /spec/replicas  7" in said
    assert "✗ /spec/revisionHistoryLimit" in said
    assert "✎ changed by hand" in said.splitlines()[-1]
    assert "changed by hand" not in explain(workspace, f"{DEPLOYMENT}#/metadata").stdout


def test_a_file_without_reasons_says_so(workspace: Path) -> None:
    result = explain(workspace, "charts/portal/.helmignore")
    assert (result.exit_code, result.stdout) == (0, "No reasons are recorded for this file.\n")


@pytest.mark.parametrize("content", [b"a: [\n", b"\0", b"a: &a [*a]\n", b"a: !!int x\n"])
def test_a_damaged_file_is_one_sentence(workspace: Path, content: bytes) -> None:
    (workspace / "out" / DEPLOYMENT).write_bytes(content)
    result = explain(workspace, DEPLOYMENT)
    assert isinstance(result.exception, Complaint)
    assert result.exception.exit_code == 2


def test_bytes_that_are_no_text_can_be_looked_at(workspace: Path) -> None:
    file = workspace / "out" / "images/portal/Dockerfile"
    file.write_bytes(b"# \xff\xfe\n" + file.read_bytes())
    said = explain(workspace, "images/portal/Dockerfile#L1").stdout
    assert said.startswith("✎ L1  # ��")
