"""nginx configuration goes in, includes followed; sites, pools and routes come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from msgspec import Struct

from migrate.read.findings import Found
from migrate.read.formats.braces import Node, options, parse
from migrate.read.middleware.balancing import (
    Backend,
    Listener,
    Pool,
    host_port,
    reference,
    version,
    write,
)
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "nginx"
_BLOCK = re.compile(
    r"(?m)^[ \t]{0,40}(?:upstream\s{1,200}\S{1,200}\s*\{|server\s*\{|http\s*\{|stream\s*\{)"
)
_INSIDE = re.compile(r"\b(?:listen|server_name|proxy_pass|root|upstream|include)\s")
_VERSION = re.compile(
    r"^(?:nginx|openresty|Tengine) version: [\w.\-]{1,30}/(?P<version>\d+\.\d+[\w.]{0,20})", re.M
)
_SUFFIXES = (".conf", ".cfg", ".vhost", ".upstream", ".inc", "")
_PASS = ("proxy_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "grpc_pass", "memcached_pass")
_URL = re.compile(
    r"^(?:(?P<scheme>https?|grpcs?)://)?(?P<host>\[[^\]]{2,60}\](?::\d{1,5})?|[^/\s$]{1,255})(?:/\S*)?$"
)
_DEPTH = 10
_MOST_INCLUDED = 200_000
"""Directives that includes bring in, over all; files may include each other in circles."""
_DEFAULT = {"http": 80, "https": 443, "grpc": 80, "grpcs": 443}


class _Read(Struct, frozen=True):
    """A directive and the file it stands in."""

    node: Node
    entry: Entry
    stream: bool
    within: tuple[tuple[Node, Entry], ...] = ()
    """What stands in its braces, included files in their place."""


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when its nginx configuration does more than serve a PHP site."""
    return ("",) if any(_is_config(entry) for entry in tree.entries()) else ()


def read(site: Site) -> Iterable[Found]:
    """Read all nginx configuration of an input as one server."""
    found = Found()
    config = _Config(site.tree)
    config.read()
    upstreams = {up.node.args[0]: up for up in config.upstreams if up.node.args}
    pools = {name: _pool(up) for name, up in upstreams.items()}
    listeners: list[Listener] = []
    for server in config.servers:
        listeners += _server(server, pools, found)
    write(found, listeners, list(pools.values()))
    version(site.tree, "nginx.version", _VERSION, found)
    if listeners or pools:
        yield found


def _is_config(entry: Entry) -> bool:
    if entry.suffix not in _SUFFIXES:
        return False
    text = entry.decoded()[0]
    if not (_BLOCK.search(text) and _INSIDE.search(text)):
        return False
    passes = set(re.findall(r"\b(\w{3,9}_pass)\s+(?!off)", text))
    return bool(passes - {"fastcgi_pass"}) or "upstream" in text or not passes


