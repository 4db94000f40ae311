"""Virtual hosts that lie in or around a site -> server, document root, host names, rules."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from migrate.model.origin import Origin
from migrate.read import leaks
from migrate.read.findings import Found
from migrate.read.php import apache, nginx
from migrate.read.php.layout import is_aside, is_foreign, roots
from migrate.read.reader import Site
from migrate.read.tree import Entry

_PLACES = re.compile(
    r"(?i)(?:^|/)(?:sites-(?:available|enabled)|conf-(?:available|enabled)|conf\.d|vhosts?(?:\.d)?"
    r"|nginx|apache2?|httpd|panel/vhost)/"
)
_FILES = re.compile(r"(?i)(?:\.conf|\.vhost|^(?:httpd|nginx|default|[\w\-]+\.(?:com|cn|net|org)))$")
_INCLUDED = ("nginx.htaccess", "nginx.conf", "rewrite.conf", ".nginx.conf", "nginx-rewrite.conf")
"""Rules that lie in a site's own folder and are included in its server block."""
_APACHE = re.compile(r"(?im)^[ \t]{0,200}(?:<VirtualHost|<Directory|DocumentRoot\s|Alias\s)")
_NGINX = re.compile(r"(?m)^[ \t]{0,200}server\s{0,200}\{")
_HANDLER = re.compile(r"(?i)(?:php|lsapi)(?:[-_]?(?:fpm|cgi|fcgi))?[-_/]?v?([578])\.?(\d)(?!\d)")
_HANDS_OVER = ("sethandler", "addhandler", "addtype", "fcgiwrapper", "proxypassmatch")
_NO_HOSTS = frozenset({"_", "localhost", "localhost.localdomain", "*", '""', ""})


class Handler(Struct, frozen=True):
    """A line that hands PHP files to one version of PHP."""

    version: str
    text: str
    origin: Origin


def handled(words: Sequence[str], origin: Origin) -> Iterator[Handler]:
    """Yield the version that a directive's words name: `unix:/run/php/php7.4-fpm.sock`."""
    for word in words:
        match = _HANDLER.search(word)
        if match:
            yield Handler(f"{match[1]}.{match[2]}", leaks.masked(" ".join(words))[:120], origin)
            return


def tell(site: Site, found: Found) -> list[Handler]:
    """Add what virtual hosts say of this site; return which PHP they hand its files to."""
    handlers: list[Handler] = []
    alone = len(roots(site.around)) <= 1
    for entry in site.around.entries():
        if not _may_be(entry):
            continue
        text = entry.text() or ""
        if _NGINX.search(text):
            handlers += _nginx(entry, text, site, alone, found)
        elif _APACHE.search(text):
            handlers += _apache(entry, text, site, alone, found)
    for entry in site.tree.named(*_INCLUDED):
        text = entry.text() or ""
        if "/" not in entry.path and not _NGINX.search(text):
            told = tuple(nginx.orders(text))
            if told:
                found.fact("web.server", "nginx", entry.origin())
                nginx.read(entry, found, told)
    return handlers


def _may_be(entry: Entry) -> bool:
    if is_foreign(entry.path) or is_aside(entry.path):
        return False
    placed = _PLACES.search(entry.path) is not None
    return (placed and ("." not in entry.name or bool(_FILES.search(entry.name)))) or (
        entry.name.lower() in ("apache.conf", "nginx.conf", "httpd.conf", "vhost.conf", "site.conf")
    )


def _nginx(entry: Entry, text: str, site: Site, alone: bool, found: Found) -> Iterator[Handler]:
    by_server: dict[int, list[nginx.Order]] = {}
    for order in nginx.orders(text):
        if order.server:
            by_server.setdefault(order.server, []).append(order)
    for orders in by_server.values():
        folders = [o for o in orders if o.name == "root" and len(o.words) > 1]
        serves_php = any(o.name == "fastcgi_pass" for o in orders)
        if not _belongs([o.words[1] for o in folders], site, alone and (serves_php or not folders)):
            continue
        found.fact("web.server", "nginx", entry.origin(orders[0].line))
        for order in folders[:1]:
            _root(order.words[1], site, entry, order.line, found)
        for order in orders:
            if order.name == "server_name":
                _hosts(order.words[1:], entry, order.line, found)
            if order.name in ("fastcgi_pass", "include"):
                yield from handled(order.words, entry.origin(order.line))
        nginx.read(entry, found, orders)


def _apache(entry: Entry, text: str, site: Site, alone: bool, found: Found) -> Iterator[Handler]:
    for host in _virtual_hosts(text):
        folders = [
            (one.words[-1], one.line)
            for one in host
            if one.name.lower() in ("documentroot", "alias") and one.words
        ]
        directories = [one.words[0] for one in host if one.name == "<Directory" and one.words]
        if not _belongs([*(path for path, _ in folders), *directories], site, alone):
            continue
        found.fact("web.server", "apache", entry.origin(host[0].line))
        for path, line in folders[:1]:
            _root(path, site, entry, line, found)
        for one in host:
            if one.name.lower() in ("servername", "serveralias"):
                _hosts(
                    [word.rpartition(":")[0] or word for word in one.words], entry, one.line, found
                )
            if one.name.lower() in _HANDS_OVER:
                yield from handled((one.name, *one.words), entry.origin(one.line))
        apache.read_directives(host, entry, found)


def _virtual_hosts(text: str) -> Iterator[list[apache.Directive]]:
    """Yield the directives of each virtual host, and those outside of any."""
    groups: dict[str, list[apache.Directive]] = {}
    number = 0
    for one in apache.directives(text):
        if one.name.lower() == "<virtualhost":
            number += 1
        inside = any(section.startswith("virtualhost") for section in one.section)
        groups.setdefault(str(number) if inside else "", []).append(one)
    yield from groups.values()


def _belongs(paths: Sequence[str], site: Site, alone: bool) -> bool:
    """Tell whether a host serves this site: its folder is named, or there is no other."""
    name = site.name.lower()
    named = any(name in path.lower().strip("/").split("/") for path in paths)
    return named or alone


def _root(path: str, site: Site, entry: Entry, line: int, found: Found) -> None:
    """Add the document root, when its place in the site can be told."""
    parts = path.strip("/").split("/")
    if site.name in parts:
        inside = "/".join(parts[parts.index(site.name) + 1 :])
        there = (
            any(e.path.startswith(f"{inside}/") for e in site.tree.entries()) if inside else True
        )
        if there:
            found.fact("web.document_root", posixpath.normpath(inside or "."), entry.origin(line))


def _hosts(names: Sequence[str], entry: Entry, line: int, found: Found) -> None:
    for name in names:
        if name not in _NO_HOSTS and len(name) < 254 and not name.startswith("~"):
            found.item("web.hosts", entry.origin(line), name=name.lower())
