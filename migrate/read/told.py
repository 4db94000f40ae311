"""Text of configuration files and status outputs -> what they say, key by key, with the line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from migrate.model.origin import Origin
from migrate.read.formats import properties
from migrate.read.tree import Entry

if TYPE_CHECKING:
    from lxml.etree import _Element
    from yaml import Node

_QUOTED = re.compile(r"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.)*\"")
_ASSIGNED = re.compile(r"^\s*(?P<key>[A-Za-z_][\w.\-]{0,150})\s*[=:]\s*(?P<value>.*?)\s*$")
_COLON = re.compile(r"^(?P<key>[A-Za-z_][\w.\- ]{0,100}):[ \t]?(?P<value>.*)$")
_TABBED = re.compile(r"^(?P<key>[a-z]\w{0,100})\t(?P<value>.*)$")


class Said(Struct, frozen=True):
    """One key and what is said of it."""

    key: str
    value: str
    line: int
    entry: Entry | None = None
    """Where it stands, when that is a file which another one includes."""


class Told:
    """What one file says."""

    def __init__(self, entry: Entry, said: Iterable[Said]) -> None:
        """Take a file and its keys in order; keys are compared in lower case."""
        self.entry = entry
        self.said = tuple(said)
        self._last = {each.key.lower(): each for each in self.said}

    def get(self, *keys: str) -> Said | None:
        """Return the first of some keys that is given; of a repeated one the last counts."""
        return next((self._last[key] for key in keys if key in self._last), None)

    def value(self, *keys: str) -> str:
        """Return what is said of the first of some keys that is given, empty when none is."""
        said = self.get(*keys)
        return said.value if said else ""

    def each(self, *keys: str) -> Iterator[Said]:
        """Yield everything that is said of some keys."""
        return (said for said in self.said if said.key.lower() in keys)

    def starting(self, prefix: str) -> Iterator[Said]:
        """Yield everything that is said of keys with a beginning."""
        return (said for said in self.said if said.key.lower().startswith(prefix))

    def at(self, said: Said | None) -> Origin:
        """Return where a key stands."""
        entry = said.entry if said and said.entry else self.entry
        return entry.origin(said.line if said else 0)


def words(entry: Entry) -> Told:
    """Read lines of a key and what follows it: redis.conf, slapd.conf, ldap.conf."""
    return Told(entry, word_lines(entry.expected_text()))


def assignments(entry: Entry) -> Told:
    """Read `KEY="value"` lines: files of environment variables, ini files without sections."""
    return Told(entry, _assignments(entry.expected_text()))


def java_properties(entry: Entry) -> Told:
    """Read Java properties and what is like them: zoo.cfg, server.properties, rabbitmq.conf."""
    pairs = properties.pairs(entry.expected_text())
    return Told(entry, (Said(pair.key, pair.value.strip(), pair.line) for pair in pairs))


def colons(entry: Entry) -> Told:
    """Read `key:value` lines of status outputs, those with a tab between as well."""
    return Told(entry, _colons(entry.expected_text()))


def unquoted(value: str) -> str:
    """Return a value without the quotes around it."""
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value


def word_lines(text: str) -> Iterator[Said]:
    """Yield lines of a key and what follows it."""
    for number, line in enumerate(text.splitlines(), 1):
        key, _, value = line.strip().replace("\t", " ").partition(" ")
        if key and not key.startswith("#"):
            yield Said(key, unquoted(value.strip()), number)


def _assignments(text: str) -> Iterator[Said]:
    for number, line in enumerate(text.splitlines(), 1):
        match = _ASSIGNED.match(line.removeprefix("export "))
        if match:
            quoted = _QUOTED.match(match["value"])
            bare = match["value"].split(" #")[0].strip()
            yield Said(match["key"], unquoted(quoted[0]) if quoted else bare, number)


def _colons(text: str) -> Iterator[Said]:
    for number, line in enumerate(text.splitlines(), 1):
        match = _COLON.match(line) or _TABBED.match(line)
        if match:
            yield Said(match["key"], match["value"].strip(), number)


def yaml_keys(entry: Entry) -> Told:
    """Read YAML under dotted keys, `network.host`; each item of a list stands under the list's.

    Raises:
        ValueError: it is no YAML, too deep or too large.
    """
    from migrate import documents

    nodes = documents.nodes(entry.expected_text())
    if isinstance(nodes, documents.Broken):
        raise ValueError(nodes.text)
    return Told(entry, (said for node in nodes[:20] for said in _flat("", node)))


def json_object(entry: Entry) -> Mapping[str, object]:
    """Return the object of a JSON file.

    Raises:
        ValueError: it is none, or too deep.
    """
    from migrate import documents

    value = documents.json_value(entry.expected_text())
    if not isinstance(value, Mapping):
        raise ValueError("no JSON object")
    return value


def xml_root(entry: Entry) -> _Element:
    """Return the root element of an XML file; no entity is resolved and nothing fetched.

    Raises:
        SyntaxError: it is no well-formed XML.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return etree.fromstring(entry.content(), parser)


def local_name(element: _Element) -> str:
    """Return an element's name without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def line_of(element: _Element) -> int:
    """Return the line an element starts at."""
    return int(str(element.sourceline or 0))


def _flat(prefix: str, node: Node) -> Iterator[Said]:
    if isinstance(node.value, str):
        if node.tag != "tag:yaml.org,2002:null":
            yield Said(prefix, node.value.strip(), node.start_mark.line + 1)
        return
    for each in node.value:
        if isinstance(each, tuple):
            key, value = each
            name = key.value if isinstance(key.value, str) else "?"
            yield from _flat(f"{prefix}.{name}" if prefix else name, value)
        else:
            yield from _flat(prefix, each)