class _Config:
    """All servers and upstreams, whatever file they stand in."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._parsed: dict[str, Node] = {}
        self._seen: set[str] = set()
        self._room = _MOST_INCLUDED
        self.servers: list[_Read] = []
        self.upstreams: list[_Read] = []

    def read(self) -> None:
        entries = [entry for entry in self._tree.entries() if _is_config(entry)]
        main = [e for e in entries if self._node(e).first("http", "stream", "events")]
        for entry in (*main, *entries):
            if entry.path not in self._seen:
                self._seen.add(entry.path)
                self._blocks(self._node(entry), entry, stream=False)

    def _node(self, entry: Entry) -> Node:
        if entry.path not in self._parsed:
            self._parsed[entry.path] = parse(entry.expected_text())
        return self._parsed[entry.path]

    def _blocks(self, node: Node, entry: Entry, *, stream: bool, depth: int = 0) -> None:
        for child, where in self._children(node, entry, (entry.path,)):
            if child.name in ("http", "stream", "mail"):
                if depth < _DEPTH:
                    self._blocks(child, where, stream=child.name != "http", depth=depth + 1)
            elif child.name in ("server", "upstream"):
                within = tuple(self._below(child, where))
                is_stream = stream or (child.name == "server" and _is_stream(within))
                found = _Read(child, where, is_stream, within)
                (self.servers if child.name == "server" else self.upstreams).append(found)

    def _children(
        self, node: Node, entry: Entry, chain: tuple[str, ...]
    ) -> Iterator[tuple[Node, Entry]]:
        """Yield directives, those of included files in their place; no file within itself."""
        for child in node.children:
            if child.name != "include" or not child.args:
                yield child, entry
                continue
            for inner in self._included(child.args[0], entry) if len(chain) <= _DEPTH else ():
                if inner.path in chain or self._room <= 0:
                    continue
                self._seen.add(inner.path)
                self._room -= 1 + len(self._node(inner).children)
                yield from self._children(self._node(inner), inner, (*chain, inner.path))

    def _below(self, node: Node, entry: Entry, depth: int = 0) -> Iterator[tuple[Node, Entry]]:
        for child, where in self._children(node, entry, (entry.path,)):
            yield child, where
            if child.children and depth < _DEPTH:
                yield from self._below(child, where, depth + 1)

    def _included(self, path: str, by: Entry) -> list[Entry]:
        """Return the captured files that an include means: those whose path ends most alike."""
        parts = [part for part in path.split("/") if part]
        for start in range(len(parts)):
            ending = "/".join(parts[start:])
            found = [
                entry
                for entry in self._tree.entries()
                if entry.path != by.path
                and (fnmatchcase(entry.path, ending) or fnmatchcase(entry.path, f"*/{ending}"))
                and entry.path.count("/") >= ending.count("/")
            ]
            if found and (start < len(parts) - 1 or len(parts) == 1 or "*" not in ending):
                return [e for e in found if fnmatchcase(e.name, parts[-1])]
        return []


def _is_stream(within: Sequence[tuple[Node, Entry]]) -> bool:
    names = {node.name for node, _ in within}
    passed = next(
        (node.args[0] for node, _ in within if node.name == "proxy_pass" and node.args), ""
    )
    return bool(passed) and "location" not in names and "://" not in passed


def _pool(up: _Read) -> Pool:
    pool = Pool(up.node.args[0], up.entry.origin(up.node.line), balance="round-robin")
    pool.protocol = "tcp" if up.stream else "http"
    for node, entry in up.within:
        if node.name == "server" and node.args:
            _member(pool, node, entry)
        elif node.name in ("least_conn", "random", "least_time", "ip_hash", "fair"):
            pool.balance = node.name
            pool.persistence = "source" if node.name == "ip_hash" else pool.persistence
        elif node.name == "hash" and node.args:
            pool.balance = f"hash {node.args[0]}"
            pool.persistence, pool.detail = _hashed(node.args[0]), node.args[0]
        elif node.name in ("sticky", "session_sticky"):
            pool.persistence, pool.detail = "cookie", _sticky(node.args)
        elif node.name in ("check", "health_check"):
            pool.check = " ".join(node.args)
    return pool


def _member(pool: Pool, node: Node, entry: Entry) -> None:
    where = host_port(node.args[0])
    if where is None or not where[0]:
        return
    given = options(node.args[1:])
    weight = given.get("weight", "")
    pool.members.append(
        Backend(
            where[0], where[1] or 80, entry.origin(node.line),
            int(weight) if weight.isdecimal() and len(weight) < 9 else None,
            "backup" in given, "down" not in given,
        )
    )  # fmt: skip


def _hashed(key: str) -> str:
    if "remote_addr" in key:
        return "source"
    return "cookie" if "cookie" in key else "table"


def _sticky(args: Sequence[str]) -> str:
    given = options(args)
    if args[:1] == ["cookie"] and len(args) > 1:
        return args[1]
    return given.get("name") or given.get("cookie") or ""


def _server(server: _Read, pools: dict[str, Pool], found: Found) -> Iterator[Listener]:
    own = [(node, entry) for node, entry in server.within]
    hosts = [a for node, _ in own if node.name == "server_name" for a in node.args if _is_name(a)]
    first = ""
    plain, variables = _plain(server), _variables(server)
    for node, entry in own:
        if node.name in _PASS and node.args:
            url = _filled(node.args[0], variables)
            passed = Node(node.name, [url, *node.args[1:]], node.line)
            first = _passed(passed, entry, pools, found, plain) or first
    for location in server.node.all("location"):
        for node in location.walk():
            if node.name in _PASS and node.args:
                found.item(
                    "lb.rules", server.entry.origin(location.line), frontend=" ".join(hosts) or "_",
                    pool=_pool_of(node.args[0], pools) or node.args[0][:200],
                    condition=" ".join(location.args)[:200],
                )  # fmt: skip
    _site(server, hosts, found)
    yield from _listens(server, hosts, first)


def _variables(server: _Read) -> dict[str, str]:
    """Return what `set` gives, of variables that have one value only."""
    given: dict[str, set[str]] = {}
    for node, _ in server.within:
        if node.name == "set" and len(node.args) > 1:
            given.setdefault(node.args[0], set()).add(node.args[1])
    return {name: values.pop() for name, values in given.items() if len(values) == 1}


def _filled(url: str, variables: dict[str, str]) -> str:
    return re.sub(r"\$\w{1,100}", lambda found: variables.get(found[0], found[0]), url[:1000])


def _plain(server: _Read) -> str:
    """Return what a server passes on as it comes, `tcp` or `udp`; empty for one of HTTP."""
    if not server.stream:
        return ""
    datagrams = any(node.name == "listen" and "udp" in node.args for node, _ in server.within)
    return "udp" if datagrams else "tcp"


def _is_name(name: str) -> bool:
    return name not in ("_", "localhost", "") and not name.startswith(("~", "$"))


def _pool_of(url: str, pools: dict[str, Pool]) -> str:
    match = _URL.match(url)
    return match["host"] if match and match["host"] in pools else ""


def _passed(node: Node, entry: Entry, pools: dict[str, Pool], found: Found, plain: str) -> str:
    """Take whom requests are passed on to; return the pool's name when it is one."""
    match = _URL.match(node.args[0])
    if match is None or node.args[0].startswith("unix:"):
        return ""
    scheme = match["scheme"] or plain or node.name.removesuffix("_pass")
    scheme = {"grpc": "http", "grpcs": "https", "proxy": "http"}.get(scheme, scheme)
    if match["host"] in pools:
        pool = pools[match["host"]]
        pool.protocol = scheme
        return pool.name
    where = host_port(match["host"])
    if where and where[0]:
        port = where[1] or _DEFAULT.get(match["scheme"] or "", 0)
        reference(found, where[0], port, scheme, node.name, entry.origin(node.line))
    return ""


