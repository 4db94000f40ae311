"""Logstash's pipelines, logstash.yml and outputs go in; what listens and calls comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Reference
from migrate.read import config_files, leaks, servers, told, urls
from migrate.read import server_facts as facts
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "logstash"
_TOKEN = re.compile(
    r"#[^\n]*|\"(?:[^\"\\]|\\.)*+(?:\"|\Z)|'(?:[^'\\]|\\.)*+(?:'|\Z)|=>|[{}\[\]]|[^\s{}\[\]\"'#=,]+|\S",
    re.S,
)
_VERSION = re.compile(r"^logstash (?P<version>\d+\.\d+[\w.\-]{0,20})", re.M | re.I)
_LISTENS = {
    "beats": ("beats", 5044), "elastic_agent": ("beats", 5044), "tcp": ("tcp", 0),
    "udp": ("udp", 0), "syslog": ("syslog", 514), "http": ("http", 8080),
    "lumberjack": ("tcp", 0), "gelf": ("udp", 12201), "snmptrap": ("udp", 1062),
}  # fmt: skip
"""Inputs that others send to: what they speak, and their usual port."""
_CALLS = {
    ("elasticsearch", "hosts"): ("http", 9200),
    ("kafka", "bootstrap_servers"): ("kafka", 9092),
    ("kafka", "zk_connect"): ("zookeeper", 2181),
    ("redis", "host"): ("redis", 6379),
    ("rabbitmq", "host"): ("amqp", 5672),
    ("tcp", "host"): ("tcp", 0),
    ("udp", "host"): ("udp", 0),
    ("email", "address"): ("smtp", 25),
    ("solr_http", "solr_url"): ("http", 8983),
    ("logstash", "hosts"): ("http", 9800),
}
"""Options that name servers, with what is spoken there and its usual port."""
_URLS = frozenset({"jdbc_connection_string", "connection_string", "url", "uri", "urls"})
_TOPICS = frozenset({"topics", "topic_id"})
_MOST = 50_000
_DEEPEST = 30


class Option(Struct, frozen=True):
    """One option of a plugin."""

    section: str
    """input, filter or output"""
    plugin: str
    number: int
    """Which plugin of the file."""
    key: str
    value: str
    line: int


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds files of a Logstash."""
    return servers.roots(tree, KIND)


def read(site: Site) -> Iterable[Found]:
    """Read every Logstash; the pipelines of one folder belong to one."""
    takers = {
        "logstash.conf": _pipeline, "logstash.yml": _yml, "logstash.version": _version,
    }  # fmt: skip
    return servers.read(site, KIND, takers, _finish)


def options(text: str) -> Iterator[Option]:
    """Yield the options of a pipeline file; blocks of conditions are looked into."""
    walk = _Walk()
    line, place = 1, 0
    for count, match in enumerate(_TOKEN.finditer(text)):
        line += text.count("\n", place, match.start())
        place = match.start()
        if match[0] == "," or match[0].startswith("#") or count > _MOST:
            continue
        yield from walk.token(match[0], line)


class _Walk:
    """Goes through the words of a pipeline."""

    def __init__(self) -> None:
        self._stack: list[str] = []
        """Names of open blocks; empty for conditions and maps."""
        self._words: list[str] = []
        """Since the last bracket or value."""
        self._key = ""
        self._in_list = 0
        self._plugins = 0

    def token(self, token: str, line: int) -> Iterator[Option]:
        """Take a word; yield the option that is complete with it."""
        if token == "{":
            self._open()
        elif token == "}":
            self._stack = self._stack[:-1]
            self._words, self._key = [], ""
        elif token in "[]":
            self._in_list += 1 if token == "[" else -1
            if self._in_list <= 0:
                self._in_list, self._key = 0, "" if token == "]" else self._key
        elif token == "=>":
            self._key, self._words = (self._words or [""])[-1], []
        elif self._key:
            yield from self._option(token, line)
        else:
            self._words.append(told.unquoted(token))

    def _open(self) -> None:
        name = (self._words or [""])[-1]
        is_block = self._key or set(self._words) & {"if", "else"}
        if not is_block and self._named() == 1:
            self._plugins += 1
        if len(self._stack) < _DEEPEST:
            self._stack.append("" if is_block else name)
        self._words, self._key = [], ""

    def _named(self) -> int:
        return sum(bool(name) for name in self._stack)

    def _option(self, token: str, line: int) -> Iterator[Option]:
        named = [name for name in self._stack if name]
        # What stands in a map of a plugin is no option of it.
        inside = len(named) == 2 and bool(self._stack[-1])
        if inside and len(token) < 5000:
            value = told.unquoted(token)
            yield Option(named[0], named[1], self._plugins, self._key, value, line)
        if not self._in_list:
            self._key, self._words = "", []


