"""No password of the sample's input ever appears in anything the toolkit writes or prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_errors import migrate
from tests.conftest import SAMPLE

SECRETS = (SAMPLE / "build" / "secrets.txt").read_text("utf-8").split()
HANDED_OVER = ("survey", "artifacts", "captures")


def test_the_sample_has_secrets_to_look_for() -> None:
    inputs = b"".join(p.read_bytes() for p in (SAMPLE / "input").rglob("*") if p.is_file())
    assert len(SECRETS) >= 3
    assert any(secret.encode() in inputs for secret in SECRETS)


def test_no_file_of_a_finished_workspace_holds_one(finished: Path) -> None:
    leaks = [
        (path.relative_to(finished).as_posix(), secret)
        for path in sorted(finished.rglob("*"))
        if path.is_file() and path.relative_to(finished).parts[0] not in HANDED_OVER
        for secret in SECRETS
        if secret.encode() in path.read_bytes()
    ]
    assert leaks == []


@pytest.mark.parametrize("command", ["graph", "assess", "plan", "check"])
def test_no_command_prints_one(command: str, workspace: Path) -> None:
    result = migrate(command, workspace, "--json")
    assert result.stdout
    assert [s for s in SECRETS if s in result.stdout + result.stderr] == []


def test_reading_the_artifacts_prints_none() -> None:
    inputs = sorted((SAMPLE / "input" / "artifacts").iterdir())
    result = migrate("read", *inputs, "--json")
    assert result.returncode == 0
    assert [s for s in SECRETS if s in result.stdout + result.stderr] == []
