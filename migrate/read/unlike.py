"""The beginning of a file that no reader takes -> why not, as far as the beginning tells."""

from __future__ import annotations

import re
from pathlib import Path

from migrate.knowledge.packings import packings
from migrate.model.reason import Because

_BEGINNING = 33_000
"""Bytes that are looked at; the mark of ISO 9660 lies farthest in."""
_OTHER_ZIPS = frozenset(
    {".xlsx", ".xlsm", ".docx", ".pptx", ".odt", ".ods", ".odp", ".epub"}
    | {".jmod", ".apk", ".ipa", ".whl", ".nupkg", ".vsix", ".xpi"}
)
"""Zip archives that hold no application of the kinds that are read."""
_PAGE = re.compile(
    rb"\s{0,99}(?:<!--.{0,400}?-->\s{0,99})?<(?:!doctype\s+html|html)\b", re.I | re.S
)


def why(path: Path) -> Because | None:
    """Return what is wrong with an input as a whole; None when nothing tells.

    Raises:
        OSError: it cannot be read.
    """
    if path.is_dir():
        return None if any(path.iterdir()) else Because("read.empty_folder")
    with path.open("rb") as stream:
        return of_beginning(stream.read(_BEGINNING), path.suffix)


def of_beginning(data: bytes, suffix: str) -> Because | None:
    """Return what is wrong with a file that begins so, None when nothing tells."""
    if not data:
        return Because("read.empty")
    packed = next((each.name for each in packings() if each.fits(data)), None)
    if packed:
        return Because("read.packed", {"format": packed})
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and suffix.lower() not in _OTHER_ZIPS:
        return Because("read.zip_ending")
    if data[257:262] == b"ustar":
        return Because("read.tar_ending")
    return Because("read.web_page") if _PAGE.match(data) else None
