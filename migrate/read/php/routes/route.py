"""One route of a site, and the spellings of paths that frameworks have, made one."""

from __future__ import annotations

import re

from msgspec import Struct

_OPTIONAL = re.compile(r"/?\[[^\]]{0,200}\]?.{0,200}$", re.S)
_BRACES = re.compile(r"\{(\w{1,60})[^{}]{0,100}\}")
_ANGLES = re.compile(r"<(\w{1,60})(?::[^<>]{0,100})?\??>")
_COLON = re.compile(r"(?<=/):(\w{1,60})\??")
_WORD = re.compile(r"\(:(num|any|alpha|alphanum|segment|hash)\)")
_PATTERN = re.compile(r"[\\^()|*+<>\[\]$\s?#]")
_NUMBER = re.compile(r"\{\d+:(?:\d+,?){1,2}\}")
_HEALTH = re.compile(r"(?i)/(?:health(?:z|[_-]?check)?|livez|readyz|up|ping)$")
_LOGIN = re.compile(r"(?i)/(?:login|signin|sign-in)$")
_AUTH = re.compile(
    r"(?i)^(?:auth|authenticate\w*|\w*authenticated?|jwt|login|check_?login|is_?login|session)"
    r"(?:$|[.:_\-]|middleware$|filter$|auth)"
)
_NO_AUTH = re.compile(r"(?i)guest|redirectif")


class Route(Struct, frozen=True):
    """A path that a site answers at, as a file says."""

    path: str
    line: int
    methods: tuple[str, ...] = ()
    """Empty for any."""
    login: bool | None = None
    kind: str = ""


def joined(*parts: str) -> str:
    """Return parts of a path as one, with one slash before each."""
    return "/" + "/".join(piece.strip("/") for piece in parts if piece.strip("/"))


def plain(path: str) -> str | None:
    r"""Return a path with its parameters as `{name}`; None for patterns that are no such path.

    FastRoute and Symfony write `{id:\d+}` and `[/{page}]`, Yii `<id:\d+>`, ThinkPHP `:id` and
    `[:id]`, CodeIgniter `(:num)`. What is optional is left away: the path answers without it.
    """
    if len(path) > 300:
        return None
    known = _BRACES.sub(r"{\1}", _NUMBER.sub("", f"/{path.lstrip('/')}"))
    known = _WORD.sub(r"{\1}", _COLON.sub(r"{\1}", _ANGLES.sub(r"{\1}", known)))
    known = _OPTIONAL.sub("", known).removesuffix("$")
    if _PATTERN.search(known.replace("{", "").replace("}", "")):
        return None
    return known or "/"


def kind_of(route: Route) -> str:
    """Return what a path is for; health and login by the names that they have everywhere."""
    if route.kind:
        return route.kind
    if _HEALTH.search(route.path):
        return "health"
    if _LOGIN.search(route.path):
        return "login"
    is_read = not route.methods or "GET" in route.methods
    return "page" if route.path == "/" and is_read else "endpoint"


def asks_for_login(guard: str) -> bool:
    """Tell whether a middleware, filter or class lets only those in who have logged in."""
    name = guard.strip().rstrip("\\").rsplit("\\", 1)[-1].removesuffix("::class")
    return bool(_AUTH.search(name)) and not _NO_AUTH.search(name)
