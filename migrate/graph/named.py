"""Services, topics and queues that components name -> what they want at which address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from migrate.graph.evidence import origins_of
from migrate.model.facts import Component
from migrate.model.origin import Origin
from migrate.model.topology import Carried

PRODUCES, CONSUMES = "messaging.produces", "messaging.consumes"
OFFERED, CALLED = "services.provided", "services.consumed"
Role = Literal["service", "produces", "consumes"]
_ROLES: Mapping[str, Role] = {CALLED: "service", PRODUCES: "produces", CONSUMES: "consumes"}


class Named(Struct, frozen=True):
    """One item of such a fact."""

    name: str
    protocol: str = ""
    registry: str = ""
    at: tuple[str, ...] = ()
    """Where its registry or broker is."""
    address: str = ""
    version: str = ""
    group: str = ""
    exchange: str = ""
    kind: str = ""
    how: str = ""
    direct: bool = False
    origins: tuple[Origin, ...] = ()


def items(component: Component, fact: str) -> Iterator[Named]:
    """Yield the items of one of these facts; what is no item is let pass."""
    known = component.facts.get(fact)
    for item in known.value if known and isinstance(known.value, list | tuple) else ():
        if isinstance(item, Mapping) and item.get("name"):
            yield Named(
                name=str(item["name"]),
                protocol=_text(item, "protocol"),
                registry=_text(item, "registry") or _text(item, "broker"),
                at=(*_texts(item.get("registry_at")), *_texts(item.get("broker_at"))),
                address=_text(item, "address"),
                version=_text(item, "version"),
                group=_text(item, "group"),
                exchange=_text(item, "exchange"),
                kind=_text(item, "kind"),
                how=_text(item, "how"),
                direct=item.get("direct") is True,
                origins=origins_of(item) or known.origins if known else (),
            )


def carried(component: Component) -> Iterator[tuple[str, Carried, tuple[Origin, ...]]]:
    """Yield the addresses at which a component sends, listens or calls, with what goes there."""
    for fact, role in _ROLES.items():
        for item in items(component, fact):
            targets = (item.address,) if role == "service" else item.at
            for target in targets:
                if target:
                    yield target, Carried(item.name, role), item.origins


def _text(item: Mapping[str, object], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _texts(value: object) -> Sequence[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
