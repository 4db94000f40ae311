"""Which components nothing is generated for, and why; of a few of them people decide."""

from __future__ import annotations

from msgspec import Struct

from migrate import text
from migrate.knowledge.images import Catalogue
from migrate.knowledge.kinds import kinds
from migrate.model.assessment import Question
from migrate.model.decisions import Decisions
from migrate.model.facts import Component, Finding, Severity
from migrate.model.inventory import Member
from migrate.plan.asking import ask
from migrate.plan.why import choose, finding

_FULL = "full-server"


class Left(Struct, frozen=True):
    """The rule that tells why nothing is generated, and its weight."""

    rule: str
    severity: Severity = "mandatory"


def left(member: Member, catalogue: Catalogue, decisions: Decisions) -> Left | None:
    """Return why nothing is generated for a component, None when it becomes a workload."""
    component = member.component
    if component.value("war.stock") is True:
        return Left("planned-stock-application", "information")
    if catalogue.technology(component.kind) is None:
        known = kinds().of(component.kind)
        return Left(known.rule, known.severity)
    return _not_whole(component) or _not_packed(component) or _not_served(component, decisions)


def said(found: Left, member: Member) -> Finding:
    """Return the finding that tells it."""
    component = member.component
    named = f"report.kind.{component.kind}"
    return finding(
        found.rule,
        found.severity,
        component.id,
        member.origins,
        id=component.id,
        name=component.name,
        kind=component.kind,
        source=next(iter(component.sources), ""),
        says=named if text.has(named) else "report.kind.other",
    )


def question(member: Member, decisions: Decisions) -> Question | None:
    """Return what people decide of an application that asks for a full server."""
    component = member.component
    whole = not _not_whole(component) and not _not_packed(component)
    if not whole or not _wants_full_server(component):
        return None
    origins = component.origins("server.choice", "server.required")
    default = choose("leave", "plan.server.full", origins)
    return ask(decisions, "server", default, ("leave", "tomcat"), component.id)


def _not_whole(component: Component) -> Left | None:
    if not component.sources:
        return Left("planned-nothing-handed-over")
    damaged = component.value("archive.damaged") is True
    return Left("planned-archive-damaged") if damaged else None


def _not_packed(component: Component) -> Left | None:
    """Tell whether an image needs files that no build can copy: they lie inside of an archive."""
    if not kinds().is_copied(component.kind):
        return None
    source = component.sources[0]
    if "!/" in source:
        return Left("planned-archive-inside")
    packed = kinds().is_packed(component.kind, source)
    return Left("planned-packed") if packed else None


def _not_served(component: Component, decisions: Decisions) -> Left | None:
    """Tell whether the image's Tomcat has not what the application asks of its server."""
    wanted = _wants_full_server(component)
    settled = decisions.answers.get(f"{component.id}/server") == "tomcat"
    return Left("planned-full-server") if wanted and not settled else None


def _wants_full_server(component: Component) -> bool:
    if component.kind != "java-war":
        return False
    choice = component.value("server.choice")
    chosen = choice.get("choose") if isinstance(choice, dict) else None
    return chosen == _FULL or component.value("server.required") == "full server"
