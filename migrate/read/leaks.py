"""Secrets in free text: comments, commands, options, SQL. Places go out, or the text masked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from migrate.knowledge.settings import setting_keys

MASK = "***"
_IN_ADDRESS = re.compile(r"://[^/\s:@'\"]*:(?P<secret>[^@/\s'\"]+)@")
_IN_QUERY = re.compile(r"(?i)[?&;](?P<key>[\w.\-]{1,100})=(?P<secret>[^&;\s'\"]+)")
_GIVEN = re.compile(
    r"(?<![\w.\-])(?P<key>[\w.\-]{1,100})['\"]?\s{0,20}(?:=>|[=:：])\s*['\"]?(?P<secret>[^\s'\";,&]+)"
)
_OPTION = re.compile(r"(?<!\S)(?P<key>--?[\w.\-]{1,100})[ \t]{1,20}(?P<secret>[^\s\-][^\s'\"]*)")
_MYSQL_OPTION = re.compile(r"\bmysql\w{0,20}\b[^|;\n]{0,300}?\s-p(?P<secret>[^\s'\"]+)")
_SHORT_OPTION = re.compile(
    r"\b(?:redis-(?:cli|benchmark)\b[^|;\n]{0,300}?\s-a|sshpass\s+-p)[ \t]{0,20}"
    r"(?P<secret>[^\s'\"]+)"
)
_SQL = re.compile(
    r"(?i)\b(?:IDENTIFIED\s+(?:WITH\s+\S+\s+)?(?:BY|AS)(?:\s+PASSWORD)?|PASSWORD)\s*[=(]?\s*"
    r"(?P<quote>['\"])(?P<secret>(?:\\.|(?!(?P=quote)).)*)(?P=quote)"
)


class Leak(Struct, frozen=True):
    """A secret in a text."""

    key: str
    start: int
    length: int


def in_addresses(text: str) -> Iterator[Leak]:
    """Yield secrets of `scheme://user:SECRET@host`."""
    for match in _IN_ADDRESS.finditer(text):
        yield _leak("password", match)


def in_words(text: str) -> Iterator[Leak]:
    """Yield secrets that stand behind a word that names them: `--token=SECRET`, `密码：SECRET`."""
    yield from in_addresses(text)
    keys = setting_keys()
    for pattern in (_IN_QUERY, _GIVEN, _OPTION):
        for match in pattern.finditer(text):
            if keys.is_a("secret", match["key"].lstrip("-")):
                yield _leak(match["key"], match)
    for pattern in (_MYSQL_OPTION, _SHORT_OPTION, _SQL):
        for match in pattern.finditer(text):
            yield _leak("password", match)


def masked(text: str) -> str:
    """Return a text with every secret in it replaced by a mask."""
    for leak in sorted(set(in_words(text)), key=lambda leak: -leak.start):
        text = f"{text[: leak.start]}{MASK}{text[leak.start + leak.length :]}"
    return text


def _leak(key: str, match: re.Match[str]) -> Leak:
    start, end = match.span("secret")
    return Leak(key, start, end - start)
