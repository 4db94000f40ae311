"""activemq.xml and Artemis' broker.xml go in; brokers come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Reference
from migrate.model.origin import Origin
from migrate.read import config_files, leaks, servers, told, urls
from migrate.read import server_facts as facts
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

if TYPE_CHECKING:
    from lxml.etree import _Element

KIND = "activemq"
_SCHEMES = {
    "tcp": "openwire", "nio": "openwire", "ssl": "openwire", "nio+ssl": "openwire",
    "auto": "openwire", "auto+nio": "openwire", "amqp": "amqp", "amqp+nio": "amqp",
    "amqp+ssl": "amqps",
    "stomp": "stomp", "stomp+nio": "stomp", "stomp+ssl": "stomp",
    "mqtt": "mqtt", "mqtt+nio": "mqtt", "mqtt+ssl": "mqtt",
    "ws": "http", "wss": "https", "http": "http", "https": "https",
}  # fmt: skip
_URI = re.compile(
    r"(?P<scheme>[a-z+]{2,20})://(?P<host>\[[^\]\s]{2,45}\]|[^:/\s?(),]{0,253}):(?P<port>\d{1,5})"
)
_STORES = frozenset(
    {
        "kahaDB", "mKahaDB", "levelDB", "replicatedLevelDB", "jdbcPersistenceAdapter",
        "amqPersistenceAdapter",
    }
)  # fmt: skip
_URL_KEYS = ("url", "jdbcurl")
_ARTEMIS_FOLDERS = (
    "journal-directory", "bindings-directory", "paging-directory", "large-messages-directory",
)  # fmt: skip
_VERSION = re.compile(
    r"ActiveMQ (?:Artemis )?(?:Message Broker )?(?:[Vv]ersion )?(?P<version>\d+\.\d+[\w.]{0,20})"
)


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds files of an ActiveMQ broker."""
    return servers.roots(tree, KIND)


def read(site: Site) -> Iterable[Found]:
    """Read every broker."""
    takers = {"activemq.xml": _classic, "activemq.artemis": _artemis, "activemq.version": _version}
    return servers.read(site, KIND, takers, _finish)


def _classic(entry: Entry, found: Found) -> None:
    root = told.xml_root(entry)
    for element in root.iter():
        name, origin = told.local_name(element), entry.origin(told.line_of(element))
        if name == "broker":
            _broker(element, origin, found)
        elif name == "transportConnector":
            _connector(element.get("uri", ""), origin, found)
        elif name == "networkConnector":
            _network(element, origin, found)
        elif name in _STORES:
            _store(name, element, origin, found)
        elif name in ("simpleAuthenticationPlugin", "jaasAuthenticationPlugin"):
            mechanism = "simple" if name.startswith("simple") else "jaas"
            found.fact("auth", {"enabled": True, "mechanism": mechanism}, origin)
        elif name in ("queue", "topic") and element.get("physicalName"):
            found.item(f"{name}s", origin, name=element.get("physicalName"))
        elif name in ("memoryUsage", "storeUsage", "tempUsage"):
            value = element.get("limit") or element.get("percentOfJvmHeap") or ""
            if value:
                found.item("settings", origin, name=name, value=value)
    _databases(root, entry, found)
    found.item("config.files", entry.origin(), path=entry.path, keys=[])


def _broker(element: _Element, origin: Origin, found: Found) -> None:
    name, folder = element.get("brokerName"), element.get("dataDirectory")
    if name:
        found.fact("activemq.broker", name, origin)
    if folder:
        facts.data_dir(found, folder, origin)
    if element.get("persistent") == "false":
        found.fact("persistence", [], origin)
    found.fact("activemq.edition", "classic", origin)


def _connector(uri: str, origin: Origin, found: Found) -> None:
    match = _URI.search(uri)
    if match:
        facts.endpoint(found, match["port"], _SCHEMES.get(match["scheme"], "tcp"), origin)
        if "ssl" in match["scheme"] or match["scheme"] in ("wss", "https"):
            found.fact("tls", {"enabled": True}, origin)
        if match["host"] and match["host"] != "0.0.0.0":
            found.item("listeners", origin, name=match["scheme"], host=match["host"])


def _network(element: _Element, origin: Origin, found: Found) -> None:
    """A network of brokers; multicast names nobody."""
    found.fact("cluster.role", "broker", origin)
    for match in _URI.finditer(element.get("uri", "")):
        address = (match["host"], int(match["port"]))
        found.item("cluster.members", origin, host=address[0], port=address[1], role="broker")
        facts.refer(found, address, "openwire", "networkConnector", origin)


