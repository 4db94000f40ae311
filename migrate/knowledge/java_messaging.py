"""Typed reading of knowledge/java_messaging.yaml."""

from __future__ import annotations

import functools
from typing import Literal

from msgspec import Struct

from migrate import knowledge


class BrokerKeys(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the address of a kind of broker stands."""

    protocol: str
    port: int
    address: tuple[str, ...]
    ending: tuple[str, ...]
    beans: dict[str, tuple[str, ...]]
    """End of a bean's class → the properties that hold it."""
    libraries: tuple[str, ...]
    """Libraries of Spring Cloud Stream that speak to it."""
    host: tuple[str, ...] = ()
    host_port: tuple[str, ...] = ()


class Listened(Struct, frozen=True, forbid_unknown_fields=True):
    """What an annotation or key names."""

    broker: str
    names: tuple[str, ...] = ()
    group: str = ""
    kind: str = ""


class Called(Struct, frozen=True, forbid_unknown_fields=True):
    """Methods that are handed the name of a topic or queue."""

    type: str
    methods: tuple[str, ...]
    broker: str
    way: Literal["sends", "listens"]
    form: Literal["first", "tagged", "listed", "routed", "published"] = "first"
    """How the name is handed over: see the YAML file."""
    kind: str = ""
    least: int = 1
    """Arguments there are at least: with fewer the first is something else."""


class JavaMessaging(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """How brokers, topics and queues are named."""

    brokers: dict[str, BrokerKeys]
    listeners: dict[str, Listened]
    defaults: dict[str, Listened]
    sends: dict[str, tuple[str, ...]]
    listens: dict[str, tuple[str, ...]]
    calls: tuple[Called, ...]

    @functools.cached_property
    def naming(self) -> frozenset[tuple[str, str]]:
        """Type and method of every call that may name something."""
        return frozenset((each.type, method) for each in self.calls for method in each.methods)


@functools.cache
def java_messaging() -> JavaMessaging:
    """Return the tables."""
    return knowledge.load("java_messaging.yaml", JavaMessaging)
