"""The image of a workload: base, name, tag."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import replace

from migrate import __version__ as toolkit
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
    made = Image(
        recipe=technology.recipe,
        base=Chosen(base.value.image, base.because, base.origins),
        repository=_repository(situation, member),
        tag=choose("", "plan.image.tag"),
        user=USER,
        workdir=technology.workdir,
        copies=tuple(copies),
        packages=packages,
        params={**own, **(params or {})},
    )
    return replace(made, tag=_tag(member, made))


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


def _tag(member: Member, made: Image) -> Chosen[str]:
    """Return a tag that changes whenever what is in the image does, and only then."""
    component = member.component
    content = (
        component.value("content.sha256") if made.copies else None,
        made.recipe,
        made.base.value,
        [(copy.source, copy.destination, copy.exclude) for copy in made.copies],
        made.packages.value if made.packages else (),
        {name: chosen.value for name, chosen in made.params.items()},
        toolkit,
    )
    digest = hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()
    origins = component.origins("content.sha256") if made.copies else ()
    return choose(f"sha-{digest[:12]}", "plan.image.tag", origins)
