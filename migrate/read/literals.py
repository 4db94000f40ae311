"""PHP source of any age goes in; expressions of literals under keys that name secrets come out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from migrate.knowledge.settings import setting_keys

_STRING = r"(?:'(?:[^'\\]|\\[\s\S]){1,500}'|\"(?:[^\"\\]|\\[\s\S]){1,500}\")"
_KEYED = (
    r"(?:(?P<call>(?<!array)\([ \t]{0,9}['\"])|(?<!\w))(?P<key>\w{1,80})['\"]?[\]}]?\s{0,9}"
    r"(?:=>|=|:|(?(call),|(?!)))\s{0,9}"
    r"(?:getenv\([^)]{0,80}\)\s{0,9}\?:\s{0,9}|(?:trim|str_rot13|base64_decode|strrev)?\(\s{0,9}"
    r"|(?:\$\w{1,60}|isset\(\$\w{1,60}\))\s{0,9}\?(?:\s{0,9}\$\w{1,60})?\s{0,9}:\s{0,9})?"
)
_PIECES = re.compile(
    rf"{_KEYED}(?P<secret>{_STRING}"
    rf"(?P<rest>(?:\s{{0,9}}\.\s{{0,9}}(?:{_STRING}|\$?\w{{1,80}}(?:\(\))?)){{0,20}}))"
)
_HEREDOC = re.compile(
    rf"{_KEYED}(?P<secret><<<[ \t]{{0,9}}"
    r"(?P<mark>['\"]?)(?P<name>[A-Za-z_]\w{0,60})(?P=mark)\r?\n)"
)
_LONGEST_HEREDOC = 4000


class Literal(Struct, frozen=True):
    """A secret that stands in code: from its first quote to its last."""

    key: str
    start: int
    end: int
    is_joined: bool
    """Whether it is made of several pieces, so that no key has it as its value."""


def secrets(text: str) -> Iterator[Literal]:
    """Yield properties, constants and defaults: `public $password = "a" . 'b'`, `env('K', '…')`.

    Variables between the literals are part of it: the whole is what the program used.
    """
    keys = setting_keys()
    for match in _HEREDOC.finditer(text):
        if keys.is_a("secret", match["key"]):
            end = re.compile(rf"^[ \t]{{0,40}}{match['name']}\b", re.M)
            close = end.search(text, match.end(), match.end() + _LONGEST_HEREDOC)
            stop = close.end() if close else len(text)
            yield Literal(match["key"], match.start("secret"), stop, True)
    for match in _PIECES.finditer(text):
        if keys.is_a("secret", match["key"]):
            first, last = match.span("secret")
            yield Literal(match["key"], first, last, match["rest"] != "")
