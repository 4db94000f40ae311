"""What a component uses of its old servers today."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from migrate.model.inventory import Host, Member
from migrate.model.origin import Origin
from migrate.plan.situation import Situation


class Share(Struct, frozen=True):
    """A component's part of its busiest server."""

    host: str
    capacity: float
    percent: float
    sharers: int
    """Components of the estate on that server."""
    origins: tuple[Origin, ...]

    @property
    def used(self) -> float:
        """Return what it uses, when all on the server use the same."""
        return self.capacity * self.percent / 100 / self.sharers


def cores(situation: Situation, member: Member) -> Share | None:
    """Return the cores a component uses today, None when that was not surveyed."""
    return _share(situation, member, "host.cores", "host.cpu_utilisation")


def memory_gb(situation: Situation, member: Member) -> Share | None:
    """Return the memory a component uses today in GB, None when that was not surveyed."""
    return _share(situation, member, "host.memory_gb", "host.memory_utilisation")


def _share(situation: Situation, member: Member, size: str, use: str) -> Share | None:
    shares = [_of_host(situation, host, size, use) for host in situation.hosts(member)]
    return max((s for s in shares if s), key=lambda share: share.used, default=None)


def _of_host(situation: Situation, host: Host, size: str, use: str) -> Share | None:
    capacity, percent = host.facts.get(size), host.facts.get(use)
    if capacity is None or percent is None:
        return None
    if not isinstance(capacity.value, int | float) or not isinstance(percent.value, int | float):
        return None
    origins = tuple(dict.fromkeys((*capacity.origins, *percent.origins)))
    return Share(
        host.name,
        capacity.value,
        percent.value,
        _sharers(situation.inventory.members, host),
        origins,
    )


def _sharers(members: Sequence[Member], host: Host) -> int:
    return max(1, sum(1 for member in members if host.id in member.hosts))
