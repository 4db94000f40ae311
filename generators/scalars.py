"""Text goes in; one YAML scalar comes out that every YAML reader takes for that text."""

from __future__ import annotations

import json
import re

_PLAIN = re.compile(r"[A-Za-z0-9/._][A-Za-z0-9/._@+-]*(:[A-Za-z0-9/._@+-]+)*")
_LOOKS_LIKE_NUMBER = re.compile(r"[-+.]?[0-9][0-9_,.:]*([eE][-+]?[0-9]+)?|0[xXoObB].*|\.[0-9_].*")
_LOOKS_LIKE_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*")
_WORDS = {
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", ".nan", ".inf", "inf",
    "infinity", ".", "..", "...",
}  # fmt: skip
_BLOCK_LINE = re.compile(r"[\t -~\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_LINE_SEPARATORS = re.compile("[\u2028\u2029]")


def scalar(value: str | int | bool | None) -> str:
    """Return a value on one line, quoted only when it must be."""
    if isinstance(value, str):
        return value if _is_plain(value) else quoted(value)
    return json.dumps(value)


def quoted(text: str) -> str:
    """Return text in double quotes."""
    return f'"{escaped(text)}"'


def escaped(text: str) -> str:
    """Return text as it stands between double quotes."""
    return "".join(_character(character) for character in text)


def block_header(text: str) -> str | None:
    """Return the header of the literal block for a text, None when it cannot be one.

    The block's lines are those of `block_lines`, each indented by two more than the key.
    """
    lines = text.split("\n")
    if not text.strip("\n") or not all(map(_fits_block, lines)):
        return None
    indent = "2" if text[0] in " \n\t" else ""
    ending = "-" if not text.endswith("\n") else "+" if text.endswith("\n\n") else ""
    return f"|{indent}{ending}"


def block_lines(text: str) -> list[str]:
    """Return the lines of a literal block."""
    return text.removesuffix("\n").split("\n")


def _is_plain(text: str) -> bool:
    return bool(
        _PLAIN.fullmatch(text)
        and text.lower() not in _WORDS
        and not _LOOKS_LIKE_NUMBER.fullmatch(text)
        and not _LOOKS_LIKE_DATE.fullmatch(text)
    )


def _fits_block(line: str) -> bool:
    return bool(_BLOCK_LINE.fullmatch(line)) and not _LINE_SEPARATORS.search(line)


def _character(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character == "\n":
        return "\\n"
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\U{code:08x}"
