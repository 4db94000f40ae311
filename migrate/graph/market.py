"""Who offers a service and who calls it by name: links between them, and what nobody offers.

Two meet when the name is the same, version and group fit, and neither the kind nor the address of
their registries tells them apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from migrate.graph.links import Link
from migrate.graph.named import CALLED, CONSUMES, OFFERED, PRODUCES, Named, items
from migrate.graph.resolve import resolve_component
from migrate.graph.wants import Want
from migrate.model.facts import Finding
from migrate.model.inventory import Inventory, Member
from migrate.model.topology import Carried

_AT_AN_ADDRESS = frozenset({"burlap", "hessian", "http-invoker", "rmi", "soap"})
"""Protocols of services that are called by their address, unless a registry lists them."""
_NO_VERSION = "0.0.0"
_MOST = 1000
"""Of one name: more that differ only in version, group or place are a hostile input."""


class _Entry(Struct, frozen=True):
    """An item with whose it is and where its registry, or broker, is."""

    member: Member
    item: Named
    places: frozenset[str]


class Market:
    """Everything that is offered and wanted by name."""

    def __init__(self, inventory: Inventory, place: Callable[[Want], str]) -> None:
        """Take the components; `place` tells what an address stands for, `""` when unknown."""
        self._place = place
        self._known: dict[tuple[str, str], str] = {}
        self._members = sorted(inventory.members, key=lambda member: member.component.id)
        self._offers: dict[str, list[_Entry]] = defaultdict(list)
        for entry in self._entries(OFFERED):
            if entry.item.registry or entry.item.protocol not in _AT_AN_ADDRESS:
                self._offers[_key(entry.item)].append(entry)
        self._calls = [each for each in self._entries(CALLED) if not each.item.direct]

    def calls(self) -> Iterator[Link]:
        """Yield a link for each caller and each component that offers what it calls."""
        for call in self._calls:
            for offer in self._answering(call):
                yield _link(call, offer)

    def offering(self, want: Want, host: str) -> tuple[Member, ...]:
        """Return who offers the service that a host name of an HTTP address is.

        Only a component that knows a registry asks one for the name.
        """
        if want.protocol not in ("http", "https") or "." in host or not self._asks(want.member):
            return ()
        offers = [each for each in self._offers.get(host, ()) if each.item.protocol == "http"]
        return tuple(o.member for o in offers if o.member is not want.member)

    def _asks(self, member: Member) -> bool:
        facts = (OFFERED, CALLED)
        return any(item.registry for fact in facts for item in items(member.component, fact))

    def findings(self) -> Iterator[Finding]:
        """Yield what nobody offers, and topics that lack one side."""
        for call in self._calls:
            if call.item.how != "url" and not any(self._answering(call)):
                yield _finding("unprovided-service", "potential", call, 1)
        yield from self._one_sided()

    def _answering(self, call: _Entry) -> Iterator[_Entry]:
        offers = self._offers.get(_key(call.item), ())
        return (offer for offer in offers[:_MOST] if _meet(call, offer))

    def _one_sided(self) -> Iterator[Finding]:
        """Yield topics of one side only, where no code of the estate may be the other one."""
        sides = {fact: list(self._entries(fact)) for fact in (PRODUCES, CONSUMES)}
        for rule, own, other in (
            ("topic-without-consumer", PRODUCES, CONSUMES),
            ("topic-without-producer", CONSUMES, PRODUCES),
        ):
            if any(u.fact == other for m in self._members for u in m.component.unknown):
                continue
            known = _Topics(sides[other])
            for one in sides[own]:
                if not any(_same_topic(one, each) for each in known.like(one)):
                    yield _finding(rule, "information", one, 0)

    def _entries(self, fact: str) -> Iterator[_Entry]:
        for member in self._members:
            for item in items(member.component, fact):
                places = (self._placed(member, target) for target in item.at)
                yield _Entry(member, item, frozenset(place for place in places if place))

    def _placed(self, member: Member, target: str) -> str:
        key = (member.component.id, target)
        if key not in self._known:
            self._known[key] = self._place(Want(member, target))
        return self._known[key]


class _Topics:
    """One side of every topic, by name and by the exchange that feeds it."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        self._by_name: dict[str, list[_Entry]] = defaultdict(list)
        self._loose: list[_Entry] = []
        for entry in entries:
            for name in {entry.item.name, entry.item.exchange} - {""}:
                self._by_name[name].append(entry)
            if entry.item.kind == "exchange" or not entry.item.exchange:
                self._loose.append(entry)

    def like(self, one: _Entry) -> Iterator[_Entry]:
        """Yield what may be the other side of a topic."""
        for name in {one.item.name, one.item.exchange} - {""}:
            yield from self._by_name.get(name, ())[:_MOST]
        if one.item.kind == "exchange" or not one.item.exchange:
            yield from (each for each in self._loose[:_MOST] if _of_exchange(one, each))


def _of_exchange(one: _Entry, other: _Entry) -> bool:
    return "exchange" in (one.item.kind, other.item.kind)


def _key(item: Named) -> str:
    """Return what names are compared by; those of Spring Cloud without case."""
    return item.name.casefold() if item.protocol == "http" else item.name


def _meet(call: _Entry, offer: _Entry) -> bool:
    if call.item.registry and offer.item.registry and call.item.registry != offer.item.registry:
        return False
    if call.places and offer.places and not call.places & offer.places:
        return False
    version = _fits(call.item.version, offer.item.version, _NO_VERSION)
    return version and _fits(call.item.group, offer.item.group, "")


def _fits(wanted: str, offered: str, default: str) -> bool:
    """Tell whether versions or groups fit; what a placeholder hides may be anything."""
    if wanted == "*" or "{" in wanted or "{" in offered:
        return True
    return (wanted or default) == (offered or default)


def _link(call: _Entry, offer: _Entry) -> Link:
    protocol = offer.item.protocol or call.item.protocol
    want = Want(call.member, offer.item.name, protocol)
    found = resolve_component(offer.member, want)
    return Link(
        source=call.member.component.id,
        target=offer.member.component.id,
        kind="calls",
        protocol=found.protocol or protocol,
        port=found.port,
        database="",
        wanted=call.item.origins,
        resolved=tuple(dict.fromkeys((*offer.item.origins, *found.origins))),
        via=tuple(sorted(call.places & offer.places or call.places | offer.places)),
        carries=(Carried(offer.item.name, "service"),),
    )


def _same_topic(one: _Entry, other: _Entry) -> bool:
    """Tell whether two may be one topic; a queue of which no binding is told may be fed by any."""
    if one.item.registry != other.item.registry and "jms" not in (
        one.item.registry,
        other.item.registry,
    ):
        return False
    if one.places and other.places and not one.places & other.places:
        return False
    if "exchange" in (one.item.kind, other.item.kind):
        queue = other.item if one.item.kind == "exchange" else one.item
        named = one.item.name if one.item.kind == "exchange" else other.item.name
        return not queue.exchange or named in (queue.exchange, queue.name)
    return one.item.name == other.item.name


def _finding(rule: str, severity: str, entry: _Entry, effort: int) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,  # type: ignore[arg-type]
        subject=entry.member.component.id,
        params={"name": entry.item.name, "registry": entry.item.registry or "-"},
        effort=effort,
        origins=entry.item.origins,
    )
