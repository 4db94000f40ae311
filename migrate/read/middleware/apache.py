"""Apache httpd as a proxy: ProxyPass, balancers and mod_jk go in; pools and routes come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.formats import properties
from migrate.read.formats.braces import options
from migrate.read.middleware.balancing import Backend, Listener, Pool, host_port, reference, write
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "apache"
_LINE = re.compile(r"^\s*(?P<word><?/?[A-Za-z]\w{1,60})\s*(?P<rest>[^\n]{0,2000}?)>?\s*$")
_SIGNS = re.compile(
    r"(?mi)^[ \t]{0,200}(?:ProxyPass(?:Match)?|BalancerMember|JkMount|JkWorkersFile)\s"
)
_URL = re.compile(
    r"^(?P<scheme>https?|ajp|wss?|fcgi|balancer|h2c?)://(?P<host>\[[^\]]{2,60}\](?::\d{1,5})?|[^/\s]{1,255})"
)
_PORTS = {"http": 80, "https": 443, "ajp": 8009, "ws": 80, "wss": 443, "fcgi": 9000}
_SUFFIXES = (".conf", ".vhost", "")
_WORKERS = re.compile(r"^worker\.(?P<name>[\w.\-]{1,100})\.(?P<key>[\w]{1,40})$")


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when httpd passes requests on; one that only serves files is none."""
    return ("",) if any(_is_config(entry) for entry in tree.entries()) else ()


def read(site: Site) -> Iterable[Found]:
    """Read all configuration of httpd in an input as one server."""
    found = Found()
    reading = _Reading(found)
    for entry in site.tree.entries():
        if _is_config(entry):
            reading.read(entry)
    for entry in site.tree.named("workers.properties"):
        reading.workers(entry)
    write(found, reading.listeners, list(reading.pools.values()))
    yield found


def _is_config(entry: Entry) -> bool:
    return entry.suffix in _SUFFIXES and bool(_SIGNS.search(entry.decoded()[0]))


