"""Origins of one component as a terminal shows them: told from the component's own root."""

from __future__ import annotations

from collections.abc import Sequence

from migrate.model.origin import Origin
from migrate.published import PublishedComponent

_MOST = 3
"""Shown of one value's evidence; `--json` has all."""


class Places:
    """The places of one component; those outside of its root keep their whole path."""

    def __init__(self, component: PublishedComponent) -> None:
        """Take what was read: the origin of its digest is the folder or archive it lies in."""
        digest = component.facts.get("content.sha256")
        self.root = digest.origins[0].source if digest and digest.origins else ""
        """Where the component lies, empty when no single place holds it."""

    def shown(self, origins: Sequence[Origin]) -> str:
        """Return the first places, a line each, and how many more there are."""
        return few([self._told(origin) for origin in origins])

    def _told(self, origin: Origin) -> str:
        if not self.root:
            return str(origin)
        if origin.source == self.root:
            return origin.place or self.root
        for inside in ("/", "!/"):
            below = origin.source.removeprefix(self.root + inside)
            if below != origin.source:
                return str(Origin(below, origin.place))
        return str(origin)


def few(places: Sequence[str]) -> str:
    """Return the first of some places, a line each, and how many more there are."""
    more = len(places) - _MOST
    return "\n".join([*places[:_MOST], *([f"… (+{more})"] if more > 0 else [])])
