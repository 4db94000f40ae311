"""What an application's code uses, sorted by name: asked by type, by package, by call."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from migrate.model.code import Use
from migrate.model.origin import Origin

MOST_PLACES = 5
"""Places named as evidence of one thing."""


class Used:
    """Types with the places that use them, methods with the places that call them."""

    def __init__(self, uses: Iterable[Use]) -> None:
        """Take what class files or source files gave."""
        types: dict[str, dict[Origin, None]] = {}
        calls: dict[str, dict[Origin, None]] = {}
        for use in uses:
            name = use.name
            if use.kind in ("method", "field"):
                calls.setdefault(name, {}).update(dict.fromkeys(use.origins))
                name = name.rpartition(".")[0]
            types.setdefault(name, {}).update(dict.fromkeys(use.origins))
        self._types, self._calls = types, calls
        self._names = sorted(types)

    def __bool__(self) -> bool:
        """Tell whether there is any code."""
        return bool(self._names)

    def type(self, *names: str) -> tuple[Origin, ...]:
        """Return where any of some types is used."""
        return _few(o for name in names for o in self._types.get(name, ()))

    def call(self, *names: str) -> tuple[Origin, ...]:
        """Return where any of some methods is called: `java.lang.System.loadLibrary`."""
        return _few(o for name in names for o in self._calls.get(name, ()))

    def below(self, *prefixes: str) -> tuple[Origin, ...]:
        """Return where a type is used whose name begins in one of some ways: `org.quartz.`."""
        return _few(o for prefix in prefixes for o in self._below(prefix))

    def names(self, *prefixes: str) -> Iterator[str]:
        """Yield the used types whose name begins in one of some ways."""
        for prefix in prefixes:
            at = bisect_left(self._names, prefix)
            while at < len(self._names) and self._names[at].startswith(prefix):
                yield self._names[at]
                at += 1

    def _below(self, prefix: str) -> Iterator[Origin]:
        return (origin for name in self.names(prefix) for origin in self._types[name])


def _few(origins: Iterator[Origin]) -> tuple[Origin, ...]:
    return tuple(sorted(set(origins), key=lambda o: (o.source, o.place))[:MOST_PLACES])
