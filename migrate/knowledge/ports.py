"""ports.yaml as typed values: on which ports a kind listens when nothing says otherwise."""

from __future__ import annotations

import functools

from msgspec import Struct

from migrate.knowledge import load

REMOTE_CALLS = frozenset(
    {"dubbo", "galera", "grpc", "hessian", "mysql-group", "rest", "rmi", "thrift", "tri"}
)
"""Protocols that are spoken at ports beside the main one: of an application's container, of a
database among the members of its group."""


class UsualPort(Struct, frozen=True, forbid_unknown_fields=True):
    """One port of a kind."""

    port: int
    protocol: str


@functools.cache
def usual_ports() -> dict[str, tuple[UsualPort, ...]]:
    """Return the ports of every kind, the main one first.

    Raises:
        KnowledgeError: the file is wrong.
    """
    return load("ports.yaml", dict[str, tuple[UsualPort, ...]])
