"""Nodes of the graph and their ids, which no two share."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from migrate.model.inventory import Inventory
from migrate.model.origin import Origin
from migrate.model.topology import Node

EXTERNAL = "external"
_LONGEST = 63


def host_ids(inventory: Inventory) -> dict[str, str]:
    """Return host id → node id; a host called like a component gets a prefix."""
    components = {member.component.id for member in inventory.members}
    return {
        host.id: f"host-{host.id}" if host.id in components else host.id
        for host in sorted(inventory.hosts, key=lambda host: host.id)
    }


def external_ids(addresses: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """Return address or name → node id for what lies outside, in a fixed order."""
    used = set(taken)
    ids: dict[str, str] = {}
    for address in sorted(set(addresses)):
        wanted = _slug(address)
        number = 2
        found = wanted
        while found in used:
            found, number = f"{wanted[: _LONGEST - 4]}-{number}", number + 1
        used.add(found)
        ids[address] = found
    return ids


def inside(inventory: Inventory, hosts: Mapping[str, str]) -> tuple[Node, ...]:
    """Return the nodes of components and hosts."""
    components = [
        Node(
            id=member.component.id,
            kind="component",
            name=member.component.name,
            hosts=tuple(sorted(hosts[host] for host in member.hosts if host in hosts)),
            origins=member.origins or tuple(Origin(s) for s in member.component.sources),
        )
        for member in inventory.members
    ]
    machines = [
        Node(id=hosts[host.id], kind="host", name=host.name, origins=host.origins)
        for host in inventory.hosts
    ]
    return tuple(sorted((*components, *machines), key=lambda node: node.id))


def _slug(address: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", address.lower()).strip("-")
    if plain and address.isascii() and len(plain) < _LONGEST - len(EXTERNAL):
        return f"{EXTERNAL}-{plain}"
    digest = hashlib.sha256(address.encode()).hexdigest()[:8]
    return "-".join(part for part in (EXTERNAL, plain[:40].strip("-"), digest) if part)
