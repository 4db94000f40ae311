"""META-INF/MANIFEST.MF -> its main attributes (JAR file specification), by their lines."""

from __future__ import annotations

from msgspec import Struct

from migrate.model.origin import Origin
from migrate.read.tree import Entry, Tree

PATH = "META-INF/MANIFEST.MF"
_MOST_LINES = 5000


class Manifest(Struct, frozen=True):
    """The main section; sections of single files are left out."""

    entry: Entry | None = None
    values: dict[str, str] = {}
    lines: dict[str, int] = {}

    def get(self, *names: str) -> str:
        """Return the first of some attributes that is there; case does not count."""
        return next((v for n in names if (v := self.values.get(n.lower()))), "")

    def origin(self, name: str) -> Origin:
        """Return where an attribute stands."""
        assert self.entry is not None
        return self.entry.origin(self.lines.get(name.lower(), 0))


def of(tree: Tree) -> Manifest:
    """Return the manifest of an archive, an empty one when there is none."""
    entry = tree.get(PATH)
    if entry is None:
        return Manifest()
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    name = ""
    for number, line in enumerate((entry.text() or "").splitlines()[:_MOST_LINES], 1):
        if not line.strip():
            if values:
                break
        elif line.startswith(" ") and name:
            # Lines are cut after 72 bytes and go on behind a blank.
            values[name] += line[1:]
        elif ":" in line:
            key, _, value = line.partition(":")
            name = key.strip().lower()
            values.setdefault(name, value.strip())
            lines.setdefault(name, number)
    return Manifest(entry, values, lines)
