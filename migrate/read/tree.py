"""The files of one input as entries; what opens them lies in folder.py, archive.py and tar.py."""

from __future__ import annotations

import bisect
import functools
import io
import operator
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from migrate.model.facts import Unread
from migrate.model.origin import Origin
from migrate.model.reason import Because
from migrate.read.bounds import BoundError, Bounds
from migrate.read.decode import decode, is_text
from migrate.read.shelf import Known, Shelf

DAMAGED = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError)
"""What the reading of damaged, encrypted or exotic members raises."""
_SMALL = 64 << 10
"""Files that are read at once rather than looked at first."""


class Entry:
    """One file of a folder or archive; its content is read when it is asked for."""

    __slots__ = ("_known", "_place", "_read", "_source", "file", "name", "path", "suffix")

    def __init__(self, path: str, source: str, prefix: str, read: Callable[[], bytes]) -> None:
        """`source` and `prefix` make its origins; an empty prefix stands for a file of its own."""
        self.path = path
        self.name = path.rsplit("/", 1)[-1]
        """The last part of the path."""
        stem, dot, ending = self.name.rpartition(".")
        self.suffix = f".{ending.lower()}" if dot and stem else ""
        """The ending in lower case, `.jsp`."""
        self._source = source
        self._place = prefix
        self._read = read
        self._known = Known()
        self.file: Path | None = None
        """Where it lies on disk as a file of its own; None for a member of an archive."""

    @property
    def fault(self) -> Because | None:
        """Why its content could not be read, once that was tried."""
        return self._known.fault

    @fault.setter
    def fault(self, fault: Because) -> None:
        self._known.fault = fault

    def shelve(self, shelf: Shelf) -> None:
        """Keep its text there, once that was asked for."""
        self._known.shelf = shelf

    @property
    def nested_source(self) -> str:
        """The source of what lies inside, when this is an archive: `shop.ear!/web.war`."""
        return f"{self._source}!/{self._place}" if self._place else self._source

    def origin(self, line: int = 0) -> Origin:
        """Return the place of a line, counted from 1; of the file as a whole for 0."""
        number = str(line) if line else ""
        if not self._place:
            return Origin(self._source, number)
        return Origin(self._source, f"{self._place}:{number}".rstrip(":"))

    def account(self) -> tuple[str, str, Known]:
        """Return source, place and state: all that a ledger needs of it."""
        return self._source, self._place, self._known

    def at(self, path: str) -> Entry:
        """Return the same file under another path: below the root of a nested application."""
        same = Entry(path, self._source, self._place, self._read)
        same._known, same.file = self._known, self.file
        return same

    def read(self) -> bytes:
        """Return the content.

        Raises:
            BoundError: it is larger than the bounds allow.
            OSError, zipfile.BadZipFile: it cannot be read.
        """
        return self._read()

    def content(self) -> bytes:
        """Return the content, empty when it cannot be read; `fault` then tells why."""
        try:
            return self.read()
        except BoundError as bound:
            self.fault = Because(str(bound))
        except (OSError, *DAMAGED) as wrong:
            detail = " ".join(str(wrong).split())[:120] or type(wrong).__name__
            self.fault = Because("read.damaged", {"detail": detail})
        return b""

    def stream(self) -> BinaryIO:
        """Return the content as a stream; a file on disk, however large, is not held in memory.

        Raises:
            BoundError, OSError, zipfile.BadZipFile: it cannot be read.
        """
        return self.file.open("rb") if self.file else io.BytesIO(self.read())

    def decoded(self) -> tuple[str, str]:
        """Return text and encoding; the text is empty for what is no text or too large."""
        if self._known.decoded is None:
            return self._known.keep(self._decode())
        return self._known.decoded

    def _decode(self) -> tuple[str, str]:
        if self.file and not _may_be_text(self.file):
            return "", "utf-8"
        data = self.content()
        if len(data) > Bounds().text_bytes or not is_text(data):
            return "", "utf-8"
        return decode(data)

    def expected_text(self) -> str:
        """Return the content of a file that must be text; `fault` tells when it is none."""
        text, _ = self.decoded()
        if not text and not self.fault and self.content():
            self.fault = Because("read.not_text")
        return text

    def text(self) -> str | None:
        """Return the content as text; None when it is no text, too large or unreadable."""
        return self.decoded()[0] or None


