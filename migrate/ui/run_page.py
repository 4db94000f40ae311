"""Run the chain and follow it."""

from __future__ import annotations

import streamlit as st

from migrate.ui import job, state


def page() -> None:
    """Show the page."""
    workspace = state.needed_workspace()
    st.title(state.say("run.title"))
    st.write(state.say("run.intro"))
    books, inputs = len(workspace.workbooks()), len(workspace.inputs())
    left, right = st.columns(2)
    left.metric(state.say("run.workbooks"), books)
    right.metric(state.say("run.inputs"), inputs)
    if st.button(state.say("run.start"), type="primary", disabled=not books + inputs, key="run"):
        job.start(workspace, "run", str(workspace.root))
    job.show(
        workspace, "run", state.say("run.running"), state.say("run.done"), state.say("run.failed")
    )
