"""Consul's JSON or HCL files and status outputs go in; agents of a datacenter come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from migrate.read import server_facts as facts
from migrate.read import servers, told
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.told import Said, Told
from migrate.read.tree import Entry, Tree

KIND = "consul"
_SERF = 8301
_PORTS = {"http": "http", "https": "https", "dns": "dns", "grpc": "grpc", "server": "tcp"}
_USUAL = {"http": 8500, "dns": 8600}
_VERSION = re.compile(r"^Consul v(?P<version>\d[\w.]{0,30})", re.M)
_TOKEN = re.compile(
    r"(?:#|//)[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|\"(?:[^\"\\]|\\.)*+(?:\"|\Z)|[={}\[\]]"
    r"|[^\s={}\[\]\",]+",
    re.S,
)
_DEEPEST = 6


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds files of a Consul agent."""
    return servers.roots(tree, KIND)


def read(site: Site) -> Iterable[Found]:
    """Read every agent."""
    takers = {"consul.json": _json, "consul.hcl": _hcl, "consul.version": _version}
    return servers.read(site, KIND, takers, _finish)


def _json(entry: Entry, found: Found) -> None:
    text = entry.expected_text()

    def line(key: str) -> int:
        place = text.find(f'"{key.rpartition(".")[2]}"')
        return text.count("\n", 0, place) + 1 if place >= 0 else 0

    said = (Said(k, v, line(k)) for k, v in _flat("", told.json_object(entry), 0))
    _take(Told(entry, said), found)


def _flat(prefix: str, value: object, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _flat(f"{prefix}.{key}" if prefix else str(key), each, depth + 1)
    elif isinstance(value, list):
        for each in value[:200]:
            yield from _flat(prefix, each, depth + 1)
    elif isinstance(value, bool):
        yield prefix, "true" if value else "false"
    elif value is not None:
        yield prefix, str(value)


def _hcl(entry: Entry, found: Found) -> None:
    _take(Told(entry, _assignments(entry.expected_text())), found)


def _assignments(text: str) -> Iterator[Said]:
    """Yield `key = "value"` and lists, below the block they stand in: `ports.http`."""
    blocks: list[str] = []
    key, word, line, place = "", "", 1, 0
    in_list = False
    for match in _TOKEN.finditer(text):
        token = match[0]
        line += text.count("\n", place, match.start())
        place = match.start()
        if token.startswith(("#", "//", "/*")):
            continue
        if token == "{":
            blocks.append(key or word)
            key = ""
        elif token == "}":
            blocks = blocks[:-1]
        elif token == "=":
            key = word
        elif token in "[]":
            in_list = token == "["
            key = key if in_list else ""
        elif key:
            yield Said(".".join([*blocks[:_DEEPEST], key]), told.unquoted(token), line)
            key = key if in_list else ""
        else:
            word = told.unquoted(token)


def _take(conf: Told, found: Found) -> None:
    for key, fact in (("datacenter", "cluster.name"), ("node_name", "consul.node")):
        said = conf.get(key)
        if said:
            found.fact(fact, said.value, conf.at(said))
    folder = conf.get("data_dir")
    if folder:
        facts.data_dir(found, folder.value, conf.at(folder))
    _part(conf, found)
    _ports(conf, found)
    bind = conf.get("advertise_addr", "bind_addr")
    if bind:
        found.fact("bind.addresses", [bind.value], conf.at(bind))
    for said in conf.each("retry_join", "start_join"):
        # `provider=aws tag_key=…` asks a cloud: no address.
        for address in facts.hosts(said.value, _SERF) if "=" not in said.value else ():
            host, port = address
            found.item("cluster.members", conf.at(said), host=host, port=port)
            facts.refer(found, address, "consul-peer", said.key, conf.at(said))
    facts.config_file(conf, found, "retry_join", "start_join", "encrypt")


def _part(conf: Told, found: Found) -> None:
    """Take whether it is a server, and who may do what."""
    server = conf.get("server")
    if server:
        role = "server" if server.value == "true" else "client"
        found.fact("cluster.role", role, conf.at(server))
    least = conf.get("bootstrap_expect")
    if least and least.value.isdecimal():
        found.fact("cluster.quorum", int(least.value[:9]), conf.at(least))
    rights = conf.get("acl.enabled", "acl_datacenter")
    if rights:
        on = rights.value != "false"
        found.fact("auth", {"enabled": on, "mechanism": "acl"}, conf.at(rights))
    secure = conf.get("cert_file", "tls.defaults.cert_file", "defaults.cert_file")
    if secure:
        found.fact("tls", {"enabled": True}, conf.at(secure))


def _ports(conf: Told, found: Found) -> None:
    for name, protocol in _PORTS.items():
        said = conf.get(f"ports.{name}")
        usual = _USUAL.get(name)
        if said:
            facts.endpoint(found, said.value, protocol, conf.at(said))
        elif usual and name == "http" and not found.endpoints:
            facts.endpoint(found, usual, protocol, conf.at(conf.get("data_dir")))


def _version(entry: Entry, found: Found) -> None:
    facts.stated(found, "consul.version", _VERSION, entry)


def _finish(found: Found) -> None:
    found.unknown("cluster.role", "read.server.no_status")
    found.unknown("data.dir", "read.server.no_configuration")
