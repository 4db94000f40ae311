"""slapd.conf and the LDIF of slapd.d go in; an LDAP server with its directories comes out."""

from __future__ import annotations

import base64
import binascii
import functools
import re
from collections.abc import Iterable, Iterator, Sequence

from migrate.read import includes, servers, told
from migrate.read import server_facts as facts
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.told import Said, Told
from migrate.read.tree import Entry, Tree

KIND = "ldap"
_PORTS = {"ldap": 389, "ldaps": 636}
_URL = re.compile(
    r"\b(?P<scheme>ldaps?)://(?P<host>\[[^\]\s]{2,45}\]|[\w.\-]{0,253})(?::(?P<port>\d{1,5}))?"
)
_PROVIDER = re.compile(r"provider=\"?(?P<url>ldaps?://[\w.\-]{1,253}(?::\d{1,5})?)", re.I)
_VERSION = re.compile(r"OpenLDAP: slapd (?P<version>\d[\w.\-]{0,30})")
_LDIF_KEYS = {
    "olcsuffix": "suffix", "olcdbdirectory": "directory", "olcsyncrepl": "syncrepl",
    "olcserverid": "serverid", "olctlscertificatefile": "tlscertificatefile",
    "olcrootpw": "rootpw", "olcmirrormode": "mirrormode", "olcmultiprovider": "mirrormode",
    "olcdbmaxsize": "maxsize", "olcdatabase": "database", "olclogfile": "logfile",
    "olcupdateref": "updateref",
}  # fmt: skip


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds files of an LDAP server."""
    return servers.roots(tree, KIND)


def read(site: Site) -> Iterable[Found]:
    """Read every server; all LDIF of an input belongs to one."""
    takers: dict[str, servers.Take] = {
        "ldap.slapd": functools.partial(_conf, tree=site.tree),
        "ldap.ldif": _ldif,
        "ldap.defaults": _defaults,
        "ldap.version": _version,
    }
    return servers.read(site, KIND, takers, _finish)


def _conf(entry: Entry, found: Found, tree: Tree) -> None:
    _take(includes.with_included(entry, tree, _continued, ("include",), found), found)


def _ldif(entry: Entry, found: Found) -> None:
    _take(Told(entry, _attributes(entry.expected_text())), found)


def _continued(text: str) -> Iterator[Said]:
    """Yield keys and values; a line that starts with a space goes on with the one before."""
    for number, line in _joined(text, ("#",)):
        key, _, value = line.replace("\t", " ").partition(" ")
        yield Said(key, told.unquoted(value.strip()), number)


def _attributes(text: str) -> Iterator[Said]:
    """Yield attributes of LDIF (RFC 2849), those in base64 decoded, under slapd.conf's names."""
    for number, line in _joined(text, ("#",)):
        key, _, value = line.partition(":")
        if value.startswith(":"):
            try:
                value = base64.b64decode(value[1:].strip()).decode("utf-8", errors="replace")
            except (binascii.Error, ValueError):
                continue
        name = _LDIF_KEYS.get(key.strip().lower(), key.strip())
        yield Said(name, re.sub(r"^\{-?\d{1,5}\}", "", value.strip()), number)


def _joined(text: str, comments: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    parts: list[str] = []
    start = 0
    for number, line in enumerate(text.splitlines(), 1):
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:] if ":" in parts[0] else line)
            continue
        if parts:
            yield start, "".join(parts)
        parts = [] if not line.strip() or line.startswith(comments) else [line]
        start = number
    if parts:
        yield start, "".join(parts)


def _take(conf: Told, found: Found) -> None:
    for said in conf.each("suffix"):
        found.item("databases", conf.at(said), name=said.value)
    for said in conf.each("directory"):
        facts.data_dir(found, said.value, conf.at(said))
    for said in conf.each("logfile"):
        facts.log_file(found, said.value, conf.at(said))
    certificate = conf.get("tlscertificatefile")
    if certificate:
        found.fact("tls", {"enabled": True}, conf.at(certificate))
    for said in conf.each("syncrepl"):
        provider = _PROVIDER.search(said.value)
        for address in facts.hosts(provider["url"] if provider else "", 389):
            facts.replicates(found, address, "ldap", "syncrepl", conf.at(said))
    _part(conf, found)
    if any(conf.each("suffix", "database")):
        found.fact("auth", {"enabled": True, "mechanism": "bind"}, conf.at(conf.get("suffix")))
    for said in conf.each("maxsize"):
        found.item("settings", conf.at(said), name="maxsize", value=said.value)
    facts.tuning(KIND, conf, found)
    facts.config_file(conf, found, "rootpw", "syncrepl")


def _part(conf: Told, found: Found) -> None:
    """Tell servers that write to each other, and those that only pass on."""
    mirror = conf.get("mirrormode")
    if mirror and mirror.value.lower() in ("on", "true"):
        found.fact("ldap.multi_provider", True, conf.at(mirror))
    for said in conf.each("database"):
        if said.value in ("ldap", "meta"):
            found.fact("cluster.role", "proxy", conf.at(said))


def _defaults(entry: Entry, found: Found) -> None:
    """Take `SLAPD_SERVICES` (Debian) or `SLAPD_URLS` (Red Hat): where the server listens."""
    conf = told.assignments(entry)
    said = conf.get("slapd_services", "slapd_urls")
    for match in _URL.finditer(said.value if said else ""):
        port = match["port"] or _PORTS[match["scheme"]]
        facts.endpoint(found, port, match["scheme"], conf.at(said))


def _version(entry: Entry, found: Found) -> None:
    facts.stated(found, "ldap.version", _VERSION, entry)


def _finish(found: Found) -> None:
    if found.has("config.files") and not found.has("replication.role"):
        found.unknown("replication.role", "read.server.consumers_unseen")
    found.unknown("data.size", "read.server.no_status")
    found.unknown("data.dir", "read.server.no_configuration")
