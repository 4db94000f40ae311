"""Certificates and key stores that lie in an input by themselves go in; one component comes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from migrate.read import certificates, servers
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.tree import Tree

KIND = "certificates"
_FACTS = ("certificates", "keystores", "secrets.files")


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole when it holds certificates that belong to no one server."""
    if servers.sole(tree):
        return ()
    return ("",) if any(True for _ in certificates.held(tree)) else ()


def read(site: Site) -> Iterable[Found]:
    """Read every file; nothing is told when none of them holds a certificate or key."""
    found = Found()
    found.entries = list(certificates.held(site.tree))
    certificates.read_all(found.entries, found)
    if any(found.has(name) for name in _FACTS):
        yield found
