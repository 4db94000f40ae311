"""Spring's profiles: settings files -> which of them count, and references that nobody follows.

What is active is asked as Spring Boot's reference describes it ("Externalized Configuration" and
"Profiles"): `spring.profiles.active` of the command line, of the environment and of the files
without a profile; `include` and `group` add to it; the last of several wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.java import quarkus
from migrate.read.java.placeholders import SettingPairs, expanded, open_ones
from migrate.read.java.spring_keys import bound
from migrate.read.tree import Entry

_FILE = re.compile(
    r"(?:application|bootstrap)(?:-(?P<profile>[\w.\-]{1,100}))?\.(?:properties|ya?ml)"
)
_STARTED = re.compile(
    r"(?:(?:-D|--)spring\.profiles\.active|\bSPRING_PROFILES_ACTIVE)=[\"']?(?P<names>[\w.,\-]{1,200})"
)
_SCRIPTS = (".sh", ".bat", ".cmd", ".conf", ".env", ".service")
_ACTIVE, _INCLUDE, _GROUP = (
    "spring.profiles.active",
    "spring.profiles.include",
    "spring.profiles.group",
)
_OWN = ("spring.config.activate.on-profile", "spring.profiles")
"""Keys by which one document of a YAML file belongs to a profile; the second until Boot 2.3."""
_INDEX = re.compile(r"\[\d{1,4}\]$")
_FACT = "spring_boot.profiles"
_ROUNDS = 20
_OWN_FILES = 1000
_LONGEST = 200
_MOST_NAMES = 20_000
_PLACEHOLDER = "${spring.profiles.active"
_RESOURCE = re.compile(
    r"[\w./\-]{0,150}(?:\$\{[\w.:\-]{1,80}\}[\w./\-]{0,80}){0,3}\.(?:properties|ya?ml)"
)


class Profiles:
    """The settings files of one application, apart by profile."""

    def __init__(
        self, files: Iterable[SettingPairs], beside: Iterable[Entry], sources: Iterable[str] = ()
    ) -> None:
        """Take every settings file, the start scripts beside the application, property sources.

        The last are names of files as code and beans write them: `db-${spring.profiles.active}…`.
        """
        self._sources = tuple(_source(name) for name in sources)
        beside = tuple(beside)
        known, self._idle = quarkus.apart(tuple(files), beside)
        self.files = tuple(part for file in known for part in self._parts(file))
        self.active = _active(self.files, beside)
        """Names, the one that wins last; empty where nothing tells any."""

    @property
    def effective(self) -> Sequence[SettingPairs]:
        """What counts: with no profile known every file does."""
        return tuple(file for file in self.files if not self._is_idle(file))

    def rank(self, file: SettingPairs) -> int:
        """Return how much a file counts: Spring Boot's own more than any other source."""
        own = _OWN_FILES if _FILE.fullmatch(file.entry.name) else 0
        return own + rank(file.profile, self.active)

    def _parts(self, file: SettingPairs) -> Iterator[SettingPairs]:
        if _FILE.fullmatch(file.entry.name):
            yield from _parts(file)
            return
        matches = (source.fullmatch(file.entry.name) for source in self._sources)
        named = (match["profile"] for match in matches if match and "profile" in match.groupdict())
        yield SettingPairs(file.entry, file.pairs, next(named, ""))

    def _is_source(self, file: SettingPairs) -> bool:
        name = file.entry.name
        own = _FILE.fullmatch(name) is not None
        return own or any(source.fullmatch(name) for source in self._sources)

    def _is_idle(self, file: SettingPairs) -> bool:
        return bool(self.active and file.profile) and not _fits(file.profile, self.active)

    def tell(self, found: Found) -> None:
        """List the profiles, and drop what only idle or overruled settings name."""
        for file in self.files:
            if file.profile:
                state = not self._is_idle(file) if self.active else None
                origin = (
                    file.entry.origin(file.pairs[0].line) if file.pairs else file.entry.origin()
                )
                found.item(_FACT, origin, name=file.profile, path=file.entry.path, active=state)
        dead = self._idle | frozenset(self._dead())
        if dead:
            _forget(found, dead)

    def _dead(self) -> Iterator[Origin]:
        """Yield the places of keys that have no effect."""
        if not self.active:
            return
        ranked = [f for f in self.files if self._is_source(f) and not self._is_idle(f)]
        ranked.sort(key=lambda file: self.rank(file), reverse=True)
        winning: dict[str, int] = {}
        for file in ranked:
            for pair in file.pairs:
                rank = winning.setdefault(bound(pair.key), self.rank(file))
                if rank > self.rank(file):
                    yield file.entry.origin(pair.line)
        for file in self.files:
            if self._is_idle(file):
                yield from (file.entry.origin(pair.line) for pair in file.pairs)


