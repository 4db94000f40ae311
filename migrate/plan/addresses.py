"""The old address of a component goes in; its Service's name comes out."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from migrate.model.inventory import Member
from migrate.model.origin import Origin
from migrate.model.plan import Filled
from migrate.model.settings import AddressSlot
from migrate.plan.situation import Situation
from migrate.plan.why import reason

_PORT_IN_HOST = ("http", "https", "ws", "ajp")


class Addresses(Struct, frozen=True):
    """The addresses that one component uses."""

    situation: Situation
    member: Member

    def fill(
        self, slot: AddressSlot, *, ported: bool, origins: Iterable[Origin] = ()
    ) -> Filled | None:
        """Return what takes an address's place; None when it stays, being outside the estate.

        `ported` tells that the port stands beside it, in a place of its own.
        """
        found = self.situation.topology.node_of(self.member.component.id, slot.target)
        target = self.situation.member(found.node) if found else None
        if found is None or target is None:
            return None
        port = self.situation.port(target).value
        name = self.situation.address(self.member, target.component.id)
        moved = bool(found.port) and found.port != port
        if slot.form == "port":
            text = str(port)
        elif slot.form == "host:port" or (moved and not ported and self._url(slot)):
            text = f"{name}:{port}"
        else:
            text = name
        evidence = tuple(dict.fromkeys((*origins, *found.origins)))
        why = reason("plan.address", evidence, was=slot.text, name=text)
        return Filled(text, slot.text, why)

    def _url(self, slot: AddressSlot) -> bool:
        references = self.member.component.references
        return any(r.target == slot.target and r.protocol in _PORT_IN_HOST for r in references)
