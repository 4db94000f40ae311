"""Nacos' application.properties and cluster.conf go in; registry servers come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Reference
from migrate.read import config_files, servers, told, urls
from migrate.read import server_facts as facts
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.told import Told
from migrate.read.tree import Entry, Tree

KIND = "nacos"
_PORT = 8848
_VERSION = re.compile(
    r"Nacos (?:Server )?(?:v(?:ersion)?:? ?)?(?P<version>\d+\.\d+\.\d+[\w.\-]{0,20})"
)


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds files of a Nacos server."""
    return servers.roots(tree, KIND)


def read(site: Site) -> Iterable[Found]:
    """Read every server."""
    takers = {"nacos.properties": _conf, "nacos.cluster": _cluster, "nacos.version": _version}
    return servers.read(site, KIND, takers, _finish)


def _conf(entry: Entry, found: Found) -> None:
    conf = told.java_properties(entry)
    port = conf.get("server.port", "nacos.server.main.port")
    number = port.value if port and port.value.isdecimal() else str(_PORT)
    facts.endpoint(found, number, "nacos", conf.at(port))
    # Clients from version 2 on: the port and 1000, by Nacos' documentation.
    facts.endpoint(found, int(number) + 1000, "grpc", conf.at(port))
    platform = conf.get("spring.datasource.platform", "spring.sql.init.platform")
    store = platform.value if platform and platform.value else "derby"
    found.fact("persistence", [store], conf.at(platform))
    for said in conf.starting("db.url"):
        _store(said.value, said.key, conf, found)
    rights = conf.get("nacos.core.auth.enabled")
    if rights:
        on = rights.value == "true"
        found.fact("auth", {"enabled": on, "mechanism": None}, conf.at(rights))
    address = conf.get("nacos.inetutils.ip-address")
    if address and address.value:
        found.fact("bind.addresses", [address.value], conf.at(address))
    facts.config_file(conf, found, *(s.key.lower() for s in conf.starting("db.url")))


def _store(url: str, key: str, conf: Told, found: Found) -> None:
    account = conf.value("db.user.0", "db.user")
    said = next(conf.starting(key.lower()), None)
    for spot in urls.spots(url, setting_keys()):
        reference = Reference(
            f"{spot.host}:{spot.port}", spot.protocol, spot.database, key,
            spot.account or account, origins=(conf.at(said),),
        )  # fmt: skip
        found.references.append(reference)
        config_files.datasource(reference, found)


def _cluster(entry: Entry, found: Found) -> None:
    for number, line in enumerate(entry.expected_text().splitlines(), 1):
        text = line.partition("#")[0].strip()
        for host, port in facts.hosts(text, _PORT) if text else ():
            found.item("cluster.members", entry.origin(number), host=host, port=port)
            facts.refer(found, (host, port), "nacos", "cluster.conf", entry.origin(number))


def _version(entry: Entry, found: Found) -> None:
    facts.stated(found, "nacos.version", _VERSION, entry)


def _finish(found: Found) -> None:
    if found.has("config.files") and not found.has("cluster.members"):
        found.fact("cluster.role", "standalone", confidence=0.9)
    found.unknown("data.dir", "read.server.no_configuration")
