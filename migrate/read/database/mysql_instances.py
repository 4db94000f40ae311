"""Which servers the files of one input tell of, and the options of each, includes followed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from migrate.model.reason import Because
from migrate.read.database import mysql_files
from migrate.read.database.mysql_facts import MANY
from migrate.read.database.mysql_includes import included
from migrate.read.database.mysql_options import Include, Option, OptionFile, parse
from migrate.read.database.mysql_server import Said, Server
from migrate.read.findings import Found
from migrate.read.tree import Entry, Tree

_GROUPS = re.compile(
    r"^(?:mysqld|server|galera|(?:mysqld|mariadb|mariadbd)(?:-(?P<version>\d+\.\d+))?)$"
)
_NUMBERED = re.compile(r"^mysqld(?P<number>\d{1,5})$")
_PORT = re.compile(r"(?<!\d)(?P<port>\d{4,5})(?!\d)")
_INNER = frozenset(
    {"etc", "conf", "config", "conf.d", "my.cnf.d", "mysql.conf.d", "mariadb.conf.d", "mysql"}
)
_DEPTH = 8
_LINES_NAMED = 10
_IDENTITY = ("port", "server_id", "datadir")


class Instance(Struct, frozen=True):
    """One server: its option files and what else belongs to it."""

    name: str
    options: tuple[Entry, ...]
    others: tuple[Entry, ...]
    group: str = ""
    """Its own group of a file for several servers, `mysqld1`."""


def instances(tree: Tree) -> list[Instance]:
    """Return the servers; files that tell of none in particular belong to the only one."""
    options = [entry for entry in tree.entries() if mysql_files.is_options(entry)]
    named = {entry.path for entry in options}
    inner = {
        each.path
        for entry in options
        for said in parse(entry.decoded()[0]).said
        if isinstance(said, Include)
        for each in included(said, entry, tree)
    }
    options = [entry for entry in options if entry.path not in inner] or options
    others = [entry for entry in tree.entries() if entry.path not in named | inner]
    parsed = {entry.path: parse(entry.decoded()[0]) for entry in options}
    numbered = sorted({g for file in parsed.values() for g in file.groups if _NUMBERED.match(g)})
    if numbered:
        return [_numbered(group, numbered, options, others, parsed) for group in numbered]
    apart = _apart(options, others, parsed)
    if len(apart) < 2:
        return [Instance("", tuple(options), tuple(others))]
    return [
        Instance(name, tuple(own), tuple(e for e in others if _belongs(e, name, apart)))
        for name, own in apart.items()
    ]


def _numbered(
    group: str,
    all_groups: Sequence[str],
    options: Sequence[Entry],
    others: Sequence[Entry],
    parsed: dict[str, OptionFile],
) -> Instance:
    """Return one server of mysqld_multi; files belong to it by its port or name in their path."""
    ports = {g: _said(parsed, g, "port") for g in all_groups}
    own = [
        e for e in others if _marks(e) & {ports[group], group, group.removeprefix("mysqld")} - {""}
    ]
    return Instance(group, tuple(options), tuple(own), group)


def _said(parsed: dict[str, OptionFile], group: str, name: str) -> str:
    said = [o for f in parsed.values() for o in f.said if isinstance(o, Option)]
    return next((o.value for o in said if o.group == group and o.name == name), "")


def _apart(
    options: Sequence[Entry], others: Sequence[Entry], parsed: dict[str, OptionFile]
) -> dict[str, list[Entry]]:
    """Return option files by server: by folder, or by name where one folder holds several.

    Captures alone are told apart by their folders when each has a server id or replica status.
    """
    by_place: dict[str, list[Entry]] = {}
    for entry in options:
        by_place.setdefault(_place(entry), []).append(entry)
    showing = (e for e in others if mysql_files.shows_server(e, alone=False))
    for entry in showing:
        place = _place(entry)
        if not any(place == known or place.startswith(known + "/") for known in by_place if known):
            by_place.setdefault(place, [])
    if "" in by_place and len(by_place) > 1 and not by_place[""]:
        by_place.pop("")
    if len(by_place) > 1:
        return _joined(by_place, parsed)
    mains = [entry for entry in options if _identity(parsed[entry.path])]
    if len(mains) > 1 and _contradict([_identity(parsed[e.path]) for e in mains]):
        base = [entry for entry in options if entry not in mains]
        return {entry.name.split(".")[0]: [*base, entry] for entry in mains}
    return by_place


def _joined(
    by_place: dict[str, list[Entry]], parsed: dict[str, OptionFile]
) -> dict[str, list[Entry]]:
    """Return places as servers, unless none of their option files says anything that differs."""
    told = [
        identity
        for own in by_place.values()
        for entry in own
        if (identity := _identity(parsed[entry.path]))
    ]
    captured = any(not own for own in by_place.values())
    if not captured and not _contradict(told):
        return {"": [entry for own in by_place.values() for entry in own]}
    return {place.rsplit("/", 1)[-1]: own for place, own in by_place.items()}


def _identity(file: OptionFile) -> dict[str, str]:
    said = [o for o in file.said if isinstance(o, Option) and _GROUPS.match(o.group)]
    return {o.name: o.value for o in said if o.name in _IDENTITY and o.value}


def _contradict(told: Sequence[dict[str, str]]) -> bool:
    return any(len({each[name] for each in told if name in each}) > 1 for name in _IDENTITY)


def _place(entry: Entry) -> str:
    """Return the folder that stands for a server, folders of configuration alone left out."""
    folders = entry.path.split("/")[:-1]
    while folders and folders[-1].lower() in _INNER:
        folders.pop()
    return "/".join(folders)


def _belongs(entry: Entry, name: str, apart: dict[str, list[Entry]]) -> bool:
    """Tell whether a file lies in a server's folder or bears its name or port."""
    folders = entry.path.split("/")[:-1]
    if name in folders:
        return True
    return not set(folders) & set(apart) and bool(_marks(entry) & _tokens(name))


