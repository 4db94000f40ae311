"""What each component wants to reach, whoever says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from migrate.graph import named
from migrate.graph.evidence import origins_of
from migrate.knowledge.ports import usual_ports
from migrate.model.facts import Component
from migrate.model.inventory import Inventory, Member
from migrate.model.origin import Origin
from migrate.model.topology import Carried

Relation: TypeAlias = Literal["calls", "replicates", "shares"]


class Want(Struct, frozen=True):
    """One wish, as it is written in one place."""

    member: Member
    target: str
    protocol: str = ""
    port: int = 0
    """Of survey rows, which write it apart from the name."""
    database: str = ""
    setting: str = ""
    kind: Relation = "calls"
    origins: tuple[Origin, ...] = ()
    carries: tuple[Carried, ...] = ()

    @property
    def order(self) -> tuple[object, ...]:
        """Return what wants sort by, whatever order they were read in."""
        return (
            self.member.component.id,
            self.target,
            self.kind,
            self.protocol,
            self.port,
            self.database,
            self.setting,
            self.origins,
            self.carries,
        )


def written(inventory: Inventory) -> tuple[Want, ...]:
    """Return what artifacts and captures want."""
    found = (want for member in inventory.members for want in _of_artifacts(member))
    return tuple(sorted(found, key=lambda want: want.order))


def surveyed(inventory: Inventory) -> tuple[Want, ...]:
    """Return what the survey's dependency rows say (fact `survey.depends_on`)."""
    found = (want for member in inventory.members for want in _of_survey(member))
    return tuple(sorted(found, key=lambda want: want.order))


def _of_artifacts(member: Member) -> Iterator[Want]:
    for reference in member.component.references:
        yield Want(
            member=member,
            target=reference.target,
            protocol=reference.protocol,
            database=reference.database,
            setting=reference.setting,
            kind="replicates" if reference.purpose == "replicate" else "calls",
            origins=reference.origins,
        )
    yield from _replication(member, member.component)
    yield from _named(member)


def _named(member: Member) -> Iterator[Want]:
    """Yield what goes to brokers and services by name, as further evidence of the same wish."""
    known = {found.target: found for found in reversed(member.component.references)}
    for target, carried, origins in named.carried(member.component):
        reference = known.get(target)
        yield Want(
            member=member,
            target=target,
            protocol=reference.protocol if reference else "",
            database=reference.database if reference else "",
            setting=reference.setting if reference else "",
            origins=origins,
            carries=(carried,),
        )


def _replication(member: Member, component: Component) -> Iterator[Want]:
    fact = component.facts.get("replication.source")
    spoken = usual_ports().get(component.kind, ())
    protocol = spoken[0].protocol if spoken else "mysql"
    for value in fact.value if fact and isinstance(fact.value, list | tuple) else ():
        if fact and isinstance(value, str):
            yield Want(
                member=member,
                target=value,
                protocol=protocol,
                kind="replicates",
                origins=fact.origins,
            )


def _of_survey(member: Member) -> Iterator[Want]:
    fact = member.component.facts.get("survey.depends_on")
    rows = fact.value if fact and isinstance(fact.value, list | tuple) else ()
    for row in rows:
        if isinstance(row, Mapping) and row.get("name"):
            yield Want(
                member=member,
                target=str(row["name"]).strip(),
                protocol=str(row.get("protocol") or "").lower(),
                port=_number(row.get("port")),
                origins=origins_of(row) or (fact.origins if fact else ()),
            )


def _number(value: object) -> int:
    return int(str(value)) if str(value).isdecimal() else 0
