"""What reading an artifact yields."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

from msgspec import Struct, field

from migrate.model.origin import Origin
from migrate.model.reason import Because
from migrate.model.settings import SettingFile

Plain: TypeAlias = object
"""JSON-shaped: None, bool, int, float, str, list or dict of these. Items of list facts are dicts
with their own `origins` (a list of `{"source", "place"}`)."""

Severity: TypeAlias = Literal["mandatory", "optional", "potential", "information"]

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The gravest first."""


class Alternative(Struct, frozen=True):
    """What another source said of the same fact."""

    value: Plain
    origins: tuple[Origin, ...] = ()


class Fact(Struct, frozen=True):
    """One thing known of a component or host. Its dotted name is the key it is filed under."""

    value: Plain
    origins: tuple[Origin, ...] = ()
    confidence: float = 1.0
    alternatives: tuple[Alternative, ...] = ()


class Endpoint(Struct, frozen=True):
    """A port the component listens on."""

    port: int
    protocol: str
    """http, https, ajp, mysql, tcp …"""
    origins: tuple[Origin, ...] = ()
    """Empty for what only the kind tells: a servlet container's 8080."""


class Reference(Struct, frozen=True):
    """Something the component wants to reach, as it is written there."""

    target: str
    """`host:port`; the port is the protocol's default when none is written, absent when unknown."""
    protocol: str
    """mysql, http, ldap, smtp, tcp …"""
    database: str = ""
    setting: str = ""
    """The key or expression that holds it."""
    account: str = ""
    """The user name it connects with."""
    purpose: Literal["call", "replicate"] = "call"
    origins: tuple[Origin, ...] = ()


class Finding(Struct, frozen=True):
    """A problem or observation; its sentence is text `rule.<rule>` filled with `params`."""

    rule: str
    severity: Severity
    subject: str = ""
    """Component, host or system id; empty for the estate as a whole."""
    params: dict[str, str] = field(default_factory=dict)
    effort: int = 0
    """Konveyor story points, 0 to 13."""
    origins: tuple[Origin, ...] = ()
    topic: str = ""
    """What it is about: findings on one topic are weighed and shown together."""


class Incident(Struct, frozen=True):
    """One match of a rule's content condition, made while the file was open."""

    rule: str
    condition: int
    """Which content condition of the rule, counted from 0 in reading order."""
    params: dict[str, str] = field(default_factory=dict)
    origins: tuple[Origin, ...] = ()


class Unknown(Struct, frozen=True):
    """A fact that cannot be known from what was handed over."""

    fact: str
    because: Because


class Unread(Struct, frozen=True):
    """A source, or an entry of one, that could not be read at all."""

    source: str
    because: Because
    place: str = ""


class Component(Struct, frozen=True):
    """One deployable thing: an application or a piece of middleware."""

    id: str
    """DNS-1123 label, unique in its value."""
    kind: str
    """java-war, php-site, mysql …: a name of knowledge/kinds."""
    name: str
    facts: dict[str, Fact] = field(default_factory=dict)
    endpoints: tuple[Endpoint, ...] = ()
    references: tuple[Reference, ...] = ()
    incidents: tuple[Incident, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    settings: tuple[SettingFile, ...] = ()
    sources: tuple[str, ...] = ()
    """The files and folders it was read from, relative to the workspace."""

    def value(self, fact: str) -> Plain:
        """Return the value of a fact, None when it is not known."""
        found = self.facts.get(fact)
        return found.value if found else None

    def origins(self, *facts: str) -> tuple[Origin, ...]:
        """Return the origins of several facts, without repeats, in the order asked for."""
        found = (o for name in facts if name in self.facts for o in self.facts[name].origins)
        return tuple(dict.fromkeys(found))


class Reading(Struct, frozen=True):
    """Everything the read stage found."""

    components: tuple[Component, ...] = ()
    unread: tuple[Unread, ...] = ()
    schema_version: int = 1
