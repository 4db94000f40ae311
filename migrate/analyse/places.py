"""Hosts, systems and networks from the survey's rows, each value with its cell."""

from __future__ import annotations

import re

from migrate.analyse.naming import Names, slug
from migrate.model.facts import Fact
from migrate.model.inventory import Address, Host, System
from migrate.model.survey import Row, Survey

_HOST_FACTS = (
    "room", "environment", "zone", "cores", "memory_gb", "disk_gb", "os", "kernel",
    "cpu_utilisation", "memory_utilisation",
)  # fmt: skip


def hosts(survey: Survey) -> tuple[Host, ...]:
    """Return the surveyed hosts by id; of rows with one name the first counts."""
    found: dict[str, Host] = {}
    for row in survey.sheet("hosts"):
        name = row.text("name")
        host = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        if host and host not in found:
            found[host] = Host(host, name, _addresses(row), _facts(row), (row.origin("name"),))
    return tuple(found[key] for key in sorted(found))


def systems(survey: Survey, project: str, names: Names) -> dict[str, System]:
    """Return the business systems by the name the workbook uses."""
    found: dict[str, System] = {}
    for row in survey.sheet("systems"):
        name = row.text("name")
        if name and name not in found:
            label = names.give(f"{project}/{name}", slug(row.text("code"), name))
            facts = {
                f"system.{column}": Fact(row.values[column], (row.origin(column),))
                for column in ("languages", "business_types", "database_types", "conclusion")
                if column in row.values
            }
            found[name] = System(label, name, facts, (row.origin("name"),))
    return found


def networks(survey: Survey) -> tuple[Fact, ...]:
    """Return the networks."""
    return tuple(
        Fact(
            {key: row.text(key) for key in ("name", "cidr", "zone", "room", "kind")},
            (row.origin("cidr"),),
        )
        for row in survey.sheet("networks")
    )


def _addresses(row: Row) -> tuple[Address, ...]:
    value = row.values.get("addresses")
    origin = row.origin("addresses")
    return tuple(Address(str(a), (origin,)) for a in value) if isinstance(value, list) else ()


def _facts(row: Row) -> dict[str, Fact]:
    return {
        f"host.{column}": Fact(row.values[column], (row.origin(column),))
        for column in _HOST_FACTS
        if column in row.values
    }
