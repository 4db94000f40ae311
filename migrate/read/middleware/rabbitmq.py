"""rabbitmq.conf, rabbitmq.config, definitions and rabbitmqctl outputs go in; brokers come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from migrate.knowledge.settings import setting_keys
from migrate.model.origin import Origin
from migrate.read import server_facts as facts
from migrate.read import servers, told, urls
from migrate.read.findings import Found
from migrate.read.pair import Lines
from migrate.read.reader import Site
from migrate.read.told import Told
from migrate.read.tree import Entry, Tree

KIND = "rabbitmq"
_LISTENERS = {
    "listeners.tcp": "amqp", "listeners.ssl": "amqps", "management.tcp.port": "http",
    "management.ssl.port": "https", "management.listener.port": "http",
    "mqtt.listeners.tcp": "mqtt", "stomp.listeners.tcp": "stomp",
}  # fmt: skip
_PLUGINS = {
    "rabbitmq_management": (15672, "http"), "rabbitmq_mqtt": (1883, "mqtt"),
    "rabbitmq_stomp": (61613, "stomp"), "rabbitmq_prometheus": (15692, "http"),
    "rabbitmq_stream": (5552, "rabbitmq-stream"), "rabbitmq_web_stomp": (15674, "http"),
    "rabbitmq_web_mqtt": (15675, "http"),
}  # fmt: skip
_GAP = r"\s{0,50}"
_ERLANG_LISTEN = re.compile(
    rf"\{{{_GAP}(?P<what>tcp|ssl)_listeners{_GAP},{_GAP}\[(?P<ports>[^\]]{{0,500}})\]"
)
_ERLANG_MANAGE = re.compile(
    rf"\{{{_GAP}listener{_GAP},{_GAP}\[[^\]]{{0,500}}?\{{{_GAP}port{_GAP},{_GAP}(?P<port>\d{{1,5}})"
)
_NODE = re.compile(r"\b[\w\-]{1,60}@[\w.\-]{1,253}")
_STATUS_VERSION = re.compile(
    r"(?:RabbitMQ version: |\{rabbit,\"RabbitMQ\",\"|: RabbitMQ )(?P<version>\d[\w.\-]{0,30})"
)
_CLUSTER = re.compile(
    r"Cluster name: (?P<new>\S{1,200})|\{cluster_name,<<\"(?P<old>[^\"]{1,200})\">>\}"
)


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds files of a RabbitMQ broker."""
    return servers.roots(tree, KIND)


def read(site: Site) -> Iterable[Found]:
    """Read every broker; the files of one folder belong to one."""
    takers = {
        "rabbitmq.conf": _conf,
        "rabbitmq.config": _erlang,
        "rabbitmq.env": _environment,
        "rabbitmq.plugins": _plugins,
        "rabbitmq.definitions": _definitions,
        "rabbitmq.status": _status,
        "rabbitmq.queues": _queues,
    }
    return servers.read(site, KIND, takers, _finish)


def _conf(entry: Entry, found: Found) -> None:
    conf = told.java_properties(entry)
    for said in conf.said:
        for prefix, protocol in _LISTENERS.items():
            if said.key == prefix or said.key.startswith(f"{prefix}."):
                facts.endpoint(found, said.value.rpartition(":")[2], protocol, conf.at(said))
    if any(each.protocol == "amqps" for each in found.endpoints):
        found.fact("tls", {"enabled": True}, conf.at(next(conf.starting("listeners.ssl"), None)))
    for said in conf.starting("cluster_formation.classic_config.nodes."):
        _member(said.value, conf.at(said), found)
    name = conf.get("cluster_name")
    if name:
        found.fact("cluster.name", name.value, conf.at(name))
    _protection(conf, found)
    for said in conf.each("log.file", "log.dir"):
        facts.log_file(found, said.value, conf.at(said))
    facts.tuning(KIND, conf, found)
    facts.config_file(conf, found, "default_pass")


def _protection(conf: Told, found: Found) -> None:
    backends = list(conf.starting("auth_backends."))
    if backends:
        mechanism = ",".join(dict.fromkeys(said.value for said in backends))
        found.fact("auth", {"enabled": True, "mechanism": mechanism}, conf.at(backends[0]))
    for said in conf.starting("auth_ldap.servers."):
        for address in facts.hosts(said.value, 389):
            facts.refer(found, address, "ldap", said.key, conf.at(said))


def _member(node: str, origin: Origin, found: Found) -> None:
    host = node.partition("@")[2]
    found.item("cluster.members", origin, host=host, port=25672, node=node)
    facts.refer(found, (host, 25672), "erlang", "cluster", origin)


def _erlang(entry: Entry, found: Found) -> None:
    """Take ports and members out of Erlang terms; comments, from `%` on, say nothing."""
    text = entry.expected_text()
    text = re.sub(r"%[^\n]*", lambda match: " " * len(match[0]), text)
    lines = Lines(text)
    for match in _ERLANG_LISTEN.finditer(text):
        origin = entry.origin(lines.at(match.start()))
        protocol = "amqp" if match["what"] == "tcp" else "amqps"
        for port in re.findall(r"\d{2,5}(?=\s{0,50}(?:[,}]|$))", match["ports"]):
            facts.endpoint(found, port, protocol, origin)
        if protocol == "amqps" and match["ports"].strip():
            found.fact("tls", {"enabled": True}, origin)
    for match in _ERLANG_MANAGE.finditer(text):
        origin = entry.origin(lines.at(match.start()))
        facts.endpoint(found, match["port"], "http", origin)
    place = text.find("cluster_nodes")
    if place >= 0:
        origin = entry.origin(text.count("\n", 0, place) + 1)
        for node in _NODE.findall(text[place : place + 5_000].partition("]")[0]):
            _member(node, origin, found)
    found.item("config.files", entry.origin(), path=entry.path, keys=[])


