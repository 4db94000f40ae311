"""What an application's code uses, sorted by name: asked by type, by package, by call."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from migrate.model.code import Use
from migrate.model.origin import Origin

MOST_PLACES = 5
"""Places named as evidence of one thing."""


class Used:
    """Types with the places that use them, methods with the places that call them."""

    def __init__(self, uses: Iterable[Use]) -> None:
        """Take what class files or source files gave."""
        types: defaultdict[str, list[tuple[Origin, ...]]] = defaultdict(list)
        calls: defaultdict[str, list[tuple[Origin, ...]]] = defaultdict(list)
        for use in uses:
            name = use.name
            if use.kind in ("method", "field"):
                calls[name].append(use.origins)
                name = name.rpartition(".")[0]
            types[name].append(use.origins)
        self._types, self._calls = types, calls
        self._names = sorted(types)

    def __bool__(self) -> bool:
        """Tell whether there is any code."""
        return bool(self._names)

    def type(self, *names: str) -> tuple[Origin, ...]:
        """Return where any of some types is used."""
        return _few([places for name in names for places in self._types.get(name, ())])

    def call(self, *names: str) -> tuple[Origin, ...]:
        """Return where any of some methods is called: `java.lang.System.loadLibrary`."""
        return _few([places for name in names for places in self._calls.get(name, ())])

    def below(self, *prefixes: str) -> tuple[Origin, ...]:
        """Return where a type is used whose name begins in one of some ways: `org.quartz.`."""
        return _few([places for name in self.names(*prefixes) for places in self._types[name]])

    def names(self, *prefixes: str) -> Iterator[str]:
        """Yield the used types whose name begins in one of some ways."""
        names = self._names
        for prefix in prefixes:
            at = bisect_left(names, prefix)
            while at < len(names) and names[at].startswith(prefix):
                yield names[at]
                at += 1


def _few(places: list[tuple[Origin, ...]]) -> tuple[Origin, ...]:
    if not places:
        return ()
    return tuple(
        sorted(set(chain.from_iterable(places)), key=lambda o: (o.source, o.place))[:MOST_PLACES]
    )
