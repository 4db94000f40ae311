"""PHP source that no parser took (other encodings): keys with literals, comments left out."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from migrate.read.pair import Lines, Pair

_STRINGS = {"'": r"'(?:[^'\\]|\\[\s\S])*+", '"': r"\"(?:[^\"\\]|\\[\s\S])*+"}
"""Strings by their quotes, without the closing one."""


@functools.cache
def _token(quotes: str) -> re.Pattern[str]:
    """Return what a token is in a text where strings of some quotes still end."""
    closed = "".join(f"{_STRINGS[quote]}{quote}|" for quote in quotes)
    strings = "|".join(
        f"{_STRINGS[quote]}(?:{quote}|(?P<open{ord(quote)}>\\Z))" for quote in quotes
    )
    return re.compile(
        r"(?P<comment>//[^\n]*+|#[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?)"
        r"|(?P<call>(?<!array)\([ \t]{0,9})?"
        r"(?P<key>'[^'\\\n]{1,100}'|\"[^\"\\\n$]{1,100}\"|\$?\w{1,80})\]?"
        r"\s{0,20}(?:=>|=(?!=)|(?(call),|(?!)))\s{0,20}"
        rf"(?P<value>{closed}\d{{1,9}}(?![\w.]))"
        rf"|(?P<string>{strings or '(?!)'})|(?P<word>\w++)"
    )


def pairs(text: str) -> Iterator[Pair]:
    """Yield array entries, assignments, constants and arguments in pairs: `'host' => '…'`."""
    lines = Lines(text)
    place, quotes = 0, "'\""
    while True:
        token = _token(quotes).search(text, place)
        if token is None:
            return
        place = token.end()
        if token["string"] and place == len(text) and (opened := _opened(token)):
            # Where one string does not end, none behind it does: that is not tried again.
            quotes, place = quotes.replace(opened, ""), token.start() + 1
            continue
        if token["key"]:
            key = token["key"].strip("'\"").lstrip("$")
            start, end = token.span("value")
            quoted = text[start] in "'\""
            inner = (start + 1, end - 1) if quoted else (start, end)
            yield Pair(key, text[slice(*inner)], lines.at(start), inner[0], literal=(start, end))


def _opened(token: re.Match[str]) -> str:
    """Return the quote of a string that the text breaks off in, empty when it ends."""
    groups = token.groupdict()
    return next((q for q in _STRINGS if groups.get(f"open{ord(q)}") is not None), "")
