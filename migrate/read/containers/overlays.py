"""The Kubernetes objects of a tree go in; each comes out as the overlays of Kustomize render it.

Where one overlay alone renders an object, that is the object. Where several do (test, production)
it is what they all build on, and each of them is a variant.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from migrate.read.containers.document import Value
from migrate.read.containers.kustomize import Kustomization, Kustomizations, Rendering
from migrate.read.containers.objects import Estate, Object
from migrate.read.tree import Tree

_MOST = 20_000
"""Objects that overlays render before no further one is looked at."""


class Variant(Struct, frozen=True):
    """An object as one overlay renders it."""

    rendering: Rendering
    object: Object
    estate: Estate
    is_only: bool
    """Whether no other overlay renders it."""


class Overlays:
    """What the overlays of a tree make of its objects."""

    def __init__(self, tree: Tree, written: Sequence[Object]) -> None:
        """Render every overlay; objects of files that only patch others are none."""
        self._kustomizations = Kustomizations(tree)
        patches = self._kustomizations.patch_files()
        self._written = [o for o in written if o.entry.path not in patches]
        self._by_path: dict[str, list[Value]] = {}
        for each in self._written:
            self._by_path.setdefault(each.entry.path, []).append(each.value)
        self._renderings: list[Rendering] = []
        for top in self._kustomizations.tops():
            if sum(len(each.objects) for each in self._renderings) < _MOST:
                self._renderings.append(self._kustomizations.render(top, self._by_path))
        self._estates = [self._rendered(each) for each in self._renderings]
        self._bases: dict[str, Rendering] = {}
        self._variants: dict[int, tuple[Variant, ...]] = {}
        self.estate = Estate(self._settled())

    def variants(self, workload: Object) -> tuple[Variant, ...]:
        """Return an object of `estate` as each overlay renders it."""
        return self._variants.get(id(workload.value), ())

    def _settled(self) -> list[Object]:
        found: list[Object] = []
        generated: dict[int, Object] = {}
        for each in self._written:
            rendering, variants = self._one(each)
            value = rendering.objects[id(each.value)] if rendering else each.value
            self._variants[id(value)] = variants
            found.append(Object(value, each.entry))
            for made, entry in rendering.generated if rendering else ():
                generated.setdefault(id(made), Object(made, entry))
        return [*found, *generated.values()]

    def _one(self, each: Object) -> tuple[Rendering | None, tuple[Variant, ...]]:
        """Return the rendering that counts for an object, and all of its variants."""
        reached = [
            (rendering, estate)
            for rendering, estate in zip(self._renderings, self._estates, strict=True)
            if id(each.value) in rendering.objects
        ]
        variants = tuple(
            Variant(r, Object(r.objects[id(each.value)], each.entry), estate, len(reached) == 1)
            for r, estate in reached
        )
        if len(reached) == 1:
            return reached[0][0], variants
        base = self._kustomizations.listing(each.entry.path) if reached else None
        return (self._base(base) if base else None), variants

    def _base(self, base: Kustomization) -> Rendering:
        if base.folder not in self._bases:
            self._bases[base.folder] = self._kustomizations.render(base, self._by_path)
        return self._bases[base.folder]

    def _rendered(self, rendering: Rendering) -> Estate:
        reached = [o for o in self._written if id(o.value) in rendering.objects]
        objects = [Object(rendering.objects[id(o.value)], o.entry) for o in reached]
        return Estate([*objects, *(Object(value, entry) for value, entry in rendering.generated)])
