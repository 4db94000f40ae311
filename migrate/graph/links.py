"""Wants with what they were resolved to -> edges, each with all of its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct

from migrate.graph.wants import Relation
from migrate.model.origin import Origin
from migrate.model.topology import Carried, Edge


class Link(Struct, frozen=True):
    """One want whose ends are known."""

    source: str
    target: str
    kind: Relation
    protocol: str
    port: int
    database: str
    wanted: tuple[Origin, ...]
    """Where it is written."""
    resolved: tuple[Origin, ...]
    """Why it means this target."""
    via: tuple[str, ...] = ()
    """Registries: node ids, or addresses of what lies outside."""
    carries: tuple[Carried, ...] = ()


_Between = tuple[str, str, Relation, str, int]


class Links:
    """Collects links; those that say the same become one edge."""

    def __init__(self) -> None:
        self._links: dict[_Between, list[Link]] = defaultdict(list)

    def add(self, link: Link) -> None:
        """Add what an artifact or capture says."""
        if link.source != link.target:
            key = (link.source, link.target, link.kind, link.protocol, link.port)
            self._links[key].append(link)

    def between(self, target: str, port: int) -> frozenset[str]:
        """Return who is known to call a port of a target, or to call it on no known port."""
        return frozenset(
            source
            for source, to, kind, _, known in self._links
            if to == target and kind != "shares" and (known in (0, port) or not port)
        )

    def confirm(self, link: Link) -> None:
        """Add what the survey says: evidence for known links, or a link of its own."""
        known = [key for key in self._links if _says_the_same(key, link)]
        for source, target, kind, protocol, port in known:
            self.add(Link(source, target, kind, protocol, port, "", link.wanted, link.resolved))
        if not known:
            self.add(link)

    def edges(self, ids: Mapping[str, str] | None = None) -> tuple[Edge, ...]:
        """Return the edges in a fixed order; `ids` are the nodes of addresses outside."""
        return tuple(
            _edge(key, database, links, ids or {})
            for key in sorted(self._links)
            for database, links in sorted(_by_database(self._links[key]).items())
        )


def _says_the_same(key: _Between, link: Link) -> bool:
    source, target, _, protocol, port = key
    return (
        (source, target) == (link.source, link.target)
        and (not link.port or not port or link.port == port)
        and (not link.protocol or link.protocol == protocol or link.port == port > 0)
    )


def _by_database(links: Iterable[Link]) -> dict[str, list[Link]]:
    """Group by database; a link that names none is evidence for each."""
    links = list(links)
    names = {link.database for link in links if link.database} or {""}
    return {name: [link for link in links if link.database in ("", name)] for name in names}


def _edge(key: _Between, database: str, links: Iterable[Link], ids: Mapping[str, str]) -> Edge:
    source, target, kind, protocol, port = key
    links = list(links)
    wanted = sorted({origin for link in links for origin in link.wanted})
    resolved = sorted({origin for link in links for origin in link.resolved})
    return Edge(
        source=source,
        target=target,
        kind=kind,
        protocol=protocol,
        port=port,
        database=database,
        origins=tuple(dict.fromkeys((*wanted, *resolved))),
        via=tuple(sorted({ids.get(each, each) for link in links for each in link.via})),
        carries=tuple(sorted({each for link in links for each in link.carries})),
    )
