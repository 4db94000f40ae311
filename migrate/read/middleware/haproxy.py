"""haproxy.cfg goes in; virtual addresses, pools, persistence and routes come out."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from migrate.read.findings import Found
from migrate.read.middleware.balancing import (
    Backend,
    Listener,
    Pool,
    host_port,
    protocol_of,
    version,
    write,
)
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "haproxy"
_SECTION = re.compile(
    r"^(?P<kind>global|defaults|frontend|backend|listen|userlist|peers|resolvers|mailers|program"
    r"|cache|http-errors|ring|fcgi-app)\b(?:\s+(?P<name>\S{1,200}))?(?P<rest>.*)$"
)
_NAMED = re.compile(r"(?i)haproxy[\w.\-]*\.(?:cfg|conf)$|^haproxy$")
_HOST = re.compile(r"(?i)hdr(?:_\w+)?\(host\)(?:,\w+)?(?:\s+-[im])*\s+(?P<hosts>[^\n#]{1,1000})")
_RANGE = re.compile(r"(?P<address>[^\s,]{0,260}):(?P<first>\d{1,5})-(?P<last>\d{1,5})")
_MOST_PORTS = 100
"""Of one range."""
_PATHLIKE = re.compile(r"^[a-z0-9*][a-z0-9.\-*]{1,252}$", re.I)


class _Section(Struct):
    kind: str
    name: str
    entry: Entry
    line: int
    lines: list[tuple[int, list[str]]] = []

    def all(self, *words: str) -> Iterator[tuple[int, list[str]]]:
        for number, said in self.lines:
            if tuple(said[: len(words)]) == words:
                yield number, said

    def value(self, *words: str) -> list[str]:
        return next((said[len(words) :] for _, said in self.all(*words)), [])

    def has(self, *words: str) -> bool:
        return any(True for _ in self.all(*words))


_VERSION = re.compile(r"^HA-?Proxy version (?P<version>\d+\.\d+[\w.\-]{0,30})", re.M)


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds HAProxy configuration."""
    return ("",) if any(_is_config(entry) for entry in tree.entries()) else ()


def read(site: Site) -> Iterable[Found]:
    """Read every haproxy.cfg as one balancer."""
    found = Found()
    for entry in site.tree.entries():
        if _is_config(entry):
            _read(entry, found)
    version(site.tree, "haproxy.version", _VERSION, found)
    yield found


def _is_config(entry: Entry) -> bool:
    if entry.suffix not in (".cfg", ".conf", ""):
        return False
    text = entry.decoded()[0] if _NAMED.search(entry.name) or entry.suffix == ".cfg" else ""
    starts = {m["kind"] for m in map(_SECTION.match, text.splitlines()) if m}
    return bool(starts & {"frontend", "listen", "backend"}) and (
        bool(_NAMED.search(entry.name)) or bool(starts & {"global", "defaults"})
    )


def _read(entry: Entry, found: Found) -> None:
    defaults = _Section("defaults", "", entry, 0)
    pools: list[Pool] = []
    listeners: list[Listener] = []
    for section in _sections(entry):
        if section.kind == "defaults":
            defaults = section
        if section.kind in ("backend", "listen"):
            pools.append(_pool(section, defaults))
        if section.kind in ("frontend", "listen"):
            listeners += _listeners(section, defaults)
            _checks(section, found)
    write(found, listeners, pools)


def _sections(entry: Entry) -> Iterator[_Section]:
    section: _Section | None = None
    for number, raw in enumerate(entry.expected_text().splitlines(), 1):
        opened = _SECTION.match(raw)
        if opened:
            if section:
                yield section
            section = _Section(opened["kind"], opened["name"] or "", entry, number)
            rest = _words(opened["rest"])
            if rest and opened["kind"] in ("listen", "frontend"):
                section.lines.append((number, ["bind", *rest]))
        elif section and (words := _words(raw)):
            section.lines.append((number, words))
    if section:
        yield section


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line[:4000], comments=True)
    except ValueError:
        return line[:4000].split("#", 1)[0].split()


def _mode(section: _Section, defaults: _Section) -> str:
    mode = section.value("mode") or defaults.value("mode") or ["tcp"]
    return "http" if mode[0] == "http" else "tcp"