def _site(server: _Read, hosts: Sequence[str], found: Found) -> None:
    for node, entry in server.within:
        if node.name in ("root", "alias") and node.args:
            found.item("web.roots", entry.origin(node.line), path=node.args[0], kind=node.name)
    for host in hosts:
        found.item("web.hosts", server.entry.origin(server.node.line), name=host)


def _listens(server: _Read, hosts: list[str], pool: str) -> Iterator[Listener]:
    listens = [(n, e) for n, e in server.within if n.name == "listen" and n.args]
    ssl_on = any(n.name == "ssl" and n.args == ["on"] for n, _ in server.within)
    if not listens and not server.stream:
        origin = server.entry.origin(server.node.line)
        yield Listener("*", 80, origin, "https" if ssl_on else "http", hosts, pool, ssl_on)
    for node, entry in listens:
        text = node.args[0]
        where = ("*", int(text)) if text.isdecimal() and len(text) < 6 else host_port(text)
        if where is None or text.startswith("unix:") or where[1] > 65535:
            continue
        tls = ssl_on or "ssl" in node.args
        plain = "udp" if "udp" in node.args else "tcp"
        protocol = plain if server.stream else "https" if tls else "http"
        origin = entry.origin(node.line)
        yield Listener(where[0] or "*", where[1] or 80, origin, protocol, hosts, pool, tls)
