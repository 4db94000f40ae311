"""Bytes of unknown encoding go in; text and the name of the encoding come out."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and its encoding: by mark, else UTF-8, GB18030, Latin-1, in this order.

    Latin-1 takes any bytes, so there is always a text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "latin-1"


def is_text(data: bytes) -> bool:
    """Tell text from binary by its first bytes: text has no NUL, unless it is UTF-16."""
    start = data[:4096]
    return b"\0" not in start or start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
