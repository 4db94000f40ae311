"""zoo.cfg, myid and status outputs go in; a ZooKeeper server with its ensemble comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from migrate.read import server_facts as facts
from migrate.read import servers, told
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.told import Said, Told
from migrate.read.tree import Entry, Tree

KIND = "zookeeper"
_CLIENT = 2181
_SERVER = re.compile(
    r"(?P<host>\[[0-9a-fA-F:.]{2,45}\]|[\w.\-]{1,253}):(?P<peer>\d{1,5}):(?P<vote>\d{1,5})"
    r"(?::(?P<role>participant|observer))?(?:;(?:[\w.\-]{1,253}:)?(?P<client>\d{1,5}))?"
)
_VERSION = re.compile(r"^(?:zk_version\t|Zookeeper version: )v?(?P<version>\d[\w.]{0,30})", re.M)
_MODE = re.compile(r"^(?:Mode: |zk_server_state\t)(?P<mode>\w+)", re.M)


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds files of a ZooKeeper server."""
    return servers.roots(tree, KIND)


def read(site: Site) -> Iterable[Found]:
    """Read every server."""
    takers = {"zookeeper.cfg": _cfg, "zookeeper.myid": _myid, "zookeeper.status": _status}
    return servers.read(site, KIND, takers, _finish)


def _cfg(entry: Entry, found: Found) -> None:
    conf = told.java_properties(entry)
    _ports(conf, found)
    for key in ("datadir", "datalogdir"):
        folder = conf.get(key)
        if folder:
            facts.data_dir(found, folder.value, conf.at(folder))
    address = conf.get("clientportaddress")
    if address:
        found.fact("bind.addresses", [address.value], conf.at(address))
    for said in conf.starting("server."):
        _member(said, conf, found)
    provider = next((said for said in conf.starting("authprovider")), None)
    if provider:
        mechanism = "sasl" if "SASL" in provider.value else provider.value.rpartition(".")[2]
        found.fact("auth", {"enabled": True, "mechanism": mechanism}, conf.at(provider))
    facts.tuning(KIND, conf, found)
    facts.config_file(conf, found, *(s.key.lower() for s in conf.starting("server.")))


def _ports(conf: Told, found: Found) -> None:
    client = conf.get("clientport")
    if client:
        facts.endpoint(found, client.value, "zookeeper", conf.at(client))
    secure = conf.get("secureclientport")
    if secure:
        facts.endpoint(found, secure.value, "zookeeper", conf.at(secure))
        found.fact("tls", {"enabled": True}, conf.at(secure))
    admin = conf.get("admin.serverport")
    if admin and conf.value("admin.enableserver") != "false":
        facts.endpoint(found, admin.value, "http", conf.at(admin))
    metrics = conf.get("metricsprovider.httpport")
    if metrics:
        facts.endpoint(found, metrics.value, "http", conf.at(metrics))


def _member(said: Said, conf: Told, found: Found) -> None:
    """Take `server.1=zk1:2888:3888:observer;2181`; several addresses of one are let pass."""
    match = _SERVER.match(said.value)
    number = said.key.partition(".")[2]
    if match is None or not number.isdecimal():
        return
    host = match["host"].strip("[]")
    found.item(
        "cluster.members",
        conf.at(said),
        id=int(number[:9]),
        host=host,
        port=int(match["peer"]),
        election_port=int(match["vote"]),
        role=match["role"] or "participant",
    )
    facts.refer(found, (host, int(match["peer"])), "zookeeper-peer", said.key, conf.at(said))


def _myid(entry: Entry, found: Found) -> None:
    number = entry.expected_text().strip()
    if number.isdecimal():
        found.fact("zookeeper.myid", int(number[:9]), entry.origin(1))


def _status(entry: Entry, found: Found) -> None:
    facts.stated(found, "zookeeper.version", _VERSION, entry)
    facts.stated(found, "cluster.role", _MODE, entry)
    status = told.colons(entry)
    size = status.get("zk_approximate_data_size")
    if size:
        facts.data_size(found, size.value, status.at(size))


def _finish(found: Found) -> None:
    """Servers listed beside each other make an ensemble; a lone one is on its own."""
    if found.has("config.files") and not found.has("cluster.members"):
        found.fact("cluster.role", "standalone", confidence=0.9)
    found.unknown("cluster.role", "read.server.no_status")
    found.unknown("data.size", "read.server.no_status")
    found.unknown("data.dir", "read.server.no_configuration")
