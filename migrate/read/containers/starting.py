"""How a server in a container is started -> the facts that its configuration file would tell.

Options and variables of well-known images; which tell what is data (image-settings.yaml).
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from migrate.knowledge.image_settings import ImageSetting, image_settings
from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Plain
from migrate.model.origin import Origin
from migrate.read import leaks
from migrate.read import server_facts as facts
from migrate.read.containers import kafka_protection
from migrate.read.containers.environment import Setting
from migrate.read.findings import Found

_MOST = 1000
"""Words of one command."""
_LONGEST = 4000
_HEAP = re.compile(r"(?:^|\s)-Xmx(?P<size>\d{1,12}[kmgKMG]?)(?=\s|$)")
_LISTENER = re.compile(
    r"(?P<name>[\w.\-]{1,100})://(?P<host>[\w.\-\[\]:]{0,253}?):(?P<port>\d{1,5})\b"
)
_SERVER = re.compile(
    r"(?:server\.(?P<id>\d{1,9})=)?(?P<host>[\w.\-]{1,253}):(?P<peer>\d{1,5}):(?P<vote>\d{1,5})\b"
)
_VOTER = re.compile(r"(?P<id>\d{1,9})@(?P<host>[\w.\-]{1,253}):(?P<port>\d{1,5})\b")
_ENDS = frozenset({"&&", "||", ";", "|", "&"})
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_REFERRING = frozenset({"hosts", "seeds", "ensemble", "voters", "source", "listeners"})
_MYSQL = frozenset({"mysql", "mariadb"})
_UNLISTED = frozenset(
    {"port", "server_id", "read_only", "log_bin", "datadir", "binlog_format", "gtid_mode",
     "bind_address", "report_host"}
)  # fmt: skip
"""Options of MySQL that are facts of their own and stand in no list besides."""


class Start(Struct, frozen=True):
    """What a container is started with."""

    words: tuple[str, ...]
    """Of its command."""
    origin: Origin
    """Where the command stands."""
    settings: tuple[Setting, ...]
    own: frozenset[str] = frozenset()
    """Names of the container itself."""
    on_host: bool = False
    """Whether it has the network of its machine, so that localhost names its neighbours too."""


def tell(start: Start, found: Found) -> None:
    """Add what the start tells of a server of a known kind."""
    rules = image_settings().get(found.kind, ())
    options = _options(start.words) if rules or found.kind in _MYSQL else {}
    given = {s.name: s for s in start.settings if s.value is not None}
    given |= {name: Setting(name, value, start.origin) for name, value in options.items()}
    image = str(found.value("image") or found.value("container.image") or "")
    for rule in rules:
        setting = _named(rule, given, image)
        if setting is not None:
            if rule.takes in _REFERRING:
                # What the look of the value alone told counts no more.
                told = [r for r in found.references if r.setting != setting.name]
                found.references[:] = told
            _TAKES[rule.takes](_One(rule, setting, given, start), found)
    if found.kind in _MYSQL:
        _listed(options, start.origin, found)
    if found.kind == "kafka":
        kafka_protection.tell(given, found)
    if found.kind == "redis":
        _persistence(given, start, found)


class _One(Struct, frozen=True):
    """One setting while it is taken."""

    rule: ImageSetting
    setting: Setting
    given: Mapping[str, Setting]
    start: Start

    @property
    def value(self) -> str:
        return (self.setting.value or "").strip()[:_LONGEST]

    @property
    def origin(self) -> Origin:
        return self.setting.origin


def _named(rule: ImageSetting, given: Mapping[str, Setting], image: str) -> Setting | None:
    """Return the setting that a rule is about, when all that the rule asks for holds."""
    setting = next((given[name] for name in rule.names if name in given), None)
    if setting is None or rule.unless in given or not re.search(rule.image, image):
        return None
    value = (setting.value or "").strip()
    holds = "$" not in value or rule.takes == "constant"
    return setting if holds and re.search(rule.when, value) else None


def _options(words: Sequence[str]) -> dict[str, str]:
    """Return the options of a command: `--a b c`, `--a=b`, `-E a=b`; the last one counts."""
    found: dict[str, str] = {}
    name = ""
    for word in _split(words):
        key, equals, value = word.removeprefix("-E").partition("=")
        if word in _ENDS:
            break
        if word.startswith("--") and len(word) > 2:
            key = key.lower().replace("_", "-")
            found[key], name = value, "" if equals else key
        elif word == "-E" or (word.startswith("-") and not word[1:].isdecimal() and not equals):
            name = word if word == "-E" else ""
        elif equals and (name == "-E" or word.startswith("-E")):
            found[key], name = value, ""
        elif name and name != "-E":
            found[name] = f"{found[name]} {word}".strip()
    return found


def _split(words: Sequence[str]) -> Iterator[str]:
    """Yield the words of a command, those of what it gives to a shell one by one."""
    after = ""
    for word in words[:_MOST]:
        is_script = after in ("-c", "-ec", "-lc", "-exc") and " " in word
        after = word
        yield from _shell(word) if is_script else (word,)


def _shell(text: str) -> list[str]:
    try:
        return shlex.split(text[:_LONGEST])[:_MOST]
    except ValueError:
        return text[:_LONGEST].split()[:_MOST]


def words(parts: Iterable[str], *, as_list: bool) -> tuple[str, ...]:
    """Return the words of a command that is a list, or one text for a shell."""
    if as_list:
        return tuple(part[:_LONGEST] for part in parts)
    return tuple(word for part in parts for word in _shell(part))


def _text(one: _One, found: Found) -> None:
    value = one.value.strip("\"'")
    if value and one.rule.fact == "data.dir":
        for folder in value.split(","):
            facts.data_dir(found, folder, one.origin)
    elif value:
        found.fact(one.rule.fact, leaks.masked(value), one.origin)


def _number(one: _One, found: Found) -> None:
    if one.value.isdecimal() and len(one.value) < 19:
        found.fact(one.rule.fact, int(one.value), one.origin)


def _flag(one: _One, found: Found) -> None:
    found.fact(one.rule.fact, one.value.lower() in ("", "1", "on", "true", "yes"), one.origin)


def _log(one: _One, found: Found) -> None:
    found.fact(one.rule.fact, one.value.upper() not in ("0", "OFF", "NO", "FALSE"), one.origin)


def _size(one: _One, found: Found) -> None:
    match = _HEAP.search(one.value)
    written = match["size"] if match else "" if one.rule.takes == "heap" else one.value
    size = facts.size(written, thousand_without_b=one.rule.takes == "size_1000")
    if size:
        found.fact(one.rule.fact, size, one.origin)


def _constant(one: _One, found: Found) -> None:
    value: Plain = {**one.rule.value} if isinstance(one.rule.value, dict) else one.rule.value
    found.fact(one.rule.fact, value, one.origin)


def _port(one: _One, found: Found) -> None:
    _endpoint(one.value.split("-")[0], one, found)


def _endpoint(port: str, one: _One, found: Found) -> None:
    """Add a port; that the server is told of it says more than that it is published."""
    if port.isdecimal():
        bare = (int(port[:6]), "tcp")
        found.endpoints[:] = [e for e in found.endpoints if (e.port, e.protocol) != bare]
    facts.endpoint(found, port, one.rule.protocol, one.origin)


def _listeners(one: _One, found: Found) -> None:
    for match in _LISTENER.finditer(one.value):
        _endpoint(match["port"], one, found)


def _advertised(one: _One, found: Found) -> None:
    for match in _LISTENER.finditer(one.value):
        name, host, port = match["name"], match["host"], int(match["port"])
        found.item(one.rule.fact, one.origin, name=name, host=host, port=port)


def _hosts(one: _One, found: Found) -> None:
    for address in facts.hosts(one.value.strip("[]").replace('"', ""), one.rule.port):
        _refer(address, one, found)
        if one.rule.takes == "seeds":
            host, port = address
            found.item("cluster.members", one.origin, host=host, port=port, role="seed")


def _ensemble(one: _One, found: Found) -> None:
    """Take `server.1=zoo1:2888:3888;2181 …`, or servers numbered by their places."""
    for place, match in enumerate(_SERVER.finditer(one.value), 1):
        host, peer = match["host"], int(match["peer"])
        found.item(
            "cluster.members",
            one.origin,
            id=int(match["id"] or place),
            host=host,
            port=peer,
            election_port=int(match["vote"]),
            role="participant",
        )
        _refer((host, peer), one, found)


def _voters(one: _One, found: Found) -> None:
    for match in _VOTER.finditer(one.value):
        host, port, number = match["host"], int(match["port"]), int(match["id"])
        found.item(
            "cluster.members", one.origin, id=number, host=host, port=port, role="controller"
        )
        _refer((host, port), one, found)


def _source(one: _One, found: Found) -> None:
    host, _, port = one.value.partition(" ")
    written = next((one.given[n].value for n in one.rule.port_from if n in one.given), port) or ""
    number = int(written) if written.strip().isdecimal() and len(written) < 6 else one.rule.port
    if host and host.lower() != "no":
        address, rule = (host, number), one.rule
        facts.replicates(found, address, rule.protocol, one.setting.name, one.origin)


def _refer(address: tuple[str, int], one: _One, found: Found) -> None:
    host, _ = address
    if host in one.start.own or (host in _LOCAL and not one.start.on_host):
        return
    facts.refer(found, address, one.rule.protocol, one.setting.name, one.origin)


def _listed(options: Mapping[str, str], origin: Origin, found: Found) -> None:
    """List MySQL's options as those of its files are; secrets never are among them."""
    for option, value in options.items():
        name = option.removeprefix("--").replace("-", "_")
        if name not in _UNLISTED and not setting_keys().is_secret(name, value):
            found.item("mysql.settings", origin, name=name, value=leaks.masked(value))


def _persistence(given: Mapping[str, Setting], start: Start, found: Found) -> None:
    """Without `save` Redis writes snapshots, unless a file that it is started with turns it off."""
    save, append = given.get("--save"), given.get("--appendonly") or given.get("REDIS_AOF_ENABLED")
    if save is None and append is None:
        return
    with_file = any(word.endswith(".conf") for word in start.words)
    if save is None and with_file:
        return
    ways = [] if save and not (save.value or "").strip("\"' ") else ["rdb"]
    if append and (append.value or "").lower() == "yes":
        ways.append("aof")
    origins = [said.origin for said in (save, append) if said]
    found.fact("persistence", ways, *origins, confidence=1.0 if save else 0.9)


_TAKES: Mapping[str, Callable[[_One, Found], None]] = {
    "text": _text,
    "number": _number,
    "flag": _flag,
    "log": _log,
    "size": _size,
    "size_1000": _size,
    "heap": _size,
    "constant": _constant,
    "port": _port,
    "listeners": _listeners,
    "advertised": _advertised,
    "hosts": _hosts,
    "seeds": _hosts,
    "ensemble": _ensemble,
    "voters": _voters,
    "source": _source,
}
