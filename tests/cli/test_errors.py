"""What goes wrong is one clear sentence and an exit code, in the reader's language."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from migrate.workspace import Workspace


def migrate(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {k: v for k, v in os.environ.items() if k not in ("LANG", "LC_ALL", "MIGRATE_LANG")}
    return subprocess.run(
        [sys.executable, "-m", "migrate", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=plain | environment,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    "command", ["run", "graph", "assess", "plan", "generate", "check", "build", "report"]
)
def test_a_workspace_that_does_not_exist(command: str, tmp_path: Path) -> None:
    result = migrate(command, tmp_path / "nowhere")
    assert result.returncode == 2
    assert result.stderr.strip().splitlines() == [
        f"{tmp_path / 'nowhere'} is not a workspace (it has no migration.yaml). "
        f"Make one with: migrate init {tmp_path / 'nowhere'}"
    ]


def test_the_same_in_chinese(tmp_path: Path) -> None:
    result = migrate("run", tmp_path, MIGRATE_LANG="zh")
    assert "不是工作区" in result.stderr


def test_help_speaks_the_terminals_language() -> None:
    assert "创建工作区" in migrate("--help", LANG="zh_CN.UTF-8").stdout
    assert "Make a workspace" in migrate("--help", LANG="C.UTF-8").stdout


def test_an_unwritable_folder() -> None:
    result = migrate("init", "/proc/nothing-can-be-made-here")
    assert result.returncode == 2
    assert "cannot be written" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_an_unknown_sample_names_those_there_are(tmp_path: Path) -> None:
    result = migrate("init", tmp_path / "w", "--sample", "nonsense")
    assert result.returncode == 2
    assert "score-record" in result.stderr


def test_an_empty_workspace_says_what_to_put_in(tmp_path: Path) -> None:
    assert migrate("init", tmp_path / "w").returncode == 0
    result = migrate("run", tmp_path / "w")
    assert result.returncode == 1
    assert f"{tmp_path / 'w'}/survey" in result.stdout


def test_no_engine_is_one_sentence(tmp_path: Path, workspace: Path) -> None:
    result = migrate("build", workspace, DOCKER_HOST=f"unix://{tmp_path}/no.sock")
    assert result.returncode == 3
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Docker" in result.stderr


def test_no_cluster_is_one_sentence(tmp_path: Path, workspace: Path) -> None:
    result = migrate("deploy", workspace, "--context", "c", KUBECONFIG=str(tmp_path / "none"))
    assert result.returncode == 3
    assert len(result.stderr.strip().splitlines()) == 1


def test_deploy_never_takes_the_current_context(workspace: Path) -> None:
    result = migrate("deploy", workspace)
    assert result.returncode == 2
    assert "--context" in result.stderr


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = migrate("read", tmp_path / "no.war")
    assert result.returncode == 2
    assert result.stderr.strip() == f"There is no {tmp_path}/no.war."


@pytest.mark.parametrize("version", ["1.99", "1.34.1", "new", ""])
def test_a_version_that_nobody_has_is_refused_and_not_written(
    version: str, workspace: Path
) -> None:
    before = (workspace / "migration.yaml").read_text("utf-8")
    result = migrate("generate", workspace, "--kube-version", version or "0")
    assert result.returncode == 2
    assert "1.20" in result.stderr
    assert "1.37" in result.stderr
    assert (workspace / "migration.yaml").read_text("utf-8") == before


def test_a_registry_that_is_none_is_refused(workspace: Path) -> None:
    result = migrate("build", workspace, "--push", "https://registry.example.com/")
    assert result.returncode == 2
    assert "registry.example.com" in result.stderr


def test_flags_are_written_to_the_decisions(workspace: Path) -> None:
    result = migrate("generate", workspace, "--kube-version", "1.28", "--catalogue", "debian")
    assert result.returncode == 0, result.stderr
    answers = Workspace(workspace).decisions.answers
    assert (answers["kube-version"], answers["catalogue"]) == ("1.28", "debian")
    plan = json.loads(migrate("plan", workspace, "--json").stdout)
    assert plan["cluster"]["version"]["value"] == "1.28"
    assert plan["catalogue"]["value"] == "debian"


def test_an_answer_that_is_not_allowed_is_said_when_generating(workspace: Path) -> None:
    Workspace(workspace).decide({"exposure": "carrier-pigeon"})
    result = migrate("generate", workspace, MIGRATE_LANG="zh")
    assert result.returncode == 0
    assert "carrier-pigeon" in result.stdout


def test_a_filled_in_workbook_is_never_written_over(workspace: Path) -> None:
    (book,) = Workspace(workspace).workbooks()
    before = book.read_bytes()
    result = migrate("survey", "template", book)
    assert result.returncode == 2
    assert "there already" in result.stderr
    assert book.read_bytes() == before
    assert migrate("survey", "template", workspace / "new.txt").returncode == 2


def test_a_version_may_be_written_as_people_type_it(workspace: Path) -> None:
    file = workspace / "migration.yaml"
    content = file.read_text("utf-8")
    assert "decisions: {}" in content
    file.write_text(content.replace("decisions: {}", "decisions: {kube-version: 1.30}"), "utf-8")
    plan = json.loads(migrate("plan", workspace, "--json").stdout)
    assert plan["cluster"]["version"]["value"] == "1.30"


def test_problems_of_the_survey_are_said_by_run(workspace: Path) -> None:
    import openpyxl

    (book,) = Workspace(workspace).workbooks()
    workbook = openpyxl.load_workbook(book)
    workbook["主机"]["G4"] = "four"
    workbook.save(book)
    result = migrate("run", workspace)
    assert result.returncode == 0
    assert "主机!G4" in result.stdout
    assert "four" in result.stdout


def test_the_language_of_a_report_is_kept(workspace: Path) -> None:
    before = (workspace / "migration.yaml").read_text("utf-8")
    assert migrate("report", workspace, "--lang", "en").returncode == 0
    assert Workspace(workspace).decisions.language == "en"
    after = (workspace / "migration.yaml").read_text("utf-8")
    assert after.replace("language: en", "language: zh") == before


def test_paths_of_different_folders_are_read_together(tmp_path: Path) -> None:
    for name in ("a", "b"):
        folder = tmp_path / name / "host"
        folder.mkdir(parents=True)
        (folder / "my.cnf").write_text("[mysqld]\nserver-id = 7\n")
    result = migrate("read", tmp_path / "a/host", tmp_path / "b/host", "--json")
    assert result.returncode == 0, result.stderr
    assert '"a/host/my.cnf"' in result.stdout


def test_control_characters_are_shown_not_obeyed() -> None:
    from migrate.cli.show import visible

    assert visible("a\x1b[31m\x07b\n") == "a\\x1b[31m\\x07b\n"


@pytest.mark.parametrize("path", ["/nowhere/at/all", "/" + "x/" * 1500])
def test_an_input_that_is_not_there(path: str) -> None:
    result = migrate("read", path)
    assert result.returncode == 2
    assert result.stderr.strip() == f"There is no {path.rstrip('/')}."
