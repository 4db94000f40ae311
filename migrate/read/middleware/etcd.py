"""etcd's YAML file, its variables and status outputs go in; members of a cluster come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from migrate.read import server_facts as facts
from migrate.read import servers, told
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.told import Said, Told
from migrate.read.tree import Entry, Tree

KIND = "etcd"
_CLIENT, _PEER = 2379, 2380
_MEMBER = re.compile(r"(?P<name>[\w.\-]{1,100})=(?P<url>https?://[^,\s\"']{1,300})")
_VERSION = re.compile(r"^(?:etcd Version: |etcdserver: )v?(?P<version>\d[\w.]{0,30})", re.M)


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds files of an etcd member."""
    return servers.roots(tree, KIND)


def read(site: Site) -> Iterable[Found]:
    """Read every member."""
    takers = {"etcd.yml": _yml, "etcd.env": _env, "etcd.version": _version}
    return servers.read(site, KIND, takers, _finish)


def _yml(entry: Entry, found: Found) -> None:
    _take(told.yaml_keys(entry), found)


def _env(entry: Entry, found: Found) -> None:
    """Take `ETCD_DATA_DIR="…"`: each variable is an option in capitals."""
    written = told.assignments(entry)
    said = (
        Said(each.key[5:].lower().replace("_", "-"), each.value, each.line)
        for each in written.said
        if each.key.startswith("ETCD_")
    )
    _take(Told(entry, said), found)


def _take(conf: Told, found: Found) -> None:
    name = conf.get("name")
    if name:
        found.fact("etcd.member", name.value, conf.at(name))
    token = conf.get("initial-cluster-token")
    if token:
        found.fact("cluster.name", token.value, conf.at(token))
    folder = conf.get("data-dir")
    if folder:
        facts.data_dir(found, folder.value, conf.at(folder))
    for key, protocol, usual in (
        ("listen-client-urls", "etcd", _CLIENT),
        ("listen-peer-urls", "etcd-peer", _PEER),
        ("listen-metrics-urls", "http", _CLIENT),
    ):
        said = conf.get(key)
        for _, port in facts.hosts(said.value, usual) if said else ():
            facts.endpoint(found, port, protocol, conf.at(said))
    _addresses(conf, found)
    _members(conf, found)
    secure = conf.get("client-transport-security.cert-file", "cert-file")
    if secure and secure.value:
        found.fact("tls", {"enabled": True}, conf.at(secure))
    certified = conf.get("client-transport-security.client-cert-auth", "client-cert-auth")
    if certified and certified.value == "true":
        found.fact("auth", {"enabled": True, "mechanism": "certificate"}, conf.at(certified))
    facts.config_file(conf, found, "initial-cluster", "advertise-client-urls")


def _addresses(conf: Told, found: Found) -> None:
    said = conf.get("advertise-client-urls", "initial-advertise-peer-urls")
    hosts = [host for host, _ in facts.hosts(said.value)] if said else []
    if said and hosts:
        found.fact("bind.addresses", hosts, conf.at(said))


def _members(conf: Told, found: Found) -> None:
    """Take `infra0=http://10.0.0.1:2380,infra1=…`; the own name calls nobody."""
    said, own = conf.get("initial-cluster"), conf.value("name")
    for match in _MEMBER.finditer(said.value[:20_000] if said else ""):
        for host, port in facts.hosts(match["url"], _PEER):
            found.item("cluster.members", conf.at(said), host=host, port=port, node=match["name"])
            if match["name"] != own:
                facts.refer(found, (host, port), "etcd-peer", "initial-cluster", conf.at(said))
    if said and not found.has("cluster.members"):
        return
    if said and len(found.items("cluster.members")) == 1:
        found.fact("cluster.role", "standalone", conf.at(said))


def _version(entry: Entry, found: Found) -> None:
    facts.stated(found, "etcd.version", _VERSION, entry)


def _finish(found: Found) -> None:
    found.unknown("data.size", "read.server.no_status")
    found.unknown("data.dir", "read.server.no_configuration")
