"""Build images; deploy, first as a dry run."""

from __future__ import annotations

import streamlit as st

from migrate import pipeline
from migrate.ui import job, state
from migrate.workspace import Workspace


def page() -> None:
    """Show the page."""
    workspace = state.needed_workspace()
    st.title(state.say("deploy.title"))
    _build(workspace)
    _deploy(workspace)


def _build(workspace: Workspace) -> None:
    st.subheader(state.say("deploy.images"))
    st.write(state.say("deploy.images_help"))
    if st.button(state.say("deploy.build"), key="build"):
        job.start(workspace, "build", str(workspace.root))
    _show(workspace, "build")


def _deploy(workspace: Workspace) -> None:
    st.subheader(state.say("deploy.cluster"))
    contexts = pipeline.contexts()
    if not contexts:
        st.info(state.say("deploy.no_context"), icon=":material/cloud_off:")
        return
    with st.form("deploy-form"):
        context = st.selectbox(state.say("deploy.context"), contexts, index=None, key="context")
        dry_run = st.toggle(state.say("deploy.dry_run"), value=True, key="dry-run")
        sure = st.text_input(state.say("deploy.sure"), key="sure")
        st.caption(state.say("deploy.secrets_help"))
        submitted = st.form_submit_button(state.say("deploy.start"), type="primary")
    if submitted and context:
        if not dry_run and sure != context:
            st.warning(state.say("deploy.not_sure", context=context))
            return
        flags = ["--dry-run"] if dry_run else []
        job.start(workspace, "deploy", str(workspace.root), "--context", context, *flags)
    _show(workspace, "deploy")


def _show(workspace: Workspace, command: str) -> None:
    job.show(
        workspace,
        command,
        state.say("deploy.running"),
        state.say("deploy.done"),
        state.say("deploy.failed"),
    )
