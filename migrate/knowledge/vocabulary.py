"""knowledge/vocabulary/*.yaml as typed values: which kinds and facts there are, and their shapes.

A shape is written as `text`, `integer`, `number` or `boolean`; `unknown` for what never has a value
and is only ever listed as unknown; `{one_of: [a, b]}` for texts of a fixed list; `{list: SHAPE}`;
`{map: {key: SHAPE}}`, whose keys may be missing or null when they are `maybe text` or
`{maybe: SHAPE}`; `{items: {key: SHAPE}}` for a list of such maps, each with `origins` of its own.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args

from msgspec import Struct

from migrate.knowledge import KnowledgeError, load_folder

ScalarName: TypeAlias = Literal["text", "integer", "number", "boolean", "unknown"]


class Scalar(Struct, frozen=True):
    """A single value."""

    name: ScalarName


class OneOf(Struct, frozen=True):
    """A text of a fixed list."""

    values: tuple[str, ...]


class ListOf(Struct, frozen=True):
    """Any number of values of one shape."""

    of: Shape


class MapOf(Struct, frozen=True):
    """A map with these keys and no others."""

    required: dict[str, Shape]
    optional: dict[str, Shape]
    """Keys that may be missing or null."""
    origins: bool = False
    """Whether it says itself where it was found."""


Shape: TypeAlias = Scalar | OneOf | ListOf | MapOf


class Family(Struct, frozen=True):
    """The kinds of one family of components and the facts that belong to it."""

    kinds: tuple[str, ...]
    facts: dict[str, Shape]


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    kinds: tuple[str, ...]
    facts: dict[str, object]


_MAYBE = "maybe "
_ORDER = (
    "shared",
    "java",
    "php",
    "database",
    "middleware",
    "balancing",
    "container",
    "host",
    "survey",
)


@functools.cache
def families() -> dict[str, Family]:
    """Return every family, in the order in which they are shown.

    Raises:
        KnowledgeError: a file is wrong, or a kind or fact is named twice.
    """
    files = load_folder("vocabulary", _File)
    if set(files) != set(_ORDER):
        raise KnowledgeError(f"knowledge/vocabulary: the families are {', '.join(_ORDER)}")
    found = {
        name: Family(
            files[name].kinds,
            {fact: shape(written, fact) for fact, written in files[name].facts.items()},
        )
        for name in _ORDER
    }
    _once([kind for family in found.values() for kind in family.kinds])
    _once([fact for family in found.values() for fact in family.facts])
    return found


@functools.cache
def kinds() -> frozenset[str]:
    """Return the kinds of components that readers produce."""
    return frozenset(kind for family in families().values() for kind in family.kinds)


@functools.cache
def facts() -> dict[str, Shape]:
    """Return every fact with the shape of its value."""
    return {fact: form for family in families().values() for fact, form in family.facts.items()}


def shape(written: object, where: str) -> Shape:
    """Return a shape as it is written; `where` is what an error calls it.

    Raises:
        KnowledgeError: it is none.
    """
    if isinstance(written, str) and written in get_args(ScalarName):
        return Scalar(written)  # type: ignore[arg-type]
    if isinstance(written, Mapping) and len(written) == 1:
        ((form, inner),) = written.items()
        if form == "one_of" and isinstance(inner, list) and inner:
            return OneOf(tuple(_text(value, where) for value in inner))
        if form == "list":
            return ListOf(shape(inner, where))
        if form in ("map", "items") and isinstance(inner, Mapping) and inner:
            keyed = _map(inner, where, origins=form == "items")
            return ListOf(keyed) if form == "items" else keyed
    raise KnowledgeError(f"knowledge/vocabulary: {where}: {written!r} is no shape")


def _map(written: Mapping[object, object], where: str, *, origins: bool) -> MapOf:
    required: dict[str, Shape] = {}
    optional: dict[str, Shape] = {}
    for said, inner in written.items():
        key = _text(said, where)
        certain = _certain(inner)
        into = required if certain is None else optional
        into[key] = shape(inner if certain is None else certain, f"{where}.{key}")
    if "origins" in {**required, **optional}:
        raise KnowledgeError(f"knowledge/vocabulary: {where}: origins are written as items")
    return MapOf(required, optional, origins)


def _certain(written: object) -> object | None:
    """Return the shape of what may be missing; None for what may not."""
    if isinstance(written, str) and written.startswith(_MAYBE):
        return written.removeprefix(_MAYBE)
    if isinstance(written, Mapping) and set(written) == {"maybe"}:
        inner: object = written["maybe"]
        return inner
    return None


def _text(value: object, where: str) -> str:
    """Return a key or value; YAML makes something else of `on`, `off` and figures."""
    if not isinstance(value, str):
        raise KnowledgeError(f"knowledge/vocabulary: {where}: {value!r} must be quoted")
    return value


def _once(names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise KnowledgeError(f"knowledge/vocabulary: given twice: {', '.join(twice)}")
