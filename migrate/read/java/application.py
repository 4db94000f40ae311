"""One Java application as the readers of its contents see it, and what they collect together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from migrate.model.code import Use
from migrate.model.origin import Origin
from migrate.read import config_files
from migrate.read.findings import Found
from migrate.read.java import documents, start_options
from migrate.read.java.code_index import CodeIndex
from migrate.read.java.collected import Guard, Path, Resource, Schedule, SessionUse
from migrate.read.java.documents import Node
from migrate.read.java.placeholders import SettingPairs, Values
from migrate.read.java.profiles import Profiles, source_names
from migrate.read.java.spring_keys import SpringKeys
from migrate.read.tree import Entry, Tree

_MOST_XML = 3000
_MOST_PAIRS = 200_000
"""Message bundles by the hundred tell nothing; more keys than this are not asked."""
_PROPERTY_SOURCE = "org.springframework.context.annotation.PropertySource"
_SETTINGS = (".properties", ".yml", ".yaml", ".json")
_LIBRARIES = ("WEB-INF/lib/", "BOOT-INF/lib/", "lib/", "APP-INF/lib/")


class Application:
    """Files of one application and what was found so far; descriptors are parsed once."""

    def __init__(self, tree: Tree, beside: Sequence[Entry], found: Found, index: CodeIndex) -> None:
        """Take its own files, those handed over beside it, where facts go, what classes use."""
        self.tree = tree
        self.beside = tuple(beside)
        self.found = found
        self.index = index
        self.paths: list[Path] = []
        self.guards: list[list[Guard]] = []
        """Chains; in each the first guard that fits decides."""
        self.sessions: list[SessionUse] = []
        self.resources: list[Resource] = []
        self.links: dict[str, str] = {}
        """The application's name of a resource → the server's."""
        self.linked: dict[str, Origin] = {}
        """The application's name of a resource → where a descriptor ties it to the server's."""
        self.mappings: list[tuple[str, str]] = []
        """Pattern and class of each servlet; a servlet without a class by its name."""
        self.filters: list[tuple[str, str]] = []
        """Pattern and class of each filter."""
        self.schedules: list[Schedule] = []
        self.clustered: bool | None = None
        """Whether Quartz shares its jobs with other copies; None when no setting tells."""
        self.uses: list[Use] = []
        """What its pages use."""
        self.alone = False
        """Whether this is a server without its applications: what it has for them, it calls."""

    @cached_property
    def settings(self) -> Sequence[SettingPairs]:
        """Its settings files (properties, YAML, JSON …) with their keys; message bundles too.

        Those of a profile of Spring that is not active are left out.
        """
        return self.profiles.effective

    @cached_property
    def profiles(self) -> Profiles:
        """Its settings files by profile."""
        return Profiles(self._settings(), self.beside, self._property_sources())

    def _property_sources(self) -> Iterator[str]:
        """Yield the files that `@PropertySource` and placeholder beans name."""
        for found, _ in self.index.annotations():
            if found.name.startswith(_PROPERTY_SOURCE):
                yield from source_names(found.elements.get("value", ""))
        for root in self.documents:
            if root.name == "beans":
                for node in root.all("property-placeholder"):
                    yield from source_names(node.get("location"))

    def _settings(self) -> Sequence[SettingPairs]:
        found: list[SettingPairs] = []
        left = _MOST_PAIRS
        for entry in self.files(*_SETTINGS):
            known = config_files.format_of(entry)
            if known is None or left <= 0 or "META-INF/maven/" in entry.path:
                continue
            try:
                pairs = tuple(known.pairs(entry.text() or ""))[:left]
            except ValueError:
                continue
            left -= len(pairs)
            found.append(SettingPairs(entry, pairs))
        return tuple(found)

    @cached_property
    def values(self) -> Values:
        """What its settings files say."""
        ranked: dict[int, list[SettingPairs]] = {}
        for file in self.settings:
            ranked.setdefault(self.profiles.rank(file), []).append(file)
        return Values(self.started, *(ranked[each] for each in sorted(ranked, reverse=True)))

    @cached_property
    def started(self) -> Sequence[SettingPairs]:
        """What start scripts set on the command line: it counts before its files."""
        return start_options.read(self)

    @cached_property
    def addressed(self) -> dict[str, list[int]]:
        """The references known when it is first asked, by target: their places in the list."""
        found: dict[str, list[int]] = {}
        for number, reference in enumerate(self.found.references):
            found.setdefault(reference.target, []).append(number)
        return found

    @cached_property
    def spring(self) -> SpringKeys:
        """What its settings files say, by the names that Spring binds."""
        return SpringKeys(self.values)

    @cached_property
    def documents(self) -> Sequence[Node]:
        """The roots of its XML files, those beside it too, sorted by path."""
        files = [e for e in self.files(".xml", ".xmi") if "META-INF/maven/" not in e.path]
        roots = (documents.parse(entry) for entry in files[:_MOST_XML])
        return tuple(root for root in roots if root is not None)

    def files(self, *suffixes: str) -> Iterator[Entry]:
        """Yield its files and those beside it by ending."""
        yield from self.tree.below("", *suffixes)
        yield from (entry for entry in self.beside if entry.suffix in suffixes)

    def library(self, start: str) -> Entry | None:
        """Return the first library whose file name starts so."""
        in_place = (e for e in self.tree.below("", ".jar") if e.path.startswith(_LIBRARIES))
        return next((entry for entry in in_place if entry.name.startswith(start)), None)

    def filled(self, text: str) -> str:
        """Return a text with the placeholders filled that its properties know."""
        return self.values.filled(text)[0]

    def server_file(self, entry: Entry) -> bool:
        """Tell whether a file is the server's rather than the application's."""
        return any(entry is known for known in self.beside)
