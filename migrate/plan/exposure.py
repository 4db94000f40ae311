"""How users outside the cluster reach a web application."""

from __future__ import annotations

from migrate.model.assessment import Question
from migrate.model.inventory import Member
from migrate.model.plan import Exposure
from migrate.model.reason import Chosen
from migrate.plan.asking import ask
from migrate.plan.listed import items
from migrate.plan.situation import Situation
from migrate.plan.why import choose


def expose(
    situation: Situation, member: Member, service: str, path: Chosen[str]
) -> tuple[Exposure | None, tuple[Question, ...]]:
    """Return the way in, and the questions about it. Applications are exposed by default."""
    component = member.component
    wanted = ask(
        situation.decisions,
        "exposed",
        choose("yes", "plan.default.exposed"),
        ("yes", "no"),
        component.id,
    )
    if wanted.answer.value == "no":
        return None, (wanted,)
    hostname = ask(situation.decisions, "hostname", _hostname(member), (), component.id)
    target = situation.target
    kind = "HTTPRoute" if target.exposure.value == "gateway" else "Ingress"
    return (
        Exposure(
            kind=Chosen(kind, target.exposure.because, target.exposure.origins),
            hostname=hostname.answer if hostname.answer.value else None,
            path=path,
            service=service,
            parent=target.parent,
        ),
        (wanted, hostname),
    )


def _hostname(member: Member) -> Chosen[str]:
    component = member.component
    hosts = [item for item in items(component, "survey.public_hosts") if item.text("value")]
    if hosts:
        return choose(hosts[0].text("value"), "plan.hostname.survey", hosts[0].origins)
    return choose("", "plan.default.hostname")
