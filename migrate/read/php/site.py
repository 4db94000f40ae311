"""A PHP site goes in; framework, version interval, extensions, settings and uploads come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from migrate.knowledge.php import php_knowledge
from migrate.model.origin import Origin
from migrate.read import certificates, config_files, crontab
from migrate.read.findings import Found
from migrate.read.php import code as php_code
from migrate.read.reader import Site
from migrate.read.redact import Form, redact
from migrate.read.tree import Entry, Tree
from migrate.read.values import Pair

KIND = "php-site"
_CODE = (".php", ".inc", ".module", ".phtml")
_PHP = Form("php", "php")
_SETTINGS = re.compile(r"(settings|config|database|db|wp-config|local)[\w.\-]*\.php$|\.env$")
_FRONT = re.compile(r"^\s*RewriteRule\s+\S+\s+/?(?P<script>[\w./\-]+\.php)\b.*", re.I)
_DIRECTIVE = re.compile(r"^\s*(RewriteRule|RewriteBase|Redirect\w*|ErrorDocument)\b", re.I)
_DENY = re.compile(r"^\s*RewriteRule\s+\S+\s+-\s+\[[^\]]*F", re.I)


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds a PHP site."""
    return ("",) if any(True for _ in tree.below("", ".php")) else ()


def read(site: Site) -> Iterable[Found]:
    """Read a site; its folder is the document root unless a public folder holds the front page."""
    found = Found()
    tree = site.tree
    _layout(tree, found)
    lower: dict[str, Origin] = {}
    upper: dict[str, Origin] = {}
    for entry in tree.below("", *_CODE):
        _code(entry, found, lower, upper)
    _version(found, lower, upper)
    for entry in tree.entries():
        if entry.name in crontab.NAMES or "cron.d/" in entry.path:
            crontab.read(entry, found)
        if _SETTINGS.search(entry.name) and entry.suffix == ".php":
            _settings(entry, found)
    certificates.read_all(certificates.held(site.tree), found)
    yield found


def _layout(tree: Tree, found: Found) -> None:
    for root in ("", "public/", "web/", "htdocs/"):
        front = tree.get(f"{root}index.php")
        if front:
            found.fact("web.document_root", root.rstrip("/") or ".", front.origin())
            break
    for framework in php_knowledge().frameworks:
        files = [tree.get(path) for path in framework.files]
        if all(files):
            origins = [file.origin() for file in files if file]
            found.fact("php.framework", {"name": framework.name, "version": None}, *origins)
            break
    else:
        found.fact("php.framework", {"name": "plain", "version": None}, confidence=0.6)
    for entry in tree.entries():
        if entry.name == ".htaccess":
            found.fact("web.server", "apache", entry.origin())
            _htaccess(entry, found)


def _htaccess(entry: Entry, found: Found) -> None:
    for number, line in enumerate((entry.text() or "").splitlines(), 1):
        origin = entry.origin(number)
        front = _FRONT.match(line)
        if front:
            found.item("web.rewrites", origin, idiom="front-controller", understood=True)
            found.item("http.paths", origin, path="/", kind="front-controller", login=None)
        elif _DENY.match(line):
            found.item("web.rewrites", origin, idiom="deny", understood=True)
        elif _DIRECTIVE.match(line):
            found.item("web.rewrites", origin, idiom=line.strip()[:120], understood=False)


def _code(entry: Entry, found: Found, lower: dict[str, Origin], upper: dict[str, Origin]) -> None:
    tables = php_knowledge()
    source = entry.content()
    for use in php_code.uses(source):
        origin = entry.origin(use.line)
        if use.kind == "syntax":
            lower.setdefault("7.0", origin)
        elif use.kind == "class" and use.name in tables.classes:
            _extension(found, tables.classes[use.name], origin)
        elif use.kind == "string":
            for scheme, name in tables.pdo_drivers.items():
                if use.name.startswith(scheme):
                    _extension(found, name, origin)
        elif use.kind == "call":
            _call(use.name, origin, found)
            if use.name in tables.since:
                lower.setdefault(tables.since[use.name], origin)
            if use.name in tables.until:
                upper.setdefault(tables.until[use.name], origin)


def _call(name: str, origin: Origin, found: Found) -> None:
    tables = php_knowledge()
    for extension, prefixes in tables.extensions.items():
        if any(name.startswith(prefix) for prefix in prefixes):
            _extension(found, extension, origin)
    if name == "session_start":
        found.fact("session.use", "files", origin)


def _extension(found: Found, name: str, origin: Origin) -> None:
    found.item("php.extensions", origin, name=name)


def _version(found: Found, lower: dict[str, Origin], upper: dict[str, Origin]) -> None:
    least = max(lower, key=_number, default=None)
    most = min(upper, key=_number, default=None)
    if least or most:
        origins = [where[v] for where, v in ((lower, least), (upper, most)) if v]
        found.fact("php.version", {"min": least, "max": most}, *origins, confidence=0.8)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _settings(entry: Entry, found: Found) -> None:
    source = entry.content()
    text, encoding = entry.decoded()
    if not text or encoding not in ("utf-8", "utf-8-sig"):
        return
    pairs = list(php_code.entries(source, text))
    settings = redact(entry, text, encoding, pairs, _PHP)
    if not settings.keys:
        return
    config_files.add(settings, entry, found)
    _uploads(settings.pairs, entry, found)


def _uploads(pairs: Iterable[Pair], entry: Entry, found: Found) -> None:
    """Add folders that settings name for files: `file_public_path`, `upload_dir`."""
    for pair in pairs:
        if re.search(r"(file_public_path|upload_?(dir|path)|files_?path)$", pair.key.lower()):
            found.item("files.written", entry.origin(pair.line), path=pair.value, holds="data")
        elif pair.key.lower() == "charset":
            found.fact("charset", pair.value, entry.origin(pair.line))
    text = entry.text() or ""
    for number, line in enumerate(text.splitlines(), 1):
        zone = re.search(r"date_default_timezone_set\(\s*['\"]([\w/]+)['\"]", line)
        if zone:
            found.fact("timezone", zone[1], entry.origin(number))
