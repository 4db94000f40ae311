"""Settings files of Quarkus go in; what counts where it is run comes out, and what does not.

`%dev.quarkus.datasource.jdbc.url` counts in the profile `dev` alone; a built application runs in
`prod` unless its start says otherwise (Quarkus' guide "Configuration reference", "Profiles").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from migrate.model.origin import Origin
from migrate.read.java.placeholders import SettingPairs
from migrate.read.pair import Pair
from migrate.read.tree import Entry

_FILE = re.compile(r"application\.(?:properties|ya?ml)|microprofile-config\.properties")
_KEY = re.compile(r"[\"']?%(?P<names>[\w,\-]{1,100})[\"']?\.(?P<key>\S{1,500})")
_STARTED = re.compile(r"(?:-Dquarkus\.profile|\bQUARKUS_PROFILE)=[\"']?([\w,\-]{1,100})")
_SETTING = "quarkus.profile"
_USUAL = "prod"
_SCRIPTS = (".sh", ".bat", ".cmd", ".conf", ".service", ".env")


def apart(
    files: Sequence[SettingPairs], beside: Iterable[Entry]
) -> tuple[Sequence[SettingPairs], frozenset[Origin]]:
    """Return the files with what counts, keys by their plain names too; the places of the rest."""
    if not any(_profiled(file) for file in files):
        return files, frozenset()
    active = _active(files, beside)
    dead: set[Origin] = set()
    found = [_effective(file, active, dead) if _profiled(file) else file for file in files]
    return found, frozenset(dead)


def _profiled(file: SettingPairs) -> bool:
    named = _FILE.fullmatch(file.entry.name) is not None
    return named and any(_KEY.fullmatch(pair.key) for pair in file.pairs)


def _effective(file: SettingPairs, active: frozenset[str], dead: set[Origin]) -> SettingPairs:
    kept = list(_kept(file, active, dead))
    overruled = {match["key"] for pair in kept if (match := _KEY.fullmatch(pair.key))}
    pairs: list[Pair] = []
    for pair in kept:
        match = _KEY.fullmatch(pair.key)
        if pair.key in overruled:
            dead.add(file.entry.origin(pair.line))
            continue
        pairs += [pair] if match is None else [pair, replace(pair, key=match["key"])]
    return SettingPairs(file.entry, tuple(pairs), file.profile)


def _kept(file: SettingPairs, active: frozenset[str], dead: set[Origin]) -> Iterator[Pair]:
    for pair in file.pairs:
        match = _KEY.fullmatch(pair.key)
        if match is None or active & set(match["names"].split(",")):
            yield pair
        else:
            dead.add(file.entry.origin(pair.line))


def _active(files: Sequence[SettingPairs], beside: Iterable[Entry]) -> frozenset[str]:
    for entry in beside:
        started = _STARTED.search(entry.text() or "") if entry.suffix in _SCRIPTS else None
        if started:
            return frozenset(started[1].split(","))
    said = (pair.meaning for file in files for pair in file.pairs if pair.key == _SETTING)
    return frozenset(next(said, _USUAL).split(","))
