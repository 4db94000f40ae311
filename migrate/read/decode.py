"""Bytes of unknown encoding go in; text and the name of the encoding come out."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}?encoding\s*=\s*[\"']|@charset\s*[\"'])(?P<name>[\w.:\-]{2,40})[\"']"
)
_CODECS = {"gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030"}
_TRUSTED = re.compile(
    r"utf-?8|us-ascii|big5|gb\w+|iso-?8859-\d+|windows-125\d|cp125\d|shift_jis|euc-\w+|koi8-\w"
)
_SAMPLE = 4096
_SPARSE = 0.02


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and its encoding.

    By mark, by form for UTF-16 without one, as XML or a style sheet declares it, else UTF-8,
    GB18030, Latin-1, in this order. Latin-1 takes any bytes, so there is always a text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    wide = _wide(data)
    if wide:
        return data.decode(wide, errors="replace"), wide
    for encoding in (*_declared(data), "utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1"), "latin-1"


def is_text(data: bytes) -> bool:
    """Tell text from binary by its first bytes: text has no NUL, unless it is UTF-16."""
    start = data[:_SAMPLE]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    return b"\0" not in start or bool(_wide(data))


def _wide(data: bytes) -> str:
    """Return the UTF-16 that a text without a mark is written in, empty when it is another.

    Nearly every second byte of mostly ASCII text is NUL then, and none of the others.
    """
    start = data[: _SAMPLE - _SAMPLE % 2]
    if len(start) < 8 or len(data) % 2 or b"\0" not in start:
        return ""
    even, odd = start[::2], start[1::2]
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if high.count(0) > len(high) * 0.7 and low.count(0) == 0:
            text = start.decode(encoding, errors="replace")
            strange = sum(c < " " and c not in "\t\r\n\f" for c in text)
            if strange <= len(text) * _SPARSE:
                return encoding
    return ""


def _declared(data: bytes) -> tuple[str, ...]:
    match = _DECLARED.match(data[:400])
    if match is None:
        return ()
    name = match["name"].decode("ascii", errors="replace").lower()
    return (_CODECS.get(name, name),) if _TRUSTED.fullmatch(name) else ()
