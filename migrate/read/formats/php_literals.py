"""PHP source that no parser took (other encodings): keys with literals, comments left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.read.pair import Lines, Pair

_TOKEN = re.compile(
    r"(?P<comment>//[^\n]*+|#[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?)"
    r"|(?P<call>(?<!array)\([ \t]{0,9})?"
    r"(?P<key>'[^'\\\n]{1,100}'|\"[^\"\\\n$]{1,100}\"|\$?\w{1,80})\]?\s{0,20}(?:=>|=(?!=)|(?(call),|(?!)))\s{0,20}"
    r"(?P<value>'(?:[^'\\]|\\[\s\S])*+'|\"(?:[^\"\\]|\\[\s\S])*+\"|\d{1,9}(?![\w.]))"
    r"|(?P<string>'(?:[^'\\]|\\[\s\S])*+'|\"(?:[^\"\\]|\\[\s\S])*+\")|(?P<word>\w++)"
)


def pairs(text: str) -> Iterator[Pair]:
    """Yield array entries, assignments, constants and arguments in pairs: `'host' => '…'`."""
    lines = Lines(text)
    place = 0
    while True:
        token = _TOKEN.search(text, place)
        if token is None:
            return
        place = token.end()
        if token["key"]:
            key = token["key"].strip("'\"").lstrip("$")
            start, end = token.span("value")
            quoted = text[start] in "'\""
            inner = (start + 1, end - 1) if quoted else (start, end)
            yield Pair(key, text[slice(*inner)], lines.at(start), inner[0], literal=(start, end))
