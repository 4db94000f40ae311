"""Services that an application offers or calls -> `services.provided`, `services.consumed`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from migrate.knowledge.java_services import java_services
from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Plain, Reference
from migrate.model.origin import Origin
from migrate.read import hosts, server_facts, urls
from migrate.read.java.application import Application
from migrate.read.java.placeholders import open_ones

_SCHEME = re.compile(r"\s*(?P<scheme>[A-Za-z][\w+.\-]{0,30})://")
_BACKUP = re.compile(r"[?&]backup=(?P<list>[^&\s]{1,2000})")
_NAME = re.compile(r"[\w][\w.$\-/*]{0,249}")
MOST_SERVERS = 20
"""Of one registry or broker: ensembles are small, and every item repeats them."""
MOST_ITEMS = 5000
PROVIDED, CONSUMED = "services.provided", "services.consumed"


class Registry(Struct, frozen=True):
    """A registry as one place names it."""

    kind: str
    """zookeeper, nacos, eureka …"""
    at: tuple[str, ...] = ()
    """`host:port` of each of its servers, empty when nothing tells them."""
    origins: tuple[Origin, ...] = ()
    id: str = ""


class Service(Struct, frozen=True):
    """A service as one place names it."""

    name: str
    how: str
    """annotation, xml or properties; url: found in an address of the code"""
    protocol: str = ""
    registries: tuple[Registry, ...] = ()
    version: str = ""
    group: str = ""
    address: str = ""
    """`host:port` where the place says it itself."""
    direct: bool = False
    """Whether it is called at an address of its own, known or not: no registry is asked."""


def provide(application: Application, service: Service, *origins: Origin) -> None:
    """Add a service that the application offers."""
    _add(application, PROVIDED, service, origins)


def consume(application: Application, service: Service, *origins: Origin) -> None:
    """Add a service that the application calls."""
    _add(application, CONSUMED, service, origins, direct=service.direct)


def _add(
    application: Application,
    fact: str,
    service: Service,
    origins: Iterable[Origin],
    **more: Plain,
) -> None:
    name = application.filled(service.name).strip()
    if open_ones(name) or not _NAME.fullmatch(name):
        application.found.unknown(fact, "read.service.open_name")
        return
    if len(application.found.items(fact)) >= MOST_ITEMS:
        return
    kinds = {registry.kind for registry in service.registries}
    kind = kinds.pop() if len(kinds) == 1 else None
    every = (each for registry in service.registries for each in registry.at)
    at = list(dict.fromkeys(every))[:MOST_SERVERS]
    for origin in dict.fromkeys(origins):
        application.found.item(
            fact,
            origin,
            name=name,
            protocol=service.protocol or None,
            registry=kind,
            registry_at=at,
            address=service.address or None,
            version=_told(application, service.version),
            group=_told(application, service.group),
            how=service.how,
            **more,
        )


def _told(application: Application, text: str) -> str | None:
    """Return a version or group; a placeholder that nothing fills stays as it is written."""
    return application.filled(text).strip()[:250] or None


def registry(
    application: Application, text: str, kind: str, *origins: Origin, id: str = ""
) -> Registry | None:
    """Return the registry that an address names, and refer to its servers.

    `kind` is what is known of it beside its address. None when there is none: `N/A`, multicast.
    """
    filled, more = application.values.filled(text.strip())
    scheme = _SCHEME.match(filled)
    written = scheme["scheme"].lower() if scheme else kind.lower()
    known = java_services().registry_names.get(written, "")
    if not known and written in ("http", "https"):
        known = java_services().registry_names.get(kind.lower(), "")
    if not known or filled.upper() == "N/A":
        return None
    everywhere = tuple(dict.fromkeys((*origins, *more)))
    at = tuple(_servers(filled, java_services().registry_ports[known]))
    protocol = known if known in setting_keys().protocols else "http"
    for each in at:
        refer(application, each, protocol, f"{known} registry", *everywhere)
    return Registry(known, at, everywhere, id)


def _servers(text: str, port: int) -> Iterable[str]:
    """Return the servers of `zookeeper://h1:2181?backup=h2:2181,h3` or of a list without scheme."""
    if open_ones(text):
        return ()
    listed = _BACKUP.sub(r",\g<list>", text[:5000])
    plain = " ".join(_authority(part) for part in re.split(r"[,;|\s]+", listed))
    found = (server_facts.target(host, at) for host, at in server_facts.hosts(plain, port))
    return list(dict.fromkeys(found))[:MOST_SERVERS]


def _authority(text: str) -> str:
    """Return the `host:port` of an address, whatever scheme and path it has."""
    rest = text.partition("://")[2] or text
    return re.split(r"[/?]", rest, maxsplit=1)[0].rpartition("@")[2]


def refer(
    application: Application, target: str, protocol: str, setting: str, *origins: Origin
) -> None:
    """Refer to an address unless the file is known to name it.

    A reference that did not know what is spoken there learns it.
    """
    host = target.rpartition(":")[0] or target
    if not hosts.reachable(host, setting_keys()):
        return
    found, files = application.found.references, {o.file for o in origins}
    places = application.addressed.setdefault(target, [])
    for place in places:
        known = found[place]
        if files & {o.file for o in known.origins}:
            if known.protocol == "tcp":
                found[place] = replace(known, protocol=protocol)
            return
    places.append(len(found))
    found.append(Reference(target, protocol, setting=setting, origins=origins))


def address_of(application: Application, text: str) -> tuple[str, str]:
    """Return `host:port` and protocol of the URL in a text, empty when it tells none."""
    filled = application.filled(text.strip())
    if open_ones(filled):
        return "", ""
    found = urls.spots(filled, setting_keys())
    if len(found) != 1 or not hosts.reachable(found[0].host, setting_keys()):
        return "", ""
    return server_facts.target(found[0].host.strip("[]"), found[0].port), found[0].protocol
