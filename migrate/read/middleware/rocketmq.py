"""broker.properties and namesrv.properties go in; RocketMQ brokers and name servers come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from migrate.read import server_facts as facts
from migrate.read import servers, told
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "rocketmq"
_VERSION = re.compile(r"\bV(?P<version>\d{1,2}_\d{1,2}_\d{1,2})\b")
_FOLDERS = ("storepathrootdir", "storepathcommitlog")


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds files of RocketMQ."""
    return servers.roots(tree, KIND)


def read(site: Site) -> Iterable[Found]:
    """Read every broker and name server."""
    takers = {
        "rocketmq.broker": _broker,
        "rocketmq.namesrv": _names,
        "rocketmq.clusters": _clusters,
    }
    return servers.read(site, KIND, takers, _finish)


def _broker(entry: Entry, found: Found) -> None:
    conf = told.java_properties(entry)
    found.fact("cluster.role", "broker", conf.at(conf.get("brokerrole", "brokername")))
    port = conf.get("listenport")
    facts.endpoint(found, port.value if port else 10911, "rocketmq", conf.at(port))
    cluster, name = conf.get("brokerclustername"), conf.get("brokername")
    if cluster:
        found.fact("cluster.name", cluster.value, conf.at(cluster))
    if name:
        found.fact("rocketmq.broker", name.value, conf.at(name))
    role = conf.get("brokerrole")
    if role:
        copies = role.value.upper() == "SLAVE"
        found.fact("replication.role", "replica" if copies else "source", conf.at(role))
    said = conf.get("namesrvaddr")
    for address in facts.hosts(said.value if said else "", 9876):
        facts.refer(found, address, "rocketmq", "namesrvAddr", conf.at(said))
    for folder in conf.each(*_FOLDERS):
        facts.data_dir(found, folder.value, conf.at(folder))
    flush = conf.get("flushdisktype")
    kind = flush.value.lower() if flush else "async_flush"
    found.fact("persistence", [kind], conf.at(flush), confidence=1.0 if flush else 0.9)
    acl = conf.get("aclenable")
    on = acl is not None and acl.value == "true"
    found.fact("auth", {"enabled": on, "mechanism": "acl" if on else None}, conf.at(acl))
    advertised = conf.get("brokerip1")
    if advertised:
        found.item("advertised.listeners", conf.at(advertised), host=advertised.value)
    facts.tuning(KIND, conf, found)
    facts.config_file(conf, found, "namesrvaddr", "brokerip1")


def _names(entry: Entry, found: Found) -> None:
    conf = told.java_properties(entry)
    port = conf.get("listenport")
    found.fact("cluster.role", "name server", conf.at(port))
    facts.endpoint(found, port.value if port else 9876, "rocketmq", conf.at(port))
    for said in conf.each("kvconfigpath"):
        facts.data_dir(found, said.value.rpartition("/")[0], conf.at(said))
    facts.config_file(conf, found)


def _clusters(entry: Entry, found: Found) -> None:
    """Take `mqadmin clusterList`: a row for each broker with its version."""
    for number, line in enumerate(entry.expected_text().splitlines(), 1):
        cells = line.split()
        version = _VERSION.search(line)
        if len(cells) < 5 or version is None:
            continue
        origin = entry.origin(number)
        found.fact("rocketmq.version", version["version"].replace("_", "."), origin)
        host, _, port = cells[3].rpartition(":")
        if port.isdecimal():
            role = "source" if cells[2] == "0" else "replica"
            found.item("cluster.members", origin, host=host, port=int(port[:6]), role=role)


def _finish(found: Found) -> None:
    found.unknown("data.size", "read.server.no_status")
    found.unknown("data.dir", "read.server.no_configuration")
