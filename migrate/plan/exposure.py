"""How users outside the cluster reach a web application."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.model.assessment import Question
from migrate.model.facts import Finding
from migrate.model.inventory import Member
from migrate.model.plan import Exposure
from migrate.model.reason import Chosen
from migrate.plan.asking import ask
from migrate.plan.listed import Item, items
from migrate.plan.shapes import HOSTNAME
from migrate.plan.situation import Situation
from migrate.plan.why import choose, finding


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
    hostname = ask(
        situation.decisions, "hostname", _hostname(member), (), component.id, shape=HOSTNAME
    )
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


def unusable_hosts(member: Member) -> Iterator[Finding]:
    """Yield a finding for each public host of the survey that no route can have."""
    for item in _surveyed(member):
        if not HOSTNAME.fits(item.text("value").lower()):
            yield finding(
                "hostname-unusable",
                "optional",
                member.component.id,
                item.origins,
                hostname=item.text("value"),
            )


def _hostname(member: Member) -> Chosen[str]:
    fitting = [i for i in _surveyed(member) if HOSTNAME.fits(i.text("value").lower())]
    if fitting:
        name = fitting[0].text("value").lower()
        return choose(name, "plan.hostname.survey", fitting[0].origins)
    return choose("", "plan.default.hostname")


def _surveyed(member: Member) -> list[Item]:
    found = items(member.component, "survey.public_hosts")
    return [item for item in found if item.text("value")]
