"""bigip.conf goes in: virtual servers, pools, nodes, persistence of an F5 BIG-IP come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from migrate.read.findings import Found
from migrate.read.formats.braces import Node, parse
from migrate.read.middleware.balancing import Backend, Listener, Pool, write
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "f5"
_SIGNS = re.compile(r"(?m)^(?:ltm )?(?:virtual|pool) \S{1,200} \{")
_NAMED_PORTS = {
    "http": 80, "https": 443, "ftp": 21, "ssh": 22, "smtp": 25, "domain": 53, "ldap": 389,
    "ldaps": 636, "mysql": 3306, "webcache": 8080, "any": 0, "0": 0, "pcsync-https": 8443,
    "http-alt": 8080, "ms-sql-s": 1433, "ncube-lm": 1521, "postgresql": 5432,
}  # fmt: skip
_PLACE = re.compile(r"^(?P<host>.{1,255}?)(?:%\d{1,5})?[:.](?P<port>\d{1,5}|[a-z][\w\-]{0,30})$")


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds the configuration of a BIG-IP."""
    return ("",) if any(_is_config(entry) for entry in tree.entries()) else ()


def read(site: Site) -> Iterable[Found]:
    """Read all configuration of a BIG-IP in an input as one balancer."""
    found = Found()
    for entry in site.tree.entries():
        if _is_config(entry):
            _read(entry, found)
    yield found


def _is_config(entry: Entry) -> bool:
    if entry.suffix not in (".conf", ".txt", ".scf", ""):
        return False
    text = entry.decoded()[0]
    return bool(_SIGNS.search(text)) and ("ltm " in text or "destination " in text)


def _read(entry: Entry, found: Found) -> None:
    config = parse(entry.expected_text(), by_line=True)
    objects: dict[str, dict[str, Node]] = {}
    kinds: dict[str, str] = {}
    for node in config.children:
        words = [node.name, *node.args]
        words = words[1:] if words[0] == "ltm" else words
        if len(words) > 1:
            objects.setdefault(words[0], {})[_short(words[-1])] = node
        if len(words) > 2 and words[0] == "persistence":
            kinds[_short(words[2])] = words[1]
    nodes = {name: n.value("address") or name for name, n in objects.get("node", {}).items()}
    pools = {
        name: _pool(name, node, nodes, entry) for name, node in objects.get("pool", {}).items()
    }
    listeners = []
    for node in objects.get("virtual", {}).values():
        listener = _virtual(node, entry)
        if listener:
            listeners.append(listener)
            _persistence(node, pools.get(listener.pool), kinds, objects)
            if listener.pool in pools:
                pools[listener.pool].protocol = "http" if listener.protocol != "tcp" else "tcp"
    write(found, listeners, list(pools.values()))


def _short(name: str) -> str:
    return name.rsplit("/", 1)[-1]


def _place(text: str) -> tuple[str, int] | None:
    """Return host and port of `/Common/10.1.0.1:https`, `/Common/2001:db8::1.443`."""
    match = _PLACE.match(_short(text))
    if match is None:
        return None
    port = match["port"]
    number = int(port) if port.isdecimal() else _NAMED_PORTS.get(port, -1)
    return (match["host"], number) if 0 <= number < 65536 else None


def _pool(name: str, node: Node, nodes: dict[str, str], entry: Entry) -> Pool:
    pool = Pool(
        name, entry.origin(node.line), balance=node.value("load-balancing-mode") or "round-robin"
    )
    pool.check = node.value("monitor", "monitor all").replace("/Common/", "")
    pool.protocol = "tcp"
    members = node.first("members")
    for member in members.children if members else ():
        where = _place(member.name)
        if where is None:
            continue
        host = member.value("address").partition("%")[0] or nodes.get(where[0], where[0])
        ratio = member.value("ratio")
        off = member.value("session") == "user-disabled" or member.value("state") == "user-down"
        pool.members.append(
            Backend(host, where[1], entry.origin(member.line),
                    int(ratio) if ratio.isdecimal() and len(ratio) < 9 else None, enabled=not off)
        )  # fmt: skip
    return pool


def _virtual(node: Node, entry: Entry) -> Listener | None:
    where = _place(node.value("destination"))
    if where is None:
        return None
    profiles = node.first("profiles")
    names = [_short(p.name).lower() for p in profiles.children] if profiles else []
    tls = any("clientssl" in name or "client-ssl" in name for name in names)
    http = any("http" in name for name in names)
    protocol = "https" if http and tls else "http" if http else "tcp"
    address = "*" if where[0] in ("0.0.0.0", "any") else where[0]
    pool = _short(node.value("pool"))
    return Listener(address, where[1], entry.origin(node.line), protocol, [], pool, tls)


def _persistence(
    virtual: Node, pool: Pool | None, kinds: dict[str, str], objects: dict[str, dict[str, Node]]
) -> None:
    block = virtual.first("persist")
    if block is None or pool is None:
        return
    name = _short(block.children[0].name if block.children else " ".join(block.args))
    kind = kinds.get(name, name)
    known = {"cookie": "cookie", "source-addr": "source", "source_addr": "source"}
    pool.persistence = next((v for k, v in known.items() if k in kind), "table")
    own = objects.get("persistence", {}).get(name)
    pool.detail = (own.value("cookie-name") if own else "") or name
