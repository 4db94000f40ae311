"""What the pages share: the open workspace and its language."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from migrate import text
from migrate.model.reason import Because
from migrate.workspace import Workspace, WorkspaceError

_FOLDER = "workspace"
_LANGUAGE = "language"
_NAMES = {"zh": "中文", "en": "English"}


def language() -> str:
    """Return the language the app speaks: the one chosen, else the workspace's."""
    if _LANGUAGE in st.session_state:
        return str(st.session_state[_LANGUAGE])
    opened = workspace()
    return opened.decisions.language if opened else "en"


def meaning(fact: str) -> str:
    """Return what a fact means, empty for one that the vocabulary does not have."""
    return text.say(language(), f"fact.{fact}") if text.has(f"fact.{fact}") else ""


def called(fact: str) -> str:
    """Return what a fact is called, and its name where that is another."""
    name = text.fact(language(), fact)
    return fact if name == fact else f"{name} ({fact})"


def say(sentence: str, **params: object) -> str:
    """Return a text below `ui` in the app's language."""
    return text.say(language(), f"ui.{sentence}", params)


def sentence(because: Because) -> str:
    """Return a reason in the app's language."""
    return text.say(language(), because.id, because.params)


def workspace() -> Workspace | None:
    """Return the open workspace, None when none is."""
    folder = st.session_state.get(_FOLDER) or os.environ.get("MIGRATE_WORKSPACE")
    try:
        return Workspace(Path(folder)) if folder else None
    except WorkspaceError:
        return None


def needed_workspace() -> Workspace:
    """Return the open workspace; without one, say what to do and end the page."""
    opened = workspace()
    if opened is None:
        st.info(say("no_workspace"), icon=":material/folder_open:")
        st.stop()
    return opened


def open_folder(folder: Path) -> None:
    """Open a workspace for this browser session.

    Raises:
        WorkspaceError: there is none.
    """
    Workspace(folder)
    st.session_state[_FOLDER] = str(folder)


def sidebar() -> None:
    """Show the open workspace and the choice of language."""
    opened = workspace()
    with st.sidebar:
        st.radio(
            say("language"),
            options=list(_NAMES),
            index=list(_NAMES).index(language()),
            format_func=_NAMES.__getitem__,
            horizontal=True,
            key=_LANGUAGE,
        )
        if opened:
            st.caption(say("opened", folder=opened.root))
