"""mongod.conf (YAML or ini), rs.status() and rs.conf() outputs go in; MongoDB servers come out."""

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

KIND = "mongodb"
_PORTS = {"shardsvr": 27018, "configsvr": 27019}
_MEMBER = re.compile(
    r"[\"']?(?P<key>name|host)[\"']?\s{0,5}:\s{0,5}[\"'](?P<host>[\w.\-]{1,253}):(?P<port>\d{1,5})[\"']"
)
_STATE = re.compile(
    r"[\"']?stateStr[\"']?\s{0,5}:\s{0,5}[\"'](?P<state>[A-Z]{3,20})[\"']|(?P<arbiter>arbiterOnly[\"']?"
    r"\s{0,5}:\s{0,5}true)|(?P<self>[\"']?self[\"']?\s{0,5}:\s{0,5}true)"
)
_SET = re.compile(r"[\"']?(?:set|_id)[\"']?\s{0,5}:\s{0,5}[\"'](?P<name>[\w.\-]{1,100})[\"']")
_VERSION = re.compile(
    r"(?:^db version v|MongoDB server version: )(?P<version>\d[\w.\-]{0,30})", re.M
)
_SAYS = {"PRIMARY": "source", "SECONDARY": "replica", "ARBITER": "arbiter"}


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds files of a MongoDB server."""
    return servers.roots(tree, KIND)


def read(site: Site) -> Iterable[Found]:
    """Read every server."""
    takers = {
        "mongodb.yaml": _yaml,
        "mongodb.ini": _ini,
        "mongodb.set": _set,
        "mongodb.version": _version,
    }
    return servers.read(site, KIND, takers, _finish)


def _yaml(entry: Entry, found: Found) -> None:
    conf = told.yaml_keys(entry)
    _common(conf, found, {
        "port": "net.port", "bind": "net.bindip", "data": "storage.dbpath", "log": "systemlog.path",
        "set": "replication.replsetname", "role": "sharding.clusterrole",
        "auth": "security.authorization", "key": "security.keyfile",
        "journal": "storage.journal.enabled", "config": "sharding.configdb",
    })  # fmt: skip
    tls = conf.get("net.tls.mode", "net.ssl.mode")
    if tls:
        found.fact("tls", {"enabled": tls.value.lower() != "disabled"}, conf.at(tls))
    cache = conf.get("storage.wiredtiger.engineconfig.cachesizegb")
    size = facts.size(f"{cache.value}g") if cache else None
    if cache and size:
        found.fact("memory.limit", size, conf.at(cache))


def _ini(entry: Entry, found: Found) -> None:
    conf = told.assignments(entry)
    _common(conf, found, {
        "port": "port", "bind": "bind_ip", "data": "dbpath", "log": "logpath", "set": "replset",
        "role": "clusterrole", "auth": "auth", "key": "keyfile", "journal": "journal",
        "config": "configdb",
    })  # fmt: skip
    for flag, role in (("shardsvr", "shardsvr"), ("configsvr", "configsvr")):
        said = conf.get(flag)
        if said and said.value == "true":
            found.fact("cluster.role", role, conf.at(said))
    source = conf.get("source")
    for address in facts.hosts(source.value if source else "", 27017):
        facts.replicates(found, address, "mongodb", "source", conf.at(source))


def _common(conf: Told, found: Found, keys: dict[str, str]) -> None:
    role = conf.get(keys["role"])
    if role:
        found.fact("cluster.role", role.value, conf.at(role))
    port = conf.get(keys["port"])
    default = _PORTS.get(role.value if role else "", 27017)
    facts.endpoint(found, port.value if port else default, "mongodb", conf.at(port))
    bind = conf.get(keys["bind"])
    if bind:
        addresses = [part.strip() for part in bind.value.split(",")]
        found.fact("bind.addresses", addresses, conf.at(bind))
    for said in conf.each(keys["data"]):
        facts.data_dir(found, said.value, conf.at(said))
    for said in conf.each(keys["log"]):
        facts.log_file(found, said.value, conf.at(said))
    _set_name(conf, keys, found)
    routed = conf.get(keys["config"])
    if routed:
        found.fact("cluster.role", "mongos", conf.at(routed))
        for address in facts.hosts(routed.value.rpartition("/")[2], 27019):
            facts.refer(found, address, "mongodb", routed.key, conf.at(routed))
    journal = conf.get(keys["journal"])
    on = journal is None or journal.value != "false"
    found.fact("persistence", ["data", "journal"] if on else ["data"], conf.at(journal))
    facts.tuning(KIND, conf, found)
    facts.config_file(conf, found, keys["key"], keys["config"])


def _set_name(conf: Told, keys: dict[str, str], found: Found) -> None:
    name, auth, key = conf.get(keys["set"]), conf.get(keys["auth"]), conf.get(keys["key"])
    if name:
        found.fact("cluster.name", name.value.partition("/")[0], conf.at(name))
        found.unknown("replication.role", "read.server.no_status")
        for address in facts.hosts(name.value.partition("/")[2], 27017):
            facts.refer(found, address, "mongodb", name.key, conf.at(name))
    elif not conf.get(keys["config"], "source", "master", "slave"):
        found.fact("replication.role", "standalone", conf.at(None), confidence=0.9)
    on = bool(auth and auth.value.lower() in ("enabled", "true")) or key is not None
    origin = conf.at(auth or key)
    mechanism = ("keyfile" if key else "password") if on else None
    found.fact("auth", {"enabled": on, "mechanism": mechanism}, origin)


def _set(entry: Entry, found: Found) -> None:
    """Take the members of a replica set: what stands behind a member's name belongs to it."""
    text = entry.expected_text()
    name = _SET.search(text)
    if name:
        line = text.count("\n", 0, name.start()) + 1
        found.fact("cluster.name", name["name"], entry.origin(line))
    members = list(_MEMBER.finditer(text))
    lines = Lines(text)
    for number, member in enumerate(members[:200]):
        end = members[number + 1].start() if number + 1 < len(members) else len(text)
        states = list(_STATE.finditer(text, member.end(), min(end, member.end() + 5_000)))
        said = next((each["state"] for each in states if each["state"]), None)
        role = _SAYS.get(said or "", "arbiter" if any(e["arbiter"] for e in states) else said)
        origin = entry.origin(lines.at(member.start()))
        host, port = member["host"], int(member["port"])
        found.item("cluster.members", origin, host=host, port=port, role=role)
        if any(each["self"] for each in states) and role in ("source", "replica", "arbiter"):
            # An arbiter votes and holds no data.
            shown = "group member" if role == "arbiter" else role
            found.fact("replication.role", shown, origin)
        facts.refer(found, (host, port), "mongodb", "members", origin)


def _version(entry: Entry, found: Found) -> None:
    facts.stated(found, "mongodb.version", _VERSION, entry)


def _finish(found: Found) -> None:
    found.unknown("data.size", "read.server.no_status")
    found.unknown("data.dir", "read.server.no_configuration")
    found.unknown("replication.role", "read.server.no_status")
