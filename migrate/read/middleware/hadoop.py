"""The *-site.xml files of Hadoop, HBase and Hive, lists of workers go in; clusters come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from migrate.knowledge.hadoop import hadoop
from migrate.model.facts import Reference
from migrate.model.origin import Origin
from migrate.read import server_facts as facts
from migrate.read import servers, told
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.told import Said, Told
from migrate.read.tree import Entry, Tree

KIND = "hadoop"
_MOST = 5_000
_HOST = re.compile(r"^\s*(?P<host>[A-Za-z0-9][\w.\-]{0,252})\s*(?:#|$)")
_VERSION = re.compile(r"^Hadoop (?P<version>\d[\w.\-]{0,40})", re.M)
_FILESYSTEMS = ("fs.defaultfs", "fs.default.name")
_JOURNAL = re.compile(r"qjournal://(?P<hosts>[^/\s]{1,2000})/(?P<name>[\w.\-]{1,100})")
_JDBC = re.compile(r"jdbc:(?P<scheme>[a-z]{2,20})(?::\w{1,20}:@)?:?//(?P<rest>[^?;\s]{1,500})")
_DATABASES = {"mysql": 3306, "mariadb": 3306, "postgresql": 5432, "oracle": 1521, "sqlserver": 1433}
_DFS_USED = re.compile(r"^DFS Used: (?P<bytes>\d{1,20})", re.M)


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds configuration of Hadoop."""
    return servers.roots(tree, KIND)


def read(site: Site) -> Iterable[Found]:
    """Read every set of files; those of one folder belong together."""
    takers = {"hadoop.site": _site, "hadoop.workers": _workers, "hadoop.status": _status}
    return servers.read(site, KIND, takers, _finish)


def _properties(entry: Entry) -> Iterator[Said]:
    count = 0
    for element in told.xml_root(entry).iter():
        if told.local_name(element) != "property" or count >= _MOST:
            continue
        count += 1
        said = {told.local_name(child): (child.text or "").strip() for child in element}
        if said.get("name"):
            yield Said(said["name"], said.get("value", ""), told.line_of(element))


def _site(entry: Entry, found: Found) -> None:
    conf = Told(entry, _properties(entry))
    for said in conf.said:
        _address(said, conf.at(said), found)
        _folder(said, conf.at(said), found)
    _filesystem(conf, found)
    _high_availability(conf, found)
    _neighbours(conf, found)
    _protection(conf, found)
    facts.tuning(KIND, conf, found)
    facts.config_file(conf, found, *_FILESYSTEMS, "javax.jdo.option.connectionurl")


def _address(said: Said, origin: Origin, found: Found) -> None:
    known = hadoop().address(said.key)
    if known:
        host, port = next(facts.hosts(said.value, known.port), ("", known.port))
        if host and "$" not in said.value:
            _role(found, origin, known.role, host, port)
            facts.endpoint(found, port, known.protocol, origin)
    for each in hadoop().ports:
        if said.key == each.key and said.value.isdecimal():
            _role(found, origin, each.role, "", int(said.value[:6]))
            facts.endpoint(found, said.value, each.protocol, origin)


def _role(found: Found, origin: Origin, role: str, host: str, port: int) -> None:
    named = host if host not in ("0.0.0.0", "") else None
    found.item("hadoop.roles", origin, role=role, host=named, port=port or None)


def _folder(said: Said, origin: Origin, found: Found) -> None:
    role = hadoop().folders.get(said.key)
    for path in said.value.split(",") if role else ():
        # A folder may carry its medium: `[SSD]file:///data1`.
        bare = re.sub(r"^\[\w{1,20}\]", "", path.strip())
        if "$" not in bare:
            facts.data_dir(found, bare, origin)
            found.item("hadoop.folders", origin, role=role, path=bare.removeprefix("file://"))
        _role(found, origin, str(role), "", 0)
    if said.key in hadoop().logs:
        for path in said.value.split(","):
            facts.log_file(found, path, origin)