class _Reading:
    """What the files say, one after the other."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self.listeners: list[Listener] = []
        self.pools: dict[str, Pool] = {}
        self._pool: Pool | None = None
        self._host: list[Listener] = []
        self._names: list[str] = []

    def read(self, entry: Entry) -> None:
        self._pool, self._host, self._names = None, [], []
        for number, raw in enumerate(entry.expected_text().splitlines(), 1):
            line = _LINE.match(raw)
            if line and not raw.lstrip().startswith("#"):
                args = [word.strip("\"'") for word in line["rest"].split()]
                self._take(line["word"].lower(), args, entry.origin(number))

    def _take(self, word: str, args: list[str], origin: Origin) -> None:
        taken = {
            "listen": self._listen,
            "<virtualhost": self._virtual_host,
            "servername": self._name,
            "serveralias": self._name,
            "<proxy": self._balancer,
            "balancermember": self._member,
            "proxyset": self._set,
            "proxypass": self._pass,
            "proxypassmatch": self._pass,
            "jkmount": self._mount,
        }.get(word)
        if word == "</proxy":
            self._pool = None
        elif word == "</virtualhost":
            self._host, self._names = [], []
        elif word == "sslengine" and args[:1] == ["on"]:
            for listener in self._host:
                listener.protocol, listener.tls = "https", True
        elif taken and args:
            taken(args, origin)

    def _listen(self, args: list[str], origin: Origin) -> None:
        text = args[0]
        where = ("*", int(text)) if text.isdecimal() and len(text) < 6 else host_port(text)
        if where and where[1] and not any(known.port == where[1] for known in self.listeners):
            protocol = "https" if where[1] == 443 or "https" in args[1:] else "http"
            self.listeners.append(Listener(where[0] or "*", where[1], origin, protocol))

    def _virtual_host(self, args: list[str], origin: Origin) -> None:
        self._names, self._host = [], []
        for text in args:
            where = host_port(text.replace("_default_", "*"))
            if where and where[1]:
                protocol = "https" if where[1] == 443 else "http"
                self._host.append(
                    Listener(where[0] or "*", where[1], origin, protocol, self._names)
                )
        self.listeners = [
            known for known in self.listeners
            if known.hosts or known.port not in {listener.port for listener in self._host}
        ] + self._host  # fmt: skip

    def _name(self, args: list[str], origin: Origin) -> None:
        self._names += [name.partition(":")[0].lower() for name in args if name not in self._names]

    def _balancer(self, args: list[str], origin: Origin) -> None:
        match = _URL.match(args[0])
        if match and match["scheme"] == "balancer":
            self._pool = self.pools.setdefault(
                match["host"], Pool(match["host"], origin, balance="byrequests")
            )

    def _member(self, args: list[str], origin: Origin) -> None:
        match = _URL.match(args[0])
        pool = self._pool
        if match and match["scheme"] == "balancer" and len(args) > 1:
            pool = self.pools.setdefault(match["host"], Pool(match["host"], origin))
            args = args[1:]
            match = _URL.match(args[0])
        where = host_port(match["host"]) if match else None
        if match is None or where is None or pool is None:
            return
        given = options(args[1:])
        weight, status = given.get("loadfactor", ""), given.get("status", "").upper()
        pool.protocol = match["scheme"]
        pool.members.append(
            Backend(
                where[0], where[1] or _PORTS.get(match["scheme"], 80), origin,
                int(weight) if weight.isdecimal() and len(weight) < 9 else None,
                "+H" in status, "+D" not in status,
            )
        )  # fmt: skip

    def _set(self, args: list[str], origin: Origin) -> None:
        match = _URL.match(args[0])
        pool = self.pools.get(match["host"]) if match else self._pool
        if pool is None:
            return
        given = options(args)
        pool.balance = given.get("lbmethod", pool.balance)
        if sticky := given.get("stickysession"):
            pool.persistence, pool.detail = "cookie", sticky

    def _pass(self, args: list[str], origin: Origin) -> None:
        place = next((n for n, arg in enumerate(args) if _URL.match(arg)), -1)
        match = _URL.match(args[place]) if place >= 0 else None
        if match is None:
            return
        name, scheme = match["host"], match["scheme"]
        if scheme == "balancer":
            pool = self.pools.setdefault(name, Pool(name, origin, balance="byrequests"))
            if sticky := options(args[place + 1 :]).get("stickysession"):
                pool.persistence, pool.detail = "cookie", sticky
            for listener in self._host:
                listener.pool = listener.pool or name
        elif where := host_port(name):
            port = where[1] or _PORTS.get(scheme, 80)
            reference(self._found, where[0], port, scheme, "ProxyPass", origin)
        front = " ".join(self._names) or "_"
        shown = name if scheme == "balancer" else args[place].partition("?")[0][:200]
        self._found.item("lb.rules", origin, frontend=front, pool=shown, condition=args[0][:200])

    def _mount(self, args: list[str], origin: Origin) -> None:
        if len(args) > 1:
            front = " ".join(self._names) or "_"
            self._found.item(
                "lb.rules", origin, frontend=front, pool=args[1], condition=args[0][:200]
            )
            for listener in self._host:
                listener.pool = listener.pool or args[1]

    def workers(self, entry: Entry) -> None:
        """Read mod_jk's workers.properties."""
        said: dict[str, dict[str, str]] = {}
        lines: dict[str, int] = {}
        for pair in properties.pairs(entry.expected_text()):
            match = _WORKERS.match(pair.key)
            if match:
                said.setdefault(match["name"], {})[match["key"]] = pair.value
                lines.setdefault(match["name"], pair.line)
        balanced: set[str] = set()
        for name, given in said.items():
            if given.get("type") == "lb":
                names = re.split(
                    r"[,\s]+", given.get("balance_workers", given.get("balanced_workers", ""))
                )
                balanced.update(names)
                sticky = given.get("sticky_session", "true").lower() in ("true", "1", "t", "yes")
                self._worker(name, names, said, lines, entry, sticky=sticky)
        for name, given in said.items():
            if name not in balanced and given.get("type", "ajp13") in ("ajp13", "ajp12", "ajp14"):
                self._worker(name, [name], said, lines, entry, sticky=False)

    def _worker(
        self, name: str, names: Sequence[str], said: dict[str, dict[str, str]],
        lines: dict[str, int], entry: Entry, *, sticky: bool,
    ) -> None:  # fmt: skip
        pool = Pool(name, entry.origin(lines[name]), protocol="ajp")
        pool.balance = said[name].get("method", "")
        pool.persistence = "cookie" if sticky else "none"
        pool.detail = "JSESSIONID" if sticky else ""
        for each in names:
            given = said.get(each, {})
            port = given.get("port", "8009")
            if not given.get("host") or not port.isdecimal():
                continue
            weight = given.get("lbfactor", "")
            off = given.get("activation", "").lower() in ("disabled", "d", "stopped", "s")
            pool.members.append(
                Backend(given["host"], int(port), entry.origin(lines[each]),
                        int(weight) if weight.isdecimal() and len(weight) < 9 else None, off)
            )  # fmt: skip
        if pool.members:
            self.pools[name] = pool
