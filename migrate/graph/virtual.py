"""Addresses that float between servers go in; who answers them as a rule comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from migrate.model.inventory import Member
from migrate.model.origin import Origin


class Floating(Struct, frozen=True):
    """A virtual address and a component that answers it."""

    address: str
    member: Member
    origins: tuple[Origin, ...]


def floating(members: Sequence[Member]) -> Iterator[Floating]:
    """Yield, for each address that keepalived holds, what runs beside its master."""
    best: dict[str, tuple[tuple[bool, int, str], Member, tuple[Origin, ...]]] = {}
    for member in sorted(members, key=lambda member: member.component.id):
        for address, rank, origins in _held(member):
            ranked = (*rank, member.component.id)
            if address not in best or ranked < best[address][0]:
                best[address] = (ranked, member, origins)
    for address, (_, holder, origins) in sorted(best.items()):
        for member in members:
            if member is not holder and _beside(member, holder):
                yield Floating(address, member, origins)


def _held(member: Member) -> Iterator[tuple[str, tuple[bool, int], tuple[Origin, ...]]]:
    fact = member.component.facts.get("lb.virtual_addresses")
    values = fact.value if fact and member.component.kind == "keepalived" else ()
    for item in values if isinstance(values, list | tuple) else ():
        if isinstance(item, Mapping) and item.get("address") and not item.get("port"):
            priority = item.get("priority")
            rank = (item.get("state") != "MASTER", -priority if isinstance(priority, int) else 0)
            yield str(item["address"]), rank, tuple(_origins(item.get("origins")))


def _origins(places: object) -> Iterator[Origin]:
    for each in places if isinstance(places, Iterable) else ():
        if isinstance(each, Mapping):
            yield Origin(str(each.get("source", "")), str(each.get("place", "")))


def _beside(member: Member, holder: Member) -> bool:
    """Tell whether two components run on one server: by the survey, or captured together."""
    if set(member.hosts) & set(holder.hosts):
        return True
    captured = set(member.component.sources) & set(holder.component.sources)
    return bool(captured) and not (member.hosts and holder.hosts)
