"""Apache's .htaccess and virtual hosts -> the idioms that are understood, and what is not.

From the documentation of httpd 2.4 (mod_rewrite, mod_alias, mod_expires, mod_headers, mod_authz).
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from migrate.knowledge.settings import setting_keys
from migrate.read import leaks
from migrate.read.findings import Found
from migrate.read.tree import Entry

_LONGEST = 20_000
_SECTIONS = re.compile(r"<(/?)(\w+)\s{0,9}([^>]{0,300})>")
_HARMLESS = frozenset(
    [
        "rewriteengine",
        "rewritebase",
        "options",
        "rewriteoptions",
        "directoryindex",
        "addtype",
        "addencoding",
        "adddefaultcharset",
        "addcharset",
        "defaulttype",
        "fileetag",
        "setoutputfilter",
        "addoutputfilter",
        "addoutputfilterbytype",
        "deflatecompressionlevel",
        "indexignore",
        "indexoptions",
        "allowoverride",
        "serversignature",
        "multiviewsmatch",
        "limitrequestbody",
        "traceenable",
        "usecanonicalname",
        "addlanguage",
        "languagepriority",
        "brotlicompressionquality",
        "setenvifnocase",
        "setenvif",
        "browsermatch",
        "servertokens",
        "timeout",
        "keepalive",
        "hostnamelookups",
        "loglevel",
        "errorlog",
        "customlog",
        "serveradmin",
        "requestheader",
        "namevirtualhost",
        "listen",
        "logformat",
        "transferlog",
        "rewritelog",
        "rewriteloglevel",
        "sslengine",
        "sslprotocol",
        "sslciphersuite",
        "sslhonorcipherorder",
        "sslcertificatefile",
        "sslcertificatekeyfile",
        "sslcertificatechainfile",
        "sslcacertificatefile",
        "acceptpathinfo",
        "documentroot",
        "servername",
        "serveralias",
        "contentdigest",
        "removehandler",
        "removetype",
        "passenv",
        "unsetenv",
    ]
)
_SIMPLE = {
    "expiresactive": "expires", "expiresdefault": "expires", "expiresbytype": "expires",
    "header": "headers", "errordocument": "error-document", "php_value": "php-value",
    "php_flag": "php-value", "php_admin_value": "php-value", "php_admin_flag": "php-value",
    "authtype": "auth-basic", "authname": "auth-basic", "authuserfile": "auth-basic",
    "authgroupfile": "auth-basic", "order": "access", "deny": "deny", "allow": "access",
    "satisfy": "access", "setenv": "environment", "addhandler": "php-handler",
    "sethandler": "php-handler", "action": "php-handler", "fcgiwrapper": "php-handler",
    "proxypassmatch": "php-handler", "alias": "alias", "redirect": "redirect",
    "redirectpermanent": "redirect", "redirecttemp": "redirect", "redirectmatch": "redirect",
}  # fmt: skip
_FRONT = re.compile(r"(?i)^/?(?:[\w\-]+/){0,4}[\w.\-]+\.php(?:[/?].*)?$")
_KNOWN_FLAGS = frozenset(
    [
        "l",
        "qsa",
        "nc",
        "f",
        "g",
        "r",
        "r=301",
        "r=302",
        "r=303",
        "r=307",
        "ne",
        "pt",
        "end",
        "b",
        "or",
        "last",
        "qsappend",
        "nocase",
        "forbidden",
        "gone",
        "redirect",
        "noescape",
        "e=https:on",
    ]
)


class Directive(Struct, frozen=True):
    """One line: what it orders, with which words."""

    name: str
    words: tuple[str, ...]
    line: int
    section: tuple[str, ...]
    """The sections around it, `files *.php`."""

    @property
    def text(self) -> str:
        """The directive as it is written, without secrets."""
        shown, hidden = [self.name], False
        for word in self.words:
            shown.append("***" if hidden else word)
            hidden = hidden or setting_keys().is_a("secret", word)
        return leaks.masked(" ".join(shown))[:160]


def directives(text: str) -> Iterator[Directive]:
    """Yield the directives of a file; lines that end in a backslash go on."""
    section: list[str] = []
    held, first = "", 0
    for number, line in enumerate(text.splitlines()[:_LONGEST], 1):
        first = first or number
        if line.endswith("\\") and len(held) < 8000:
            held += line[:-1] + " "
            continue
        whole, held, start, first = (held + line).strip(), "", first, 0
        if not whole or whole.startswith("#"):
            continue
        opened = _SECTIONS.match(whole)
        if opened:
            if opened[1]:
                del section[-1:]
            elif len(section) < 30:
                section.append(f"{opened[2]} {opened[3]}".lower().strip())
                yield Directive(f"<{opened[2]}", _words(opened[3]), start, tuple(section))
            continue
        name, _, rest = whole.partition(" ") if " " in whole else whole.partition("\t")
        yield Directive(name, _words(rest), start, tuple(section))


def _words(text: str) -> tuple[str, ...]:
    lexer = shlex.shlex(text[:4000], posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    lexer.escape = ""
    try:
        return tuple(lexer)
    except ValueError:
        return tuple(text[:4000].split())


def read(entry: Entry, found: Found) -> None:
    """Add the rules of a .htaccess file."""
    read_directives(directives(entry.text() or ""), entry, found)


def read_directives(told: Iterable[Directive], entry: Entry, found: Found) -> None:
    """Add the rules among directives."""
    conditions: list[Directive] = []
    for directive in told:
        name = directive.name.lower()
        if name == "rewritecond":
            conditions.append(directive)
        elif name == "rewriterule":
            _rule(directive, conditions, entry, found)
            conditions = []
        else:
            _other(directive, entry, found)


def _rule(directive: Directive, conditions: list[Directive], entry: Entry, found: Found) -> None:
    idiom = _idiom(directive, conditions)
    origin = entry.origin(directive.line)
    if not idiom:
        found.item("web.rewrites", origin, idiom=directive.text, understood=False)
        return
    found.item("web.rewrites", origin, idiom=idiom, understood=True)
    if idiom == "front-controller":
        found.item("http.paths", origin, path="/", kind="front-controller", login=None)


def _idiom(directive: Directive, conditions: list[Directive]) -> str:
    """Return what a rewrite rule does, empty when that is not understood."""
    if len(directive.words) < 2:
        return ""
    pattern, target = directive.words[:2]
    # `goods\.php?id=$1`: in what is substituted a backslash only stands before its sign.
    target = re.sub(r"\\(?=[^\\])", "", target)
    flags = _flags(directive)
    tests = " ".join(word for one in conditions for word in one.words[:2])
    if flags & {"f", "forbidden", "g", "gone"}:
        return "deny"
    if any(flag == "p" or flag == "proxy" for flag in flags):
        return ""
    if target == "-":
        return _passed(flags)
    if target.startswith(("http://", "https://")) or any(f.split("=")[0] == "r" for f in flags):
        return _redirect(target, tests)
    if not _plain(flags) or not _FRONT.match(target):
        return ""
    if "%{HTTP_HOST}" in tests or "%{QUERY_STRING}" in tests:
        return ""
    catches_all = re.fullmatch(r"\^?\(?\.?[*+]?\)?\$?|\^?\(?\.\+?\*?\)?\$?|\^?\(\.\*\)\$?", pattern)
    if catches_all or "REQUEST_FILENAME" in tests or "REQUEST_URI" in tests:
        return "front-controller"
    return "rewrite-to-script"


def _passed(flags: set[str]) -> str:
    """Return what a rule without target does: let something pass, or set a variable."""
    if any(flag.startswith("e=") for flag in flags):
        return "environment"
    return "pass" if flags <= _KNOWN_FLAGS | {"s=1"} else ""


def _plain(flags: set[str]) -> bool:
    return all(flag in _KNOWN_FLAGS or flag.startswith(("e=", "env=")) for flag in flags)


def _flags(directive: Directive) -> set[str]:
    if len(directive.words) < 3:
        return set()
    return {flag.strip().lower() for flag in directive.words[2].strip("[]").split(",")} - {""}


def _redirect(target: str, tests: str) -> str:
    if "%{HTTPS}" in tests or "%{SERVER_PORT}" in tests or "X-Forwarded-Proto" in tests:
        return "https-redirect"
    if "%{HTTP_HOST}" in tests:
        return "www-redirect" if "www" in f"{tests} {target}" else "host-redirect"
    return "redirect"


def _other(directive: Directive, entry: Entry, found: Found) -> None:
    name = directive.name.lower()
    if name.startswith("<") or name in _HARMLESS:
        return
    idiom = _BY_WORDS[name](directive) if name in _BY_WORDS else _SIMPLE.get(name, "")
    origin = entry.origin(directive.line)
    if not idiom:
        found.item("web.rewrites", origin, idiom=directive.text, understood=False)
    elif idiom != "access":
        found.item("web.rewrites", origin, idiom=idiom, understood=True)


def _require(directive: Directive) -> str:
    words = [word.lower() for word in directive.words]
    if words[:2] == ["all", "denied"]:
        return "deny"
    if words[:1] in (["valid-user"], ["user"], ["group"]):
        return "auth-basic"
    return "access"


def _deny(directive: Directive) -> str:
    return "deny" if [word.lower() for word in directive.words[:2]] == ["from", "all"] else "access"


def _auth_type(directive: Directive) -> str:
    return "auth-basic" if directive.words[:1] and directive.words[0].lower() == "basic" else ""


_BY_WORDS: dict[str, Callable[[Directive], str]] = {
    "require": _require,
    "deny": _deny,
    "authtype": _auth_type,
}
