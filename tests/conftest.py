"""What several rooms' tests need: the sample estate, run once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrate import pipeline
from migrate.workspace import Workspace
from tests.held import Held

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "samples" / "score-record"
AS_OF = "2026-06-30"


@pytest.fixture(scope="session", autouse=True)
def held() -> Iterator[Held]:
    """Look at every component that any test has read."""
    looking = Held()
    with pytest.MonkeyPatch.context() as patch:
        looking.watch(patch)
        yield looking


@pytest.fixture(autouse=True)
def _vocabulary_is_held(held: Held) -> Iterator[None]:
    """Fail the test during which a component left the vocabulary; it holds whatever it is about."""
    yield
    wrong, held.wrong = held.wrong, {}
    assert list(wrong) == []


def make_workspace(root: Path, **answers: str) -> Workspace:
    """Make a workspace with the sample estate in it."""
    workspace = Workspace.create(root, "zh", AS_OF, SAMPLE / "input")
    workspace.decide({name.replace("_", "-"): value for name, value in answers.items()})
    return workspace


@pytest.fixture(scope="session")
def estate(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Outcome:
    """Return what `migrate run` brings about on the sample, with the defaults."""
    workspace = make_workspace(tmp_path_factory.mktemp("estate") / "w")
    return pipeline.run(workspace, ("zh", "en"))


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a workspace in which everything ran. Do not change it."""
    workspace = make_workspace(tmp_path_factory.mktemp("finished") / "w")
    pipeline.run(workspace, ("zh", "en"))
    return workspace.root


@pytest.fixture
def workspace(finished: Path, tmp_path: Path) -> Path:
    """Return a copy of a finished workspace, to be changed at will."""
    copy = tmp_path / "workspace"
    shutil.copytree(finished, copy)
    return copy
