"""Survey and artifacts describe the same components: matched, merged, contradictions kept.

A survey row and what was read belong together when the row's artifact column names the input,
else when its English code is the input's id, else when a capture's folder is named after the
row's host and no other row on that host is of the capture's kind. For facts that both tell, the
artifact wins and the survey's word becomes an alternative; facts named `survey.*` are only ever
what people wrote.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from migrate.analyse import archives, captured, places
from migrate.analyse.naming import Names, slug
from migrate.analyse.technology import match
from migrate.model.decisions import Decisions
from migrate.model.facts import Component, Fact, Finding, Reading
from migrate.model.inventory import Inventory, Member
from migrate.model.origin import Origin
from migrate.model.survey import Row, Survey

_FACTS = {
    "technology": "survey.technology",
    "port": "survey.ports",
    "public_host": "survey.public_hosts",
    "replicas": "survey.replicas",
    "owner": "survey.owner",
    "peak": "survey.peak",
}


def merge(reading: Reading, survey: Survey, decisions: Decisions) -> Inventory:
    """Return the inventory of an estate, with or without a survey."""
    project = next(iter(survey.sheet("project")), None)
    label = slug(project.text("code"), project.text("name")) if project else "estate"
    names = Names(decisions.names)
    systems = places.systems(survey, label, names)
    read = archives.whole(reading.components)
    captures = [c for c in read if c.kind == captured.KIND]
    others = [c for c in read if c.kind != captured.KIND]
    pairs, left = _matched(survey.sheet("components"), others)
    members, findings = [], []
    for row, component in pairs:
        system = systems.get(row.text("system"))
        system_id = system.id if system else slug("", row.text("system"))
        identity = f"{label}/{system_id}/{slug(row.text('code'), row.text('name'))}"
        given = names.give(identity, slug(row.text("code"), row.text("name")))
        merged, found = _merged(row, component, given, survey)
        hosts = tuple(slug("", host) for host in _list(row, "host"))
        members.append(Member(identity, merged, system_id, hosts, (row.origin("name"),)))
        findings += found
    for component in left:
        identity = f"{label}/unassigned/{component.id}"
        given = names.give(identity, component.id)
        members.append(Member(identity, replace(component, id=given), ""))
        if survey.rows:
            origins = tuple(Origin(source) for source in component.sources)
            findings.append(
                Finding("artifact-only-component", "potential", given, {"name": given}, 0, origins)
            )
    known, folders = captured.hosts(places.hosts(survey), captures)
    return Inventory(
        project=label,
        name=project.text("name") if project else label,
        members=captured.placed(sorted(members, key=lambda m: m.identity), folders),
        hosts=known,
        systems=tuple(sorted(systems.values(), key=lambda system: system.id)),
        networks=places.networks(survey),
        findings=tuple(findings),
        problems=survey.problems,
        unread=reading.unread,
    )


def new_names(inventory: Inventory) -> dict[str, str]:
    """Return identity → slug, for migration.yaml."""
    return {member.identity: member.component.id for member in inventory.members}


def _matched(
    rows: Sequence[Row], components: Sequence[Component]
) -> tuple[list[tuple[Row, Component | None]], list[Component]]:
    left = list(components)
    pairs: list[tuple[Row, Component | None]] = []
    for row in rows:
        found = next((c for c in left if _belongs(row, c)), None)
        if found:
            left.remove(found)
        pairs.append((row, found))
    return pairs, left


def _belongs(row: Row, component: Component) -> bool:
    artifact = row.text("artifact").strip("/")
    outermost = (source.split("!/")[0] for source in component.sources)
    folders = {"/".join(source.split("/")[:2]) for source in outermost}
    if artifact:
        return artifact in folders or artifact in component.sources
    kinds = [m.technology.kind for m in match(row.text("technology"))]
    captured = {f"captures/{host}" for host in _list(row, "host")}
    return row.text("code") == component.id or (
        bool(captured & folders) and component.kind in kinds
    )


def _merged(
    row: Row, component: Component | None, given: str, survey: Survey
) -> tuple[Component, list[Finding]]:
    said = {
        fact: Fact(row.values[column], (row.origin(column),))
        for column, fact in _FACTS.items()
        if column in row.values
    }
    technologies = match(row.text("technology"))
    if technologies:
        first = technologies[0]
        value = [
            {"id": m.technology.id, "name": m.technology.name, "version": m.version or None}
            for m in technologies
        ]
        said["technology"] = Fact(value, (row.origin("technology"),), 0.9)
        kind = next((m.technology.kind for m in technologies if m.technology.kind), "")
    else:
        first, kind = None, ""
    wanted = _dependencies(row, survey)
    if wanted:
        said["survey.depends_on"] = Fact(wanted)
    findings = _doubts(row, component, given, kind)
    if component is None:
        kind = kind or (first.technology.id if first else "unknown")
        return Component(given, kind, row.text("name"), said), findings
    facts = dict(sorted({**said, **component.facts}.items()))
    return replace(component, id=given, name=row.text("name"), facts=facts), findings


def _dependencies(row: Row, survey: Survey) -> list[dict[str, object]]:
    """Return the dependency rows whose source is this component."""
    own = {row.text("name"), row.text("code")} - {""}
    return [
        {
            "name": wanted.text("target"),
            "protocol": wanted.text("protocol"),
            "port": wanted.values.get("port") or 0,
            "origins": [{"source": o.source, "place": o.place} for o in (wanted.origin("target"),)],
        }
        for wanted in survey.sheet("dependencies")
        if wanted.text("source") in own
    ]


def _doubts(row: Row, component: Component | None, given: str, kind: str) -> list[Finding]:
    written = row.text("technology")
    found = []
    if written and not match(written):
        origin = (row.origin("technology"),)
        found.append(
            Finding("unknown-technology", "potential", given, {"text": written}, 0, origin)
        )
    if component is None:
        origin = (row.origin("name"),)
        params = {"name": row.text("name")}
        found.append(Finding("survey-only-component", "potential", given, params, 0, origin))
    elif kind and kind != component.kind and not {kind, component.kind} <= {"mysql", "mariadb"}:
        origins = (row.origin("technology"), *component.origins(*list(component.facts)[:1]))
        params = {"survey": written, "artifact": component.kind}
        found.append(Finding("survey-conflict", "mandatory", given, params, 1, origins))
    return found


def _list(row: Row, column: str) -> list[str]:
    value = row.values.get(column)
    return [str(item) for item in value] if isinstance(value, list) else []
