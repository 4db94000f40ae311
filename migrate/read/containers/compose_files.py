"""Compose files of every version go in; projects come out, services merged and filled in.

By the Compose file references of versions 1, 2 and 3 and the Compose Specification.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from migrate.read.containers import document
from migrate.read.containers.document import NOTHING, Value
from migrate.read.containers.merging import laid_over, normal
from migrate.read.containers.variables import Environment, Unset, Variable, read_file
from migrate.read.containers.where import below, folder_of, own
from migrate.read.tree import Entry, Tree

_NAME = re.compile(r"(?:docker-)?compose(?:[.\-_][\w.\-]+)?\.ya?ml$|fig\.ya?ml$", re.IGNORECASE)
_PLAIN = re.compile(r"(?:docker-)?compose(?P<over>\.override)?\.ya?ml$|fig\.ya?ml$", re.IGNORECASE)
_SERVICES = re.compile(r"^services[ \t]*:", re.M)
_RUNS = re.compile(r"^[ \t]+(?:image|build)[ \t]*:", re.M)
_DEEPEST = 6
"""Services that extend services, files that include files."""
_NEEDS_OTHERS = ("depends_on", "links", "volumes_from")


class Variant(Struct, frozen=True):
    """Another file of the folder that changes a service when it is named at the start."""

    file: str
    value: Value


class Service(Struct, frozen=True):
    """One service as it is started."""

    name: str
    value: Value
    entries: tuple[Entry, ...]
    unset: tuple[Unset, ...] = ()
    variants: tuple[Variant, ...] = ()
    version: Value = NOTHING
    """Of the file that it is written in."""


class Project(Struct, frozen=True):
    """What one folder's compose files start together."""

    name: str
    folder: str
    whole: Value
    """Networks, volumes, version."""
    services: Mapping[str, Service] = field(default_factory=dict)
    variables: Mapping[str, Variable] = field(default_factory=dict)


def is_compose(entry: Entry) -> bool:
    """Tell a compose file by its name, or by services with images in a file of any name."""
    if entry.suffix not in (".yml", ".yaml"):
        return False
    if _NAME.match(entry.name):
        return True
    text = entry.text() or ""
    return bool(_SERVICES.search(text) and _RUNS.search(text)) and "{{" not in text


def projects(tree: Tree, site: str) -> Iterator[Project]:
    """Yield the projects of a tree; `site` names one that lies at its root."""
    folders: dict[str, list[Entry]] = {}
    for entry in own(tree, ".yml", ".yaml"):
        if is_compose(entry):
            folders.setdefault(folder_of(entry), []).append(entry)
    for folder, entries in folders.items():
        name = folder.rstrip("/").rsplit("/", 1)[-1] or site
        found = _Folder(tree, folder).project(name, sorted(entries, key=_order))
        if found.services:
            yield found


def _order(entry: Entry) -> tuple[int, str]:
    plain = _PLAIN.match(entry.name)
    if plain is None:
        return 2, entry.name
    return (1 if plain["over"] else 0), entry.name


class _Folder:
    """The compose files of one folder and what they take from others."""

    def __init__(self, tree: Tree, folder: str) -> None:
        self._tree = tree
        self._folder = folder
        self._read: dict[str, Value] = {}

    def project(self, name: str, entries: Sequence[Entry]) -> Project:
        """Return the project: the plain file with its override, the services of other files."""
        variables = self._variables()
        whole, services = NOTHING, dict[str, Service]()
        for entry in entries:
            file = self._file(entry)
            automatic = _PLAIN.match(entry.name) is not None
            whole = laid_over(whole, file) if file.fields else whole
            for service in self._services(entry, file, variables, 0):
                known = services.get(service.name)
                services[service.name] = _joined(known, service, entry, automatic=automatic)
        named = variables.get("COMPOSE_PROJECT_NAME")
        given = Environment(variables).text(whole.said("name"), whole.origin)
        label = given or (named.value if named else "") or name
        runs = {n: s for n, s in services.items() if s.value.at("image") or s.value.at("build")}
        return Project(label, self._folder, whole, runs, variables)

    def _variables(self) -> dict[str, Variable]:
        entry = self._tree.get(f"{self._folder}.env")
        return {found.name: found for found in read_file(entry)} if entry else {}

    def _file(self, entry: Entry) -> Value:
        if entry.path not in self._read:
            found = document.documents(entry)
            self._read[entry.path] = found[0] if found else NOTHING
        return self._read[entry.path]

    def _services(
        self, entry: Entry, file: Value, variables: Mapping[str, Variable], depth: int
    ) -> Iterator[Service]:
        for included in self._included(entry, file) if depth < _DEEPEST else ():
            yield from self._services(included, self._file(included), variables, depth + 1)
        for name, value in _service_maps(file):
            environment = Environment(variables)
            used = {entry.path: entry}
            plain = self._extended(name, value, entry, used, 0)
            filled = environment.fill(plain)
            version = file.at("version")
            unset = tuple(environment.unset)
            yield Service(name, filled, tuple(used.values()), unset, version=version)

    def _included(self, entry: Entry, file: Value) -> Iterator[Entry]:
        for each in file.each("include"):
            for path in (
                (each.text,) if each.shape == "text" else (p.text for p in each.each("path"))
            ):
                found = self._beside(entry, path)
                if found is not None and found is not entry:
                    yield found

    def _extended(
        self, name: str, value: Value, entry: Entry, used: dict[str, Entry], depth: int
    ) -> Value:
        """Return a service laid over the one it extends."""
        own_value = normal(value)
        extends = value.at("extends")
        if extends.shape == "none" or depth >= _DEEPEST:
            return own_value
        file = extends.said("file")
        other = self._beside(entry, file) if file else entry
        service = extends.text.strip() or extends.said("service") or name
        base = dict(_service_maps(self._file(other))).get(service) if other else None
        if other is None or base is None or (other is entry and service == name):
            return own_value
        used[other.path] = other
        below_it = self._extended(service, base, other, used, depth + 1)
        here = dict(_service_maps(self._file(entry)))
        return laid_over(_without_strangers(below_it, here), own_value)

    def _beside(self, entry: Entry, path: str) -> Entry | None:
        inside = below(folder_of(entry), path)
        return self._tree.get(inside) if inside else None


def _service_maps(file: Value) -> Iterable[tuple[str, Value]]:
    """Return the services of a file; version 1 has them at its top."""
    if file.at("services").shape == "map":
        return document.maps(file.at("services"))
    if {"version", "services", "include"} & set(file.fields):
        return ()
    return ((name, value) for name, value in document.maps(file) if not name.startswith("x-"))


def _without_strangers(service: Value, here: Mapping[str, Value]) -> Value:
    """Return an extended service without links to services of its own file only."""
    fields = dict(service.fields)
    for key in _NEEDS_OTHERS:
        value = fields.get(key)
        if value is not None and value.shape == "list":
            kept = tuple(i for i in value.items if i.text.split(":")[0] in here)
            fields[key] = Value("list", value.origin, items=kept)
        elif value is not None and value.shape == "map":
            fields[key] = value.with_fields({k: v for k, v in value.fields.items() if k in here})
    return service.with_fields(fields)


def _joined(known: Service | None, new: Service, entry: Entry, *, automatic: bool) -> Service:
    """Return a service with what a further file says of it."""
    if known is None:
        return new
    if automatic:
        return Service(
            known.name,
            laid_over(known.value, new.value),
            tuple({e.path: e for e in (*known.entries, *new.entries)}.values()),
            (*known.unset, *new.unset),
            version=known.version,
        )
    return replace(known, variants=(*known.variants, Variant(entry.path, new.value)))
