"""Opens what one input consists of, archives inside of archives too, under one budget."""

from __future__ import annotations

import io
from pathlib import Path

from migrate.model.facts import Unread
from migrate.model.reason import Because
from migrate.read.archive import Budget, open_nested, open_zip
from migrate.read.bounds import BoundError, Bounds
from migrate.read.folder import open_file, open_folder
from migrate.read.shelf import Shelf
from migrate.read.tar import BROKEN, ENDINGS, open_tar
from migrate.read.tree import DAMAGED, Entry, Ledger, Tree

ZIPS = (".war", ".jar", ".ear", ".zip", ".rar", ".sar", ".har", ".aar", ".wab")
"""`.rar` is a resource adapter of Java EE here; WinRAR's archives fail to open and are named."""
_JOIN = "!/"


class Opener:
    """Opens the trees of one input and remembers what of them could not be read."""

    def __init__(self, root: Path, bounds: Bounds | None = None) -> None:
        """`root` is what origins are relative to."""
        self._root = root
        self._bounds = bounds or Bounds()
        self._budget = Budget(self._bounds)
        self._shelf = Shelf()
        self._ledgers: list[Ledger] = []

    def path(self, path: Path) -> Tree:
        """Open an input: a folder, an archive or a single file.

        Raises:
            BoundError, OSError, one of DAMAGED or BROKEN: it is an archive that cannot be opened.
        """
        if path.is_dir():
            return self._kept(open_folder(path, self._root, self._bounds))
        entry = open_file(path, self._root, self._bounds)
        if is_archive(entry):
            return self.archive(entry)
        return self._kept(Tree([entry], (), entry.origin().source))

    def archive(self, entry: Entry) -> Tree:
        """Open an archive, on disk or inside of another.

        Raises:
            BoundError, OSError, one of DAMAGED or BROKEN: it cannot be opened.
        """
        if entry.nested_source.count(_JOIN) > self._bounds.depth:
            raise BoundError("read.bound.depth")
        if entry.suffix in ENDINGS:
            return self._kept(self._tar(entry))
        if entry.file:
            return self._kept(open_zip(entry.file, entry.origin().source, self._budget))
        return self._kept(open_nested(entry, self._budget))

    def _tar(self, entry: Entry) -> Tree:
        source = entry.nested_source
        if entry.file:
            with entry.file.open("rb") as stream:
                size = entry.file.stat().st_size
                tree = open_tar(stream, entry.name, size, source, self._budget)
            tree.file = entry.file
            return tree
        data = entry.read()
        return open_tar(io.BytesIO(data), entry.name, len(data), source, self._budget)

    def try_archive(self, entry: Entry) -> Tree | None:
        """Open an archive; when it cannot be opened, that is remembered and None returned."""
        try:
            return self.archive(entry)
        except BoundError as bound:
            fault = Because(str(bound))
        except (OSError, *DAMAGED, *BROKEN) as wrong:
            detail = " ".join(str(wrong).split())[:160] or type(wrong).__name__
            fault = Because("read.damaged", {"detail": detail})
        if entry.fault is None:
            entry.fault = fault
        return None

    def unread(self) -> tuple[Unread, ...]:
        """Return what of all opened trees could not be read."""
        return tuple(unread for ledger in self._ledgers for unread in ledger.unread())

    def _kept(self, tree: Tree) -> Tree:
        for entry in tree.entries():
            entry.shelve(self._shelf)
        self._ledgers.append(tree.ledger())
        return tree


def is_archive(entry: Entry) -> bool:
    """Tell an archive by its name."""
    return entry.suffix in ZIPS or entry.suffix in ENDINGS
