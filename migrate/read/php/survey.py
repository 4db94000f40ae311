"""Every PHP file of a site is parsed once; what they say together comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from migrate.model.origin import Origin
from migrate.read.php.code import Seen, look
from migrate.read.php.encoded import encoder
from migrate.read.php.layout import CODE, is_aside, is_foreign
from migrate.read.php.parser import LARGEST, understood
from migrate.read.tree import Entry, Tree

_VERSIONED = re.compile(
    r"(?i)(?:bootstrap|php)[\-_]?[5-9]\d?\d?(?:\D|$)|polyfill|compat(?:ibility)?\b"
)
_SUCCESSORS = {
    "mysql_": ("mysqli_", "mysqli"), "mcrypt_": ("openssl_", "sodium_"), "mssql_": ("sqlsrv_",),
    "ereg": ("mb_ereg",), "xmlrpc_": (),
}  # fmt: skip
"""Functions that are gone → what stands beside them where a file can do it either way."""
_TAG = re.compile(rb"(?i)<\?(?:php|=|\s)|<script\s{1,9}language|<%")


class File(Struct, frozen=True):
    """One PHP file and what its code says."""

    entry: Entry
    seen: Seen
    foreign: bool
    """A third party's, as Composer and others place it."""
    versioned: bool
    """Named as being for some PHP versions only."""


class Survey:
    """What all files say together."""

    def __init__(self, tree: Tree) -> None:
        """Parse the files; tests, examples and documentation are left out."""
        self.files: list[File] = []
        self.encoded: list[tuple[Entry, str]] = []
        self.unparsed: list[tuple[Entry, int, int | None]] = []
        """Files that were not parsed: how many bytes, from which line on (None: all of it)."""
        self.defined: set[str] = set()
        self.own: set[str] = set()
        self.asked: set[str] = set()
        """What the application's own code asks for anywhere before it uses it."""
        for entry in tree.below("", *CODE):
            if not is_aside(entry.path):
                self._add(entry)

    def _add(self, entry: Entry) -> None:
        source = entry.content()
        name = encoder(source)
        if name:
            self.encoded.append((entry, name))
            return
        if len(source) > LARGEST:
            self.unparsed.append((entry, len(source), None))
            return
        if not _TAG.search(source):
            return
        seen = look(source)
        sound = understood(source)
        if sound < len(source):
            line = source.count(b"\n", 0, sound) + 1 if sound else None
            self.unparsed.append((entry, len(source) - sound, line))
        elif seen.cut:
            left = len(b"\n".join(source.split(b"\n")[seen.cut - 1 :]))
            self.unparsed.append((entry, left, seen.cut))
        _turn_aside(seen)
        file = File(entry, seen, is_foreign(entry.path), bool(_VERSIONED.search(entry.path)))
        self.files.append(file)
        self.defined |= file.seen.defined
        self.own |= file.seen.own
        self.asked |= seen.asked if not file.foreign else set()

    def defines(self, name: str, file: File) -> bool:
        """Tell whether a call of a name in a file reaches a function of the site's own."""
        return name in self.defined or file.seen.within(name) in self.defined

    def own_files(self) -> Iterator[File]:
        """Yield the application's own files."""
        return (file for file in self.files if not file.foreign)

    def calls(self, name: str) -> Iterator[tuple[File, int]]:
        """Yield where the application's own code calls a function."""
        for file in self.own_files():
            yield from ((file, line) for line in file.seen.calls.get(name, ()))


def _turn_aside(seen: Seen) -> None:
    """Count calls as guarded where the file also calls what took their place."""
    names = (*seen.calls, *seen.guarded, *seen.classes)
    for old, successors in _SUCCESSORS.items():
        if not any(name.startswith(new) for new in successors for name in names):
            continue
        for name in [name for name in seen.calls if name.startswith(old)]:
            seen.guarded.setdefault(name, []).extend(seen.calls.pop(name))


def places(found: Iterable[tuple[File, int]], most: int = 5) -> tuple[Origin, ...]:
    """Return the first places of something."""
    origins = dict.fromkeys(file.entry.origin(line) for file, line in found)
    return tuple(origins)[:most]
