"""What a reader has found so far; becomes one component at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from migrate.knowledge.ports import REMOTE_CALLS, usual_ports
from migrate.model.code import Library, Use
from migrate.model.facts import (
    Alternative,
    Component,
    Endpoint,
    Fact,
    Incident,
    Plain,
    Reference,
    Unknown,
)
from migrate.model.origin import Origin
from migrate.model.reason import Because
from migrate.model.settings import SettingFile
from migrate.read.safe_facts import without_secrets
from migrate.read.tree import Entry, Tree

_PLACES = 100
"""Of one item: more help nobody, and a hostile file has as many as it has lines."""

_NAMES_ONLY = frozenset({"java.libraries", "java.packages", "php.extensions"})
"""Facts of names, numbers and dates alone; of the first an application has hundreds."""


class Found:
    """Facts, references and settings of one component, collected file by file."""

    def __init__(self, name: str = "", kind: str = "") -> None:
        """Start with nothing; name and kind where the input's name and the reader's do not fit."""
        self.name = name
        self.kind = kind
        self.called = ""
        """What its own build calls it: says more than the name of the folder it lies in."""
        self.entries: Sequence[Entry] = ()
        """The files it was read from, where those are not all of its site's."""
        self.given: dict[str, Entry] = {}
        """Configuration that its container is given, by the paths that it has there."""
        self.tree: Tree | None = None
        """Its own files, where it is a part of its site that has sources of its own."""
        self.uses: Sequence[Use] = ()
        """What its code uses, for rules."""
        self.libraries: list[Library] = []
        self._facts: dict[str, Fact] = {}
        self._items: defaultdict[str, list[dict[str, Plain]]] = defaultdict(list)
        self._known: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.endpoints: list[Endpoint] = []
        self.listens = True
        """Whether it has the usual port of its kind when nothing names one; clients have none."""
        self.references: list[Reference] = []
        self.settings: list[SettingFile] = []
        self._unknown: dict[str, Because] = {}

    def fact(
        self,
        name: str,
        value: Plain,
        *origins: Origin,
        confidence: float = 1.0,
        alternatives: tuple[Alternative, ...] = (),
    ) -> None:
        """Set a fact; the first to say it stays."""
        if name not in self._facts:
            safe = value if name in _NAMES_ONLY else without_secrets(value)
            self._facts[name] = Fact(safe, tuple(dict.fromkeys(origins)), confidence, alternatives)

    def item(self, name: str, origin: Origin, /, **item: Plain) -> None:
        """Add an item to a list fact; the same item again adds its origin."""
        if name not in _NAMES_ONLY:
            item = without_secrets(item)  # type: ignore[assignment]
        where = {"source": origin.source, "place": origin.place}
        key = (name, repr(sorted(item.items(), key=lambda pair: pair[0])))
        known = self._known.get(key)
        if known is None:
            self._known[key] = origins = [where]
            self._items[name].append({**item, "origins": origins})
        elif len(known) < _PLACES and where not in known:
            known.append(where)

    def items(self, name: str) -> list[dict[str, Plain]]:
        """Return the items of a list fact so far; a change there is a change of the fact."""
        return self._items.get(name, [])

    def drop(self, name: str, item: dict[str, Plain]) -> None:
        """Take an item out of a list fact; the fact goes with its last one."""
        self._items[name].remove(item)
        if not self._items[name]:
            del self._items[name]

    def unknown(self, name: str, reason: str, **params: str) -> None:
        """Say why a fact cannot be known, by a text id; it counts unless the fact is found."""
        self._unknown.setdefault(name, Because(reason, params))

    def lacks(self, name: str) -> bool:
        """Tell whether a reader said why a fact, or more of it, cannot be known."""
        return name in self._unknown

    def has(self, name: str) -> bool:
        """Tell whether a fact or list fact is known."""
        return name in self._facts or name in self._items

    def value(self, name: str) -> Plain:
        """Return a fact's value, None when it is not known."""
        return self._facts[name].value if name in self._facts else None

    def origins(self, name: str) -> tuple[Origin, ...]:
        """Return where a fact is told, nothing when it is not known."""
        return self._facts[name].origins if name in self._facts else ()

    def absorb(self, other: Found) -> None:
        """Take what was found of the same program elsewhere; what is known here counts more."""
        for name, fact in other._facts.items():
            self._facts.setdefault(name, fact)
        for name, items in other._items.items():
            for item in items:
                said = {key: value for key, value in item.items() if key != "origins"}
                for origin in _origins(item):
                    self.item(name, origin, **said)
        for endpoint in other.endpoints:
            self._listen(endpoint)
        self.references.extend(other.references)
        self.settings.extend(other.settings)
        self.listens = self.listens and other.listens
        for name, why in other._unknown.items():
            self._unknown.setdefault(name, why)

    def _listen(self, endpoint: Endpoint) -> None:
        """Add an endpoint; of a port that is known without its protocol the protocol is taken."""
        for place, known in enumerate(self.endpoints):
            if known.port == endpoint.port:
                protocol = endpoint.protocol if known.protocol == "tcp" else known.protocol
                origins = tuple(dict.fromkeys((*known.origins, *endpoint.origins)))
                self.endpoints[place] = Endpoint(known.port, protocol, origins)
                return
        self.endpoints.append(endpoint)

    def files(self) -> set[Origin]:
        """Return the files that anything was told from, without lines."""
        found = {
            place for items in self._items.values() for item in items for place in _places(item)
        }
        for told in (self._facts.values(), self.endpoints, self.references, self.settings):
            found.update(origin.file for each in told for origin in each.origins)
        return found

    def component(
        self,
        id: str,
        kind: str,
        expected: Sequence[str],
        sources: Sequence[str],
        incidents: Sequence[Incident],
    ) -> Component:
        """Return the component; expected facts that nothing told become unknown."""
        lists = {key: Fact(items) for key, items in self._items.items()}
        facts = {**lists, **self._facts}
        reasons = {key: Because(f"read.unknown.{key}") for key in expected} | self._unknown
        return Component(
            id=id,
            kind=kind,
            name=self.called or self.name or id,
            facts=dict(sorted(facts.items())),
            endpoints=_endpoints(self.endpoints, kind) if self.listens else tuple(self.endpoints),
            references=tuple(_merged(self.references)),
            incidents=tuple(incidents),
            unknown=tuple(Unknown(key, why) for key, why in reasons.items() if key not in facts),
            settings=tuple(sorted(self.settings, key=lambda file: file.path)),
            sources=tuple(sources),
        )


