"""What every test holds true of the components that readers produce: the published vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from migrate.knowledge import vocabulary
from migrate.knowledge.vocabulary import ListOf, MapOf, OneOf, Scalar, Shape
from migrate.model.facts import Component
from migrate.read.findings import Found

_TYPES: dict[str, tuple[type, ...]] = {"text": (str,), "integer": (int,), "number": (int, float)}
_SURVEYED = vocabulary.families()["survey"].facts


class Held:
    """Looks at every component as it is made; what does not fit is kept for the test to fail."""

    def __init__(self) -> None:
        """Start with nothing wrong."""
        self.wrong: dict[str, None] = {}
        self._shapes = vocabulary.facts()
        self._kinds = vocabulary.kinds()

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Look at what `Found.component` returns from now on."""
        made = Found.component

        def component(found: Found, *args: object, **more: object) -> Component:
            done = made(found, *args, **more)  # type: ignore[arg-type]
            self.look(done)
            return done

        patch.setattr(Found, "component", component)

    def look(self, component: Component) -> None:
        """Compare one component with the vocabulary."""
        self.wrong |= dict.fromkeys(self._misfits(component))

    def _misfits(self, component: Component) -> Iterator[str]:
        if component.kind not in self._kinds:
            yield f"kind {component.kind} is not in migrate/knowledge/vocabulary"
        for name, fact in component.facts.items():
            shape = self._shapes.get(name)
            if shape is None or name in _SURVEYED:
                yield f"fact {name} is not in migrate/knowledge/vocabulary ({fact.value!r})"
            else:
                yield from misfits(shape, fact.value, name)
        for unknown in component.unknown:
            if unknown.fact not in self._shapes:
                yield f"unknown {unknown.fact} is not in migrate/knowledge/vocabulary"


def misfits(shape: Shape, value: object, where: str) -> Iterator[str]:
    """Yield what of a value does not have a shape."""
    match shape:
        case Scalar("boolean"):
            fits = isinstance(value, bool)
        case Scalar(name):
            fits = isinstance(value, _TYPES.get(name, ())) and not isinstance(value, bool)
        case OneOf(values):
            fits = isinstance(value, str) and value in values
        case ListOf(of):
            fits = isinstance(value, list)
            for item in value if isinstance(value, list) else ():
                yield from misfits(of, item, f"{where}[]")
        case MapOf():
            fits = isinstance(value, dict)
            if isinstance(value, dict):
                yield from _of_map(shape, value, where)
    if not fits:
        yield f"{where}: {value!r} is no {shape}"


_ORIGINS = ListOf(MapOf({"source": Scalar("text"), "place": Scalar("text")}, {}))


def _of_map(shape: MapOf, value: dict[object, object], where: str) -> Iterator[str]:
    known = {**shape.required, **({"origins": _ORIGINS} if shape.origins else {})}
    for key, of in known.items():
        if key in value:
            yield from misfits(of, value[key], f"{where}.{key}")
        else:
            yield f"{where}: {key} is missing in {value!r}"
    for key, inner in value.items():
        of_key = shape.optional.get(key) if isinstance(key, str) else None
        if of_key is not None and inner is not None:
            yield from misfits(of_key, inner, f"{where}.{key}")
        elif of_key is None and key not in known:
            yield f"{where}: {key!r} is no key of it"
