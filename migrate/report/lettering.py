"""How wide text is, so that a drawing can leave room for it without knowing the font."""

from __future__ import annotations

import re
import unicodedata

_NARROW = frozenset("iljtfrI.,:;'|!()[]{} -/")
_WIDE = frozenset("mwMW@%&—…")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Return text on one line without the characters that XML forbids."""
    return " ".join(_UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text).split())


def width(text: str, size: float) -> float:
    """Return a generous estimate of a line's width in pixels at a font size in pixels."""
    return size * sum(_ems(character) for character in text)


def fit(text: str, size: float, room: float) -> str:
    """Return text cut with an ellipsis to fit a width in pixels."""
    if width(text, size) <= room:
        return text
    kept = ""
    for character in text:
        if width(kept + character + "…", size) > room:
            break
        kept += character
    return kept.rstrip() + "…"


def _ems(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in _NARROW:
        return 0.36
    if character in _WIDE:
        return 0.92
    return 0.7 if character.isupper() else 0.58
