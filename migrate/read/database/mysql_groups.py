"""What was said of Group Replication and Galera goes in; the group and its members come out."""

from __future__ import annotations

import itertools

from msgspec import Struct

from migrate.read import server_facts
from migrate.read.database.mysql_options import is_on
from migrate.read.database.mysql_server import Server, Settled
from migrate.read.findings import Found

_MOST = 100


class _Kind(Struct, frozen=True):
    """A way of keeping servers equal, by its options."""

    protocol: str
    """Between the members."""
    seeds: str
    own: tuple[str, ...]
    """Where the server is found by the others."""
    port: int
    """The usual one, 0 where there is none."""


_KINDS = (
    _Kind(
        "mysql-group", "group_replication_group_seeds", ("group_replication_local_address",), 0
    ),
    _Kind(
        "galera", "wsrep_cluster_address", ("wsrep_node_address", "wsrep_node_incoming_address"),
        4567,
    ),
)  # fmt: skip


def add(server: Server, found: Found) -> None:
    """Add the group that a server belongs to, and whom it calls in it."""
    for member, origin in server.members:
        found.item("replication.group_members", origin, **member)
    name = server.settled("group_replication_group_name")
    if name:
        value = {"kind": "group replication", "name": name.value}
        found.fact("replication.group", value, *name.origins)
    elif server.members:
        found.fact(
            "replication.group", {"kind": "group replication", "name": ""}, server.members[0][1]
        )
    cluster = server.settled("wsrep_cluster_address")
    if cluster and cluster.value.startswith("gcomm://") and _galera_on(server):
        named = server.value("wsrep_cluster_name")
        found.fact("replication.group", {"kind": "galera", "name": named}, *cluster.origins)
    for kind in _KINDS:
        seeds = server.settled(kind.seeds)
        if seeds and (kind.protocol != "galera" or _galera_on(server)):
            _members(kind, seeds, server, found)


def _galera_on(server: Server) -> bool:
    said = server.value("wsrep_on")
    provider = server.value("wsrep_provider")
    return (not said or is_on(said)) and provider.lower() != "none"


def _members(kind: _Kind, seeds: Settled, server: Server, found: Found) -> None:
    """Add the members that an option names; their port is that of the group, not of clients."""
    own = _own_address(kind, server, found)
    text = seeds.value.removeprefix("gcomm://").partition("?")[0]
    origin = seeds.agreeing[0].origin
    for host, port in itertools.islice(server_facts.hosts(text, kind.port), _MOST):
        if not server.members:
            found.item(
                "replication.group_members", origin, host=host, port=None, state="", role=None,
                group_port=port or None,
            )  # fmt: skip
        if host != own:
            server_facts.refer(found, (host, port), kind.protocol, kind.seeds, origin)


def _own_address(kind: _Kind, server: Server, found: Found) -> str:
    """Add where the others find this server; return its host, empty when nothing tells."""
    said = next((s for name in kind.own if (s := server.settled(name)) and s.value), None)
    where = said or server.settled(kind.seeds)
    host, port = next(server_facts.hosts(said.value, kind.port), ("", 0)) if said else ("", 0)
    if where:
        origin = where.agreeing[0].origin
        server_facts.endpoint(found, kind.port or port, kind.protocol, origin)
        if host and host != "AUTO":
            found.item("mysql.addresses", origin, address=host)
    return host
