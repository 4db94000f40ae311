"""Each input is read on its own; whatever goes wrong costs that input only."""

from __future__ import annotations

import functools
import gc
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path

from migrate.model.facts import Component, Reading, Unread
from migrate.model.reason import Because
from migrate.read.cache import Cache
from migrate.read.folder import source_of
from migrate.read.input import Scan, read_input


def read(
    paths: Sequence[Path],
    root: Path,
    executor: Executor | None = None,
    scan: Scan | None = None,
    cache: Cache | None = None,
) -> Reading:
    """Read inputs: archives, folders or single files; origins are relative to `root`.

    With an executor the inputs are read in parallel, with a cache only those that changed; the
    result is the same.
    """
    work = functools.partial(_kept, root=root, scan=scan, cache=cache)
    results = list(executor.map(work, paths) if executor else map(work, paths))
    components = _numbered([c for reading in results for c in reading.components])
    return Reading(tuple(components), tuple(u for reading in results for u in reading.unread))


def _kept(path: Path, root: Path, scan: Scan | None, cache: Cache | None) -> Reading:
    """Read one input unless it is known what it yields."""
    try:
        key = cache.key(path, root) if cache else ""
    except OSError:
        key = ""
    if cache and key:
        known = cache.get(key)
        if known is not None:
            return known
    reading = _contained(path, root, scan)
    if cache and key and reading.components:
        # Without components something may be wrong that passes: a full disk, a missing right.
        cache.put(key, reading)
    return reading


def _contained(path: Path, root: Path, scan: Scan | None) -> Reading:
    """Read one input; the boundary that turns any failure into `unread`."""
    source = source_of(path, root)
    if path.is_symlink():
        return Reading(unread=(Unread(source, Because("read.link")),))
    try:
        with _without_collector():
            return read_input(path, root, scan)
    except Exception as wrong:
        detail = f"{type(wrong).__name__}: {' '.join(str(wrong).split())[:160]}".rstrip(": ")
        return Reading(unread=(Unread(source, Because("read.damaged", {"detail": detail})),))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python's cycle collector away while one input is read.

    What reading builds stays until its end and holds no cycles: looking through it again and
    again costs a quarter of the time (bench/read.py) and frees nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _numbered(components: Sequence[Component]) -> list[Component]:
    """Return components with unique ids: a repeated one gets a number."""
    from msgspec.structs import replace

    taken: set[str] = set()
    unique = []
    for component in components:
        name, number = component.id, 2
        while name in taken:
            name, number = f"{component.id}-{number}", number + 1
        taken.add(name)
        unique.append(replace(component, id=name))
    return unique
