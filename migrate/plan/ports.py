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
    old = _main(component, usual.name) or _surveyed(component)
    if old is None:
        return choose(usual.number, "plan.port.default", port=usual.number)
    if old.port < _FIRST_FREE_FOR_ALL:
        return choose(
            usual.number, "plan.port.raised", old.origins, old=old.port, port=usual.number
        )
    return choose(old.port, "plan.port.kept", old.origins, port=old.port)


def _main(component: Component, name: str) -> Endpoint | None:
    """Return the first port that something tells; one without origins is what the kind uses."""
    told = (e for e in component.endpoints if e.origins and e.protocol in _PROTOCOL[name])
    return min(told, key=lambda endpoint: endpoint.port, default=None)


def _surveyed(component: Component) -> Endpoint | None:
    """Return the port of the survey, None when it names none or several."""
    fact = component.facts.get("survey.ports")
    values = fact.value if fact and isinstance(fact.value, list | tuple) else ()
    if fact is None or len(values) != 1 or not isinstance(values[0], int):
        return None
    return Endpoint(values[0], "", fact.origins)
