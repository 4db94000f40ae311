"""Keys of settings files as Spring binds them: case, dashes and underscores do not count."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from migrate.model.origin import Origin
from migrate.read.java.placeholders import Values, open_ones

_NUMBERED = re.compile(r"\[(\d{1,4})\]$")


class Said(Struct, frozen=True):
    """What one key says, its placeholders filled."""

    key: str
    """As it is written."""
    value: str
    origins: tuple[Origin, ...]
    """Its own place, then those that its placeholders were filled from."""

    @property
    def known(self) -> bool:
        """Whether no placeholder is left open."""
        return bool(self.value) and not open_ones(self.value)


class SpringKeys:
    """The keys of an application's settings by their bound names."""

    def __init__(self, values: Values) -> None:
        """Take what settings files agree on."""
        self._values = values
        self._written: dict[str, list[str]] = {}
        for key in values:
            self._written.setdefault(bound(key), []).append(key)

    def get(self, *names: str) -> Said | None:
        """Return the first of some keys that says something; a list becomes one text with commas.

        A key written in two ways that say different things says nothing.
        """
        for name in names:
            said = self._one(bound(name)) or self._list(bound(name))
            if said is not None:
                return said
        return None

    def value(self, *names: str) -> str:
        """Return what the first of some keys says; empty where a placeholder is open."""
        said = self.get(*names)
        return said.value if said and said.known else ""

    def starting(self, prefix: str) -> Iterator[tuple[str, Said]]:
        """Yield what keys with a beginning say, by the rest of the key as it is written."""
        start = bound(prefix)
        for name, keys in self._written.items():
            said = self._one(name) if name.startswith(start) else None
            if said is not None:
                yield _rest(keys[0], start), said

    def ending(self, suffix: str) -> Iterator[tuple[str, Said]]:
        """Yield what keys with an ending say, by what is written before it."""
        end = bound(suffix)
        for name, keys in self._written.items():
            said = self._one(name) if name.endswith(end) else None
            if said is not None:
                yield _before(keys[0], end), said

    def _one(self, name: str) -> Said | None:
        said = [self._said(key) for key in self._written.get(name, ())]
        if len({each.value for each in said}) != 1 or not said[0].value:
            return None
        return said[0]

    def _list(self, name: str) -> Said | None:
        found = []
        for number in range(100):
            said = self._one(f"{name}[{number}]")
            if said is None:
                break
            found.append(said)
        if not found:
            return None
        origins = dict.fromkeys(origin for said in found for origin in said.origins)
        key = _NUMBERED.sub("", found[0].key)
        return Said(key, ",".join(said.value for said in found), tuple(origins))

    def _said(self, key: str) -> Said:
        known = self._values.get(key)
        value, origin = known if known is not None else ("", Origin(""))
        text, more = self._values.filled(value.strip())
        return Said(key, text, tuple(dict.fromkeys((origin, *more))))


def bound(key: str) -> str:
    """Return the form in which two keys that Spring takes for one are equal."""
    return key.replace("-", "").replace("_", "").lower()


def _rest(key: str, start: str) -> str:
    """Return what of a written key lies behind its beginning."""
    taken = 0
    for place, character in enumerate(key):
        if taken == len(start):
            return key[place:]
        taken += character not in "-_"
    return ""


def _before(key: str, end: str) -> str:
    """Return what of a written key lies before its ending."""
    left = len(end)
    for place in range(len(key) - 1, -1, -1):
        if left == 0:
            return key[: place + 1]
        left -= key[place] not in "-_"
    return ""
