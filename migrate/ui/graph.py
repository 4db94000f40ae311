"""The dependency graph, drawn, and the evidence of each edge."""

from __future__ import annotations

import streamlit as st

from migrate import pipeline
from migrate.model.inventory import Inventory
from migrate.model.topology import Topology
from migrate.ui import state


def page() -> None:
    """Show the page."""
    workspace = state.needed_workspace()
    st.title(state.say("graph.title"))
    inventory = workspace.load("inventory", Inventory)
    topology = workspace.load("topology", Topology)
    drawing = pipeline.graph_picture(inventory, topology, state.language())
    st.image(drawing, width="stretch")
    st.download_button(
        state.say("graph.download"), drawing, "graph.svg", "image/svg+xml", key="graph-svg"
    )
    names = {node.id: node.name for node in topology.nodes}
    rows = [
        {
            state.say("graph.from"): names.get(edge.source, edge.source),
            state.say("graph.relation"): state.say(f"graph.{edge.kind}"),
            state.say("graph.to"): names.get(edge.target, edge.target),
            state.say("graph.protocol"): f"{edge.protocol}:{edge.port or '?'}",
            state.say("graph.evidence"): "; ".join(str(origin) for origin in edge.origins),
        }
        for edge in topology.edges
    ]
    st.dataframe(rows, hide_index=True, key="edges")
