"""Systems outside the estate, known by address, by name, or by both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from migrate.graph.wants import Want
from migrate.model.origin import Origin


class Outsider(Struct, frozen=True):
    """One thing that lies outside, with everybody who wants it."""

    address: str
    """`host:port`, or the survey's name when no address is known."""
    name: str
    wants: tuple[Want, ...]

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Return every place that names it."""
        return tuple(sorted({origin for want in self.wants for origin in want.origins}))


class Outside:
    """Collects what lies outside."""

    def __init__(self) -> None:
        self._wants: dict[str, list[Want]] = {}
        self._names: dict[str, str] = {}

    def add(self, address: str, want: Want) -> None:
        """Add a wish for an address."""
        self._wants.setdefault(address, []).append(want)

    def named(self, want: Want) -> str:
        """Add a survey row that gives a name, and return the address it stands for.

        A component that wants exactly one outside address on the row's port means that one.
        """
        known = [address for address, wants in self._wants.items() if _means(want, address, wants)]
        address = known[0] if len(known) == 1 else want.target
        self.add(address, want)
        self._names.setdefault(address, want.target)
        return address

    def __iter__(self) -> Iterator[Outsider]:
        """Return what was collected, by address."""
        for address in sorted(self._wants):
            name = self._names.get(address, address)
            yield Outsider(address, name, tuple(self._wants[address]))


def _means(row: Want, address: str, wants: Iterable[Want]) -> bool:
    same = any(want.member.component.id == row.member.component.id for want in wants)
    return same and bool(row.port) and address.endswith(f":{row.port}")
