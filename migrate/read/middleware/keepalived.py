"""keepalived.conf goes in; virtual addresses with who holds them, and pools come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from migrate.read.findings import Found
from migrate.read.formats.braces import Node, parse
from migrate.read.middleware.balancing import Backend, Listener, Pool, protocol_of, write
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "keepalived"
_CHECKS = (
    "HTTP_GET",
    "SSL_GET",
    "TCP_CHECK",
    "SMTP_CHECK",
    "MISC_CHECK",
    "DNS_CHECK",
    "PING_CHECK",
)


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds keepalived configuration."""
    return ("",) if any(_is_config(entry) for entry in tree.entries()) else ()


def read(site: Site) -> Iterable[Found]:
    """Read every keepalived.conf; files in folders of their own are servers of their own."""
    folders: dict[str, list[Entry]] = {}
    for entry in site.tree.entries():
        if _is_config(entry):
            folders.setdefault(entry.path.rpartition("/")[0], []).append(entry)
    for folder, entries in folders.items():
        found = Found(name=folder.rpartition("/")[2] if len(folders) > 1 else "")
        for entry in entries:
            _read(entry, found)
        yield found


def _is_config(entry: Entry) -> bool:
    if entry.suffix not in (".conf", ".cfg"):
        return False
    text = entry.decoded()[0]
    return "vrrp_instance" in text or ("virtual_server" in text and "real_server" in text)


def _read(entry: Entry, found: Found) -> None:
    config = parse(entry.expected_text(), by_line=True)
    for instance in config.all("vrrp_instance"):
        _instance(instance, entry, found)
    listeners: list[Listener] = []
    pools: list[Pool] = []
    groups = {g.args[0]: list(_addresses(g)) for g in config.all("virtual_server_group") if g.args}
    for server in config.all("virtual_server"):
        pool = _pool(server, entry)
        pools.append(pool)
        for address, port in _where(server, groups):
            origin = entry.origin(server.line)
            listeners.append(Listener(address, port, origin, pool.protocol, [], pool.name))
    write(found, listeners, pools)


def _instance(instance: Node, entry: Entry, found: Found) -> None:
    priority = instance.value("priority")
    name = instance.args[0] if instance.args else ""
    for block in instance.all("virtual_ipaddress", "virtual_ipaddress_excluded"):
        for node in block.children:
            found.item(
                "lb.virtual_addresses",
                entry.origin(node.line),
                address=node.name.partition("/")[0],
                port=None,
                protocol="",
                hosts=[],
                pool=None,
                instance=name,
                state=instance.value("state").upper() or None,
                priority=int(priority) if priority.isdecimal() and len(priority) < 6 else None,
                router_id=instance.value("virtual_router_id") or None,
            )
    for track in instance.all("track_script"):
        for node in track.children:
            found.item("lb.tracked", entry.origin(node.line), instance=name, name=node.name)


def _where(server: Node, groups: dict[str, list[tuple[str, int]]]) -> list[tuple[str, int]]:
    args = server.args
    if args[:1] == ["group"] and len(args) > 1:
        return groups.get(args[1], [])
    if args[:1] == ["fwmark"] or not args:
        return []
    return [(args[0], _number(args[1]) or 0 if len(args) > 1 else 0)]


def _addresses(group: Node) -> Iterator[tuple[str, int]]:
    for node in group.children:
        if node.name != "fwmark" and node.args:
            yield node.name, _number(node.args[0]) or 0


def _pool(server: Node, entry: Entry) -> Pool:
    name = ":".join(server.args)
    timeout = server.value("persistence_timeout") or (
        "360" if server.first("persistence_timeout") else ""
    )
    pool = Pool(
        name,
        entry.origin(server.line),
        balance=server.value("lb_algo", "lvs_sched") or "",
        persistence="source" if timeout else "none",
        detail=f"{timeout} s" if timeout else "",
        protocol=server.value("protocol").lower() or "tcp",
    )
    for real in server.all("real_server", "sorry_server"):
        if not real.args:
            continue
        port = _number(real.args[1]) or 0 if len(real.args) > 1 else 0
        weight = _number(real.value("weight"))
        backup = real.name == "sorry_server"
        pool.members.append(Backend(real.args[0], port, entry.origin(real.line), weight, backup))
        pool.check = pool.check or next((c.name for c in real.children if c.name in _CHECKS), "")
        pool.protocol = protocol_of(port, pool.protocol)
    return pool


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and int(text) < 65536 else None
