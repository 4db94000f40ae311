"""server.properties, meta.properties and topic listings go in; Kafka brokers come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from migrate.read import server_facts as facts
from migrate.read import servers, told
from migrate.read.findings import Found
from migrate.read.pair import Lines
from migrate.read.reader import Site
from migrate.read.told import Told
from migrate.read.tree import Entry, Tree

KIND = "kafka"
_PORT = 9092
_SPOKEN_CONFIDENCE = 0.6
_VERSION = re.compile(
    r"(?:\bKafka version ?: ?|^)(?P<version>\d+\.\d+[\w.\-]{0,20})"
    r"(?= \((?:org\.apache\.kafka|Commit:))",
    re.M,
)
_LISTENER = re.compile(
    r"(?P<name>[\w\-]{1,80})://(?P<host>\[[^\]\s]{2,45}\]|[^:,\s/]{0,253}):(?P<port>\d{1,5})"
)
_VOTER = re.compile(r"(?P<id>\d{1,9})@(?P<host>[^:,\s]{1,253}):(?P<port>\d{1,5})")
_TOPIC = re.compile(
    r"^Topic: ?(?P<name>\S{1,249})\s[^\n]{0,200}?PartitionCount: ?(?P<partitions>\d{1,9})\s+"
    r"ReplicationFactor: ?(?P<replicas>\d{1,9})",
    re.M,
)


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds files of a Kafka broker."""
    return servers.roots(tree, KIND)


def read(site: Site) -> Iterable[Found]:
    """Read every broker and controller."""
    takers = {
        "kafka.version": _version, "kafka.properties": _properties, "kafka.meta": _meta,
        "kafka.topics": _topics,
    }  # fmt: skip
    return servers.read(site, KIND, takers, _finish)


def _properties(entry: Entry, found: Found) -> None:
    conf = told.java_properties(entry)
    number = conf.get("node.id", "broker.id")
    if number and number.value.lstrip("-").isdecimal():
        found.fact("kafka.broker_id", int(number.value[:12]), conf.at(number))
    _roles(conf, found)
    _listeners(conf, found)
    _coordination(conf, found)
    folders = conf.get("log.dirs", "log.dir")
    for folder in folders.value.split(",") if folders else ():
        facts.data_dir(found, folder, conf.at(folders))
    metadata = conf.get("metadata.log.dir")
    if metadata:
        facts.data_dir(found, metadata.value, conf.at(metadata))
    spoken = conf.get("inter.broker.protocol.version")
    if spoken and re.match(r"\d+\.\d+", spoken.value):
        # Brokers may be newer than what they speak while they are upgraded.
        version = spoken.value.partition("-")[0]
        found.fact("kafka.version", version, conf.at(spoken), confidence=_SPOKEN_CONFIDENCE)
    facts.tuning(KIND, conf, found)
    facts.config_file(conf, found, "listeners", "advertised.listeners", "zookeeper.connect")


def _version(entry: Entry, found: Found) -> None:
    """Take what a broker logs at its start, or its tools print."""
    facts.stated(found, "kafka.version", _VERSION, entry)


def _roles(conf: Told, found: Found) -> None:
    """KRaft names the roles; with ZooKeeper every server is a broker."""
    roles = conf.get("process.roles")
    said = roles or conf.get("zookeeper.connect")
    if said:
        found.fact("cluster.role", roles.value if roles else "broker", conf.at(said))


def _listeners(conf: Told, found: Found) -> None:
    """Add the listeners' ports; a name is its own security protocol unless a map says another."""
    mapped = dict(
        part.strip().split(":", 1)
        for part in conf.value("listener.security.protocol.map").split(",")
        if ":" in part
    )
    said = conf.get("listeners")
    used = set()
    for match in _LISTENER.finditer(said.value if said else ""):
        used.add(mapped.get(match["name"], match["name"]).upper())
        facts.endpoint(found, match["port"], "kafka", conf.at(said))
        if match["host"] and match["host"] != "0.0.0.0":
            found.item("listeners", conf.at(said), name=match["name"], host=match["host"])
    if said is None:
        port = conf.get("port")
        facts.endpoint(found, port.value if port else _PORT, "kafka", conf.at(port))
    for each in conf.each("advertised.listeners"):
        for match in _LISTENER.finditer(each.value):
            found.item(
                "advertised.listeners",
                conf.at(each),
                name=match["name"],
                host=match["host"],
                port=int(match["port"]),
            )
    name = conf.get("advertised.host.name")
    if name:
        given = conf.value("advertised.port")
        number = int(given[:6]) if given.isdecimal() else _PORT
        found.item(
            "advertised.listeners", conf.at(name), name="PLAINTEXT", host=name.value, port=number
        )
    _protection(used, conf, found)


def _protection(protocols: set[str], conf: Told, found: Found) -> None:
    origin = conf.at(conf.get("listeners"))
    secure = any("SSL" in protocol.replace("SASL", "") for protocol in protocols)
    found.fact("tls", {"enabled": secure}, origin)
    if any(protocol.startswith("SASL") for protocol in protocols):
        said = conf.get("sasl.enabled.mechanisms", "sasl.mechanism.inter.broker.protocol")
        mechanism = said.value if said else "GSSAPI"
        found.fact("auth", {"enabled": True, "mechanism": mechanism}, origin)
    elif conf.value("ssl.client.auth") == "required":
        said = conf.get("ssl.client.auth")
        found.fact("auth", {"enabled": True, "mechanism": "certificate"}, conf.at(said))
    else:
        found.fact("auth", {"enabled": False, "mechanism": None}, origin)


def _coordination(conf: Told, found: Found) -> None:
    """Refer to the ZooKeeper ensemble, or to the controllers that took its place."""
    keeper = conf.get("zookeeper.connect")
    if keeper:
        for address in facts.hosts(keeper.value, 2181):
            facts.refer(found, address, "zookeeper", "zookeeper.connect", conf.at(keeper))
    voters = conf.get("controller.quorum.voters")
    for match in _VOTER.finditer(voters.value if voters else ""):
        address = (match["host"], int(match["port"]))
        found.item(
            "cluster.members",
            conf.at(voters),
            id=int(match["id"]),
            host=address[0],
            port=address[1],
            role="controller",
        )
        facts.refer(found, address, "kafka", "controller.quorum.voters", conf.at(voters))
    servers_ = conf.get("controller.quorum.bootstrap.servers")
    for address in facts.hosts(servers_.value if servers_ else "", 9093):
        facts.refer(
            found, address, "kafka", "controller.quorum.bootstrap.servers", conf.at(servers_)
        )


def _meta(entry: Entry, found: Found) -> None:
    meta = told.java_properties(entry)
    said = meta.get("cluster.id")
    if said:
        found.fact("cluster.name", said.value, meta.at(said))


def _topics(entry: Entry, found: Found) -> None:
    text = entry.expected_text()
    lines = Lines(text)
    for match in _TOPIC.finditer(text):
        found.item(
            "topics",
            entry.origin(lines.at(match.start())),
            name=match["name"],
            partitions=int(match["partitions"]),
            replicas=int(match["replicas"]),
        )


def _finish(found: Found) -> None:
    found.unknown("data.size", "read.server.no_status")
    found.unknown("data.dir", "read.server.no_configuration")
