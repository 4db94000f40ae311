"""Which database server follows which, and the statements that make it so."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from msgspec import Struct

from migrate.knowledge.databases import Dialect
from migrate.model.inventory import Member
from migrate.model.origin import Origin
from migrate.model.plan import Filled, PlannedPart
from migrate.model.settings import Text
from migrate.model.topology import Edge
from migrate.plan.secrets import account_token
from migrate.plan.situation import Situation
from migrate.plan.why import reason


class Link(Struct, frozen=True):
    """One server that follows another."""

    replica: Member
    source: Member
    account: str
    """Empty when no capture names it."""
    was: str
    """The source's address on the old replica."""
    origins: tuple[Origin, ...]


def link_from(situation: Situation, member: Member) -> Link | None:
    """Return whom a server follows, None when it follows nobody that moves with it."""
    for edge in situation.topology.edges_from(member.component.id):
        source = situation.member(edge.target) if edge.kind == "replicates" else None
        if source and source is not member:
            return _link(member, source, edge)
    return None


def links_to(situation: Situation, member: Member) -> tuple[Link, ...]:
    """Return the servers that follow one."""
    found = (link_from(situation, other) for other in situation.planned)
    return tuple(link for link in found if link and link.source is member)


def statements(situation: Situation, link: Link, dialect: Dialect) -> tuple[PlannedPart, ...]:
    """Return the SQL that a fresh replica runs once."""
    known = dialect.replication
    lines: list[PlannedPart] = [Text("".join(f"{line}\n" for line in known.prepare))]
    lines.extend(_filled(situation, link, known.connect))
    lines.append(Text("\n" + "".join(f"{line}\n" for line in known.start)))
    return tuple(lines)


def _link(replica: Member, source: Member, edge: Edge) -> Link:
    references = [r for r in replica.component.references if r.purpose == "replicate"]
    named = references[0] if references else None
    return Link(
        replica=replica,
        source=source,
        account=named.account if named else "",
        was=named.target.rsplit(":", 1)[0] if named else "",
        origins=edge.origins,
    )


def _filled(situation: Situation, link: Link, template: str) -> Iterator[PlannedPart]:
    host = situation.address(link.replica, link.source.component.id)
    why = reason("plan.address", link.origins, was=link.was or "?", name=host)
    values: dict[str, PlannedPart] = {
        "host": Filled(host, link.was, why),
        "port": Text(str(situation.port(link.source).value)),
        "user": Text(literal(link.account)),
        "password": account_token(link.source.component.id, link.account, "sql", link.origins),
    }
    for constant, name, _, _ in Formatter().parse(template):
        if constant:
            yield Text(constant)
        if name is not None:
            yield values[name]


def literal(text: str) -> str:
    """Return text as it stands inside a single-quoted SQL string."""
    return text.replace("\\", "\\\\").replace("'", "''")