def _environment(entry: Entry, found: Found) -> None:
    conf = told.assignments(entry)
    for said in conf.said:
        key = said.key.upper().removeprefix("RABBITMQ_")
        if key in ("MNESIA_BASE", "MNESIA_DIR"):
            facts.data_dir(found, said.value, conf.at(said))
        elif key in ("LOG_BASE", "LOGS"):
            facts.log_file(found, said.value, conf.at(said))
        elif key == "NODE_PORT":
            facts.endpoint(found, said.value, "amqp", conf.at(said))
        elif key == "NODENAME":
            found.fact("rabbitmq.node", said.value, conf.at(said))
    facts.config_file(conf, found)


def _plugins(entry: Entry, found: Found) -> None:
    for name in re.findall(r"\brabbitmq_\w{1,60}", entry.expected_text()):
        found.item("plugins", entry.origin(1), name=name)
        ports = _PLUGINS.get(name)
        if ports and not any(each.protocol == ports[1] for each in found.endpoints):
            facts.endpoint(found, ports[0], ports[1], entry.origin(1))


def _definitions(entry: Entry, found: Found) -> None:
    """Take names only: the hashes of passwords lie beside them."""
    said, origin = told.json_object(entry), entry.origin()
    version = said.get("rabbitmq_version", said.get("rabbit_version"))
    if isinstance(version, str):
        found.fact("rabbitmq.version", version, origin)
    for vhost in _maps(said.get("vhosts")):
        found.item("vhosts", origin, name=str(vhost.get("name", "")))
    for queue in _maps(said.get("queues")):
        kind = queue.get("arguments")
        if queue.get("durable") is True:
            found.fact("persistence", ["durable queues"], origin)
        found.item(
            "queues",
            origin,
            name=str(queue.get("name", "")),
            vhost=str(queue.get("vhost", "/")),
            durable=queue.get("durable") is True,
            type=str(kind.get("x-queue-type", "classic"))
            if isinstance(kind, Mapping)
            else "classic",
        )
    for each in _maps(said.get("exchanges")):
        found.item(
            "exchanges", origin, name=str(each.get("name", "")), type=str(each.get("type", ""))
        )
    for user in _maps(said.get("users")):
        tags = user.get("tags")
        shown = ",".join(map(str, tags)) if isinstance(tags, list) else str(tags or "")
        found.item("accounts", origin, name=str(user.get("name", "")), tags=shown)
    for policy in _maps(said.get("policies")):
        given = policy.get("definition")
        mode = given.get("ha-mode") if isinstance(given, Mapping) else None
        name, pattern = str(policy.get("name", "")), str(policy.get("pattern", ""))
        found.item("policies", origin, name=name, pattern=pattern, ha_mode=mode)
    for parameter in _maps(said.get("parameters")):
        _linked(parameter, found, origin)


def _linked(parameter: Mapping[str, object], found: Found, origin: Origin) -> None:
    """Refer to the brokers that a shovel or a federation fetches from or sends to."""
    value, name = parameter.get("value"), str(parameter.get("name", ""))
    if parameter.get("component") not in ("shovel", "federation-upstream"):
        return
    for key in ("src-uri", "dest-uri", "uri") if isinstance(value, Mapping) else ():
        given = value.get(key) if isinstance(value, Mapping) else None
        for uri in given[:100] if isinstance(given, list) else (given,):
            for spot in urls.spots(uri, setting_keys()) if isinstance(uri, str) else ():
                facts.refer(found, (spot.host, spot.port), spot.protocol, name, origin)


def _maps(value: object) -> Iterator[Mapping[str, object]]:
    """Yield the maps of a list; definitions of very many queues are cut off."""
    for each in value[:5_000] if isinstance(value, list) else ():
        if isinstance(each, Mapping):
            yield each


def _status(entry: Entry, found: Found) -> None:
    text = entry.expected_text()
    version, cluster = _STATUS_VERSION.search(text), _CLUSTER.search(text)
    if version:
        line = text.count("\n", 0, version.start()) + 1
        found.fact("rabbitmq.version", version["version"], entry.origin(line))
    if cluster:
        line = text.count("\n", 0, cluster.start()) + 1
        found.fact("cluster.name", cluster["new"] or cluster["old"], entry.origin(line))
    for number, line_text in enumerate(text.splitlines(), 1):
        if line_text.startswith(("Cluster status", "Status of")):
            continue
        for node in _NODE.findall(line_text[:2_000]):
            if found.value("cluster.name") != node:
                found.item(
                    "cluster.members",
                    entry.origin(number),
                    host=node.partition("@")[2],
                    port=25672,
                    node=node,
                )


def _queues(entry: Entry, found: Found) -> None:
    """Take `rabbitmqctl list_queues`: columns behind the name are numbers of messages."""
    for number, line in enumerate(entry.expected_text().splitlines(), 1):
        match = re.match(r"(?P<name>[^\t]{1,255})\t(?P<messages>\d{1,18})(?:\t|$)", line)
        if match:
            origin = entry.origin(number)
            found.item("queues", origin, name=match["name"], messages=int(match["messages"]))


def _finish(found: Found) -> None:
    found.unknown("data.size", "read.server.no_status")
    found.unknown("data.dir", "read.server.no_configuration")
