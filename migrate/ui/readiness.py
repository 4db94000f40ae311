"""How ready each component is, why, and what people have to decide."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from migrate import published
from migrate.model.assessment import Assessment, Question
from migrate.model.plan import MigrationPlan
from migrate.ui import state
from migrate.workspace import Workspace


def page() -> None:
    """Show the page."""
    workspace = state.needed_workspace()
    language = state.language()
    st.title(state.say("readiness.title"))
    judged = published.assessment(workspace.load("assessment", Assessment), language)
    st.dataframe([_row(verdict) for verdict in judged.components], hide_index=True, key="verdicts")
    for verdict in judged.components:
        label = f"{verdict.component}: {state.say(f'verdict.{verdict.verdict}')}"
        with st.expander(label):
            st.markdown("\n".join(f"- {reason.reason}" for reason in verdict.reasons))
            _findings(verdict.findings, f"findings-{verdict.component}")
    if judged.findings:
        st.subheader(state.say("readiness.estate"))
        _findings(judged.findings, "findings-estate")
    _questions(workspace, language)
    _downloads(workspace)


def _row(verdict: published.PublishedVerdict) -> dict[str, object]:
    return {
        state.say("inventory.component"): verdict.component,
        state.say("readiness.verdict"): state.say(f"verdict.{verdict.verdict}"),
        state.say("readiness.score"): verdict.score,
        state.say("readiness.known"): f"{verdict.completeness} %",
        state.say("readiness.effort"): verdict.effort,
        state.say("readiness.wave"): verdict.wave,
    }


def _findings(findings: tuple[published.PublishedFinding, ...], key: str) -> None:
    rows = [
        {
            state.say("readiness.severity"): state.say(f"severity.{found.severity}"),
            state.say("inventory.finding"): found.message,
            state.say("inventory.evidence"): "; ".join(str(origin) for origin in found.origins),
        }
        for found in findings
    ]
    st.dataframe(rows, hide_index=True, key=key)


def _questions(workspace: Workspace, language: str) -> None:
    plan = workspace.load("plan", MigrationPlan)
    if not plan.questions:
        return
    st.subheader(state.say("readiness.questions"))
    st.write(state.say("readiness.questions_help"))
    with st.form("questions"):
        answers = {question.id: _answer(question, language) for question in plan.questions}
        submitted = st.form_submit_button(state.say("readiness.decide"))
    if submitted:
        known = {question.id: question.answer.value for question in plan.questions}
        changed = {name: value for name, value in answers.items() if value != known[name]}
        workspace.decide(changed)
        st.info(state.say("readiness.decided", count=len(changed)))


def _answer(question: Question, language: str) -> str:
    """Ask one question; return the answer, which is the present one until it is changed."""
    asked = published.question(language, question)
    key, given = f"answer-{question.id}", question.answer.value
    help_text = f"{asked.help}\n\n{asked.because}\n\n`{question.id}`"
    if not question.options:
        return st.text_input(asked.title, value=given, help=help_text, key=key)
    options = list(question.options)
    return st.selectbox(
        asked.title,
        options,
        index=options.index(given) if given in options else 0,
        format_func=lambda option: asked.options.get(option, option),
        help=help_text,
        key=key,
    )


def _downloads(workspace: Workspace) -> None:
    for path in sorted((workspace.out / "report").glob("readiness.*")):
        _download(path)


def _download(path: Path) -> None:
    st.download_button(path.name, path.read_bytes(), path.name, key=path.name)