def _tokens(name: str) -> set[str]:
    return {name, *(match["port"] for match in _PORT.finditer(name))}


def _marks(entry: Entry) -> set[str]:
    """Return the words and port numbers in a path."""
    words = re.split(r"[/._\-]", entry.path)
    return {*words, *(match["port"] for match in _PORT.finditer(entry.path))}


class Options:
    """The option files of one server, read in their order, includes at their place."""

    def __init__(self, server: Server, found: Found, tree: Tree, instance: Instance) -> None:
        """Take where the options go."""
        self._server = server
        self._found = found
        self._tree = tree
        self._instance = instance
        self._done: set[str] = set()

    def read(self) -> None:
        """Read the files that no other includes, in the order of their paths."""
        for entry in sorted(self._instance.options, key=_reading_order):
            self._file(entry, 0)

    def _file(self, entry: Entry, depth: int) -> None:
        if entry.path in self._done or depth > _DEPTH:
            return
        self._done.add(entry.path)
        file = parse(entry.expected_text())
        if file.strange and not entry.fault:
            lines = ", ".join(map(str, file.strange[:_LINES_NAMED]))
            count = {"lines": lines, "count": str(len(file.strange))}
            entry.fault = Because("read.strange_lines", count)
        for said in file.said:
            if isinstance(said, Option):
                self._option(said, entry)
                continue
            inner = included(said, entry, self._tree)
            for each in inner:
                self._file(each, depth + 1)
            if not inner:
                self._found.item("config.missing", entry.origin(said.line), path=said.path)

    def _option(self, option: Option, entry: Entry) -> None:
        server, origin = self._server, entry.origin(option.line)
        if option.group.startswith("mariadb") or option.group == "galera":
            server.hints.add("mariadb")
        if option.group == "mysqld_safe" and option.name == "timezone" and option.value:
            server.say("safe.timezone", option.value, "file", origin)
        if not self._counts(option.group):
            return
        if option.open:
            server.left_open.setdefault(option.name, (option.open, origin))
        elif option.name in MANY:
            server.lists.setdefault(option.name, []).append(Said(option.value, "file", origin))
        else:
            server.say(option.name, option.value, "file", origin)

    def _counts(self, group: str) -> bool:
        """Tell whether the server reads a group; one for another version it does not."""
        known = _GROUPS.match(group)
        if group == self._instance.group and group:
            return True
        if known is None:
            return False
        version = self._server.value("version")
        return not (known["version"] and version) or version.startswith(f"{known['version']}.")


def _reading_order(entry: Entry) -> tuple[bool, str]:
    """Main files first: `my.cnf`, then the rest by path."""
    return (entry.name not in ("my.cnf", "my.ini", "mariadb.cnf"), entry.path)
