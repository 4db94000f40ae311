"""Survey and artifacts merged: what there is, each thing once."""

from __future__ import annotations

from msgspec import Struct, field

from migrate.model.facts import Component, Fact, Finding, Unread
from migrate.model.origin import Origin
from migrate.model.survey import Problem


class Address(Struct, frozen=True):
    """One network address of a host."""

    value: str
    origins: tuple[Origin, ...] = ()


class Host(Struct, frozen=True):
    """A server of the old estate."""

    id: str
    name: str
    addresses: tuple[Address, ...] = ()
    facts: dict[str, Fact] = field(default_factory=dict)
    """host.room, host.environment (production, test, disaster-recovery), host.zone, host.cores,
    host.memory_gb, host.disk_gb, host.os, host.kernel, host.cpu_utilisation and
    host.memory_utilisation (percent); of captures also host.listening, host.connections,
    host.clients, host.aliases, host.mounts, host.exports, host.forwards, schedules …"""
    origins: tuple[Origin, ...] = ()


class System(Struct, frozen=True):
    """A business system: what is deployed together."""

    id: str
    """Slug; the namespace and the chart's name derive from it."""
    name: str
    facts: dict[str, Fact] = field(default_factory=dict)
    origins: tuple[Origin, ...] = ()


class Member(Struct, frozen=True):
    """A component in its place."""

    identity: str
    """`project/system/component`, never changes once given."""
    component: Component
    """`id` is the slug; facts of survey and artifacts are merged in it."""
    system: str
    hosts: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    """The survey rows that name it."""


class Inventory(Struct, frozen=True):
    """Everything known before relations are drawn."""

    project: str
    """Slug of the project."""
    name: str
    """Its name as people say it."""
    members: tuple[Member, ...] = ()
    hosts: tuple[Host, ...] = ()
    systems: tuple[System, ...] = ()
    facts: dict[str, Fact] = field(default_factory=dict)
    """Of the project: project.contact, network.pod_cidrs …"""
    networks: tuple[Fact, ...] = ()
    """Each value `{"name", "cidr", "zone", "room", "kind"}`."""
    findings: tuple[Finding, ...] = ()
    """Conflicts between sources, survey-only and artifact-only components."""
    problems: tuple[Problem, ...] = ()
    unread: tuple[Unread, ...] = ()
    schema_version: int = 1

    def member(self, component: str) -> Member:
        """Return the member with this component id; KeyError when there is none."""
        for member in self.members:
            if member.component.id == component:
                return member
        raise KeyError(component)

    def host(self, host: str) -> Host:
        """Return the host with this id; KeyError when there is none."""
        for known in self.hosts:
            if known.id == host:
                return known
        raise KeyError(host)
