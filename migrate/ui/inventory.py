"""What there is: components with their facts and evidence, hosts, what could not be read."""

from __future__ import annotations

import streamlit as st

from migrate import published
from migrate.model.inventory import Host, Inventory, Member
from migrate.text import values
from migrate.ui import state


def page() -> None:
    """Show the page."""
    workspace = state.needed_workspace()
    st.title(state.say("inventory.title"))
    inventory = workspace.load("inventory", Inventory)
    st.dataframe([_member(m) for m in inventory.members], hide_index=True, key="members")
    names = {m.component.id: m for m in inventory.members}
    chosen = st.selectbox(state.say("inventory.choose"), list(names), key="component")
    if chosen:
        _facts(names[chosen])
    st.subheader(state.say("inventory.hosts"))
    st.dataframe([_host(host) for host in inventory.hosts], hide_index=True, key="hosts")
    _doubts(inventory)


def _member(member: Member) -> dict[str, str]:
    return {
        state.say("inventory.component"): member.component.id,
        state.say("inventory.kind"): member.component.kind,
        state.say("inventory.system"): member.system,
        state.say("inventory.on"): ", ".join(member.hosts),
        state.say("inventory.sources"): ", ".join(member.component.sources),
    }


def _facts(member: Member) -> None:
    rows = [
        {
            state.say("inventory.fact"): name,
            state.say("inventory.value"): value,
            state.say("inventory.evidence"): "; ".join(str(origin) for origin in origins),
            state.say("inventory.confidence"): f"{fact.confidence:.0%}",
            state.say("inventory.meaning"): state.meaning(name),
        }
        for name, fact in sorted(member.component.facts.items())
        for value, origins in published.told(fact, state.language())
    ]
    st.dataframe(rows, hide_index=True, key="facts")
    unknown = [
        f"- **{state.called(missing.fact)}**: {state.sentence(missing.because)}"
        for missing in member.component.unknown
    ]
    if unknown:
        st.markdown(state.say("inventory.unknown"))
        st.markdown("\n".join(unknown))


def _host(host: Host) -> dict[str, str]:
    facts = {
        name.removeprefix("host."): values.plain(state.language(), f.value)
        for name, f in host.facts.items()
    }
    addresses = ", ".join(address.value for address in host.addresses)
    return {
        state.say("inventory.host"): host.name,
        state.say("inventory.addresses"): addresses,
        **facts,
    }


def _doubts(inventory: Inventory) -> None:
    language = state.language()
    rows = [
        {
            state.say("inventory.finding"): said.message,
            state.say("inventory.evidence"): "; ".join(str(origin) for origin in said.origins),
        }
        for said in (published.finding(language, found) for found in inventory.findings)
    ]
    rows += [
        {
            state.say("inventory.finding"): state.sentence(unread.because),
            state.say("inventory.evidence"): f"{unread.source} {unread.place}",
        }
        for unread in inventory.unread
    ]
    if rows:
        st.subheader(state.say("inventory.doubts"))
        st.dataframe(rows, hide_index=True, key="doubts")
