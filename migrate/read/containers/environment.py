"""Environment variables of a container -> items without secrets, and whom their values name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Reference
from migrate.model.origin import Origin
from migrate.read import leaks
from migrate.read.config_files import datasource
from migrate.read.findings import Found

_LONGEST = 4000
_URL = re.compile(
    r"(?<![\w.])(?P<jdbc>jdbc:)?(?P<scheme>[a-z][a-z0-9+]{1,20}):(?:[a-z]{1,10}:)?//"
    r"(?:[^\s/@,]{0,300}@)?(?P<hosts>[\w.\-\[\]:]{1,253}(?:,[\w.\-\[\]:]{1,253}){0,20})"
    r"(?:/(?P<path>[\w\-]{0,200}))?",
    re.IGNORECASE,
)
_ORACLE = re.compile(r"jdbc:oracle:thin:[^@\s]{0,200}@(?://)?(?P<host>[\w.\-]+):(?P<port>\d{1,5})")
_DSN = re.compile(r"(?:^|[;:\s])(?:host|server)=(?P<host>[\w.\-]+)(?:[;\s]+port=(?P<port>\d+))?")
_ONE = re.compile(r"(?P<host>[A-Za-z0-9][\w.\-]{0,252})(?::(?P<port>\d{1,5}))?(?:/[\w\-/]*)?$")
_IPV4 = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}$")
_NAMES_A_HOST = re.compile(
    r"(?:host|hostname|hosts|server|servers|addr|address|addresses|nodes?|brokers?|endpoints?|"
    r"url|uri|dsn|upstream|backend|connect|bootstrap|master|link|links|service_ip)(?:_?\d+)?$",
    re.IGNORECASE,
)
_NAMES_A_SINGLE_HOST = re.compile(r"(?i)[a-z0-9][_.\-](?:host|hosts|hostname)(?:_?\d+)?$")
_WORD = re.compile(r"(?=.*[a-z])[a-z0-9][a-z0-9\-]{1,62}$")
_NO_HOST = frozenset({"true", "false", "yes", "no", "on", "off", "none", "null", "any", "all"})
_OWN_ADDRESS = re.compile(
    r"(?i)(?:^|[_.])advertised?(?:[_.]|$)|^(?:virtual_host|letsencrypt_host|(?:app|site)_url|wp_home|"
    r"wp_siteurl|(?:\w{1,40}_)?(?:public|external|root)_(?:url|host)|server_(?:name|host)|bind_host)$"
)
"""What tells others under which address the container itself is found."""
_LOCAL = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1"})


class Setting(Struct, frozen=True):
    """One variable as it is written; None where whoever starts the container brings the value."""

    name: str
    value: str | None
    origin: Origin


class Peers(Struct, frozen=True):
    """The short names that are known where the container runs, with their kinds."""

    kinds: Mapping[str, str]
    own: frozenset[str] = frozenset()
    """The names of the container itself: what names them calls nobody."""

    def of(self, own: Iterable[str]) -> Peers:
        """Return the same names, as a container of these names sees them."""
        return Peers(self.kinds, frozenset(own))

    def knows(self, host: str) -> bool:
        """Tell whether a host name is one of them."""
        return host in self.kinds


def add(settings: Sequence[Setting], peers: Peers, found: Found) -> None:
    """Add a container's variables to its component."""
    values = {s.name: s.value for s in settings if s.value is not None}
    for setting in settings:
        _item(setting, found)
        for reference in references(setting, values, peers):
            found.references.append(reference)
            datasource(reference, found)


def _item(setting: Setting, found: Found) -> None:
    name, value = setting.name, setting.value
    if value and setting_keys().is_secret(name, value) and not name.upper().endswith("_FILE"):
        found.item("environment", setting.origin, name=name, value=None, secret=True)
    else:
        shown = leaks.masked(value[:_LONGEST]) if value is not None else None
        found.item("environment", setting.origin, name=name, value=shown, secret=False)
    if value is None:
        found.item("environment.unset", setting.origin, name=name)


def references(setting: Setting, siblings: Mapping[str, str], peers: Peers) -> Iterator[Reference]:
    """Yield whom a variable's value names; `siblings` are the other variables by name."""
    value = (setting.value or "").strip()[:_LONGEST]
    if not value or (setting_keys().is_a("secret", setting.name) and "://" not in value):
        return
    if _OWN_ADDRESS.search(setting.name):
        return
    for host, port, protocol, database in _named(setting.name, value, siblings, peers):
        if host in _LOCAL or host in peers.own:
            continue
        known = _protocol(protocol, setting.name, host, siblings, peers)
        number = port or _usual_port(known, named=bool(protocol))
        yield Reference(
            target=f"{host}:{number}" if number else host,
            protocol=known or "tcp",
            database=database or _sibling(setting.name, siblings, "database", known),
            setting=setting.name,
            account=_sibling(setting.name, siblings, "account", known),
            origins=(setting.origin,),
        )


