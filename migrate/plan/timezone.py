"""The time zone an application was told to use."""

from __future__ import annotations

import re

from migrate.model.facts import Component
from migrate.model.reason import Chosen
from migrate.plan.listed import text
from migrate.plan.why import choose

_ZONE = re.compile(r"^[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*$")


def timezone(component: Component) -> Chosen[str] | None:
    """Return the zone by name, None when nothing says it."""
    zone = text(component, "timezone")
    if not _ZONE.match(zone):
        return None
    return choose(zone, "plan.timezone", component.origins("timezone"), zone=zone)