def _pipeline(entry: Entry, found: Found) -> None:
    plugins: dict[int, list[Option]] = {}
    for option in options(entry.expected_text()):
        plugins.setdefault(option.number, []).append(option)
    for said in plugins.values():
        given = {each.key: each for each in said}
        _plugin(said[0], given, entry, found)
        for option in said:
            _calls(option, given, entry, found)
    secrets = sorted(
        {o.key for said in plugins.values() for o in said if setting_keys().is_a("secret", o.key)}
    )
    found.item("config.files", entry.origin(), path=entry.path, keys=secrets)


def _plugin(first: Option, given: dict[str, Option], entry: Entry, found: Found) -> None:
    origin = entry.origin(first.line)
    found.item("logstash.plugins", origin, stage=first.section, name=first.plugin)
    listens = _LISTENS.get(first.plugin) if first.section == "input" else None
    is_client = "mode" in given and given["mode"].value == "client"
    if listens and not is_client:
        port = given.get("port")
        facts.endpoint(found, port.value if port else listens[1], listens[0],
                       entry.origin(port.line) if port else origin)  # fmt: skip
    path = given.get("path")
    if first.section == "output" and first.plugin == "file" and path:
        facts.log_file(found, path.value.partition("%{")[0], entry.origin(path.line))


def _calls(option: Option, given: dict[str, Option], entry: Entry, found: Found) -> None:
    origin, key = entry.origin(option.line), f"{option.plugin}.{option.key}"
    if option.plugin == "kafka" and option.key in _TOPICS:
        found.item("topics", origin, name=option.value, partitions=None, replicas=None)
    if option.key in _URLS:
        account = given["jdbc_user"].value if "jdbc_user" in given else ""
        for spot in urls.spots(option.value, setting_keys()):
            reference = Reference(
                facts.target(spot.host, spot.port), spot.protocol, spot.database, key,
                leaks.masked(spot.account or account), origins=(origin,),
            )  # fmt: skip
            found.references.append(reference)
            config_files.datasource(reference, found)
        return
    protocol, usual = _CALLS.get((option.plugin, option.key), ("", 0))
    is_server = option.section == "input" and option.plugin in _LISTENS
    if not protocol or is_server:
        return
    port = given.get("port")
    number = int(port.value[:5]) if port and port.value.isdecimal() else usual
    for address in facts.hosts(option.value, number):
        if "%" not in option.value:
            facts.refer(found, address, protocol, key, origin)


def _yml(entry: Entry, found: Found) -> None:
    conf = told.yaml_keys(entry)
    folder = conf.get("path.data")
    if folder:
        facts.data_dir(found, folder.value, conf.at(folder))
    logs = conf.get("path.logs")
    if logs:
        facts.log_file(found, logs.value, conf.at(logs))
    api = conf.get("api.http.port", "http.port")
    if api:
        facts.endpoint(found, api.value.split("-")[0], "http", conf.at(api))
    queue = conf.get("queue.type")
    if queue:
        found.fact("persistence", [f"queue {queue.value}"], conf.at(queue))
    for said in conf.each("xpack.monitoring.elasticsearch.hosts", "monitoring.elasticsearch.hosts"):
        for address in facts.hosts(said.value, 9200):
            facts.refer(found, address, "http", said.key, conf.at(said))
    facts.tuning(KIND, conf, found)
    facts.config_file(conf, found)


def _version(entry: Entry, found: Found) -> None:
    facts.stated(found, "logstash.version", _VERSION, entry)


def _finish(found: Found) -> None:
    found.unknown("data.dir", "read.server.no_configuration")
