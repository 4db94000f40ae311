"""The image of a workload: base, name, tag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from migrate.knowledge.images import Base, Technology
from migrate.model.inventory import Member
from migrate.model.plan import Copy, Image
from migrate.model.reason import Chosen
from migrate.plan.situation import Situation
from migrate.plan.why import choose

USER = 10001
"""Above 10000, so that it is nobody on the nodes."""


def image(
    situation: Situation,
    member: Member,
    base: Chosen[Base],
    *,
    copies: Sequence[Copy] = (),
    packages: Chosen[tuple[str, ...]] | None = None,
    params: Mapping[str, Chosen[str]] | None = None,
) -> Image:
    """Return what a workload's image is made of."""
    technology = situation.technology(member)
    if technology is None:
        raise ValueError(member.component.id)
    own = {name: _param(base, value) for name, value in base.value.params.items()}
    return Image(
        recipe=technology.recipe,
        base=Chosen(base.value.image, base.because, base.origins),
        repository=_repository(situation, member),
        tag=_tag(situation),
        user=USER,
        workdir=technology.workdir,
        copies=tuple(copies),
        packages=packages,
        params={**own, **(params or {})},
    )


def listed_packages(technology: Technology) -> Chosen[tuple[str, ...]] | None:
    """Return the packages that the catalogue names for a kind."""
    if not technology.packages:
        return None
    return choose(technology.packages, "plan.packages.catalogue")


def _param(base: Chosen[Base], value: str) -> Chosen[str]:
    return Chosen(value, base.because, base.origins)


def _repository(situation: Situation, member: Member) -> Chosen[str]:
    registry = situation.target.registry
    parts = (registry.value.rstrip("/"), situation.inventory.project, member.component.id)
    name = "/".join(part for part in parts if part)
    return choose(name, "plan.image.repository", registry.origins, registry=registry.value)


def _tag(situation: Situation) -> Chosen[str]:
    as_of = situation.decisions.as_of
    return choose(as_of or "0", "plan.image.tag", as_of=as_of or "0")
