"""PHP that was encoded for a loader: it cannot be read, and runs nowhere without that loader."""

from __future__ import annotations

import re
from collections.abc import Sequence

from migrate.read.findings import Found
from migrate.read.tree import Entry

_START = 1200
_ENCODERS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    (
        "ionCube",
        re.compile(
            rb"\A\s{0,9}<\?php\s{1,9}//\s?(?:ICB)?0[0-9a-f]{1,5}\b"
            rb"|extension_loaded\(\s{0,3}['\"]ionCube Loader|_il_exec\("
        ),
    ),
    ("Zend Guard", re.compile(rb"\A\s{0,9}<\?php\s{0,3}@Zend;|\AZend\x00|zend_loader_enabled")),
    (
        "SourceGuardian",
        re.compile(
            rb"\bsg_load\s{0,3}\(\s{0,3}['\"]"
            rb"|extension_loaded\(\s{0,3}['\"](?:SourceGuardian|ixed)"
        ),
    ),
    ("phpjiami", re.compile(rb"(?i)phpjiami|\bphpjm\b")),
    ("Swoole Compiler", re.compile(rb"\A<\?php\s{1,9}/\*?\s{0,9}SWOOLE|swoole_loader|\ASWOOLEC")),
    ("PHP Screw", re.compile(rb"\A\tPM9SCREW\t")),
    ("BeastEncoder", re.compile(rb"\A\xe8\x16\xa4\x0c")),
    ("Mfenc", re.compile(rb"\b(?:mfenc|zym_encode|enphp\b|EnPHP\b)")),
)  # fmt: skip
_LOADS = re.compile(rb"eval\s{0,3}\(|sg_load|_il_exec|@Zend;|ionCube|swoole_loader|\x00")


def encoder(source: bytes) -> str:
    """Return the name of the encoder that made a file, empty for plain PHP."""
    start = source[:_START]
    for name, pattern in _ENCODERS:
        if pattern.search(start) and _LOADS.search(source[:4096] + source[-4096:]):
            return name
        if name in ("PHP Screw", "BeastEncoder") and pattern.search(start):
            return name
    return ""


def tell(encoded: Sequence[tuple[Entry, str]], found: Found) -> None:
    """Add the encoded files."""
    for entry, name in encoded:
        found.item("php.encoded", entry.origin(), file=entry.path, encoder=name)
