"""redis.conf, sentinel.conf and INFO outputs go in; one component for each server comes out."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from migrate.read import includes, servers, told
from migrate.read import server_facts as facts
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.told import Told
from migrate.read.tree import Entry, Tree

KIND = "redis"
_PORT = 6379
_SLAVE = re.compile(r"ip=(?P<host>[^,]{1,255}),port=(?P<port>\d{1,5})")


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds files of a Redis server."""
    return servers.roots(tree, KIND)


def read(site: Site) -> Iterable[Found]:
    """Read every server; a sentinel is one of its own."""
    conf = functools.partial(_conf, tree=site.tree)
    takers: dict[str, servers.Take] = {
        "redis.conf": conf, "redis.sentinel": _sentinel, "redis.info": _info,
    }  # fmt: skip
    return servers.read(site, KIND, takers, _finish)


def _conf(entry: Entry, found: Found, tree: Tree) -> None:
    conf = includes.with_included(entry, tree, told.word_lines, ("include",), found)
    _common(conf, found)
    _persistence(conf, found)
    _protection(conf, found)
    limit = conf.get("maxmemory")
    size = facts.size(limit.value, thousand_without_b=True) if limit else None
    if size:
        found.fact("memory.limit", size, conf.at(limit))
    if conf.value("cluster-enabled") == "yes":
        found.fact("cluster.role", "cluster node", conf.at(conf.get("cluster-enabled")))
    source = conf.get("replicaof", "slaveof")
    host, _, port = (source.value if source else "").partition(" ")
    if source and host.lower() != "no":
        address = (host, int(port) if port.strip().isdecimal() else _PORT)
        facts.replicates(found, address, "redis", source.key, conf.at(source))
    elif source is None and not found.has("cluster.role"):
        # Any server may have replicas that its own file does not know.
        found.unknown("replication.role", "read.server.replicas_unseen")
    facts.tuning(KIND, conf, found)
    facts.config_file(conf, found, "requirepass", "masterauth", "user", "replicaof", "slaveof")


def _common(conf: Told, found: Found) -> None:
    """Take what servers and sentinels share: ports, addresses, folders."""
    port = conf.get("port")
    default = 26379 if any(conf.each("sentinel")) else _PORT
    facts.endpoint(found, port.value if port else default, "redis", conf.at(port))
    secure = conf.get("tls-port")
    if secure and secure.value != "0":
        facts.endpoint(found, secure.value, "rediss", conf.at(secure))
        found.fact("tls", {"enabled": True}, conf.at(secure))
    bind = conf.get("bind")
    if bind:
        addresses = [address.lstrip("-") for address in bind.value.split()]
        found.fact("bind.addresses", addresses, conf.at(bind))
    folder = conf.get("dir")
    if folder:
        facts.data_dir(found, folder.value, conf.at(folder))
    for said in conf.each("logfile"):
        facts.log_file(found, said.value, conf.at(said))


def _persistence(conf: Told, found: Found) -> None:
    """Without a `save` line the server writes snapshots; `save ""` turns them off."""
    saves = list(conf.each("save"))
    ways = [] if saves and not saves[-1].value else ["rdb"]
    append = conf.get("appendonly")
    if append and append.value == "yes":
        ways.append("aof")
    origins = [conf.at(said) for said in (*saves, append) if said] or [conf.at(None)]
    found.fact("persistence", ways, *origins, confidence=1.0 if saves else 0.9)


def _protection(conf: Told, found: Found) -> None:
    password = conf.get("requirepass")
    users = next(conf.each("user", "aclfile"), None)
    origin = conf.at(password or users)
    if password and password.value:
        found.fact("auth", {"enabled": True, "mechanism": "password"}, origin)
    elif users:
        found.fact("auth", {"enabled": True, "mechanism": "acl"}, origin)
    else:
        found.fact("auth", {"enabled": False, "mechanism": None}, origin)


def _sentinel(entry: Entry, found: Found) -> None:
    conf = told.words(entry)
    _common(conf, found)
    found.fact("cluster.role", "sentinel", conf.at(next(conf.each("sentinel"))))
    found.unknown("replication.role", "read.server.sentinel")
    found.unknown("persistence", "read.server.sentinel")
    for said in conf.each("sentinel"):
        origin = conf.at(said)
        what, *rest = said.value.split()
        if what.lower() == "monitor" and len(rest) >= 4:
            name, host, port, quorum = rest[:4]
            found.fact("cluster.name", name, origin)
            if quorum.isdecimal():
                found.fact("cluster.quorum", int(quorum), origin)
            number = int(port) if port.isdecimal() else _PORT
            found.item("cluster.members", origin, host=host, port=number, role="source", of=name)
            facts.refer(found, (host, number), "redis", "sentinel monitor", origin)
        elif what.lower().startswith("known-") and len(rest) >= 3 and rest[2].isdecimal():
            role = "sentinel" if "sentinel" in what.lower() else "replica"
            found.item(
                "cluster.members", origin, host=rest[1], port=int(rest[2]), role=role, of=rest[0]
            )
        elif what.lower() == "auth-pass":
            found.fact("auth", {"enabled": True, "mechanism": "password"}, origin)
    facts.config_file(conf, found, "sentinel", "requirepass")


def _info(entry: Entry, found: Found) -> None:
    info = told.colons(entry)
    version = info.get("redis_version")
    if version and version.value:
        found.fact("redis.version", version.value, info.at(version))
    facts.endpoint(found, info.value("tcp_port"), "redis", info.at(info.get("tcp_port")))
    _numbers(info, found)
    _replication(info, found)
    if info.value("redis_mode") == "cluster":
        found.fact("cluster.role", "cluster node", info.at(info.get("redis_mode")))
    for said in info.starting("db"):
        keys = re.match(r"keys=(\d{1,18})", said.value)
        if keys and said.key[2:].isdecimal():
            found.item("databases", info.at(said), name=said.key, keys=int(keys[1]))


def _numbers(info: Told, found: Found) -> None:
    used, limit = info.get("used_memory"), info.get("maxmemory")
    if used:
        facts.data_size(found, used.value, info.at(used))
    if limit and limit.value.isdecimal() and int(limit.value):
        found.fact("memory.limit", int(limit.value), info.at(limit))
    append = info.get("aof_enabled")
    if append and not found.has("persistence") and append.value == "1":
        found.fact("persistence", ["aof"], info.at(append), confidence=0.8)


def _replication(info: Told, found: Found) -> None:
    role, host = info.get("role"), info.get("master_host")
    if role and role.value == "slave" and host:
        port = info.value("master_port")
        address = (host.value, int(port) if port.isdecimal() else _PORT)
        facts.replicates(found, address, "redis", "master_host", info.at(host))
    elif role and role.value == "master":
        copies = [said for said in info.starting("slave") if _SLAVE.search(said.value)]
        value = "source" if copies else "standalone"
        found.fact("replication.role", value, info.at(role))
        for said in copies:
            match = _SLAVE.search(said.value)
            if match:
                found.item(
                    "cluster.members",
                    info.at(said),
                    host=match["host"],
                    port=int(match["port"]),
                    role="replica",
                )


def _finish(found: Found) -> None:
    found.unknown("data.size", "read.server.no_status")
    found.unknown("data.dir", "read.server.no_configuration")
