"""ShardingSphere-Proxy's config-*.yaml and server.yaml go in; its databases and ports come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Reference
from migrate.model.reason import Because
from migrate.read import config_files, urls
from migrate.read import server_facts as facts
from migrate.read.findings import Found
from migrate.read.formats import yaml_pairs
from migrate.read.pair import FormatError, Pair
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "shardingsphere"
_NAMES = re.compile(r"(?:config|database|sharding|readwrite)[\w.\-]{0,100}\.ya?ml", re.I)
_DATABASE = re.compile(r"(?m)^(?:schemaName|databaseName):[ \t]*\S")
_SOURCES = re.compile(r"(?m)^dataSources:")
_SOURCE = re.compile(r"dataSources\.(?P<name>[\w\-]{1,100})\.(?:url|jdbcUrl)")
_SERVER = ("server.yaml", "global.yaml")
_PORTS = ("props.proxy-default-port", "props.proxy.port")
_REGISTRIES = re.compile(
    r"(?:mode\.repository\.props\.server-lists|governance\.registryCenter\.serverLists"
    r"|orchestration\.[\w\-]{1,80}\.serverLists|orchestration\.registry\.serverLists)"
)
_RULES = re.compile(r"(?:^|\.)(?:shardingRule|rules\[\d{1,3}\])\.(?:tables|bindingTables)\.")


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds a database that the proxy serves."""
    return ("",) if any(_is_database(entry) for entry in tree.entries()) else ()


def read(site: Site) -> Iterable[Found]:
    """Read one proxy."""
    found = Found()
    databases = [entry for entry in site.tree.entries() if _is_database(entry)]
    folders = {entry.path.rpartition("/")[0] for entry in databases}
    for entry in databases:
        _database(entry, found)
        config_files.held(entry, found)
    for entry in site.tree.entries():
        if entry.name in _SERVER and entry.path.rpartition("/")[0] in folders:
            _server(entry, found)
            config_files.held(entry, found)
    yield found


def _is_database(entry: Entry) -> bool:
    if not _NAMES.fullmatch(entry.name):
        return False
    text = entry.decoded()[0]
    return _DATABASE.search(text) is not None and _SOURCES.search(text) is not None


def _pairs(entry: Entry) -> Iterator[Pair]:
    """Yield the keys of a file up to the place where it is broken."""
    try:
        yield from yaml_pairs.pairs(entry.expected_text())
    except FormatError as broken:
        if not entry.fault:
            entry.fault = Because("read.damaged", {"detail": str(broken)})


def _database(entry: Entry, found: Found) -> None:
    pairs = list(_pairs(entry))
    name = next((p.meaning for p in pairs if p.key in ("schemaName", "databaseName")), "")
    said = {pair.key: pair for pair in pairs}
    sources = []
    for pair in pairs:
        match = _SOURCE.fullmatch(pair.key)
        if match:
            sources.append(match["name"])
            _source(pair, match["name"], _user(said, pair.key), entry, found)
    tables = dict.fromkeys(_table(pair.key) for pair in pairs if _RULES.search(pair.key))
    found.item(
        "shardingsphere.databases",
        entry.origin(),
        name=name,
        sources=sources,
        tables=[table for table in tables if table],
    )


def _table(key: str) -> str:
    return key.rpartition(".tables.")[2].partition(".")[0] if ".tables." in key else ""


def _user(said: dict[str, Pair], key: str) -> str:
    beside = said.get(f"{key.rpartition('.')[0]}.username")
    return beside.meaning if beside else ""


def _source(pair: Pair, name: str, user: str, entry: Entry, found: Found) -> None:
    """Add a database behind the proxy."""
    origin = entry.origin(pair.line)
    for spot in urls.spots(pair.meaning, setting_keys()):
        host = spot.host.strip("[]")
        found.item(
            "proxy.backends",
            origin,
            host=host,
            port=spot.port or None,
            group=name,
            database=spot.database or None,
        )
        found.references.append(
            Reference(
                facts.target(host, spot.port),
                spot.protocol,
                spot.database,
                pair.key,
                user,
                origins=(origin,),
            )
        )


def _server(entry: Entry, found: Found) -> None:
    for pair in _pairs(entry):
        if pair.key in _PORTS:
            facts.endpoint(found, pair.meaning, "mysql", entry.origin(pair.line))
        elif _REGISTRIES.fullmatch(pair.key):
            for address in facts.hosts(pair.meaning, 2181):
                facts.refer(found, address, "zookeeper", pair.key, entry.origin(pair.line))
