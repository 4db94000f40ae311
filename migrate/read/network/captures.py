"""Files of a tree -> which of them were captured on which host, and what each holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from weakref import WeakKeyDictionary

from msgspec import Struct

from migrate.read.network import addresses, mounts, processes, schedules, sockets
from migrate.read.tree import Entry, Tree

_SUFFIXES = (
    "", ".txt", ".log", ".out", ".conf", ".cap", ".md", ".cron", ".service", ".timer", ".rules",
    ".save", ".v4", ".list", ".dump", ".tsv", ".bak", ".allow", ".local",
)  # fmt: skip
_SYSTEM = re.compile(r"^(?P<host>(?:.*/)?)(?:etc|var/spool|usr/lib/systemd|lib/systemd|proc)/")
_OF_OTHERS = re.compile(r"(?:^|/)(?:vendor|node_modules|tests?|docs?|examples?)/", re.IGNORECASE)
_FORWARD = re.compile(
    r"^[ \t]{0,40}(?:iptables[ \t]{1,40})?(?:-t[ \t]{1,40}nat[ \t]{1,40})?-[AI][ \t].{0,1000}"
    r"[ \t]-j[ \t]{1,40}(?:DNAT|REDIRECT)",
    re.M,
)
_RESOLVER = re.compile(r"^nameserver[ \t]{1,40}[0-9a-fA-F.:]{2,80}[ \t\r]{0,40}$", re.M)
_EXPORT = re.compile(r"(?:^|[/_.\-])exports(?:[._\-]\w+)?$", re.IGNORECASE)
_UNAME = re.compile(r"^Linux\s+(?P<name>[\w.\-]+)\s+\d+\.\d+\S*\s+#", re.M)
_PROMPT = re.compile(r"^\[?[a-z_][\w\-]{0,31}@(?P<name>[\w.\-]{1,63})[: ][^\n]{0,200}[#$]", re.M)
_TESTS: tuple[tuple[str, Callable[[Entry, str], bool]], ...] = (
    ("sockets", lambda entry, text: sockets.is_capture(text)),
    ("processes", lambda entry, text: processes.is_capture(text)),
    ("addresses", lambda entry, text: addresses.is_address_list(text)),
    ("forwards", lambda entry, text: "-j" in text and bool(_FORWARD.search(text))),
    ("hosts", lambda entry, text: addresses.is_hosts_file(entry.name, text)),
    ("mounts", lambda entry, text: mounts.is_table(text)),
    ("exports", lambda entry, text: bool(_EXPORT.search(entry.path))),
    ("resolvers", lambda entry, text: "nameserver" in text and bool(_RESOLVER.search(text))),
    ("unit", lambda entry, text: schedules.is_unit(text)),
    ("crontab", schedules.is_crontab),
)
_ALONE = frozenset({"unit", "crontab", "exports", "resolvers"})
"""Lie beside applications too: they make a host only together with others."""


class Capture(Struct, frozen=True):
    """One file and what it holds."""

    entry: Entry
    holds: tuple[str, ...]


class Captured(Struct, frozen=True):
    """What was captured of one host."""

    folder: str
    captures: tuple[Capture, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return the files."""
        return tuple(capture.entry for capture in self.captures)


_SEEN: WeakKeyDictionary[Tree, tuple[Captured, ...]] = WeakKeyDictionary()


def hosts(tree: Tree) -> tuple[Captured, ...]:
    """Return the hosts of a tree, one for each folder that captures lie in."""
    if tree not in _SEEN:
        _SEEN[tree] = tuple(_hosts(tree))
    return _SEEN[tree]


def _hosts(tree: Tree) -> Iterator[Captured]:
    folders: dict[str, list[Capture]] = {}
    others: dict[str, bool] = {}
    for entry in tree.entries():
        folder = _host_folder(entry)
        holds = _holds(entry)
        if holds:
            folders.setdefault(folder, []).append(Capture(entry, holds))
        else:
            others[folder] = True
    for folder, found in sorted(folders.items()):
        held = {kind for capture in found for kind in capture.holds}
        if held - _ALONE or not others:
            yield Captured(folder, tuple(found))


def name_of(captures: Sequence[Capture]) -> tuple[str, Entry, int] | None:
    """Return the host's own name, as uname, a prompt or /etc/hostname tells it, and where."""
    for capture in captures:
        text = capture.entry.text() or ""
        match = _UNAME.search(text) or _PROMPT.search(text)
        if match:
            return match["name"], capture.entry, text.count("\n", 0, match.start()) + 1
    return None


def _host_folder(entry: Entry) -> str:
    system = _SYSTEM.match(entry.path)
    if system:
        return system["host"]
    return entry.path[: len(entry.path) - len(entry.name)]


def _holds(entry: Entry) -> tuple[str, ...]:
    if entry.suffix not in _SUFFIXES and not re.search(r"\.\d+$|\.[a-z]+\d+$", entry.name):
        return ()
    if _OF_OTHERS.search(entry.path):
        return ()
    text = entry.text()
    if not text:
        return ()
    return tuple(kind for kind, test in _TESTS if test(entry, text))
