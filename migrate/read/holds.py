"""Keys and values go in; which keys hold a URL, host, port, user, secret or path comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from migrate.knowledge.settings import SettingKeys, setting_keys
from migrate.read import leaks
from migrate.read.pair import Pair
from migrate.read.values import Address

Role: TypeAlias = Literal["url", "host", "port", "user", "secret", "path"]

_URL = re.compile(r"[A-Za-z][\w+.\-]{0,30}(?::[\w+.\-]{1,30}){0,5}:(?://|@|\()")
_WINDOWS = re.compile(r"(?:file:/{0,3})?(?P<path>[A-Za-z]:[\\/](?![\\/])[^\"'<>|*?\r\n]{0,400})$")
_UNIX = re.compile(
    r"(?:file:(?://)?)?(?P<path>/(?P<root>[\w.\-]{1,100})(?:/[^\s\"'<>|;,:*?]{0,400})?)$"
)
_SHOWN = 300
_SWITCHES = ("true", "false", "yes", "no", "on", "off")
"""`single-login: false` names no account."""


class Holding(Struct, frozen=True):
    """One key and what it holds."""

    key: str
    holds: Role
    line: int
    value: str = ""
    """Empty for secrets; those inside of a value are masked."""


class NamedPath(Struct, frozen=True):
    """An absolute path of a machine."""

    path: str
    drive: Literal["unix", "windows"]


def holdings(
    pairs: Sequence[Pair],
    shown: Sequence[Pair],
    secrets: Sequence[Pair],
    named: Sequence[Address],
) -> tuple[Holding, ...]:
    """Return what each key that tells something holds, in the order of the file.

    `shown` are the same keys with the secrets inside of their values masked.
    """
    keys = setting_keys()
    hidden = {id(pair) for pair in secrets}
    called = {id(address.pair) for address in named}
    found: dict[Holding, None] = {}
    for pair, safe in zip(pairs, shown, strict=True):
        if id(pair) in hidden:
            found[Holding(pair.key, "secret", pair.line)] = None
            continue
        for role in _roles(pair, keys, id(pair) in called):
            value = leaks.masked(safe.meaning[: 4 * _SHOWN])[:_SHOWN]
            found[Holding(pair.key, role, pair.line, value)] = None
    return tuple(found)


def _roles(pair: Pair, keys: SettingKeys, called: bool) -> Iterator[Role]:
    value = pair.meaning.strip()
    if called:
        yield "url" if _URL.search(value[:500]) else "host"
    if not value:
        return
    if keys.is_a("port", pair.key) and value.isdecimal():
        yield "port"
    if keys.is_a("account", pair.key) and value.lower() not in _SWITCHES:
        yield "user"
    if named_path(pair):
        yield "path"


def named_path(pair: Pair) -> NamedPath | None:
    """Return the absolute path that a value is; None for paths of URLs and for anything else."""
    value = pair.meaning.strip()
    if len(value) > 2 * _SHOWN:
        return None
    windows = _WINDOWS.match(value)
    if windows:
        return NamedPath(windows["path"], "windows")
    unix = _UNIX.match(value)
    keys = setting_keys()
    if unix and (unix["root"].lower() in keys.path_roots) and _is_file_path(unix["path"], pair.key):
        return NamedPath(unix["path"], "unix")
    return None


def _is_file_path(path: str, key: str) -> bool:
    """Tell a path of a machine from one of a site: `/app/login` under `login.url` is the latter."""
    if re.search(
        r"(?i)ur[il]|servlet|mapping|pattern|action|page|view|route|context|redirect", key
    ):
        return False
    return path.strip("/").count("/") > 0 or setting_keys().is_a("path", key)
