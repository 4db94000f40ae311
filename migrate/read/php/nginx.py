"""nginx configuration of a PHP site -> server blocks, and the rules in them that are understood.

The syntax is nginx's own (nginx.org/en/docs/beginners_guide.html): words, `;`, `{ }`, quotes, `#`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from migrate.read import leaks
from migrate.read.findings import Found
from migrate.read.tree import Entry

_TOKEN = re.compile(
    r"#[^\n]*|\"(?:[^\"\\]|\\.){0,4000}\"|'(?:[^'\\]|\\.){0,4000}'|[;{}]"
    r"|(?:\$\{|[^\s;{}\"'#\\]|\\.)(?:\$\{[^}\n]{0,100}\}|[^\s;{}]){0,4000}",
)
_MOST = 50_000
_IDIOMS = {
    "expires": "expires", "add_header": "headers", "auth_basic": "auth-basic",
    "auth_basic_user_file": "auth-basic", "error_page": "error-document", "deny": "deny",
    "fastcgi_param": "php-value",
}  # fmt: skip
_PHP_VALUE = re.compile(r"PHP_(?:ADMIN_)?VALUE")


class Order(Struct, frozen=True):
    """One directive, with the blocks around it."""

    words: tuple[str, ...]
    line: int
    blocks: tuple[tuple[int, tuple[str, ...]], ...]
    """Number and words of each block around it, the outer one first."""

    @property
    def name(self) -> str:
        """Its first word."""
        return self.words[0].lower()

    @property
    def server(self) -> int:
        """The number of the server block it stands in, 0 for none."""
        return next((number for number, words in self.blocks if words[:1] == ("server",)), 0)

    @property
    def text(self) -> str:
        """The directive as it is written, without secrets."""
        return leaks.masked(" ".join(self.words))[:160]


def orders(text: str) -> Iterator[Order]:
    """Yield the directives; what opens a block is one too."""
    blocks: list[tuple[int, tuple[str, ...]]] = []
    words: list[str] = []
    line, place, start, number = 1, 0, 1, 0
    for count, match in enumerate(_TOKEN.finditer(text)):
        token = match[0]
        line += text.count("\n", place, match.start())
        place = match.start()
        if count > _MOST or len(blocks) > 60:
            return
        if token.startswith("#"):
            continue
        if token in (";", "{"):
            if words:
                yield Order(tuple(words), start, tuple(blocks))
            if token == "{":
                number += 1
                blocks.append((number, tuple(words)))
            words = []
        elif token == "}":
            del blocks[-1:]
            words = []
        else:
            start = start if words else line
            words.append(token.strip("\"'") if token[:1] in "\"'" else token)


def read(entry: Entry, found: Found, told: Sequence[Order]) -> None:
    """Add the rules of one server block, or of a file that is included in one."""
    for order in told:
        idiom = _idiom(order)
        origin = entry.origin(order.line)
        if idiom is None:
            continue
        if not idiom:
            found.item("web.rewrites", origin, idiom=order.text, understood=False)
            continue
        found.item("web.rewrites", origin, idiom=idiom, understood=True)
        if idiom == "front-controller":
            found.item("http.paths", origin, path="/", kind="front-controller", login=None)


def _idiom(order: Order) -> str | None:
    """Return what a directive does; empty when that is not understood, None when it is no rule."""
    name, words = order.name, order.words
    if name == "try_files":
        scripts = [word for word in words[2:] if ".php" in word]
        return "front-controller" if scripts else "static-files"
    if name == "return":
        return _returned(order)
    if name == "rewrite":
        return _rewrite(order)
    if name == "deny":
        return "deny" if words[1:2] == ("all",) else None
    if name == "if":
        return None
    if name == "fastcgi_param":
        return "php-value" if len(words) > 1 and _PHP_VALUE.search(words[1]) else None
    return _IDIOMS.get(name)


def _returned(order: Order) -> str:
    target = order.words[-1]
    if order.words[1:2] in (("403",), ("404",), ("444",)):
        return "deny"
    if target.startswith("https://"):
        around = " ".join(word for _, words in order.blocks for word in words)
        return "www-redirect" if "http_host" in around else "https-redirect"
    return "redirect" if target.startswith("http://") else ""


def _rewrite(order: Order) -> str:
    if len(order.words) < 3:
        return ""
    pattern, target = order.words[1:3]
    if target.startswith("https://"):
        return "https-redirect"
    if target.startswith("http://") or order.words[-1] in ("permanent", "redirect"):
        return "redirect"
    around = " ".join(word for _, words in order.blocks for word in words)
    catches_all = re.fullmatch(r"\^?/?\(?\.[*+]\)?\$?|\^", pattern) is not None
    if re.match(r"/?[\w./\-]{1,100}\.php(?:[/?]|$)", target):
        if catches_all or "request_filename" in around:
            return "front-controller"
        return "rewrite-to-script"
    return ""
