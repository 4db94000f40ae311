"""Each page opens without a workspace, with a finished one, and after a widget has changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from migrate import text
from migrate.ui.navigation import PAGES
from migrate.workspace import Workspace

NAMES = [name for name, _, _ in PAGES]


def frame(name: str) -> None:
    """Run one page inside the app's frame; AppTest needs a script of its own."""
    from migrate.model.complaint import Complaint
    from migrate.ui import navigation, state

    page = next(page for known, _, page in navigation.PAGES if known == name)
    state.sidebar()
    try:
        page()
    except Complaint as complaint:
        import streamlit as st

        st.error(state.sentence(complaint.because))


def open_page(name: str, folder: Path | None = None) -> AppTest:
    app = AppTest.from_function(frame, args=(name,), default_timeout=60)
    if folder:
        app.session_state["workspace"] = str(folder)
    return app.run()


@pytest.mark.parametrize("name", NAMES)
def test_without_a_workspace(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MIGRATE_WORKSPACE", raising=False)
    app = open_page(name)
    assert not app.exception
    assert name == "start" or "No workspace is open" in app.info[0].value


@pytest.mark.parametrize("name", NAMES)
def test_with_an_empty_workspace(name: str, tmp_path: Path) -> None:
    Workspace.create(tmp_path / "w", "en", "2026-06-30")
    app = open_page(name, tmp_path / "w")
    assert not app.exception
    assert name in ("start", "run", "deploy") or "migrate run" in app.error[0].value


@pytest.mark.parametrize("name", NAMES)
def test_with_a_finished_workspace_in_both_languages(name: str, finished: Path) -> None:
    app = open_page(name, finished)
    assert not app.exception
    assert not app.error
    chinese = app.title[0].value
    app.radio(key="language").set_value("en").run()
    assert not app.exception
    assert app.title[0].value != chinese


def test_choosing_a_component_shows_its_facts(finished: Path) -> None:
    app = open_page("inventory", finished)
    app.selectbox(key="component").set_value("score-record").run()
    assert not app.exception
    shown = str([frame.value.to_dict() for frame in app.dataframe])
    assert "java.class_major" in shown
    assert text.say("zh", "fact.java.class_major") in shown


def test_an_answer_is_written_to_the_decisions(workspace: Path) -> None:
    app = open_page("readiness", workspace)
    app.selectbox(key="answer-kube-version").set_value("1.30")
    app.button[0].click().run()
    assert not app.exception
    assert Workspace(workspace).decisions.answers["kube-version"] == "1.30"


def test_a_new_workspace_is_made_from_the_sample(tmp_path: Path) -> None:
    app = open_page("start")
    app.text_input(key="folder").set_value(str(tmp_path / "w"))
    app.selectbox(key="sample").set_value("score-record")
    app.button[0].click().run()
    assert not app.exception
    assert len(Workspace(tmp_path / "w").inputs()) >= 4
