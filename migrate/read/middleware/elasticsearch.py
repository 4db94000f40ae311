"""elasticsearch.yml, jvm.options and answers of the REST API go in; nodes of a cluster come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from migrate.read import server_facts as facts
from migrate.read import servers, told
from migrate.read.findings import Found
from migrate.read.pair import Lines
from migrate.read.reader import Site
from migrate.read.told import Told
from migrate.read.tree import Entry, Tree

KIND = "elasticsearch"
_HEAP = re.compile(r"^[ \t]{0,200}(?:\d{1,3}-?\d{0,3}:)?-Xmx(?P<size>\d{1,12}[kmgKMG]?)", re.M)
_SEEDS = ("discovery.seed_hosts", "discovery.zen.ping.unicast.hosts")
_ROLES = ("node.master", "node.data", "node.ingest", "node.ml")
_INDEX = re.compile(
    r"^(?:green|yellow|red)\s+(?:open|close)\s+(?P<name>\S{1,255})\s+\S+\s+(?P<shards>\d{1,6})\s+"
    r"(?P<copies>\d{1,6})\s+(?P<documents>\d{1,18})\s+\d+\s+(?P<size>\S{1,20})",
    re.M,
)


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds files of an Elasticsearch node."""
    return servers.roots(tree, KIND)


def read(site: Site) -> Iterable[Found]:
    """Read every node."""
    takers = {
        "elasticsearch.yml": _yml,
        "elasticsearch.jvm": _jvm,
        "elasticsearch.json": _answer,
        "elasticsearch.indices": _indices,
    }
    return servers.read(site, KIND, takers, _finish)


def _yml(entry: Entry, found: Found) -> None:
    conf = told.yaml_keys(entry)
    name = conf.get("cluster.name")
    if name:
        found.fact("cluster.name", name.value, conf.at(name))
    node = conf.get("node.name")
    if node:
        found.fact("elasticsearch.node", node.value, conf.at(node))
    _ports(conf, found)
    for said in conf.each("path.data"):
        for folder in said.value.split(","):
            facts.data_dir(found, folder, conf.at(said))
    for said in conf.each("path.logs"):
        facts.log_file(found, said.value, conf.at(said))
    for said in conf.each(*_SEEDS):
        for address in facts.hosts(said.value, 9300):
            host, port = address
            found.item("cluster.members", conf.at(said), host=host, port=port, role="seed")
            facts.refer(found, address, "elasticsearch-peer", said.key, conf.at(said))
    _quorum(conf, found)
    _protection(conf, found)
    facts.tuning(KIND, conf, found)
    facts.config_file(conf, found, "network.host", *_SEEDS)


def _ports(conf: Told, found: Found) -> None:
    """A range such as 9200-9300 means its first free port."""
    http = conf.get("http.port")
    transport = conf.get("transport.port", "transport.tcp.port")
    if conf.value("http.enabled") != "false":
        value = http.value if http else "9200"
        facts.endpoint(found, value.split("-")[0], "http", conf.at(http))
    value = transport.value if transport else "9300"
    facts.endpoint(found, value.split("-")[0], "tcp", conf.at(transport))
    bind = [said.value for said in conf.each("network.host", "network.bind_host")]
    if bind:
        found.fact("bind.addresses", bind, conf.at(conf.get("network.host", "network.bind_host")))


def _quorum(conf: Told, found: Found) -> None:
    least = conf.get("discovery.zen.minimum_master_nodes")
    if least and least.value.isdecimal():
        found.fact("cluster.quorum", int(least.value[:9]), conf.at(least))
    roles = [said.value for said in conf.each("node.roles")]
    flags = [said for key in _ROLES for said in conf.each(key)]
    if roles:
        found.fact("cluster.role", ",".join(roles), conf.at(conf.get("node.roles")))
    elif flags:
        # All are on unless they are turned off, except the last, which old versions do not know.
        off = {said.key.rpartition(".")[2] for said in flags if said.value == "false"}
        left = [role for role in ("master", "data", "ingest") if role not in off]
        origins = [conf.at(said) for said in flags]
        found.fact("cluster.role", ",".join(left) or "coordinating", *origins)
    if conf.value("discovery.type") == "single-node":
        found.fact("cluster.role", "standalone", conf.at(conf.get("discovery.type")))


def _protection(conf: Told, found: Found) -> None:
    security = conf.get("xpack.security.enabled", "searchguard.ssl.http.enabled")
    if security:
        on = security.value == "true"
        mechanism = security.key.split(".")[0] if on else None
        found.fact("auth", {"enabled": on, "mechanism": mechanism}, conf.at(security))
    secure = conf.get("xpack.security.http.ssl.enabled", "searchguard.ssl.http.enabled")
    if secure:
        found.fact("tls", {"enabled": secure.value == "true"}, conf.at(secure))


def _jvm(entry: Entry, found: Found) -> None:
    """Take the heap; of several limits the last counts."""
    text = entry.expected_text()
    heaps = list(_HEAP.finditer(text))
    size = facts.size(heaps[-1]["size"]) if heaps else None
    if size:
        line = text.count("\n", 0, heaps[-1].start("size")) + 1
        found.fact("memory.limit", size, entry.origin(line))


def _answer(entry: Entry, found: Found) -> None:
    """Take the answer to `/`, `/_cluster/health`, `/_nodes` or `/_cluster/stats`."""
    said, origin = told.json_object(entry), entry.origin()
    name, version = said.get("cluster_name"), said.get("version")
    if isinstance(name, str):
        found.fact("cluster.name", name, origin)
    if isinstance(version, Mapping) and isinstance(version.get("number"), str):
        found.fact("elasticsearch.version", version["number"], origin)
    nodes = said.get("nodes")
    for node in nodes.values() if isinstance(nodes, Mapping) else ():
        if not isinstance(node, Mapping) or not isinstance(node.get("name"), str):
            continue
        address = str(node.get("transport_address") or node.get("host") or "")
        host, port = next(facts.hosts(address, 9300), (str(node["name"]), 9300))
        roles = node.get("roles")
        role = ",".join(map(str, roles)) if isinstance(roles, list) else None
        found.item("cluster.members", origin, host=host, port=port, role=role)
        if isinstance(node.get("version"), str):
            found.fact("elasticsearch.version", node["version"], origin)
    _size(said, entry, found)


def _size(said: Mapping[str, object], entry: Entry, found: Found) -> None:
    indices = said.get("indices")
    store = indices.get("store") if isinstance(indices, Mapping) else None
    size = store.get("size_in_bytes") if isinstance(store, Mapping) else None
    if isinstance(size, int) and not isinstance(size, bool):
        found.fact("data.size", size, entry.origin())


def _indices(entry: Entry, found: Found) -> None:
    text = entry.expected_text()
    lines = Lines(text)
    for match in _INDEX.finditer(text):
        found.item(
            "indices",
            entry.origin(lines.at(match.start())),
            name=match["name"],
            shards=int(match["shards"]),
            replicas=int(match["copies"]),
            size=match["size"],
        )


def _finish(found: Found) -> None:
    found.unknown("data.size", "read.server.no_status")
    found.unknown("data.dir", "read.server.no_configuration")
