"""The files of one input go in; the servers that they configure or report on come out.

Files are recognised by name and content; a file that stands for a server makes an instance, what
lies beside it goes to the instance that it fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TypeAlias
from weakref import WeakKeyDictionary

from msgspec import Struct

from migrate.knowledge.servers import file_forms, matcher, refuser
from migrate.model.reason import Because
from migrate.read import certificates, includes
from migrate.read.decode import decode, is_text
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

_BY_FOLDER = frozenset({"rabbitmq", "oracle", "ldap", "hadoop"})
"""Kinds of which a server has several main files, all in one folder."""
_INCLUDE = re.compile(
    r"^[ \t]*(?P<key>include(?:_if_exists|_dir)?)[ \t]*[= \t][ \t]*(?P<path>[^\s#]{1,300})", re.M
)
_INCLUDES = {
    "redis.conf": _INCLUDE, "postgresql.conf": _INCLUDE, "ldap.slapd": _INCLUDE,
}  # fmt: skip
_HEAD = 64 << 10
"""How much of a file decides what it is."""


class Known(Struct, frozen=True):
    """A file of a server."""

    form: str
    kind: str
    main: bool
    alone: bool
    entry: Entry

    @property
    def folder(self) -> str:
        """The folder it lies in, `""` for the top."""
        return self.entry.path.rpartition("/")[0]


class Instance(Struct, frozen=True):
    """One server and its files."""

    name: str
    """Empty when it is the only one of its kind."""
    files: tuple[Known, ...]

    def of(self, form: str) -> Iterator[Entry]:
        """Yield the files of a form."""
        return (file.entry for file in self.files if file.form == form)


Take: TypeAlias = Callable[[Entry, Found], None]
"""Reads one file into what was found."""

_SEEN: WeakKeyDictionary[Tree, tuple[Known, ...]] = WeakKeyDictionary()


def known(tree: Tree) -> tuple[Known, ...]:
    """Return the files of servers in a tree; each file is looked at once, whoever asks."""
    if tree not in _SEEN:
        _SEEN[tree] = tuple(each for entry in tree.entries() for each in _forms(entry))
    return _SEEN[tree]


def roots(tree: Tree, *kinds: str) -> Sequence[str]:
    """Return the whole, when it holds a file of a kind."""
    return ("",) if any(file.kind in kinds for file in known(tree)) else ()


def read(
    site: Site,
    kind: str,
    takers: Mapping[str, Take],
    finish: Callable[[Found], None] | None = None,
) -> Iterator[Found]:
    """Yield what is found of each server of a kind; a damaged file costs itself only.

    Certificates that lie beside the only server of an input are its own.
    """
    beside = list(certificates.held(site.tree)) if sole(site.tree) else []
    for instance in instances(site.tree, kind):
        found = Found(instance.name, kind)
        found.entries = [*(file.entry for file in instance.files), *beside]
        certificates.read_all(beside, found)
        for form, take in takers.items():
            for entry in instance.of(form):
                _take(take, entry, found)
        if finish:
            finish(found)
        yield found


def sole(tree: Tree) -> bool:
    """Tell whether a tree holds exactly one server."""
    kinds = {file.kind for file in known(tree)}
    return len(kinds) == 1 and len(instances(tree, next(iter(kinds)))) == 1


def instances(tree: Tree, kind: str) -> list[Instance]:
    """Return the servers of a kind."""
    files = [file for file in known(tree) if file.kind == kind]
    inner = _included(tree, files)
    files = [file for file in files if file.entry.path not in inner]
    mains = [file for file in files if file.main]
    groups: list[list[Known]] = []
    for file in mains:
        same = [g for g in groups if kind in _BY_FOLDER and g[0].folder == file.folder]
        if same:
            same[0].append(file)
        else:
            groups.append([file])
    alone: dict[str, list[Known]] = {}
    for file in files:
        if not file.main:
            group = _fitting(file, groups)
            if group is not None:
                group.append(file)
            elif file.alone:
                alone.setdefault(file.folder, []).append(file)
    groups += alone.values()
    names = _names([group[0].entry.path for group in groups])
    return [Instance(name, tuple(group)) for name, group in zip(names, groups, strict=True)]


def _included(tree: Tree, files: Sequence[Known]) -> frozenset[str]:
    """Return the paths of files that another file of the same kind includes."""
    found: set[str] = set()
    for file in files:
        keys = _INCLUDES.get(file.form)
        text = file.entry.content()[:_HEAD] if keys else b""
        if keys and b"include" in text and is_text(text):
            for match in keys.finditer(decode(text)[0]):
                is_folder = match["key"].endswith("dir")
                inner = includes.files(match["path"], file.entry, tree, folder=is_folder)
                found.update(entry.path for entry in inner)
    return frozenset(found)


def _take(take: Take, entry: Entry, found: Found) -> None:
    try:
        take(entry, found)
    except (ValueError, SyntaxError, LookupError) as wrong:
        # What a parser says of a broken file may quote it: only its kind is told.
        entry.fault = Because("read.damaged", {"detail": type(wrong).__name__})


def _forms(entry: Entry) -> Iterator[Known]:
    """Yield what a file is: at most one form of each kind."""
    path = entry.path.lower()
    named = [form for form in file_forms() if matcher(form.form)[0].match(path)]
    head: str | None = None
    seen: set[str] = set()
    for form in named:
        if form.kind in seen:
            continue
        if (form.holds or form.lacks) and head is None:
            head = _head(entry)
        text = head or ""
        held = all(pattern.search(text) for pattern in matcher(form.form)[1])
        if held and not any(pattern.search(text) for pattern in refuser(form.form)):
            seen.add(form.kind)
            yield Known(form.form, form.kind, form.main, form.alone, entry)


def _head(entry: Entry) -> str:
    data = entry.content()[:_HEAD]
    return decode(data)[0] if is_text(data) else ""


def _fitting(file: Known, groups: Sequence[list[Known]]) -> list[Known] | None:
    """Return the group that a file belongs to: the only one, or the nearest it is named after."""
    if len(groups) < 2:
        return groups[0] if groups else None
    shared = [_shared(file.folder, group[0].folder) for group in groups]
    near = [group for group, depth in zip(groups, shared, strict=True) if depth == max(shared)]
    if len(near) == 1:
        return near[0]
    words = [_words(group[0].entry.path) for group in near]
    common = set.intersection(*words)
    own = _words(file.entry.path)
    hits = [len((each - common) & own) for each in words]
    best = max(hits)
    return near[hits.index(best)] if best and hits.count(best) == 1 else None


def _shared(one: str, other: str) -> int:
    """Return how many folders two paths share from the top."""
    count = 0
    for left, right in zip(one.split("/"), other.split("/"), strict=False):
        if left != right or not left:
            break
        count += 1
    return count


def _words(path: str) -> set[str]:
    return set(re.findall(r"\d+|[a-z]+", path.lower()))


def _names(paths: Sequence[str]) -> list[str]:
    """Return names that tell servers apart: of the file, else of the folders that differ."""
    if len(paths) < 2:
        return [""] * len(paths)
    stems = [PurePosixPath(path).stem for path in paths]
    if len(set(stems)) == len(stems):
        return stems
    parts = [path.split("/")[:-1] for path in paths]
    common = set.intersection(*(set(each) for each in parts))
    folders = ["-".join(part for part in each if part not in common) for each in parts]
    if all(folders) and len(set(folders)) == len(folders):
        return folders
    return [_joined(folder, stem) for folder, stem in zip(folders, stems, strict=True)]


def _joined(*parts: str) -> str:
    return "-".join(part for part in parts if part)
