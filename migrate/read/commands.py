"""Command lines go in (of crontabs, units, processes); whom they call comes out, secrets never."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from migrate.knowledge.clients import Client, clients
from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Reference
from migrate.model.origin import Origin
from migrate.read import leaks, urls
from migrate.read.hosts import HOST
from migrate.read.tree import Entry

_LONGEST = 4000
_MOST = 50
"""References of one command line."""
_SHELLS = 2
"""How deep `sh -c "sh -c …"` is followed."""
_ENDS = frozenset("|&;()\n")
_TALK = frozenset({"echo", "printf", "logger", "grep", "egrep", "pgrep", "pkill", "killall", "rm"})
"""Programs whose words name programs without starting them."""
_NO_URL = frozenset({"-H", "--header", "-A", "--user-agent", "-e", "--referer"})
_HOST = re.compile(rf"{HOST}")
_LOGIN = re.compile(rf"(?:(?P<account>[\w.\-]{{1,64}})@)?(?P<host>{HOST})")
_PATH = re.compile(
    rf"(?:(?P<account>[\w.\-]{{1,64}})@)?(?P<host>{HOST})(?P<colon>::?)(?P<path>[^:]\S*)?"
)
_LOCAL = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "[::1]"})
_STORES = frozenset({"mysql", "postgresql", "redis", "mongodb", "ldap"})
_ASSIGNED = re.compile(
    r"^[ \t]*(?:(?:export|readonly|local)[ \t]+)?"
    r"(?P<name>[A-Za-z_]\w{0,60})=(?P<value>[^\s;#]{1,255})",
    re.M,
)
_VARIABLE = re.compile(r"\$(?:\{(?P<braced>\w{1,60})\}|(?P<bare>\w{1,60}))")
_PORTS = {"ssh": 22, "ftp": 21, "rsync": 873}


class _Called(Struct, frozen=True):
    host: str
    port: int
    protocol: str
    account: str = ""
    database: str = ""


def references(command: str, origin: Origin) -> Iterator[Reference]:
    """Yield whom a command line calls; the own host is left out."""
    for number, (program, called) in enumerate(_calls(command[:_LONGEST], 0)):
        if called.host in _LOCAL or number >= _MOST:
            continue
        known = {**setting_keys().protocols, **_PORTS}
        port = called.port or known.get(called.protocol, 0)
        yield Reference(
            target=f"{called.host}:{port}" if port else called.host,
            protocol=called.protocol,
            database=called.database,
            setting=program,
            account="" if leaks.MASK in called.account or "$" in called.account else called.account,
            origins=(origin,),
        )


def of_script(text: str, entry: Entry) -> Iterator[Reference]:
    """Yield the stores that the commands of a shell script call, its own variables filled in."""
    given = assigned(text)
    count = 0
    for number, line in _script_lines(text):
        for reference in references(filled(line, given), entry.origin(number)):
            if reference.protocol in _STORES and count < _MOST:
                count += 1
                yield reference


def assigned(text: str) -> dict[str, str]:
    """Return the variables that a script sets to plain words."""
    return {match["name"]: match["value"].strip("'\"") for match in _ASSIGNED.finditer(text)}


def filled(line: str, given: Mapping[str, str]) -> str:
    """Return a line with variables that are known filled in."""

    def value(match: re.Match[str]) -> str:
        return given.get(match["braced"] or match["bare"], match[0])

    return _VARIABLE.sub(value, line[:_LONGEST])


def _script_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a script with their numbers, those that go on joined; no comments."""
    parts: list[str] = []
    start = 1
    for number, line in enumerate(text.splitlines(), 1):
        if not parts and line.lstrip().startswith(("#", "rem ", "REM ", "::")):
            continue
        start = start if parts else number
        goes_on = line.endswith("\\") and len(parts) < _MOST
        parts.append(line[:-1] if goes_on else line)
        if not goes_on:
            yield start, " ".join(parts)
            parts = []


