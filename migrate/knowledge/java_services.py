"""Typed reading of knowledge/java_services.yaml."""

from __future__ import annotations

import functools

from msgspec import Struct

from migrate import knowledge


class Discovery(Struct, frozen=True, forbid_unknown_fields=True):
    """How an application shows that it registers at a kind of registry."""

    libraries: tuple[str, ...]
    annotations: tuple[str, ...]
    address: tuple[str, ...]
    name: tuple[str, ...]
    off: tuple[str, ...]
    """Keys that switch the registration off when they say `false`."""
    group: str = ""
    host: str = ""
    port: str = ""


class JavaServices(Struct, frozen=True, forbid_unknown_fields=True):
    """How services are offered, found and used."""

    dubbo_provides: tuple[str, ...]
    dubbo_consumes: tuple[str, ...]
    registry_ports: dict[str, int]
    registry_names: dict[str, str]
    discoveries: dict[str, Discovery]
    servers: dict[str, str]
    addresses: dict[str, str]
    proxies: dict[str, str]
    exporters: dict[str, str]


@functools.cache
def java_services() -> JavaServices:
    """Return the tables."""
    return knowledge.load("java_services.yaml", JavaServices)
