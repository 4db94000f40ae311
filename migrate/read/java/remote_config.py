"""Configuration that a server hands out at start -> what of it is unknown, by its names.

What of the settings matters most is then not in the files that were handed over. Keys and names
as in the reference manuals of Spring Cloud Alibaba, Config, Consul, ZooKeeper and of Apollo.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from migrate.read.java.application import Application
from migrate.read.java.placeholders import open_ones

FACT = "config.files.remote"
_MOST = 12
_DATA = re.compile(r"\[\d{1,4}\](?:\.data-?id)?$", re.I)
_IMPORT = re.compile(r"(?:optional:)?(?P<kind>\w{2,30}):(?P<name>[^?\s]{0,300})")
_PLAIN = re.compile(r"[\w.\-/ ]{1,200}")


class _Server(Struct, frozen=True):
    """One kind of server that hands out configuration."""

    name: str
    libraries: tuple[str, ...]
    scheme: str = ""
    """Of `spring.config.import`."""
    off: str = ""


_NACOS = _Server(
    "Nacos",
    ("spring-cloud-starter-alibaba-nacos-config", "spring-cloud-alibaba-nacos-config"),
    "nacos",
    "spring.cloud.nacos.config.enabled",
)
_SERVERS = (
    _NACOS,
    _Server(
        "Spring Cloud Config",
        ("spring-cloud-starter-config", "spring-cloud-config-client"),
        "configserver",
        "spring.cloud.config.enabled",
    ),
    _Server(
        "Consul",
        ("spring-cloud-starter-consul-config", "spring-cloud-consul-config"),
        "consul",
        "spring.cloud.consul.config.enabled",
    ),
    _Server(
        "ZooKeeper",
        ("spring-cloud-starter-zookeeper-config", "spring-cloud-zookeeper-config"),
        "zookeeper",
        "spring.cloud.zookeeper.config.enabled",
    ),
    _Server("Apollo", ("apollo-client",), "apollo", "apollo.bootstrap.enabled"),
)


def read(application: Application) -> None:
    """Say that settings come from a server, and under which names where files tell them."""
    imports = dict(_imports(application))
    libraries = {library.name for library in application.found.libraries}
    for server in _SERVERS:
        asked = server.scheme in imports
        known = not libraries.isdisjoint(server.libraries)
        if application.spring.value(server.off).lower() == "false" or not (asked or known):
            continue
        names = imports.get(server.scheme) or _named(server, application)
        said = [name for name in dict.fromkeys(names) if _PLAIN.fullmatch(name)]
        listed = ", ".join(said[:_MOST]) + (" …" if len(said) > _MOST else "")
        reason = "read.java.remote_config" if listed else "read.java.remote_config_unnamed"
        application.found.unknown(FACT, reason, server=server.name, names=listed)


def _imports(application: Application) -> Iterator[tuple[str, list[str]]]:
    """Yield scheme and names of `spring.config.import`."""
    said = application.spring.get("spring.config.import")
    found: dict[str, list[str]] = {}
    for text in said.value.split(",") if said is not None else ():
        match = _IMPORT.match(text.strip())
        if match:
            found.setdefault(match["kind"].lower(), []).append(match["name"])
    yield from found.items()


def _named(server: _Server, application: Application) -> list[str]:
    """Return the data ids that Nacos is asked for, else the name of the application."""
    keys = application.spring
    name = keys.value("spring.application.name")
    if server is not _NACOS:
        return [name] if name else []
    start = "spring.cloud.nacos.config"
    found = []
    for list_ in ("shared-configs", "extension-configs", "ext-config"):
        for rest, said in keys.starting(f"{start}.{list_}"):
            if _DATA.fullmatch(rest) and not open_ones(said.value):
                found.append(said.value)
    found += [each.strip() for each in keys.value(f"{start}.shared-dataids").split(",")]
    own = keys.value(f"{start}.prefix", f"{start}.name") or name
    ending = keys.value(f"{start}.file-extension") or "properties"
    if own:
        found.append(f"{own}.{ending}")
        found += [f"{own}-{profile}.{ending}" for profile in application.profiles.active]
    return found