def _filesystem(conf: Told, found: Found) -> None:
    """`hdfs://host:port` names the name node; a name without a port is a nameservice."""
    said = conf.get(*_FILESYSTEMS)
    if said is None or not said.value.startswith(("hdfs://", "viewfs://")):
        return
    host, port = next(facts.hosts(said.value), ("", 0))
    if port:
        found.fact("hadoop.filesystem", said.value.rstrip("/"), conf.at(said))
        _role(found, conf.at(said), "namenode", host, port)
        facts.endpoint(found, port, "hdfs", conf.at(said))
        facts.refer(found, (host, port), "hdfs", said.key, conf.at(said))
    elif host:
        found.fact("cluster.name", host, conf.at(said))


def _high_availability(conf: Told, found: Found) -> None:
    names = conf.get("dfs.nameservices")
    for name in names.value.split(",")[:50] if names else ():
        nodes = conf.get(f"dfs.ha.namenodes.{name.strip().lower()}")
        members = [node.strip() for node in nodes.value.split(",")] if nodes else []
        found.item("hadoop.nameservices", conf.at(nodes or names), name=name.strip(), nodes=members)
    shared = conf.get("dfs.namenode.shared.edits.dir")
    match = _JOURNAL.search(shared.value) if shared else None
    for address in facts.hosts(match["hosts"] if match else "", 8485):
        _role(found, conf.at(shared), "journalnode", *address)
        facts.refer(found, address, "qjournal", "dfs.namenode.shared.edits.dir", conf.at(shared))
    failover = conf.get("dfs.ha.automatic-failover.enabled")
    if failover and failover.value == "true":
        _role(found, conf.at(failover), "zkfc", "", 0)


def _neighbours(conf: Told, found: Found) -> None:
    """Refer to ZooKeeper, the metastore and its database."""
    client = conf.value("hbase.zookeeper.property.clientport")
    port = int(client[:5]) if client.isdecimal() else 2181
    for said in conf.each(
        "ha.zookeeper.quorum", "hbase.zookeeper.quorum", "yarn.resourcemanager.zk-address",
        "hadoop.zk.address", "hive.zookeeper.quorum",
    ):  # fmt: skip
        for address in facts.hosts(said.value, port):
            facts.refer(found, address, "zookeeper", said.key, conf.at(said))
    for said in conf.each("hive.metastore.uris"):
        for address in facts.hosts(said.value, 9083):
            facts.refer(found, address, "thrift", said.key, conf.at(said))
            _role(found, conf.at(said), "hive-metastore", *address)
    root = conf.get("hbase.rootdir")
    if root:
        _role(found, conf.at(root), "hbase", "", 0)
        host, port = next(facts.hosts(root.value), ("", 0))
        if port:
            facts.refer(found, (host, port), "hdfs", "hbase.rootdir", conf.at(root))
    url = conf.get("javax.jdo.option.connectionurl")
    match = _JDBC.match(url.value) if url else None
    if url and match and match["scheme"] in _DATABASES:
        place, _, database = match["rest"].partition("/")
        for host, given in facts.hosts(place, _DATABASES[match["scheme"]]):
            scheme = "mysql" if match["scheme"] == "mariadb" else match["scheme"]
            account = conf.value("javax.jdo.option.connectionusername")
            where = facts.target(host, given)
            found.references.append(
                Reference(where, scheme, database, url.key, account, origins=(conf.at(url),))
            )


def _protection(conf: Told, found: Found) -> None:
    said = conf.get("hadoop.security.authentication")
    if said:
        on = said.value.lower() == "kerberos"
        mechanism = "kerberos" if on else None
        found.fact("auth", {"enabled": on, "mechanism": mechanism}, conf.at(said))


def _workers(entry: Entry, found: Found) -> None:
    """`workers` (`slaves` up to version 2) names the hosts of data nodes and node managers."""
    role = "hbase-regionserver" if "regionservers" in entry.name else "worker"
    for number, line in enumerate(entry.expected_text().splitlines()[:_MOST], 1):
        match = _HOST.match(line)
        if match:
            found.item("cluster.members", entry.origin(number), host=match["host"], role=role)


def _status(entry: Entry, found: Found) -> None:
    facts.stated(found, "hadoop.version", _VERSION, entry)
    text = entry.expected_text()
    used = _DFS_USED.search(text)
    if used:
        line = text.count("\n", 0, used.start()) + 1
        facts.data_size(found, used["bytes"], entry.origin(line))


def _finish(found: Found) -> None:
    found.unknown("data.size", "read.server.no_status")
    found.unknown("data.dir", "read.server.no_configuration")
