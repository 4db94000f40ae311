"""Where a value was found."""

from __future__ import annotations

from msgspec import Struct


class Origin(Struct, frozen=True, order=True):
    """One place that a value was taken from.

    `source` is a path relative to the workspace (or to the argument of `migrate read`), nested
    archives joined by `!/` (`shop.ear!/web.war`). `place` is an entry with a line
    (`WEB-INF/web.xml:12`), a line of the source itself (`12`) or a cell (`组件!F7`); empty when the
    source as a whole speaks.
    """

    source: str
    place: str = ""

    @property
    def file(self) -> Origin:
        """The file it lies in, without the line: for telling whether two places share one."""
        entry, colon, line = self.place.rpartition(":")
        if not line.isdecimal():
            return self
        return Origin(self.source, entry if colon else "")

    def __str__(self) -> str:
        """Return the origin as people read it: `score-record.war WEB-INF/web.xml:12`."""
        return f"{self.source} {self.place}".rstrip()
