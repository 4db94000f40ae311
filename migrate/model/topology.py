"""The dependency graph, with evidence on every edge."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from migrate.model.facts import Finding
from migrate.model.origin import Origin


class Node(Struct, frozen=True):
    """A component, a host, or something outside the estate."""

    id: str
    kind: Literal["component", "host", "external"]
    name: str
    hosts: tuple[str, ...] = ()
    """Of a component: the node ids of the hosts it runs on."""
    address: str = ""
    """Of an external node: `host:port` as it was referenced."""
    origins: tuple[Origin, ...] = ()


class Carried(Struct, frozen=True, order=True):
    """Something that goes over an edge by name."""

    name: str
    """A service, topic, queue or exchange."""
    role: Literal["service", "produces", "consumes"]


class Edge(Struct, frozen=True):
    """`source` depends on `target`."""

    source: str
    target: str
    kind: Literal["calls", "replicates", "shares"]
    protocol: str = ""
    port: int = 0
    """0 when unknown."""
    database: str = ""
    origins: tuple[Origin, ...] = ()
    """Evidence on both ends: the setting that names the target, the code that reads it, the
    survey row that owns the address, the target's own configuration."""
    via: tuple[str, ...] = ()
    """The nodes of the registries in which the source finds the target."""
    carries: tuple[Carried, ...] = ()
    """Services that are called; of a broker the topics and queues that are sent to and read."""


class Resolution(Struct, frozen=True):
    """What an address written in a component stands for."""

    component: str
    target: str
    """`Reference.target`"""
    node: str
    port: int = 0
    origins: tuple[Origin, ...] = ()
    """How it was resolved: the host's survey cell, the target's configuration."""


class Topology(Struct, frozen=True):
    """Components, hosts and outside systems, and who needs whom."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    """Components that call each other in a circle and must move together."""
    waves: tuple[tuple[str, ...], ...] = ()
    """Component ids in the order in which they can move: nothing before what it depends on."""
    findings: tuple[Finding, ...] = ()
    schema_version: int = 1

    def node_of(self, component: str, target: str) -> Resolution | None:
        """Return what `target` stands for when `component` says it."""
        for found in self.resolutions:
            if found.component == component and found.target == target:
                return found
        return None

    def edges_from(self, node: str) -> tuple[Edge, ...]:
        """Return the edges that start at a node."""
        return tuple(edge for edge in self.edges if edge.source == node)

    def edges_to(self, node: str) -> tuple[Edge, ...]:
        """Return the edges that end at a node."""
        return tuple(edge for edge in self.edges if edge.target == node)
