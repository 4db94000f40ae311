"""hazelcast.xml and hazelcast.yaml of servers go in; members of a cluster come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from migrate.read import server_facts as facts
from migrate.read import servers, told
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.told import Said, Told
from migrate.read.tree import Entry, Tree

KIND = "hazelcast"
_PORT = 5701
_VERSION = re.compile(r"Hazelcast (?:Platform |IMDG )?(?P<version>\d+\.\d+(?:\.\d+)?) \(\d{8}")


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds files of a Hazelcast member."""
    return servers.roots(tree, KIND)


def read(site: Site) -> Iterable[Found]:
    """Read every member."""
    takers = {"hazelcast.xml": _xml, "hazelcast.yml": _yml, "hazelcast.version": _version}
    return servers.read(site, KIND, takers)


def _xml(entry: Entry, found: Found) -> None:
    """Take what elements say under the path of their names: `network.join.tcp-ip.member`."""
    said: list[Said] = []
    for element in told.xml_root(entry).iter():
        name = told.local_name(element)
        if not name:
            continue
        above = [told.local_name(each) for each in element.iterancestors()][-2::-1]
        path, line = ".".join([*above, name]), told.line_of(element)
        said.append(Said(path, (element.text or "").strip(), line))
        given = element.get("enabled")
        said += [Said(f"{path}@enabled", str(given), line)] if given else []
    _take(Told(entry, (s for s in said if s.value)), found)


def _yml(entry: Entry, found: Found) -> None:
    said = (
        Said(each.key.removeprefix("hazelcast."), each.value, each.line)
        for each in told.yaml_keys(entry).said
    )
    _take(Told(entry, said), found)


def _take(conf: Told, found: Found) -> None:
    name = conf.get("cluster-name", "group.name")
    if name:
        found.fact("cluster.name", name.value, conf.at(name))
    port = conf.get("network.port", "network.port.port")
    facts.endpoint(found, port.value if port else _PORT, "hazelcast", conf.at(port))
    usual = int(port.value) if port and port.value.isdecimal() else _PORT
    _members(conf, usual, found)
    address = conf.get("network.public-address")
    if address:
        hosts = [host for host, _ in facts.hosts(address.value)]
        found.fact("bind.addresses", hosts, conf.at(address))
    multicast = conf.get("network.join.multicast@enabled", "network.join.multicast.enabled")
    if multicast and multicast.value == "true":
        found.fact("cluster.discovery", "multicast", conf.at(multicast))
    folder = conf.get("persistence.base-dir", "hot-restart-persistence.base-dir")
    if folder:
        facts.data_dir(found, folder.value, conf.at(folder))
    facts.config_file(conf, found)


def _members(conf: Told, usual: int, found: Found) -> None:
    """Take the members of the TCP list, unless it is turned off."""
    off = conf.value("network.join.tcp-ip@enabled", "network.join.tcp-ip.enabled") == "false"
    keys = tuple(
        f"network.join.tcp-ip.{key}"
        for key in ("member", "members", "member-list", "member-list.member", "required-member")
    )
    for said in conf.each(*keys) if not off else ():
        for address in facts.hosts(said.value, usual):
            host, port = address
            found.item("cluster.members", conf.at(said), host=host, port=port)
            facts.refer(found, address, "hazelcast", "tcp-ip", conf.at(said))
            found.fact("cluster.discovery", "tcp-ip", conf.at(said))


def _version(entry: Entry, found: Found) -> None:
    facts.stated(found, "hazelcast.version", _VERSION, entry)
