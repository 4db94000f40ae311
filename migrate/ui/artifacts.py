"""The generated files: look, ask why, download; and what checking them said."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from migrate import pipeline, published
from migrate.ui import state
from migrate.workspace import Workspace

_LANGUAGES = {".yaml": "yaml", ".json": "json", ".sh": "bash", ".md": "markdown"}


def page() -> None:
    """Show the page."""
    workspace = state.needed_workspace()
    st.title(state.say("artifacts.title"))
    _check(workspace)
    files = pipeline.generated_files(workspace)
    st.download_button(
        state.say("artifacts.download", count=len(files)),
        pipeline.zipped(workspace),
        "migration.zip",
        "application/zip",
        key="zip",
    )
    manifests = [n for n, path in enumerate(files) if path.startswith("manifests/")]
    first = next((n for n in manifests if "/deployment-" in files[n]), 0)
    chosen = st.selectbox(state.say("artifacts.choose"), files, index=first, key="file")
    if chosen:
        _show(workspace, chosen)


def _check(workspace: Workspace) -> None:
    report = published.check_report(pipeline.check(workspace), state.language())
    summary = state.say(
        "artifacts.checked",
        checked=report.checked,
        failed=sum(result.outcome == "failed" for result in report.results),
        unchecked=len(report.not_checked),
        version=report.kube_version,
    )
    st.write(summary)
    results = [
        {
            state.say("artifacts.file"): result.path,
            state.say("artifacts.place"): result.place,
            state.say("artifacts.result"): result.message,
        }
        for result in report.results
    ]
    if results:
        st.dataframe(results, hide_index=True, key="results")
    with st.expander(state.say("artifacts.not_checked")):
        _not_checked(report.not_checked)


def _not_checked(skipped: Sequence[published.PublishedNotChecked]) -> None:
    """List files that no check covered below the reason they share."""
    for reason in dict.fromkeys(each.reason for each in skipped):
        paths = ", ".join(f"`{each.path}`" for each in skipped if each.reason == reason)
        st.markdown(f"**{reason}**\n\n{paths}")


def _show(workspace: Workspace, chosen: str) -> None:
    left, right = st.columns([2, 3])
    text = (workspace.out / chosen).read_text("utf-8", errors="replace")
    suffix = chosen[chosen.rfind(".") :] if "." in chosen else ""
    left.code(text, language=_LANGUAGES.get(suffix), line_numbers=True)
    rows = [
        {
            state.say("artifacts.place"): why.place,
            state.say("artifacts.because"): why.sentence,
            state.say("artifacts.value"): why.value,
            state.say("inventory.evidence"): "; ".join(str(origin) for origin in why.origins),
        }
        for why in pipeline.explain(workspace, chosen, state.language())
    ]
    if rows:
        right.dataframe(rows, hide_index=True, key="why")
    else:
        right.caption(state.say("artifacts.no_reasons"))
