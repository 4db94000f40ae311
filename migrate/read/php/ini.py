"""The php.ini, .user.ini and php_value lines of a site -> directives with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from migrate.read.tree import Entry, Tree

_LINE = re.compile(
    r"^\s{0,20}(?:php_(?:admin_)?(?:value|flag)\s{1,9})?"
    r"(?P<name>[A-Za-z_][\w.]{1,60})\s{0,9}(?:=|\s)\s{0,9}\"?(?P<value>[^\"\r\n;]{0,200})"
)
_FILES = ("php.ini", ".user.ini", "php5.ini", "user.ini")
_MOST = 5_000


class Directive(Struct, frozen=True):
    """One line."""

    name: str
    value: str
    entry: Entry
    line: int

    @property
    def is_on(self) -> bool:
        """Whether it is switched on."""
        return self.value.lower() in ("on", "1", "true", "yes")


def directives(tree: Tree) -> Iterator[Directive]:
    """Yield what is set for PHP in the files of a site; comments and sections are left out."""
    for entry in tree.named(*_FILES):
        yield from _of(entry, rules=False)
    for entry in tree.named(".htaccess"):
        yield from _of(entry, rules=True)


def _of(entry: Entry, *, rules: bool) -> Iterator[Directive]:
    for number, line in enumerate((entry.text() or "").splitlines()[:_MOST], 1):
        if rules and not line.lstrip().lower().startswith("php_"):
            continue
        match = _LINE.match(line)
        if match and not (not rules and "=" not in line):
            yield Directive(match["name"].lower(), match["value"].strip(), entry, number)
