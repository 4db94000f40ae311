"""On which ports a component listens, by what is known of it and else by its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from migrate.graph.evidence import origins_of
from migrate.knowledge.ports import usual_ports
from migrate.model.facts import Component
from migrate.model.origin import Origin

SILENT_PROTOCOLS = frozenset({"", "tcp"})
"""Say nothing of what is spoken."""


class Port(Struct, frozen=True):
    """One port."""

    port: int
    protocol: str = ""
    origins: tuple[Origin, ...] = ()
    """Empty for what only the kind tells."""


def declared(component: Component) -> tuple[Port, ...]:
    """Return the ports that artifacts and survey give."""
    told = (e for e in component.endpoints if e.origins)
    found = [Port(e.port, e.protocol, e.origins) for e in told]
    found.extend(_surveyed(component))
    return tuple(found)


def published(component: Component) -> Iterator[Port]:
    """Yield the ports of the machine that lead into a container."""
    fact = component.facts.get("ports")
    for item in fact.value if fact and isinstance(fact.value, list | tuple) else ():
        if isinstance(item, Mapping) and isinstance(item.get("published"), int):
            inside = (e.protocol for e in component.endpoints if e.port == item.get("port"))
            origins = tuple(origins_of(item)) or (fact.origins if fact else ())
            yield Port(int(item["published"]), next(inside, ""), origins)


def usual(component: Component) -> tuple[Port, ...]:
    """Return the ports of its kind, none when the kind is not known."""
    return tuple(Port(p.port, p.protocol) for p in usual_ports().get(component.kind, ()))


def speaks(component: Component, protocol: str) -> bool:
    """Tell whether a component can be meant by a protocol; unknown protocols fit all."""
    if protocol in SILENT_PROTOCOLS:
        return True
    return any(port.protocol == protocol for port in (*declared(component), *usual(component)))


def _surveyed(component: Component) -> Iterator[Port]:
    fact = component.facts.get("survey.ports")
    values = fact.value if fact else ()
    for value in values if isinstance(values, list | tuple) else (values,):
        number = value.get("port") if isinstance(value, Mapping) else value
        protocol = value.get("protocol") if isinstance(value, Mapping) else ""
        if str(number).isdecimal() and fact:
            yield Port(int(str(number)), str(protocol or ""), fact.origins)
