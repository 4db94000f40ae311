"""ports.yaml as typed values: on which ports a kind listens when nothing says otherwise."""

from __future__ import annotations

import functools

from msgspec import Struct

from migrate.knowledge import load

REMOTE_CALLS = frozenset({"dubbo", "grpc", "hessian", "rest", "rmi", "thrift", "tri"})
"""Protocols that an application speaks at ports beside the one that its container opens."""


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
