"""Why a value is what it is, without saying it in any one language."""

from __future__ import annotations

from typing import Generic, TypeVar

from msgspec import Struct, field

from migrate.model.origin import Origin

T = TypeVar("T")


class Because(Struct, frozen=True):
    """A reason: an id of migrate/text and what fills its placeholders."""

    id: str
    params: dict[str, str] = field(default_factory=dict)


class Reason(Struct, frozen=True):
    """What `migrate explain` tells of one value: the reason and where its evidence lies."""

    because: Because
    origins: tuple[Origin, ...] = ()


class Chosen(Struct, Generic[T], frozen=True):
    """A choice of the plan, with its reason and evidence."""

    value: T
    because: Because
    origins: tuple[Origin, ...] = ()

    @property
    def reason(self) -> Reason:
        """The reason alone, as artifacts carry it."""
        return Reason(self.because, self.origins)
