"""A .dockerignore goes in; a test of what stays out of the build context comes out.

The Docker library's own matcher ignores case, and would drop `Settings.php` for `settings.php`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import TypeAlias

Ignores: TypeAlias = Callable[[str], bool]
"""Tells of a path relative to the workspace whether it stays out."""

_SIGNS = re.compile(r"\*\*/?|\*|\?|\[[^]]+\]|\\.|.", re.DOTALL)


def read(text: str) -> Ignores:
    """Return the test that a .dockerignore stands for; its last matching line counts."""
    lines = [line.strip() for line in text.splitlines()]
    rules = [_rule(line) for line in lines if line and not line.startswith("#")]

    def ignored(path: str) -> bool:
        out = False
        for pattern, keeps in rules:
            if any(pattern.fullmatch(each) for each in _with_parents(path)):
                out = not keeps
        return out

    return ignored


def _rule(line: str) -> tuple[re.Pattern[str], bool]:
    """Return a line's pattern, and whether it takes paths back in."""
    keeps = line.startswith("!")
    cleaned = line.removeprefix("!").strip().strip("/").removeprefix("./")
    return re.compile("".join(map(_translated, _SIGNS.findall(cleaned))), re.DOTALL), keeps


def _translated(sign: str) -> str:
    match sign:
        case "**/":
            return "(?:.*/)?"
        case "**":
            return ".*"
        case "*":
            return "[^/]*"
        case "?":
            return "[^/]"
    if sign.startswith("[") and len(sign) > 2:
        inside = sign[1:-1].replace("\\", "\\\\")
        return f"[{'^' + inside[1:] if inside[0] in '^!' else inside}]"
    return re.escape(sign[1:] if len(sign) > 1 else sign)


def _with_parents(path: str) -> Iterable[str]:
    parents = (str(parent) for parent in PurePosixPath(path).parents)
    return (path, *(parent for parent in parents if parent != "."))
