"""One server while it is being read: what files, captures and dumps said of its variables."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from msgspec import Struct

from migrate.model.origin import Origin

How: TypeAlias = Literal["running", "file", "log", "dump", "client"]
"""Who says it: the server while it ran, an option file, its log, a dump's head, a client."""

_TRUST: dict[How, int] = {"running": 0, "file": 1, "log": 2, "dump": 3, "client": 4}
CONFIDENCE: dict[How, float] = {"running": 1.0, "file": 1.0, "log": 0.9, "dump": 0.9, "client": 0.5}


class Said(Struct, frozen=True):
    """One value of a variable, and where it is said."""

    value: str
    how: How
    origin: Origin


class Settled(Struct, frozen=True):
    """The value of a variable that counts."""

    value: str
    """As an option file writes it, where that means the same."""
    how: How
    agreeing: tuple[Said, ...]
    others: tuple[Said, ...]

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Where the value is said."""
        return tuple(each.origin for each in self.agreeing)


class Channel(Struct, frozen=True):
    """One source that the server follows."""

    host: str
    port: int
    origin: Origin
    known_by: Literal["status", "script", "file"]
    name: str = ""
    account: str = ""
    auto_position: bool | None = None
    delay: int | None = None
    tls: bool | None = None
    io_running: str = ""
    sql_running: str = ""
    lag: int | None = None

    @property
    def target(self) -> str:
        """`host:port`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


class Server:
    """What was said of one server, contradictions kept."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.variables: dict[str, list[Said]] = {}
        self.in_files: dict[str, None] = {}
        """Variables that option files set, in their order."""
        self.lists: dict[str, list[Said]] = {}
        """Options that may be given several times: every value counts."""
        self.left_open: dict[str, tuple[str, Origin]] = {}
        """Options that a template leaves to be filled in."""
        self.channels: list[Channel] = []
        self.replicas: list[tuple[str, int, Origin]] = []
        """Who follows it: host (empty when unknown), port, where."""
        self.members: list[tuple[dict[str, object], Origin]] = []
        """Of its replication group."""
        self.hints: set[str] = set()
        self.no_channels: Origin | None = None
        """Where a replica status is shown to be empty."""

    def say(self, name: str, value: str, how: How, origin: Origin) -> None:
        """Take a variable; what is said later by an equally trusted voice wins."""
        self.variables.setdefault(name, []).append(Said(value, how, origin))
        if how == "file":
            self.in_files.setdefault(name)

    def settled(self, *names: str) -> Settled | None:
        """Return what counts of the first variable that is known, and what contradicts it."""
        for name in names:
            said = _last_words([each for each in self.variables.get(name, ()) if each.value])
            if not said:
                continue
            winner = min(said, key=lambda each: _TRUST[each.how])
            agreeing = [each for each in said if equal(each.value, winner.value)]
            agreeing.sort(key=lambda each: (each.how != "file", _TRUST[each.how]))
            others = [each for each in said if each not in agreeing]
            return Settled(agreeing[0].value, winner.how, tuple(agreeing), tuple(others))
        return None

    def value(self, *names: str) -> str:
        """Return the value that counts, empty when nothing is known."""
        settled = self.settled(*names)
        return settled.value if settled else ""

    def written(self, name: str) -> Said | None:
        """Return what option files say last."""
        said = [each for each in self.variables.get(name, ()) if each.how == "file"]
        return said[-1] if said else None

    @property
    def is_server(self) -> bool:
        """Whether anything shows that there is a server."""
        return bool(self.variables or self.channels or self.replicas or self.members)


def _last_words(said: list[Said]) -> list[Said]:
    """Return the last that each voice says."""
    return list({each.how: each for each in said}.values())


def equal(one: str, other: str) -> bool:
    """Tell whether two values mean the same: `1G` and 1073741824, `1` and ON, `/d` and `/d/`."""
    return one == other or _plain(one) == _plain(other)


_SWITCHES = {"1": "on", "true": "on", "yes": "on", "0": "off", "false": "off", "no": "off"}
_UNITS = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}


def _plain(value: str) -> str:
    text = value.strip().strip("'\"").lower().rstrip("/") or value
    if text[:-1].isdecimal() and len(text) < 20 and text[-1] in _UNITS:
        return str(int(text[:-1]) * _UNITS[text[-1]])
    if text.endswith("0") and re.fullmatch(r"\d{1,15}\.0{1,6}", text):
        return text.partition(".")[0]
    if "," in text:
        return ",".join(sorted(part.strip() for part in text.split(",")))
    return _SWITCHES.get(text, text)
