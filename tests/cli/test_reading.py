"""`migrate read` in a terminal: places from the component's root, links counted, names inert."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from migrate.cli.commands import app

LOGIN = "<?php\nsession_start();\nmkdir('uploads');\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "estate" / "shop [red]"
    (root / "inc").mkdir(parents=True)
    (root / "index.php").write_text("<?php\nrequire 'inc/login.php';\n")
    (root / "inc" / "login.php").write_text(LOGIN)
    for number in range(5):
        (root / f"link{number}.php").symlink_to("index.php")
    return root


def printed(path: Path, monkeypatch: pytest.MonkeyPatch, language: str = "en") -> str:
    monkeypatch.setenv("MIGRATE_LANG", language)
    return CliRunner().invoke(app, ["read", str(path)]).stdout


def test_places_are_told_from_the_root_that_the_heading_names(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = printed(site.parent, monkeypatch).splitlines()
    assert "estate/shop [red]" in lines[0]
    (session,) = [line for line in lines if line.startswith("session.use")]
    assert session.split()[-2:] == ["inc/login.php", "2"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_links_have_one_row_with_the_first_of_them(
    site: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = printed(site.parent, monkeypatch, language)
    assert "link2.php" in text
    assert "link3.php" not in text
    assert "… (+2)" in text


def test_of_a_long_list_the_first_values_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "shop"
    (root / "WEB-INF").mkdir(parents=True)
    (root / "WEB-INF" / "web.xml").write_text("<web-app/>")
    for number in range(20):
        (root / f"page{number:02}.jsp").write_text("<html/>")
    lines = [line for line in printed(root, monkeypatch).splitlines() if line.strip()]
    at = next(n for n, line in enumerate(lines) if line.startswith("http.paths"))
    assert lines[at + 1].startswith(" ")
    assert "page11.jsp" in lines[at + 11]
    assert "… (+8)" in lines[at + 12]