def _places(item: dict[str, Plain]) -> Iterator[Origin]:
    return (origin.file for origin in _origins(item))


def _origins(item: dict[str, Plain]) -> Iterator[Origin]:
    places = item.get("origins")
    for each in places if isinstance(places, list) else ():
        yield Origin(str(each["source"]), str(each["place"]))


def _endpoints(found: Sequence[Endpoint], kind: str) -> tuple[Endpoint, ...]:
    """Return what was found; ports of remote calls do not replace the usual one of a kind."""
    if any(each.protocol not in REMOTE_CALLS for each in found):
        return tuple(found)
    return (*_usual(kind), *found)


def _usual(kind: str) -> tuple[Endpoint, ...]:
    """Return the endpoint that a kind has when nothing says otherwise; it has no origins."""
    return tuple(Endpoint(known.port, known.protocol) for known in usual_ports().get(kind, ())[:1])


def _merged(references: Sequence[Reference]) -> list[Reference]:
    """Return references with the origins of equal ones joined."""
    merged: dict[tuple[str, ...], Reference] = {}
    for found in references:
        key = (found.target, found.protocol, found.database, found.setting, found.purpose)
        known = merged.get(key)
        origins = tuple(dict.fromkeys((known.origins if known else ()) + found.origins))
        merged[key] = Reference(
            target=found.target,
            protocol=found.protocol,
            database=found.database,
            setting=found.setting,
            account=found.account,
            purpose=found.purpose,
            origins=origins,
        )
    return list(merged.values())
