"""What a reader of one kind is, and what it is given."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.opener import Opener
from migrate.read.tree import Entry, Tree


class Site:
    """One place in an input at which something of a kind lies."""

    def __init__(
        self, name: str, tree: Tree, beside: Sequence[Entry], around: Tree, opener: Opener
    ) -> None:
        """Take its name, its files, those handed over with it, and all files of the input."""
        self.name = name
        """Of its archive or folder, ending included."""
        self.tree = tree
        """Its files, paths relative to its own root."""
        self.beside = tuple(beside)
        """Files handed over with it, outside of it: `setenv.sh` beside a WAR."""
        self.around = around
        """Every file of the input: a site's vhost file may lie outside of its root."""
        self.opener = opener
        """Opens archives inside of this one, under the budget of the input."""
        self.taken: Mapping[Origin, str] = {}
        """Descriptions that are evidence of a component, by its id: none of their own."""
        self.sources: tuple[str, ...] = (tree.source,)
        """What it consists of, as origins name it."""

    def part(self, tree: Tree) -> Site:
        """Return a part of the site: a module of an EAR, with what lies beside the whole."""
        return Site(self.name, tree, self.beside, self.around, self.opener)

    def narrowed(self, entries: Sequence[Entry]) -> Site:
        """Return the site with these of its files only; the whole of it when none are given."""
        if not entries:
            return self
        sources = tuple(dict.fromkeys(entry.origin().source for entry in entries))
        whole = posixpath.commonpath(sources) or sources[0]
        own = Site(self.name, Tree(entries, (), whole), (), self.around, self.opener)
        own.sources = sources
        return own


class Reader(Protocol):
    """A module that reads one kind."""

    KIND: str
    """What a component is when `Found.kind` says nothing else."""

    def roots(self, tree: Tree) -> Sequence[str]:
        """Return the folders of a tree at which something of this kind lies, `""` for all of it.

        Folders end in `/`. What a reader of applications finds below one of its own roots, or of
        a root another such reader took before, belongs to that outer one unless it is named too.
        """

    def read(self, site: Site) -> Iterable[Found]:
        """Read one site; mostly it is one component."""
