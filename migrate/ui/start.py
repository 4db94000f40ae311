"""Open or make a workspace, and hand over workbooks and artifacts."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from migrate import resources
from migrate.ui import state, uploads
from migrate.workspace import Workspace


def page() -> None:
    """Show the page."""
    st.title(state.say("start.title"))
    st.write(state.say("start.intro"))
    opened = state.workspace()
    with st.expander(state.say("start.choose"), expanded=opened is None):
        _choose()
    if opened:
        _hand_over(opened)


def _choose() -> None:
    with st.form("workspace-form"):
        folder = st.text_input(state.say("start.folder"), key="folder")
        sample = st.selectbox(
            state.say("start.sample"),
            _samples(),
            index=None,
            placeholder=state.say("start.empty"),
            key="sample",
        )
        submitted = st.form_submit_button(state.say("start.open"), type="primary")
    if submitted and folder:
        _open(Path(folder).expanduser(), sample)
        st.rerun()


def _open(folder: Path, sample: str | None) -> None:
    if not (folder / "migration.yaml").is_file():
        source = resources.folder("samples") / sample / "input" if sample else None
        today = datetime.date.today().isoformat()
        Workspace.create(folder, state.language(), today, source)
    state.open_folder(folder)


def _samples() -> list[str]:
    folders = resources.folder("samples").iterdir()
    return sorted(folder.name for folder in folders if (folder / "input").is_dir())


def _hand_over(workspace: Workspace) -> None:
    left, right = st.columns(2)
    with left:
        st.subheader(state.say("start.workbooks"))
        books = st.file_uploader(
            state.say("start.workbooks_help"),
            type=["xlsx", "xls", "ods"],
            accept_multiple_files=True,
            key="workbooks",
        )
        _keep(books, uploads.keep_workbook, workspace)
        _list([file.name for file in workspace.workbooks()])
    with right:
        st.subheader(state.say("start.artifacts"))
        files = st.file_uploader(
            state.say("start.artifacts_help"),
            type=list(uploads.ARCHIVES),
            accept_multiple_files=True,
            key="artifacts",
        )
        _keep(files, uploads.keep_artifact, workspace)
        _list([path.relative_to(workspace.root).as_posix() for path in workspace.inputs()])


def _keep(files: Sequence[uploads.Upload], keep: uploads.Keep, workspace: Workspace) -> None:
    for file in files:
        kept = keep(workspace, file.name, file.getvalue())
        st.success(state.say("start.kept", name=kept), icon=":material/check:")


def _list(names: list[str]) -> None:
    if names:
        st.markdown("\n".join(f"- `{name}`" for name in names))
    else:
        st.caption(state.say("start.none"))