def _calls(command: str, depth: int) -> Iterator[tuple[str, _Called]]:
    for words in _parts(command):
        for place, word in enumerate(words):
            name = word.rsplit("/", 1)[-1]
            if name in _TALK:
                break
            if " " in word and words[place - 1] == "-c" and depth < _SHELLS:
                yield from _calls(word, depth + 1)
            client = clients().get(name)
            if client:
                yield from ((name, called) for called in _called(client, words[place + 1 :]))
                break


def _parts(command: str) -> Iterator[list[str]]:
    """Yield the words of every program that a line starts, quotes taken off."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars="|&;()\n")
    lexer.whitespace_split, lexer.commenters = True, ""
    words: list[str] = []
    try:
        for word in lexer:
            if word and set(word) <= _ENDS:
                yield words
                words = []
            else:
                words.append(word)
    except ValueError:
        # A quote that nothing closes: what stands before it is known.
        pass
    yield words


def _called(client: Client, words: Sequence[str]) -> Iterator[_Called]:
    port = _said(client.port, words)
    number = int(port) if port.isdecimal() and int(port[:6]) < 65536 else 0
    account = _said(client.account, words)
    host = _said(client.host, words)
    if host and _HOST.fullmatch(host):
        yield _Called(host, number, client.protocol, account)
    elif client.form == "url":
        yield from _urls(words)
    elif client.form == "login":
        yield from _login(client, words, number, account)
    elif client.form == "path":
        yield from _paths(client, words, number)
        yield from _urls(words)


def _said(options: Sequence[str], words: Sequence[str]) -> str:
    """Return the value of an option: `-h x`, `-hx`, `--host x`, `--host=x`."""
    for place, word in enumerate(words):
        for option in options:
            if word == option:
                return words[place + 1] if place + 1 < len(words) else ""
            glue = "=" if option.startswith("--") else ""
            if word.startswith(f"{option}{glue}") and not (glue == "" and word.startswith("--")):
                return word[len(option) + len(glue) :]
    return ""


def _urls(words: Sequence[str]) -> Iterator[_Called]:
    for place, word in enumerate(words):
        if "://" not in word and "jdbc:" not in word:
            continue
        if place and words[place - 1] in _NO_URL:
            continue
        for spot in urls.spots(word, setting_keys()):
            yield _Called(spot.host, spot.port, spot.protocol, spot.account, spot.database)


def _login(client: Client, words: Sequence[str], port: int, account: str) -> Iterator[_Called]:
    plain = list(_plain(client, words))
    match = _LOGIN.fullmatch(plain[0].removesuffix(":")) if plain else None
    if match is None:
        return
    if not port and client.protocol in ("tcp", "ftp") and len(plain) > 1:
        port = int(plain[1]) if plain[1].isdecimal() and len(plain[1]) < 6 else 0
    if client.protocol != "tcp" or 0 < port < 65536:
        yield _Called(match["host"], port, client.protocol, match["account"] or account)


def _paths(client: Client, words: Sequence[str], port: int) -> Iterator[_Called]:
    for word in _plain(client, words):
        match = _PATH.fullmatch(word)
        # One letter is a drive of Windows.
        if match is None or len(match["host"]) < 2 or (match["path"] or "").startswith("//"):
            continue
        protocol = "rsync" if match["colon"] == "::" else client.protocol
        yield _Called(match["host"], port, protocol, match["account"] or "")


def _plain(client: Client, words: Sequence[str]) -> Iterator[str]:
    """Yield the words that are neither options nor their values."""
    taken = False
    for word in words:
        if taken:
            taken = False
        elif word.startswith("-") and len(word) > 1:
            short = len(word) == 2 or not word.startswith("--")
            taken = short and word[-1] in client.valued + "".join(o[1] for o in client.port)
            taken = taken and (len(word) == 2 or word[1] not in client.valued)
        else:
            yield word
