"""Containers and the files they are given -> what servers of those files tell, in one component.

What a container is given is read as the container sees it, so that includes lead where they lead
there. A server that comes out is the container itself where the image is of its kind, or of no
known kind and nothing else comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set

from migrate.model.origin import Origin
from migrate.read import config_files
from migrate.read.findings import Found
from migrate.read.reader import Reader, Site
from migrate.read.tree import Entry, Tree

_ONE_KIND = ({"mysql", "mariadb"},)
"""Kinds whose configuration is written alike."""
_NO_KIND = frozenset({"compose-service", "container-image", "kubernetes-workload"})
_MOST_CONTAINERS = 1000
_MOST_BYTES = 1 << 20
"""Of all files that are read for containers, each time they are."""
_LARGEST = 128 << 10
_SMALLEST = 4 << 10
"""What a file counts at least: many small ones cost as much as a large one."""
_CONFIGURES = re.compile(
    r"(?:(?:usr/local|usr/share|opt|bitnami|var/lib)/(?:[^/]+/){0,3})?"
    r"(?:etc|conf|config|conf\.d|docker-entrypoint-initdb\.d|pipeline)/|home/\w+/conf/"
)
"""Folders of a container in which servers look for their configuration."""
_KEPT = (".properties", ".yml", ".yaml", ".json", ".ini", ".env", ".toml", ".cnf", ".xml")
"""Endings of files that tell what they say without a reader of their own."""


def is_configuration(path: str) -> bool:
    """Tell whether a folder of a container, or a file in it, is where servers are configured."""
    return bool(_CONFIGURES.match(path.lstrip("/")))


class Join:
    """Joins the servers that containers are with the containers."""

    def __init__(self, site: Site, readers: Sequence[Reader]) -> None:
        """Take the input, and the readers that know servers by their files."""
        self._site = site
        self._readers = readers
        self._left = _MOST_BYTES
        self._own = {entry.origin(): entry for entry in site.tree.entries()}
        self.taken: set[Origin] = set()
        """Files that went into a container: no component of their own comes out of them."""

    def all(self, containers: Iterable[Found], free: Tree) -> None:
        """Add to each container what its files tell; `free` are those of no application."""
        known = {entry.origin() for entry in free.entries()}
        given = [found for found in containers if found.given][:_MOST_CONTAINERS]
        for without_kind in (False, True):
            # Of an unknown kind it is only what no container of a known one takes.
            before = frozenset(self.taken)
            for found in given:
                if _is_of_no_kind(found) is without_kind:
                    self._one(found, before, known)

    def _one(self, found: Found, before: Set[Origin], free: Set[Origin]) -> None:
        files = [entry for entry in self._files(found) if entry.origin() not in before]
        joined = self._servers(files, found) if files else set()
        self.taken |= joined
        for entry in files:
            origin = entry.origin()
            own = self._own[origin]
            if origin not in joined and origin in free and own.suffix in _KEPT:
                self._keep(entry, own, found)

    def _files(self, found: Found) -> list[Entry]:
        """Return the files of a container that there is room to read, by its own paths."""
        files = []
        for entry in found.given.values():
            size = len(entry.content()) if self._left > 0 and _is_small(entry) else _LARGEST
            if size < _LARGEST:
                self._left -= max(size, _SMALLEST)
                files.append(entry)
        return files

    def _servers(self, files: Sequence[Entry], found: Found) -> set[Origin]:
        """Add what the servers of its kind tell; return the files that they were read from."""
        tree = Tree(files, (), self._site.tree.source)
        servers = [each for each in self._read(tree) if _fits(found, each)]
        kinds = {each.kind for each in servers}
        if _is_of_no_kind(found) and len(kinds) > 1:
            return set()
        used: set[Origin] = set()
        for server in servers:
            used |= server.files() | {entry.origin() for entry in server.entries}
            found.absorb(server)
        self._add(used, found)
        return used

    def _read(self, tree: Tree) -> Iterator[Found]:
        for reader in self._readers:
            for folder in reader.roots(tree):
                site = Site(self._site.name, tree.sub(folder), (), tree, self._site.opener)
                for server in reader.read(site):
                    server.kind = server.kind or reader.KIND
                    yield server

    def _keep(self, entry: Entry, own: Entry, found: Found) -> None:
        """Keep a file that no reader of servers knows for the addresses and secrets in it."""
        known = config_files.format_of(own)
        if known is None:
            return
        settings, _ = config_files.cut(entry, known, "server")
        if settings.holdings or settings.references:
            config_files.add(settings, entry, found)
            self._add({own.origin()}, found)

    def _add(self, used: Set[Origin], found: Found) -> None:
        """Make files of the input the container's own."""
        known = {entry.origin() for entry in found.entries}
        more = [self._own[origin] for origin in sorted(used - known) if origin in self._own]
        found.entries = (*found.entries, *more)


def _is_small(entry: Entry) -> bool:
    try:
        return entry.file is None or entry.file.stat().st_size < _LARGEST
    except OSError:
        return False


def _is_of_no_kind(container: Found) -> bool:
    return not container.kind or container.kind in _NO_KIND


def _fits(container: Found, server: Found) -> bool:
    """Tell whether a server may be what runs in a container."""
    if _is_of_no_kind(container):
        return True
    pair = {container.kind, server.kind}
    if len(pair) > 1 and pair not in _ONE_KIND:
        return False
    return server.kind != "redis" or _starts_with(container, server)


def _starts_with(container: Found, server: Found) -> bool:
    """Tell whether Redis is started with a file: of itself it reads none, Bitnami's does."""
    said = ("command", "entrypoint", "container.command", "container.entrypoint")
    command = " ".join(str(container.value(fact) or "") for fact in said)
    paths = [entry.path for entry in server.entries]
    return any(path in command or "bitnami" in path for path in paths)
