"""What tests of balancers look at."""

from __future__ import annotations

from migrate.model.facts import Component
from tests.read.captured import items


def addresses(component: Component) -> list[tuple[object, ...]]:
    """Return address, port, protocol, hosts and pool of every listener."""
    keys = ("address", "port", "protocol", "hosts", "pool")
    return [tuple(item[key] for key in keys) for item in items(component, "lb.virtual_addresses")]


def pools(component: Component) -> dict[object, list[tuple[object, ...]]]:
    """Return the members of every pool: host, port, weight, backup."""
    return {
        item["name"]: [
            (member["host"], member["port"], member["weight"], member["backup"])
            for member in item["members"]  # type: ignore[attr-defined]
        ]
        for item in items(component, "lb.pools")
    }


def persistence(component: Component) -> dict[object, tuple[object, object]]:
    """Return how clients stay, and by what, of every pool."""
    found = items(component, "lb.persistence")
    return {item["pool"]: (item["kind"], item["detail"]) for item in found}


def targets(component: Component) -> list[tuple[str, str]]:
    """Return target and protocol of every reference."""
    return [(reference.target, reference.protocol) for reference in component.references]