def _named(
    name: str, value: str, siblings: Mapping[str, str], peers: Peers
) -> Iterator[tuple[str, int, str, str]]:
    """Yield host, port, protocol and database of everything a value names."""
    oracle = _ORACLE.search(value)
    if oracle:
        yield oracle["host"], int(oracle["port"]), "oracle", ""
        return
    urls = list(_URL.finditer(value))
    for url in urls:
        scheme = url["scheme"].lower()
        database = (url["path"] or "") if url["jdbc"] or scheme in _DATABASES else ""
        for host, port in _hosts(url["hosts"]):
            if port or _is_host(host, peers) or _is_spoken(scheme, name):
                yield host, port, scheme, database if scheme != "redis" else ""
    if urls:
        return
    for dsn in _DSN.finditer(value):
        yield dsn["host"], int(dsn["port"] or 0), value.partition(":")[0].lower(), ""
        return
    yield from _bare(name, value, siblings, peers)


def _bare(
    name: str, value: str, siblings: Mapping[str, str], peers: Peers
) -> Iterator[tuple[str, int, str, str]]:
    """Yield hosts that stand alone: `db`, `kafka1:9092,kafka2:9092`."""
    for word in re.split(r"[,;\s]+", value)[:50]:
        match = _ONE.match(word)
        if match is None:
            continue
        host, port = match["host"], int(match["port"] or 0)
        if port > 65535 or not _may_be_meant(host, port, name, peers):
            continue
        if not port and word == value:
            written = _sibling(name, siblings, "port", "")
            port = int(written) if written.isdecimal() and int(written) < 65536 else 0
        yield host, port, "", ""


def _may_be_meant(host: str, port: int, name: str, peers: Peers) -> bool:
    tells = bool(_NAMES_A_HOST.search(name))
    if peers.knows(host):
        return bool(port) or tells
    if _IPV4.match(host):
        return tells and all(int(part) < 256 for part in host.split("."))
    if "." not in host:
        # A short name that nobody here has: of another network, another project, another file.
        alone = bool(_NAMES_A_SINGLE_HOST.search(name))
        return bool(_WORD.match(host)) and host not in _NO_HOST and (alone or (tells and port > 0))
    return tells and not host.replace(".", "").isdecimal()


def _is_spoken(scheme: str, name: str) -> bool:
    """Tell a protocol that is known; web addresses count where the name says that it is one."""
    known = setting_keys().protocol(scheme)
    return bool(known) and (known not in ("http", "https") or bool(_NAMES_A_HOST.search(name)))


def _is_host(host: str, peers: Peers) -> bool:
    return peers.knows(host) or "." in host


def _hosts(text: str) -> Iterator[tuple[str, int]]:
    for one in text.split(","):
        host, _, port = one.rpartition(":") if one.count(":") == 1 else (one, "", "")
        number = int(port) if port.isdecimal() and int(port) < 65536 else 0
        yield (host or one).strip("[]"), number


_DATABASES = {
    "mysql": "mysql",
    "mysql2": "mysql",
    "mysqli": "mysql",
    "mariadb": "mysql",
    "postgres": "postgresql",
    "postgresql": "postgresql",
    "pgsql": "postgresql",
    "mongodb": "mongodb",
    "mongodb+srv": "mongodb",
    "sqlserver": "sqlserver",
}
_SPOKEN = {
    **_DATABASES,
    "rediss": "redis",
    "amqps": "amqp",
    "tcp": "",
    "udp": "",
    "zk": "zookeeper",
    "plaintext": "kafka",
    "sasl_plaintext": "kafka",
    "sasl_ssl": "kafka",
}


def _protocol(scheme: str, name: str, host: str, siblings: Mapping[str, str], peers: Peers) -> str:
    if scheme:
        return _SPOKEN.get(scheme, scheme)
    from migrate.knowledge.ports import usual_ports

    usual = usual_ports().get(peers.kinds.get(host, ""), ())
    known = setting_keys()
    return usual[0].protocol if usual else known.variables.get(name) or known.protocol_in(name)


def _usual_port(protocol: str, *, named: bool) -> int:
    """Return the port of a protocol that is written as a scheme, where none is written."""
    return setting_keys().protocols.get(protocol, 0) if named else 0


def _sibling(name: str, siblings: Mapping[str, str], role: str, protocol: str) -> str:
    """Return the value of the variable that plays a role for the same thing: DB_HOST, DB_PORT."""
    keys = setting_keys()
    stem = _stem(name)
    found = [
        value
        for other, value in siblings.items()
        if other != name and keys.is_a(role, other) and _stem(other) == stem
    ]
    return leaks.masked(found[0]) if stem and len(set(found)) == 1 else ""


def _stem(name: str) -> str:
    return re.sub(r"_?[A-Za-z]+\d*$", "", name)
