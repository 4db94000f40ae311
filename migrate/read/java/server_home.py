"""Files of an input -> the homes of Java servers in it, and which files configure an application.

A file is known by its root element, so that any other `config.xml` is none. Folders as the servers'
own documentation lays them out: Tomcat's `conf`, WildFly's `configuration`, WebLogic's `config`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from weakref import WeakKeyDictionary

from msgspec import Struct

from migrate.model.origin import Origin
from migrate.read.java import documents
from migrate.read.java.documents import Node
from migrate.read.java.tomcat_names import is_of_another
from migrate.read.tree import Entry, Tree

_NAMES = re.compile(
    r"(?:server|domain|host|config|context|resources|standalone[\w.\-]{0,60}"
    r"|[\w.\-]{1,80}-(?:jdbc|ds))\.xml",
    re.I,
)
_OF_HOST = re.compile(r"(?:^|/)conf/[^/]+/[^/]+/[^/]+\.xml$")
_HOST_APART = re.compile(r"(?:^|/)Catalina/[^/]+/[^/]+\.xml$")
_FOLDERS = ("conf", "config", "configuration")
_MODES = ("standalone/", "domain/")
"""Folders of WildFly between its home and the configuration."""
_SETTINGS = (".xml", ".properties")
_SCRIPTS = (".sh", ".bat", ".cmd", ".conf", ".env", ".service", ".options")
_JETTY = re.compile(r"(?:^|/)(?P<file>start\.ini|start\.d/[^/]+\.ini)$")
_MODULES = re.compile(r"^\s{0,20}(?:--modules?=|--exec|(?:-D)?jetty\.)", re.M)
_OF_JETTY = re.compile(r"start\.ini|start\.d/[^/]+\.ini|etc/[^/]+\.xml")
_JETTYS_CONTEXT = re.compile(r"(?:^|/)(?:webapps|contexts)/[^/]+\.xml$")
_LIBERTY = frozenset({"featureManager", "httpEndpoint", "dataSource", "application"})
_MOST = 2000


class ServerFile(Struct, frozen=True):
    """A file that configures a server."""

    entry: Entry
    vendor: str
    home: str
    """The folder of its server, `""` for the top; ends in `/` otherwise."""
    main: bool
    """Whether it stands for a server rather than for a part of one."""
    of_host: bool = False
    """Whether it is `conf/ENGINE/HOST/NAME.xml` of Tomcat, which configures one application."""
    base: str = ""
    """That application's docBase."""
    line: int = 0


_SEEN: WeakKeyDictionary[Tree, tuple[ServerFile, ...]] = WeakKeyDictionary()
_APART: WeakKeyDictionary[Tree, tuple[ServerFile, ...]] = WeakKeyDictionary()


def known(tree: Tree) -> tuple[ServerFile, ...]:
    """Return the configuration files of servers in a tree."""
    if tree not in _SEEN:
        _SEEN[tree] = tuple(_known(tree))
    return _SEEN[tree]


def files(tree: Tree, home: str) -> list[Entry]:
    """Return what configures and starts the server of a home."""
    return [entry for entry in tree.below(home) if _configures(entry.path[len(home) :])]


def around(tree: Tree, folder: str) -> list[Entry]:
    """Return what configures the server that an exploded application lies in."""
    home = _innermost((file.home for file in known(tree)), folder) if folder else None
    inside = files(tree, home) if home is not None else []
    others = _others(tree, folder)
    return [e for e in inside if not e.path.startswith(folder) and e.path not in others]


def beside(tree: Tree, entries: Sequence[Entry], path: str) -> list[Entry]:
    """Return those files that go with an archive: not what lies in another server's home."""
    homes = {file.home for file in known(tree) if file.main}
    own = _innermost(homes, path)
    foreign = _others(tree, path)
    entries = [entry for entry in entries if entry.path not in foreign]
    others = tuple(home for home in homes if home and home != own)
    if own is None or not others:
        return entries
    return [e for e in entries if e.path.startswith(own) and not _below(e.path, others, own)]


def contexts(tree: Tree) -> Iterator[tuple[str, str, Origin]]:
    """Yield name, docBase and place of the files by which Tomcat's hosts configure applications."""
    for file in (*known(tree), *_apart(tree)):
        if file.of_host and file.vendor == "tomcat":
            name = file.entry.name.removesuffix(".xml")
            yield name, file.base, file.entry.origin(file.line)


def _apart(tree: Tree) -> tuple[ServerFile, ...]:
    """Return files of hosts below no `conf/`: they make no server. Debian has `/etc/tomcat9`."""
    if tree not in _APART:
        files = islice((e for e in tree.below("", ".xml") if _HOST_APART.search(e.path)), _MOST)
        told = ((entry, documents.parse(entry)) for entry in files if not is_of_host(entry.path))
        _APART[tree] = tuple(
            ServerFile(entry, "tomcat", "", False, True, root.get("docBase"), root.line)
            for entry, root in told
            if root is not None and root.name == "Context"
        )
    return _APART[tree]


