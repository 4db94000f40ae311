"""kustomization.yaml and Kubernetes objects go in; what each overlay makes of them comes out.

By Kustomize's documentation. Patches by strategic merge and by JSON pointers are applied as far as
they set or replace something; names that an overlay lengthens are told, references to them are not
followed.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from migrate.model.origin import Origin
from migrate.read.containers import document
from migrate.read.containers.document import NOTHING, Value
from migrate.read.containers.variables import read_file
from migrate.read.containers.where import below, folder_of, is_of_others
from migrate.read.tree import Entry, Tree

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_STAGE = re.compile(r"(?:^|/)(?:overlays?|envs?|environments?)/[^/]+/$")
"""Here `test/` names where something runs, not what tests it."""
_INLINE = re.compile(r"\n|^\s*[-{]")
_MOST = 200
"""Kustomizations of one tree, and what one of them changes."""
_DEEPEST = 20
_LISTS = ("name", "containerPort", "mountPath", "port", "ip", "topologyKey")
"""The keys by which items of lists are the same thing; lists without them are replaced."""


class Patch(Struct, frozen=True):
    """What is laid over objects: by kind and name, or by JSON pointers."""

    kind: str
    name: str
    """Empty for any; a pattern where a target names one."""
    value: Value
    operations: tuple[Value, ...] = ()


class Kustomization(Struct, frozen=True):
    """One kustomization.yaml."""

    folder: str
    entry: Entry
    value: Value
    patches: tuple[Patch, ...]
    tree: Tree
    """Where the files lie that it names."""


class Rendering(Struct, frozen=True):
    """What one overlay makes of the objects it is built on."""

    overlay: Kustomization
    objects: Mapping[int, Value]
    """By the `id` of the value as it is written."""
    generated: tuple[tuple[Value, Entry], ...]

    def name(self, written: str) -> str:
        """Return the name that an object gets."""
        value = self.overlay.value
        return f"{value.said('namePrefix')}{written}{value.said('nameSuffix')}"


class Kustomizations:
    """The kustomizations of one tree, and who builds on whom."""

    def __init__(self, tree: Tree) -> None:
        """Read all of them."""
        self._found: dict[str, Kustomization] = {}
        for entry in tree.named(*NAMES):
            stage = _STAGE.search(folder_of(entry))
            if (stage or not is_of_others(entry)) and len(self._found) < _MOST:
                value = next(iter(document.documents(entry)), NOTHING)
                patches = tuple(itertools.islice(_patches(folder_of(entry), value, tree), _MOST))
                each = Kustomization(folder_of(entry), entry, value, patches, tree)
                self._found.setdefault(each.folder, each)

    def patch_files(self) -> frozenset[str]:
        """Return the files that only change objects of other files."""
        found = self._found.values()
        return frozenset(path for each in found for path in _patch_paths(each.folder, each.value))

    def tops(self) -> tuple[Kustomization, ...]:
        """Return those that no other builds on: what people apply."""
        used = {path for each in self._found.values() for path in _bases(each)}
        return tuple(each for path, each in sorted(self._found.items()) if path not in used)

    def listing(self, path: str) -> Kustomization | None:
        """Return the one that lists a file."""
        found = (each for _, each in sorted(self._found.items()) if path in _files(each))
        return next(found, None)

    def render(self, top: Kustomization, written: Mapping[str, Sequence[Value]]) -> Rendering:
        """Return what one makes of the objects that it reaches; `written` are those by file."""
        made: dict[int, Value] = {}
        generated: list[tuple[Value, Entry]] = []
        for chain in self._chains(top, (), set()):
            for path in _files(chain[-1]):
                for value in written.get(path, ()):
                    made.setdefault(id(value), _through(chain, value))
            generated.extend(_generated(chain))
        return Rendering(top, made, tuple(generated))

    def _chains(
        self, each: Kustomization, above: tuple[Kustomization, ...], seen: set[str]
    ) -> Iterator[tuple[Kustomization, ...]]:
        """Yield each that is reached, with those above it, the outermost first."""
        if each.folder in seen or len(above) > _DEEPEST:
            return
        seen.add(each.folder)
        chain = (*above, each)
        yield chain
        for folder in _bases(each):
            if folder in self._found:
                yield from self._chains(self._found[folder], chain, seen)


def _files(each: Kustomization) -> Iterator[str]:
    """Yield the files that it lists."""
    for item in each.value.each("resources"):
        path = below(each.folder, item.text)
        if path:
            yield path


def _bases(each: Kustomization) -> Iterator[str]:
    """Yield the folders it builds on."""
    for key in ("resources", "bases", "components"):
        for item in each.value.each(key):
            path = below(each.folder, item.text)
            if path is not None:
                yield f"{path}/" if path else ""


def _patch_paths(folder: str, value: Value) -> Iterator[str]:
    written = [i.text for i in value.each("patchesStrategicMerge")]
    for key in ("patches", "patchesJson6902"):
        written += [item.said("path") for item in value.each(key)]
    for text in written:
        path = below(folder, text.strip()) if text and not _INLINE.search(text) else None
        if path:
            yield path


def _patches(folder: str, value: Value, tree: Tree) -> Iterator[Patch]:
    for item in value.each("patchesStrategicMerge"):
        yield from _laid(_content(folder, item, tree), NOTHING)
    for key in ("patches", "patchesJson6902"):
        for item in value.each(key):
            said = item.at("path") if item.said("path") else item.at("patch")
            yield from _laid(_content(folder, said, tree), item.at("target"))


def _content(folder: str, said: Value, tree: Tree) -> tuple[Value, ...]:
    """Return the documents of a patch, of its file or written in its place."""
    if _INLINE.search(said.text):
        return document.inline(said.text, said.origin)
    path = below(folder, said.text.strip())
    entry = tree.get(path) if path else None
    return document.documents(entry) if entry else ()


def _laid(contents: Sequence[Value], target: Value) -> Iterator[Patch]:
    for content in contents:
        kind, name = target.said("kind"), target.said("name")
        if content.shape == "list":
            yield Patch(kind, name, NOTHING, content.items)
        elif content.shape == "map":
            named = name or re.escape(content.said("metadata", "name"))
            yield Patch(kind or content.said("kind"), named, content)


def _through(chain: Sequence[Kustomization], value: Value) -> Value:
    for each in reversed(chain):
        for patch in each.patches:
            if _fits(patch, value):
                value = _patched(value, patch)
        namespace = each.value.at("namespace")
        if namespace.text:
            value = _set(value, ("metadata", "namespace"), namespace)
        for transform in (_images, _replicas):
            value = transform(each.value, value)
    return value


def _fits(patch: Patch, value: Value) -> bool:
    if patch.kind and patch.kind != value.said("kind"):
        return False
    name = value.said("metadata", "name")
    try:
        return not patch.name or re.fullmatch(patch.name[:200], name[:300]) is not None
    except re.error:
        return patch.name == name


def _patched(value: Value, patch: Patch) -> Value:
    for operation in patch.operations:
        path = [part.replace("~1", "/").replace("~0", "~") for part in
                operation.said("path").strip("/").split("/")]  # fmt: skip
        if operation.said("op") in ("add", "replace") and len(path) <= _DEEPEST:
            value = _set(value, path, operation.at("value"))
    return _merged(value, patch.value) if patch.value.fields else value


def _set(value: Value, path: Sequence[str], new: Value) -> Value:
    """Return a value with another one at a path of keys and numbers."""
    if not path:
        return new
    key, rest = path[0], path[1:]
    if value.shape == "list":
        items = list(value.items)
        if key.isdecimal() and int(key[:6]) < len(items):
            items[int(key)] = _set(items[int(key)], rest, new)
        elif not rest:
            items.append(new)
        return replace(value, items=tuple(items))
    if value.shape == "text":
        return value
    return Value("map", value.origin, "", {**value.fields, key: _set(value.at(key), rest, new)})


def _merged(base: Value, over: Value, depth: int = 0) -> Value:
    """Return one value laid over another; items of lists are the same by their names."""
    if depth > _DEEPEST or base.shape != over.shape or over.shape == "text":
        return base if base.shape == "text" and base.text == over.text else over
    if over.shape == "map":
        fields = dict(base.fields)
        said = (key for key, value in over.fields.items() if value.shape == "text")
        changed = any(base.said(key) != over.said(key) for key in said)
        for key, value in over.fields.items():
            fields[key] = _merged(base.at(key), value, depth + 1)
            if value.shape == "none":
                del fields[key]
        return Value("map", (over if changed else base).origin, "", fields)
    by = next((key for key in _LISTS if all(item.said(key) for item in over.items)), "")
    if not by or not all(item.said(by) for item in base.items):
        return over
    laid = {item.said(by): item for item in over.items}
    kept = [
        _merged(item, laid.pop(item.said(by)), depth + 1) if item.said(by) in laid else item
        for item in base.items
    ]
    return Value("list", base.origin, items=(*kept, *laid.values()))


def _images(kustomization: Value, value: Value) -> Value:
    for image in kustomization.each("images")[:_MOST]:
        new = image.said("newName") or image.said("name")
        digest, tag = image.said("digest"), image.said("newTag")
        ending = f"@{digest}" if digest else f":{tag}" if tag else ""
        value = _each_image(value, image.said("name"), (new, ending), image.origin)
    return value


def _each_image(
    value: Value, name: str, new: tuple[str, str], origin: Origin, depth: int = 0
) -> Value:
    """Return an object whose images of a name have another one, or another tag."""
    if depth > _DEEPEST or not name or value.shape in ("text", "none"):
        return value
    fields = {k: _each_image(v, name, new, origin, depth + 1) for k, v in value.fields.items()}
    written = value.said("image")
    if written == name or written.startswith((f"{name}:", f"{name}@")):
        ending = new[1] or written[len(name) :]
        fields["image"] = Value("text", origin, f"{new[0]}{ending}")
    items = tuple(_each_image(item, name, new, origin, depth + 1) for item in value.items)
    return Value(value.shape, value.origin, value.text, fields, items)


def _replicas(kustomization: Value, value: Value) -> Value:
    for each in kustomization.each("replicas")[:_MOST]:
        if each.said("name") == value.said("metadata", "name") and each.said("count"):
            value = _set(value, ("spec", "replicas"), each.at("count"))
    return value


def _generated(chain: Sequence[Kustomization]) -> Iterator[tuple[Value, Entry]]:
    """Yield the ConfigMaps that a kustomization generates from literals and variable files."""
    inner = chain[-1]
    namespace = next((k.value.at("namespace") for k in chain if k.value.said("namespace")), NOTHING)
    for each in inner.value.each("configMapGenerator"):
        data: dict[str, Value] = {}
        for literal in each.each("literals"):
            key, equals, said = literal.text.partition("=")
            if equals:
                data[key.strip()] = Value("text", literal.origin, said.strip("\"'"))
        data.update(_of_files(each, inner))
        meta = {"name": each.at("name")}
        if namespace.text:
            meta["namespace"] = namespace
        fields = {
            "apiVersion": Value("text", each.origin, "v1"),
            "kind": Value("text", each.origin, "ConfigMap"),
            "metadata": Value("map", each.origin, fields=meta),
            "data": Value("map", each.origin, fields=data),
        }
        yield Value("map", each.origin, fields=fields), inner.entry


def _of_files(generator: Value, inner: Kustomization) -> Iterator[tuple[str, Value]]:
    for said in (*generator.each("envs"), *generator.each("env")):
        entry = inner.tree.get(below(inner.folder, said.text) or "")
        for found in read_file(entry) if entry else ():
            if found.value is not None:
                yield found.name, Value("text", found.origin, found.value)