def _forget(found: Found, dead: frozenset[Origin]) -> None:
    """Drop what only places name that have no effect."""
    found.references[:] = [
        replace(each, origins=tuple(o for o in each.origins if o not in dead))
        for each in found.references
        if not each.origins or not dead.issuperset(each.origins)
    ]
    for item in list(found.items("datasources")):
        places = item["origins"]
        assert isinstance(places, list)
        if all(Origin(str(o["source"]), str(o["place"])) in dead for o in places):
            found.drop("datasources", item)


def rank(profile: str, active: Sequence[str]) -> int:
    """Return how much a file counts: more for a later profile, 0 without one."""
    return max((n for n, name in enumerate(active, 1) if _fits(profile, (name,))), default=0)


def _fits(profile: str, active: Sequence[str]) -> bool:
    """Tell whether a profile, or an expression of them (`dev | test`, `!prod`), is active."""
    words = [word.strip() for word in re.split(r"[,|]", profile)]
    return any(
        word[1:].strip() not in active if word.startswith("!") else word in active for word in words
    )


def _source(name: str) -> re.Pattern[str]:
    """Return what a file is called whose name holds the profile: in place of a placeholder."""
    file = name.rpartition("/")[2][:_LONGEST]
    before, placeholder, rest = file.partition(_PLACEHOLDER)
    behind = rest.partition("}")[2]
    if not placeholder:
        return re.compile(re.escape(file))
    return re.compile(rf"{re.escape(before)}(?P<profile>[\w.\-]{{1,100}}){re.escape(behind)}")


def source_names(text: str) -> Iterator[str]:
    """Yield the files that an annotation or a bean names as sources of properties.

    Names without a profile count too: what a profile's file says comes over them.
    """
    return (match[0] for match in _RESOURCE.finditer(text[:_MOST_NAMES]))


def _parts(file: SettingPairs) -> Iterator[SettingPairs]:
    """Yield a file with its profile; a YAML file of several documents one by one."""
    match = _FILE.fullmatch(file.entry.name)
    if match is None:
        yield file
        return
    parts: dict[int, list[int]] = {}
    for number, pair in enumerate(file.pairs):
        parts.setdefault(pair.part, []).append(number)
    named = match["profile"] or ""
    for numbers in parts.values():
        pairs = tuple(file.pairs[number] for number in numbers)
        own = [p.meaning for p in pairs if p.meaning and _INDEX.sub("", p.key) in _OWN]
        yield SettingPairs(file.entry, pairs, named or ",".join(own))


def _active(files: Sequence[SettingPairs], beside: Iterable[Entry]) -> tuple[str, ...]:
    """Return the active profiles: what a start script says counts more than the files."""
    names = list(_started(beside)) or _listed(files, _ACTIVE, ())
    if not names:
        return ()
    for _ in range(_ROUNDS):
        more = _listed(files, _INCLUDE, names)
        for name in names:
            more += _listed(files, f"{_GROUP}.{name}", names)
        new = [name for name in dict.fromkeys(more) if name not in names]
        if not new:
            break
        names = [*new, *names]
    return tuple(names)


def _started(beside: Iterable[Entry]) -> Iterator[str]:
    for entry in beside:
        if entry.suffix in _SCRIPTS:
            for line in (entry.text() or "").splitlines():
                match = None if line.lstrip().startswith(("#", "::")) else _STARTED.search(line)
                if match:
                    yield from (name for name in match["names"].split(",") if name)
                    return


def _listed(files: Sequence[SettingPairs], key: str, active: Sequence[str]) -> list[str]:
    """Return the names that a key of the files that count lists; none with an open placeholder."""
    found: list[str] = []
    for file in files:
        if not _FILE.fullmatch(file.entry.name) or (
            file.profile and not _fits(file.profile, active)
        ):
            continue
        for pair in file.pairs:
            if _INDEX.sub("", pair.key) == key:
                text = expanded(pair.meaning, lambda _: None)
                if not open_ones(text) and "@" not in text:
                    found += [name.strip() for name in text.split(",") if name.strip()]
    return list(dict.fromkeys(found))