def is_of_host(path: str) -> bool:
    """Tell a file with which a host of Tomcat configures one application."""
    return _OF_HOST.search(path) is not None


def _others(tree: Tree, path: str) -> frozenset[str]:
    """Return the paths of files that configure other applications than the one at a path."""
    name = path.rstrip("/").rpartition("/")[2]
    return frozenset(
        file.entry.path
        for file in known(tree)
        if file.of_host and is_of_another(file.entry.name, file.base, name)
    )


def _below(path: str, others: Sequence[str], own: str) -> bool:
    return any(path.startswith(home) and home.startswith(own) for home in others)


def _innermost(homes: Iterable[str], path: str) -> str | None:
    return max((home for home in homes if path.startswith(home)), key=len, default=None)


def _known(tree: Tree) -> Iterator[ServerFile]:
    left = _MOST
    for entry in tree.below("", ".xml"):
        if left and (_NAMES.fullmatch(entry.name) or _is_context(entry.path)):
            left -= 1
            root = documents.parse(entry) if _may_be(entry) else None
            vendor, main = _whose(root) if root is not None else ("", False)
            if root is not None and vendor:
                yield _server_file(entry, root, vendor, main=main)
    for entry in tree.below("", ".ini"):
        base = _JETTY.search(entry.path)
        if base and _MODULES.search(entry.text() or ""):
            yield ServerFile(entry, "jetty", entry.path[: base.start("file")], True)


def _server_file(entry: Entry, root: Node, vendor: str, *, main: bool) -> ServerFile:
    if vendor == "jetty":
        said = (each.text for each in root.children("Set") if each.get("name") == "war")
        home = entry.path.rsplit("/", 2)[0] + "/" if entry.path.count("/") > 1 else ""
        return ServerFile(entry, vendor, home, main, True, next(said, ""), root.line)
    of_host = root.name == "Context" and _OF_HOST.search(entry.path) is not None
    base = root.get("docBase") if of_host else ""
    return ServerFile(entry, vendor, _home(entry.path), main, of_host, base, root.line)


def _is_context(path: str) -> bool:
    return bool(_OF_HOST.search(path) or _JETTYS_CONTEXT.search(path))


def _may_be(entry: Entry) -> bool:
    """Tell by its first bytes: what is no XML is no damaged server file."""
    return entry.content()[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")


def _whose(root: Node) -> tuple[str, bool]:
    """Return whose server a file configures, and whether it stands for one; empty for neither."""
    name, space = root.name, root.namespace
    if name in ("Server", "Context") and not space:
        return "tomcat", name == "Server"
    if name == "Configure" and "WebAppContext" in root.get("class"):
        return "jetty", False
    if space.startswith("urn:jboss"):
        return "jboss", name in ("server", "domain", "host")
    if name == "datasources":
        return "jboss", False
    if name in ("domain", "Domain", "jdbc-data-source"):
        return _weblogic(root)
    if name == "server" and any(child.name in _LIBERTY for child in root.children()):
        return "websphere", True
    if name in ("XMI", "JDBCProvider") and any(True for _ in root.all("factories")):
        return "websphere", False
    return "", False


def _weblogic(root: Node) -> tuple[str, bool]:
    """Tell WebLogic's domain from GlassFish's and from a virtual machine's."""
    if "weblogic" in root.namespace or "bea.com" in root.namespace:
        return "weblogic", root.name == "domain"
    if root.get("ConfigurationVersion"):
        return "weblogic", True
    return ("glassfish", True) if root.child("configs") and root.child("servers") else ("", False)


def _home(path: str) -> str:
    """Return the folder above the last one that holds configuration, else the file's own."""
    parts = path.split("/")[:-1]
    at = max((n for n, part in enumerate(parts) if part in _FOLDERS), default=len(parts))
    home = "".join(f"{part}/" for part in parts[:at])
    for mode in _MODES:
        if at < len(parts) and (home == mode or home.endswith(f"/{mode}")):
            return home.removesuffix(mode)
    return home


def _configures(inside: str) -> bool:
    """Tell a file of a server by its path below the home."""
    for mode in _MODES:
        inside = inside.removeprefix(mode)
    if _OF_JETTY.fullmatch(inside) or _JETTYS_CONTEXT.search(inside):
        return True
    folder, _, name = inside.rpartition("/")
    suffix = "." + name.rpartition(".")[2].lower()
    if folder.split("/", 1)[0] in _FOLDERS:
        return suffix in (*_SETTINGS, *_SCRIPTS)
    if folder in ("", "bin"):
        return suffix in _SCRIPTS or (not folder and _NAMES.fullmatch(name) is not None)
    return False