def _may_be_text(file: Path) -> bool:
    """Tell by its size and beginning, so that large binaries are not read as a whole.

    What cannot be opened and what is beyond all bounds may be text: reading it tells what is wrong.
    """
    bounds = Bounds()
    try:
        size = file.stat().st_size
        if size <= _SMALL or size > bounds.entry_bytes:
            return True
        if size > bounds.text_bytes:
            return False
        with file.open("rb") as stream:
            start = stream.read(4096)
    except OSError:
        return True
    return is_text(start)


def _path(entry: Entry) -> str:
    return entry.path


class Ledger:
    """What of a tree could not be read; it grows as entries are tried."""

    def __init__(
        self, unread: Sequence[Unread], accounts: Sequence[tuple[str, str, Known]]
    ) -> None:
        """Take what could not be opened, and source, place and state of every entry."""
        self._unread = unread
        self._accounts = accounts

    def unread(self) -> tuple[Unread, ...]:
        """Return what could not be opened or, as far as it was tried, read."""
        faults = (Unread(s, known.fault, p) for s, p, known in self._accounts if known.fault)
        return (*self._unread, *faults)


class Tree:
    """The files of one input, sorted by path, and what of it could not be read."""

    def __init__(
        self, entries: Iterable[Entry], unread: Sequence[Unread] = (), source: str = ""
    ) -> None:
        """Take what was found in `source`."""
        self._entries = tuple(sorted(entries, key=operator.attrgetter("path")))
        self._by_path = {entry.path: entry for entry in self._entries}
        self._unread = tuple(unread)
        self.source = source
        """Where it lies, as origins name it."""
        self.file: Path | None = None
        """The archive it was opened from, when that lies on disk."""
        self.begins = b""
        """The first two bytes of the archive: a script may lie before it."""

    def entries(self) -> Sequence[Entry]:
        """Return every file once, in a fixed order."""
        return self._entries

    def get(self, path: str) -> Entry | None:
        """Return the file at a path below the root."""
        return self._by_path.get(path)

    def unread(self) -> tuple[Unread, ...]:
        """Return what could not be opened or, as far as it was tried, read."""
        return self.ledger().unread()

    def ledger(self) -> Ledger:
        """Return what tells the same later, without keeping the contents of an archive alive."""
        return Ledger(self._unread, [entry.account() for entry in self._entries])

    def below(self, prefix: str, *suffixes: str) -> Iterator[Entry]:
        """Yield the files below a folder with one of the endings (any, when none is given)."""
        entries = self._ending(suffixes) if suffixes else self._entries
        # Sorted by path: what begins alike lies together.
        for at in range(bisect.bisect_left(entries, prefix, key=_path), len(entries)):
            if not entries[at].path.startswith(prefix):
                return
            yield entries[at]

    def _ending(self, suffixes: Sequence[str]) -> Sequence[Entry]:
        """Return the files with one of the endings: few of many, asked for again and again."""
        if len(suffixes) == 1:
            return self._by_suffix.get(suffixes[0], ())
        found = (e for suffix in dict.fromkeys(suffixes) for e in self._by_suffix.get(suffix, ()))
        return sorted(found, key=lambda entry: entry.path)

    @functools.cached_property
    def _by_suffix(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self._entries:
            found.setdefault(entry.suffix, []).append(entry)
        return found

    @functools.cached_property
    def _by_name(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self._entries:
            found.setdefault(entry.name, []).append(entry)
        return found

    def named(self, *names: str) -> Iterator[Entry]:
        """Yield the files with one of the names, wherever they lie."""
        found = [entry for name in dict.fromkeys(names) for entry in self._by_name.get(name, ())]
        return iter(sorted(found, key=lambda entry: entry.path))

    def sub(self, prefix: str) -> Tree:
        """Return the files below a folder (`shop/`) with paths relative to it."""
        if not prefix:
            return self
        inside = [e.at(e.path[len(prefix) :]) for e in self.below(prefix)]
        packed = any(e.origin().place and e.origin().source == self.source for e in inside[:1])
        join = "!/" if packed else "/"
        return Tree(inside, (), f"{self.source}{join}{prefix}".rstrip("/"))

    def holding(self, entries: Iterable[Entry]) -> Tree:
        """Return the same tree with other entries."""
        same = Tree(entries, self._unread, self.source)
        same.file, same.begins = self.file, self.begins
        return same

    def without(self, prefixes: Iterable[str]) -> Tree:
        """Return the files that lie in none of some folders."""
        folders = tuple(prefixes)
        if "" in folders:
            return Tree((), (), self.source)
        left = (e for e in self._entries if not e.path.startswith(folders))
        return Tree(left, (), self.source) if folders else self
