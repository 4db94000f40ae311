"""What a report tells of size: the servers there are, and what is requested in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from migrate.model.inventory import Host, Inventory
from migrate.model.plan import MigrationPlan, Workload
from migrate.report.words import Words

_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?")
_FACTORS = {
    "m": 1e-3, "": 1.0, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12,
    "Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40,
}  # fmt: skip


class ServerView(Struct, frozen=True):
    """One old server; None is not known."""

    name: str
    place: str
    cores: float | None
    memory: float | None
    """GiB"""
    cpu_used: float | None
    """Percent."""
    memory_used: float | None
    """Percent."""


class RequestView(Struct, frozen=True):
    """What one workload requests, all its replicas together."""

    name: str
    replicas: int
    cores: float | None
    memory: float | None
    """GiB"""
    memory_limit: float | None
    """GiB"""


class CapacityView(Struct, frozen=True):
    """Before and after."""

    servers: tuple[ServerView, ...]
    requests: tuple[RequestView, ...]

    @property
    def cores_before(self) -> float:
        """Sum of the known cores."""
        return _total(server.cores for server in self.servers)

    @property
    def cores_used(self) -> float:
        """Cores times utilisation, of servers where both are known."""
        return _total(_part(s.cores, s.cpu_used) for s in self.servers)

    @property
    def cores_after(self) -> float:
        """Sum of the requested cores."""
        return _total(request.cores for request in self.requests)

    @property
    def memory_before(self) -> float:
        """Sum of the known memory in GiB."""
        return _total(server.memory for server in self.servers)

    @property
    def memory_used(self) -> float:
        """Memory times utilisation in GiB, of servers where both are known."""
        return _total(_part(s.memory, s.memory_used) for s in self.servers)

    @property
    def memory_after(self) -> float:
        """Sum of the requested memory in GiB."""
        return _total(request.memory for request in self.requests)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Servers whose size is not known."""
        return tuple(s.name for s in self.servers if s.cores is None or s.memory is None)


def view(inventory: Inventory, plan: MigrationPlan, words: Words) -> CapacityView:
    """Return the servers that components run on, and the requests of what replaces them."""
    used = {host for member in inventory.members for host in member.hosts}
    return CapacityView(
        tuple(_server(host, words) for host in inventory.hosts if host.id in used),
        tuple(_request(workload) for workload in plan.workloads),
    )


def quantity(text: str) -> float | None:
    """Return a Kubernetes quantity as a number (`500m` is 0.5); None when it is none."""
    found = _QUANTITY.fullmatch(text.strip())
    return float(found[1]) * _FACTORS[found[2] or ""] if found else None


def _server(host: Host, words: Words) -> ServerView:
    room = host.facts.get("host.room")
    place = [str(room.value)] if room else []
    environment = host.facts.get("host.environment")
    if environment:
        place.append(words.named("environment", str(environment.value)))
    return ServerView(
        host.name,
        " · ".join(place),
        _number(host, "host.cores"),
        _number(host, "host.memory_gb"),
        _number(host, "host.cpu_utilisation"),
        _number(host, "host.memory_utilisation"),
    )


def _request(workload: Workload) -> RequestView:
    replicas, resources = workload.replicas.value, workload.resources
    return RequestView(
        workload.name,
        replicas,
        _times(quantity(resources.cpu_request.value), replicas),
        _gibibytes(resources.memory_request.value, replicas),
        _gibibytes(resources.memory_limit.value, replicas),
    )


def _gibibytes(text: str, replicas: int) -> float | None:
    size = quantity(text)
    return None if size is None else round(size * replicas / 2**30, 3)


def _times(amount: float | None, replicas: int) -> float | None:
    return None if amount is None else round(amount * replicas, 3)


def _number(host: Host, fact: str) -> float | None:
    known = host.facts.get(fact)
    value = known.value if known else None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _part(whole: float | None, percent: float | None) -> float | None:
    return None if whole is None or percent is None else whole * percent / 100


def _total(numbers: Iterable[float | None]) -> float:
    return round(sum(number for number in numbers if number is not None), 2)
