"""The stages of a Dockerfile."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from migrate.dockerfile import Step

_FROM = re.compile(r"^(?:--\S+\s+)*(?P<image>\S+)(?:\s+AS\s+(?P<stage>\S+))?\s*$", re.IGNORECASE)
_VARIABLE = re.compile(r"\$(?:(?P<bare>\w+)|\{(?P<braced>\w+)(?::-(?P<default>[^}]*))?\})")


class Stage(Struct, frozen=True):
    """What lies between one FROM and the next."""

    start: Step
    base: str
    """An image, or the name of an earlier stage; build arguments have their defaults' values."""
    earlier: frozenset[str]
    """Names and numbers of the stages before it, in small letters."""
    steps: tuple[Step, ...]


def stages(found: Sequence[Step]) -> tuple[Stage, ...]:
    """Return the stages of a Dockerfile, in order."""
    return tuple(_stages(found))


def _stages(found: Sequence[Step]) -> Iterator[Stage]:
    starts = [number for number, step in enumerate(found) if step.name == "FROM"]
    before = found[: starts[0]] if starts else ()
    arguments = dict(_argument(step.value) for step in before if step.name == "ARG")
    earlier: set[str] = set()
    for count, start in enumerate(starts):
        end = starts[count + 1] if count + 1 < len(starts) else len(found)
        base, name = _named(found[start].value, arguments)
        base = base.lower() if base.lower() in earlier else base
        yield Stage(found[start], base, frozenset(earlier), tuple(found[start + 1 : end]))
        earlier |= {str(count), name} if name else {str(count)}


def _named(value: str, arguments: Mapping[str, str]) -> tuple[str, str]:
    """Return what a FROM starts from, and the stage's name in small letters."""
    written = _FROM.match(value)
    if not written:
        return value, ""
    return _filled(written["image"], arguments), (written["stage"] or "").lower()


def _argument(value: str) -> tuple[str, str]:
    name, _, default = value.strip().partition("=")
    return name, default.strip("\"'")


def _filled(image: str, arguments: Mapping[str, str]) -> str:
    """Return an image with build arguments' defaults in place; unknown ones stay as they are."""

    def value(found: re.Match[str]) -> str:
        name = found["bare"] or found["braced"]
        return arguments.get(name) or found["default"] or found[0]

    return _VARIABLE.sub(value, image)