def _store(name: str, element: _Element, origin: Origin, found: Found) -> None:
    found.fact("persistence", [name.removesuffix("PersistenceAdapter").lower()], origin)
    folder = element.get("directory")
    if folder:
        facts.data_dir(found, folder, origin)
        found.item("activemq.stores", origin, store=name, path=folder)
    for address in facts.hosts(element.get("zkAddress", ""), 2181):
        facts.refer(found, address, "zookeeper", "zkAddress", origin)


def _databases(root: _Element, entry: Entry, found: Found) -> None:
    """Add the databases of JDBC stores, from the beans of those names in the same file."""
    wanted = {element.get("dataSource", "") for element in root.iter()}
    for element in root.iter():
        names = {f"#{element.get(key)}" for key in ("id", "name")}
        if told.local_name(element) != "bean" or not names & wanted:
            continue
        given = {
            p.get("name", "").lower(): (_value(p), told.line_of(p))
            for p in element
            if told.local_name(p) == "property"
        }
        url, line = next((given[key] for key in _URL_KEYS if key in given), ("", 0))
        account, _ = given.get("username", given.get("user", ("", 0)))
        _stored(url, account, "jdbcPersistenceAdapter", entry.origin(line), found)


def _value(element: _Element) -> str:
    """Return what a property is set to, in an attribute or an element of its own."""
    return element.get("value") or element.findtext("{*}value", "").strip()


def _stored(url: str, account: str, setting: str, origin: Origin, found: Found) -> None:
    for spot in urls.spots(url, setting_keys()):
        reference = Reference(
            facts.target(spot.host, spot.port), spot.protocol, spot.database, setting,
            leaks.masked(spot.account or account), origins=(origin,),
        )  # fmt: skip
        found.references.append(reference)
        config_files.datasource(reference, found)


def _artemis(entry: Entry, found: Found) -> None:
    root = told.xml_root(entry)
    found.fact("activemq.edition", "artemis", entry.origin(told.line_of(root)))
    for element in root.iter():
        name, origin = told.local_name(element), entry.origin(told.line_of(element))
        text = (element.text or "").strip() if name else ""
        if name == "acceptor":
            _acceptor(text, origin, found)
        elif name == "connector":
            _peer(text, origin, found)
        elif name in _ARTEMIS_FOLDERS and text:
            facts.data_dir(found, text, origin)
        elif name == "persistence-enabled":
            found.fact("persistence", ["journal"] if text == "true" else [], origin)
        elif name in ("master", "primary", "slave", "backup", "live-only"):
            _policy(name, origin, found)
        elif name == "security-enabled":
            mechanism = "jaas" if text == "true" else None
            found.fact("auth", {"enabled": text == "true", "mechanism": mechanism}, origin)
        elif name == "queue" and element.get("name"):
            found.item("queues", origin, name=element.get("name"))
        elif name == "address" and element.get("name"):
            found.item("topics", origin, name=element.get("name"))
    _artemis_databases(root, entry, found)
    found.item("config.files", entry.origin(), path=entry.path, keys=[])


def _artemis_databases(root: _Element, entry: Entry, found: Found) -> None:
    for element in root.iter("{*}jdbc-connection-url"):
        origin = entry.origin(told.line_of(element))
        user = root.findtext(".//{*}jdbc-user", "").strip()
        _stored((element.text or "").strip(), user, "jdbc-connection-url", origin, found)


def _acceptor(uri: str, origin: Origin, found: Found) -> None:
    """An acceptor that names no protocol speaks all of them, CORE and OpenWire first."""
    match = _URI.search(uri)
    spoken = re.search(r"protocols=(?P<first>[A-Z]{3,12})", uri)
    protocol = (spoken["first"].lower() if spoken else "openwire").replace("core", "openwire")
    if match:
        facts.endpoint(found, match["port"], protocol, origin)
        if "sslEnabled=true" in uri:
            found.fact("tls", {"enabled": True}, origin)


def _peer(uri: str, origin: Origin, found: Found) -> None:
    match = _URI.search(uri)
    if match:
        facts.refer(found, (match["host"], int(match["port"])), "openwire", "connector", origin)


def _policy(name: str, origin: Origin, found: Found) -> None:
    role = {"master": "source", "primary": "source", "slave": "replica", "backup": "replica"}
    found.fact("replication.role", role.get(name, "standalone"), origin)


def _version(entry: Entry, found: Found) -> None:
    facts.stated(found, "activemq.version", _VERSION, entry)


def _finish(found: Found) -> None:
    found.unknown("data.size", "read.server.no_status")
    found.unknown("data.dir", "read.server.no_configuration")
