"""What comes through the browser is named safely and must be what its name says."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.ui.uploads import UploadError, keep_artifact, keep_workbook
from migrate.workspace import Workspace

ZIP = b"PK\x03\x04rest"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "w", "en", "2026-06-30")


def test_an_archive_gets_a_folder_of_its_own(workspace: Workspace) -> None:
    assert keep_artifact(workspace, "shop.war", ZIP) == "artifacts/shop/shop.war"
    assert [p.name for p in workspace.inputs()] == ["shop"]


def test_a_chinese_name_is_kept(workspace: Workspace) -> None:
    assert keep_workbook(workspace, "调研表.xlsx", ZIP) == "survey/调研表.xlsx"


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x.war", "..\\..\\x.war", "/root/x.war", "a/../x.war", ".x.war"]
)
def test_no_name_leaves_the_workspace(workspace: Workspace, name: str) -> None:
    kept = keep_artifact(workspace, name, ZIP)
    assert (workspace.root / kept).resolve().is_relative_to(workspace.root.resolve() / "artifacts")


@pytest.mark.parametrize(("name", "data"), [("x.war", b"MZ"), ("x.xlsx", b"<html>"), (".war", ZIP)])
def test_content_must_fit_the_name(workspace: Workspace, name: str, data: bytes) -> None:
    with pytest.raises(UploadError):
        keep_artifact(workspace, name, data)
