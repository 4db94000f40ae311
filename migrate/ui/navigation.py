"""Which pages there are, and the frame around them."""

from __future__ import annotations

import streamlit as st

from migrate.model.complaint import Complaint
from migrate.ui import artifacts, deploy, graph, inventory, readiness, run_page, start, state

PAGES = (
    ("start", ":material/folder_open:", start.page),
    ("run", ":material/play_circle:", run_page.page),
    ("inventory", ":material/inventory_2:", inventory.page),
    ("graph", ":material/hub:", graph.page),
    ("readiness", ":material/fact_check:", readiness.page),
    ("artifacts", ":material/deployed_code:", artifacts.page),
    ("deploy", ":material/rocket_launch:", deploy.page),
)


def run() -> None:
    """Show the chosen page; a complaint becomes a sentence, never a stack trace."""
    st.set_page_config(page_title=state.say("title"), page_icon=":material/hub:", layout="wide")
    pages = [
        st.Page(
            page,
            title=state.say(f"{name}.title"),
            icon=icon,
            url_path=name,
            default=name == "start",
        )
        for name, icon, page in PAGES
    ]
    chosen = st.navigation({state.say("title"): pages})
    state.sidebar()
    try:
        chosen.run()
    except Complaint as complaint:
        st.error(state.sentence(complaint.because), icon=":material/error:")
