"""my.cnf and its kin: text goes in; options by group come out in order, templates told apart."""

from __future__ import annotations

import re

from msgspec import Struct

_GROUP = re.compile(r"^\[\s*(?P<name>[\w.\-]{1,64})\s*\]\s*(?:[#;].*)?$")
_KEY = re.compile(r"^(?P<key>[A-Za-z][\w\-.]{0,100})\s*(?:=\s*(?P<value>.*))?$")
_INCLUDE = re.compile(r"^!\s*(?P<word>include|includedir)\s+(?P<path>\S.*)$")
_COMMENT = re.compile(r"(?<!\s)\s+#.*$")
_OPEN = re.compile(
    r"\{\{.{0,200}?\}\}|\{%.{0,200}?%\}|<%.{0,200}?%>|\$\{[^}\n]{1,200}\}|\$\([^)\n]{1,200}\)"
    r"|@[A-Za-z_][\w.\-]{0,60}@|\$[A-Z_]\w{0,60}|__[A-Z][A-Z0-9_]{0,60}__|<[A-Z_]{2,60}>"
)
_DIRECTIVE = re.compile(r"^(?:\{%|<%|\{#|\{\{)")
_OWN_SKIPS = frozenset(
    {"skip_external_locking", "skip_name_resolve", "skip_networking", "skip_show_database",
     "skip_slave_start", "skip_replica_start", "skip_grant_tables", "skip_host_cache",
     "skip_replication", "skip_parallel_replication", "skip_character_set_client_handshake"}
)  # fmt: skip
"""Options that are called so; before any other, `skip-` turns off what follows."""
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "s": " ", "\\": "\\"}
_LONGEST = 2000


class Option(Struct, frozen=True):
    """One line of an option file."""

    group: str
    name: str
    """Lower case, parts joined by `_`, without `loose-`."""
    value: str
    line: int
    open: str = ""
    """What a template leaves to be filled in; the value is not known then."""


class Include(Struct, frozen=True):
    """A file, or all files of a folder, that are read at this place."""

    path: str
    folder: bool
    line: int


class OptionFile(Struct, frozen=True):
    """What an option file says, in its order."""

    said: tuple[Option | Include, ...]
    strange: tuple[int, ...]
    """Lines that are no option."""

    @property
    def groups(self) -> frozenset[str]:
        """The groups that hold options."""
        return frozenset(each.group for each in self.said if isinstance(each, Option))


def parse(text: str) -> OptionFile:
    """Return what an option file says; lines of a template's own language are passed over."""
    group = ""
    said: list[Option | Include] = []
    strange: list[int] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip().lstrip("\ufeff")[:_LONGEST]
        if not line or line[0] in "#;" or _DIRECTIVE.match(line):
            continue
        opened = _GROUP.match(line)
        included = _INCLUDE.match(line)
        option = _KEY.match(line)
        if opened:
            group = opened["name"]
        elif included:
            folder = included["word"] == "includedir"
            said.append(Include(included["path"].strip().strip("'\""), folder, number))
        elif option:
            said.append(_option(group, option["key"], option["value"], number))
        else:
            strange.append(number)
    return OptionFile(tuple(said), tuple(strange))


def is_on(value: str) -> bool:
    """Tell whether a switch is on."""
    return value.strip().upper() in ("1", "ON", "TRUE", "YES", "Y")


def _option(group: str, key: str, written: str | None, line: int) -> Option:
    name = key.replace("-", "_").lower().removeprefix("loose_")
    if name == "set_variable" and written and "=" in written:
        name, _, written = (part.strip() for part in written.partition("="))
        name = name.replace("-", "_").lower()
    placeholder = _OPEN.search(written or "")
    if placeholder:
        return Option(group, name, "", line, placeholder[0])
    value = _value(written)
    turned = _switched(name, written)
    return Option(group, *(turned or (name, value)), line)


def _switched(name: str, written: str | None) -> tuple[str, str] | None:
    """Return what `skip-log-bin` and `disable-…` turn off, None for any other option."""
    if written is not None and not is_on(written):
        return None
    if name.startswith("skip_") and name not in _OWN_SKIPS:
        return name.removeprefix("skip_"), "OFF"
    if name.startswith("disable_"):
        return name.removeprefix("disable_"), "OFF"
    return (name.removeprefix("enable_"), "ON") if name.startswith("enable_") else None


def _value(written: str | None) -> str:
    """Return the value of an option; one without a value is on, a comment may follow."""
    value = ("ON" if written is None else written).strip()
    if value[:1] in ("'", '"') and value.find(value[0], 1) > 0:
        value = value[1 : value.index(value[0], 1)]
    else:
        value = _COMMENT.sub("", "" if value.startswith("#") else value)
    if "\\" not in value or re.match(r"[A-Za-z]:\\", value):
        return value
    return re.sub(r"\\([ntrbs\\])", lambda found: _ESCAPES[found[1]], value)
