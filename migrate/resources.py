"""Where the files that come with the toolkit lie, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """Return a shipped folder (`samples`, `survey_templates`).

    A wheel holds it inside the package, a checkout beside it.
    """
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parent / name


def app_file() -> Path:
    """Return the Streamlit entry file."""
    installed = PACKAGE / "ui" / "app.py"
    return installed if installed.is_file() else PACKAGE.parent / "app.py"
