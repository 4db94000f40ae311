"""On which port a container listens."""

from __future__ import annotations

from migrate.knowledge.images import ListeningPort
from migrate.model.facts import Component, Endpoint
from migrate.model.reason import Chosen
from migrate.plan.why import choose

_PROTOCOL = {"http": ("http",), "mysql": ("mysql", "tcp")}
_FIRST_FREE_FOR_ALL = 1024


def main_port(component: Component, usual: ListeningPort) -> Chosen[int]:
    """Return the old port where a server that is not root may open it, else the image's own."""
    old = _main(component, usual.name)
    if old is None:
        return choose(usual.number, "plan.port.default", port=usual.number)
    if old.port < _FIRST_FREE_FOR_ALL:
        return choose(
            usual.number, "plan.port.raised", old.origins, old=old.port, port=usual.number
        )
    return choose(old.port, "plan.port.kept", old.origins, port=old.port)


def _main(component: Component, name: str) -> Endpoint | None:
    fitting = [e for e in component.endpoints if e.protocol in _PROTOCOL[name]]
    return min(fitting, key=lambda endpoint: endpoint.port, default=None)
