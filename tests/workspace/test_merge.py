"""Regeneration keeps what people edited."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrate.model.artifact import Artifact
from migrate.workspace.merge import write_artifacts

PATH = "manifests/portal/deployment.yaml"
OLD = "kind: Deployment\nspec:\n  replicas: 1\n  paused: false\nimage: a\n"


class Folder:
    """An out/ folder with its base, as generation and a person see it."""

    def __init__(self, root: Path) -> None:
        self.out, self.base = root / "out", root / "base"

    @property
    def file(self) -> Path:
        return self.out / PATH

    def generate(self, *texts: str) -> list[str]:
        artifacts = [Artifact(PATH if n == 0 else f"{n}.yaml", t) for n, t in enumerate(texts)]
        return [written.state for written in write_artifacts(artifacts, self.out, self.base)]

    def edit(self, old: str, new: str) -> None:
        text = self.file.read_text()
        assert old in text
        self.file.write_text(text.replace(old, new))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_second_generation_of_the_same_changes_nothing(folder: Folder) -> None:
    assert folder.generate(OLD) == ["written"]
    stamp = folder.file.stat().st_mtime_ns
    assert folder.generate(OLD) == ["unchanged"]
    assert folder.file.stat().st_mtime_ns == stamp


def test_an_edit_stays_when_nothing_new_comes(folder: Folder) -> None:
    folder.generate(OLD)
    folder.edit("replicas: 1", "replicas: 5")
    assert folder.generate(OLD) == ["kept"]
    assert "replicas: 5" in folder.file.read_text()


def test_an_edit_and_news_elsewhere_are_merged(folder: Folder) -> None:
    folder.generate(OLD)
    folder.edit("replicas: 1", "replicas: 5")
    assert folder.generate(OLD.replace("image: a", "image: b")) == ["merged"]
    assert "replicas: 5" in folder.file.read_text()
    assert "image: b" in folder.file.read_text()


def test_a_conflict_leaves_the_persons_file_and_shows_both(folder: Folder) -> None:
    folder.generate(OLD)
    folder.edit("replicas: 1", "replicas: 5")
    edited = folder.file.read_text()
    assert folder.generate(OLD.replace("replicas: 1", "replicas: 3")) == ["conflict"]
    assert folder.file.read_text() == edited
    conflict = folder.file.with_name(folder.file.name + ".conflict").read_text()
    assert "replicas: 5" in conflict
    assert "replicas: 3" in conflict


def test_a_settled_conflict_is_an_edit_like_any_other(folder: Folder) -> None:
    folder.generate(OLD)
    folder.edit("replicas: 1", "replicas: 5")
    new = OLD.replace("replicas: 1", "replicas: 3")
    folder.generate(new)
    folder.file.with_name(folder.file.name + ".conflict").unlink()
    assert folder.generate(new) == ["kept"]
    assert not folder.file.with_name(folder.file.name + ".conflict").exists()


def test_a_file_no_longer_generated_goes_unless_it_was_edited(folder: Folder) -> None:
    folder.generate(OLD, "second: 1\n")
    assert folder.generate(OLD) == ["unchanged", "removed"]
    assert not (folder.out / "1.yaml").exists()
    folder.generate(OLD, "second: 1\n")
    (folder.out / "1.yaml").write_text("second: mine\n")
    assert folder.generate(OLD) == ["unchanged", "orphaned"]
    assert (folder.out / "1.yaml").read_text() == "second: mine\n"


LINES = st.lists(st.sampled_from(["a", "b", "c: 1", "  d: 2", ""]), max_size=12)


@settings(max_examples=200, deadline=None)
@given(old=LINES, new=LINES, place=st.integers(0, 12))
def test_no_generation_ever_loses_a_line_a_person_added(
    old: list[str], new: list[str], place: int
) -> None:
    with tempfile.TemporaryDirectory() as root:
        folder = Folder(Path(root))
        folder.generate("".join(f"{line}\n" for line in old))
        edited = [*old[:place], "MINE", *old[place:]]
        folder.file.write_text("".join(f"{line}\n" for line in edited))
        folder.generate("".join(f"{line}\n" for line in new))
        assert "MINE" in folder.file.read_text().splitlines()
