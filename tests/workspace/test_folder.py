"""A workspace is made once, read strictly, and written in whole files."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate import text
from migrate.model.artifact import Artifact
from migrate.model.topology import Topology
from migrate.workspace import DecisionsError, Workspace, WorkspaceError


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "w", "zh", "2026-01-31")


def sentence(error: pytest.ExceptionInfo[WorkspaceError | DecisionsError]) -> str:
    because = error.value.because
    return text.say("en", because.id, because.params)


def test_a_new_workspace_knows_its_language_and_day(workspace: Workspace) -> None:
    assert workspace.decisions.language == "zh"
    assert workspace.decisions.as_of == "2026-01-31"
    assert workspace.decisions.answers == {}
    assert workspace.inputs() == ()
    assert workspace.workbooks() == ()


def test_a_folder_that_is_no_workspace_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError) as error:
        Workspace(tmp_path)
    assert "migrate init" in sentence(error)


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").touch()
    with pytest.raises(WorkspaceError, match="not_empty"):
        Workspace.create(tmp_path, "en", "2026-01-31")


def test_an_unwritable_folder_is_named() -> None:
    with pytest.raises(WorkspaceError) as error:
        Workspace.create(Path("/proc/here-even-root-may-not-write"), "en", "2026-01-31")
    assert "/proc/here-even-root-may-not-write cannot be written" in sentence(error)


def test_a_file_where_a_folder_must_be_is_one_sentence(workspace: Workspace) -> None:
    workspace.out.write_text("in the way")
    with pytest.raises(WorkspaceError) as error:
        workspace.write_artifacts([Artifact("a/b.yaml", "a: 1\n")])
    assert "cannot be written" in sentence(error)


def test_decisions_are_written_below_peoples_comments(workspace: Workspace) -> None:
    file = workspace.root / "migration.yaml"
    file.write_text(file.read_text() + "# my own remark\n")
    workspace.decide({"kube-version": "1.34"})
    workspace.decide({"score-record/replicas": "2"})
    assert workspace.decisions.answers == {"kube-version": "1.34", "score-record/replicas": "2"}
    assert "# my own remark" in file.read_text()
    before = file.read_bytes()
    workspace.decide({"kube-version": "1.34"})
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("language: [", "not valid YAML"),
        ("- a\n- b\n", "must hold keys"),
        ("language: fr\nas_of: 2026-01-31\n", "language is fr"),
        ("language: en\nas_of: yesterday\n", "as_of is yesterday"),
        ("language: en\nas_of: 2026-01-31\ndecisions: 3\n", "decisions must hold"),
        ("language: en\nas_of: 2026-01-31\ndecisions: {a: [1]}\n", "decisions/a must be"),
    ],
)
def test_a_wrong_migration_file_is_named_with_the_key(
    workspace: Workspace, content: str, complaint: str
) -> None:
    (workspace.root / "migration.yaml").write_text(content)
    with pytest.raises(DecisionsError) as error:
        _ = workspace.decisions
    assert complaint in sentence(error)
    assert "migration.yaml" in sentence(error)


def test_a_damaged_stage_file_says_how_to_mend_it(workspace: Workspace) -> None:
    workspace.save("topology", Topology())
    assert workspace.load("topology", Topology) == Topology()
    (workspace.root / ".migrate/stages/topology.json").write_text('{"nodes": 3}')
    with pytest.raises(WorkspaceError) as error:
        workspace.load("topology", Topology)
    assert "migrate run" in sentence(error)


def test_lock_files_of_office_programs_are_no_workbooks(workspace: Workspace) -> None:
    for name in ("b.xlsx", "a.XLSX", "~$b.xlsx", "notes.txt"):
        (workspace.root / "survey" / name).touch()
    assert [file.name for file in workspace.workbooks()] == ["a.XLSX", "b.xlsx"]


def test_a_path_outside_out_is_never_a_generated_file(workspace: Workspace) -> None:
    workspace.write_artifacts([Artifact("a.yaml", "a: 1\n")])
    assert workspace.inside_out("out/a.yaml") == workspace.inside_out("a.yaml") == "a.yaml"
    with pytest.raises(WorkspaceError, match="no_file"):
        workspace.inside_out("../migration.yaml")
