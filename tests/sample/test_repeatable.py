"""Same input, same bytes; a second run changes nothing."""

from __future__ import annotations

from pathlib import Path

from migrate import pipeline
from tests.conftest import make_workspace


def contents(root: Path) -> dict[str, bytes]:
    return {
        p.relative_to(root).as_posix(): p.read_bytes()
        for p in sorted(root.rglob("*"))
        if p.is_file()
    }


def test_two_workspaces_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = make_workspace(tmp_path / "a"), make_workspace(tmp_path / "elsewhere" / "b")
    for workspace in (first, second):
        pipeline.run(workspace, ("zh", "en"))
    one, other = contents(first.root), contents(second.root)
    assert set(one) == set(other)
    assert [name for name in one if one[name] != other[name]] == []


def test_a_second_run_changes_nothing(workspace: Path) -> None:
    before = contents(workspace)
    outcome = pipeline.run(pipeline.Workspace(workspace), ("zh", "en"))
    assert {file.state for file in outcome.written} == {"unchanged"}
    assert [n for n, data in contents(workspace).items() if data != before.get(n)] == []