def _pool(section: _Section, defaults: _Section) -> Pool:
    persistence, detail = _persistence(section, defaults)
    pool = Pool(
        section.name,
        section.entry.origin(section.line),
        balance=" ".join(section.value("balance") or defaults.value("balance")) or "roundrobin",
        check=_check(section, defaults),
        persistence=persistence,
        detail=detail,
        protocol=_mode(section, defaults),
    )
    templates = (
        (number, [*words[:2], *words[3:]]) for number, words in section.all("server-template")
    )
    for number, words in (*section.all("server"), *templates):
        backend = _server(words, section.entry, number)
        if backend:
            pool.members.append(backend)
            pool.protocol = protocol_of(backend.port, pool.protocol)
    return pool


def _server(words: Sequence[str], entry: Entry, number: int) -> Backend | None:
    address = (
        host_port(words[2].removeprefix("ipv4@").removeprefix("ipv6@")) if len(words) > 2 else None
    )
    if address is None or not address[0]:
        return None
    weight = _after(words, "weight")
    return Backend(
        host=address[0],
        port=address[1],
        origin=entry.origin(number),
        weight=int(weight) if weight.isdecimal() and len(weight) < 9 else None,
        backup="backup" in words,
        enabled="disabled" not in words,
    )


def _after(words: Sequence[str], word: str) -> str:
    place = words.index(word) + 1 if word in words else len(words)
    return words[place] if place < len(words) else ""


def _check(section: _Section, defaults: _Section) -> str:
    for each in (section, defaults):
        for _, words in each.lines:
            if words[0] == "option" and words[1:2] and words[1].endswith(("chk", "-check")):
                sent = [" ".join(w) for _, w in each.all("http-check", "send")]
                return "; ".join([" ".join(words[1:]), *sent])
    checked = any("check" in words for _, words in section.all("server"))
    return "tcp" if checked else ""


def _persistence(section: _Section, defaults: _Section) -> tuple[str, str]:
    """Return how a client stays with its server."""
    for each in (section, defaults):
        cookie = each.value("cookie")
        if cookie:
            return "cookie", cookie[0]
        app = each.value("appsession")
        if app:
            return "cookie", app[0]
    stick = section.value("stick", "on") or section.value("stick", "match")
    if stick:
        kind = (
            "source" if stick[0].startswith("src") else "cookie" if "cook" in stick[0] else "table"
        )
        return kind, stick[0]
    balance = section.value("balance") or defaults.value("balance")
    if balance[:1] == ["source"]:
        return "source", ""
    return (
        ("table", balance[0])
        if balance and balance[0].startswith(("uri", "hdr", "url_param"))
        else ("none", "")
    )


def _listeners(section: _Section, defaults: _Section) -> Iterator[Listener]:
    mode = _mode(section, defaults)
    hosts = sorted({host for _, words in section.lines for host in _hosts(words)})
    pool = section.name if section.kind == "listen" else ""
    pool = pool or next(
        iter(section.value("default_backend") or defaults.value("default_backend")), ""
    )
    used = [words[1] for _, words in section.all("use_backend") if len(words) > 1]
    for number, words in section.all("bind"):
        tls = "ssl" in words
        for part in _single(words[1]) if len(words) > 1 else ():
            address = host_port(part)
            if address and address[1]:
                protocol = "https" if tls and mode == "http" else protocol_of(address[1], mode)
                yield Listener(
                    address[0] or "*",
                    address[1],
                    section.entry.origin(number),
                    protocol,
                    hosts,
                    pool or next(iter(used), ""),
                    tls,
                )


def _single(written: str) -> Iterator[str]:
    """Yield the addresses of `bind`, a range of ports one by one."""
    for part in written.split(","):
        ports = _RANGE.fullmatch(part)
        first, last = (int(ports["first"]), int(ports["last"])) if ports else (0, -1)
        if ports is None:
            yield part
        for port in range(first, min(last, first + _MOST_PORTS - 1) + 1):
            yield f"{ports['address'] if ports else ''}:{port}"


def _hosts(words: Sequence[str]) -> Iterator[str]:
    if words[0] not in ("acl", "use_backend", "http-request", "redirect"):
        return
    match = _HOST.search(" ".join(words))
    for host in match["hosts"].split() if match else ():
        if "." in host and _PATHLIKE.match(host):
            yield host.lower()


def _checks(section: _Section, found: Found) -> None:
    """List which requests go to which pool."""
    for number, words in section.all("use_backend"):
        if len(words) > 1:
            origin = section.entry.origin(number)
            rule = " ".join(words[2:])[:300]
            found.item(
                "lb.rules", origin, frontend=section.name, pool=words[1], condition=rule or None
            )
