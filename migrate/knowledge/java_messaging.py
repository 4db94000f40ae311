"""Typed reading of knowledge/java_messaging.yaml."""

from __future__ import annotations

import functools

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


class JavaMessaging(Struct, frozen=True, forbid_unknown_fields=True):
    """How brokers, topics and queues are named."""

    brokers: dict[str, BrokerKeys]
    listeners: dict[str, Listened]
    defaults: dict[str, Listened]
    sends: dict[str, tuple[str, ...]]
    listens: dict[str, tuple[str, ...]]


@functools.cache
def java_messaging() -> JavaMessaging:
    """Return the tables."""
    return knowledge.load("java_messaging.yaml", JavaMessaging)
