"""What a build file says of one module of a source tree, whatever the build tool."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from migrate.model.origin import Origin
from migrate.read.java.filtering import Filtering
from migrate.read.tree import Entry

_RELEASE = re.compile(r"(?:1\.)?(\d{1,2})(?:\.0)?")
LIBRARY, WAR, EAR, EJB, AGGREGATE = "jar", "war", "ear", "ejb", "pom"


class Dependency(Struct, frozen=True):
    """One library or module that another one needs."""

    group: str
    name: str
    version: str
    """Empty when nothing in the tree tells it."""
    scope: str
    origin: Origin
    type: str = "jar"


class Module(Struct):
    """One module: what it becomes, and where its parts lie. Folders end in `/`."""

    folder: str
    build: str
    """maven, gradle, ant or eclipse"""
    name: str
    entry: Entry
    """Its build file."""
    packaging: str = LIBRARY
    file_name: str = ""
    """Of what is built, without the ending."""
    web: Sequence[str] = ()
    sources: Sequence[str] = ()
    resources: Sequence[str] = ()
    libraries: Sequence[str] = ()
    """Folders whose jars are packed in."""
    outputs: Sequence[str] = ()
    """Folders in which what is built lies."""
    dependencies: list[Dependency] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    """Folders of the modules that it is built with."""
    release: tuple[int, Origin] | None = None
    boot: tuple[str, Origin] | None = None
    """Version of Spring Boot."""
    executable: bool = False
    """Spring Boot starts it: its plugin packs it so, or its main class says so."""
    main_class: tuple[str, Origin] | None = None
    profiles: list[str] = field(default_factory=list)
    contexts: dict[str, tuple[str, Origin]] = field(default_factory=dict)
    """Of an EAR: artifactId of a web module → the context root that the build gives it."""
    filtering: Filtering | None = None
    """What the build fills in, where it does."""
    called: str = ""
    """What the build calls it, where that is more than the name of its folder."""

    @property
    def deployable(self) -> bool:
        """Tell what is run or deployed from what only others use."""
        if self.packaging == LIBRARY:
            return self.executable or self.main_class is not None
        return self.packaging in (WAR, EAR, EJB)


def release(written: str) -> int | None:
    """Return a Java release as people write it: `1.8`, `8`, `17`."""
    match = _RELEASE.fullmatch(written.strip().removeprefix("VERSION_").replace("_", "."))
    return int(match[1]) if match and int(match[1]) > 0 else None


def deployed(modules: Sequence[Module]) -> list[Module]:
    """Return the modules that become components: where none is run, those nobody else uses."""
    told = [each for each in modules if each.deployable]
    if told:
        return told
    used = {folder for each in modules for folder in each.inside}
    return [m for m in modules if m.packaging != AGGREGATE and m.folder not in used and has_code(m)]


def has_code(module: Module) -> bool:
    """Tell a module from a build file alone."""
    return bool(module.sources or module.resources or module.web)


def joined(module: Module, modules: Iterable[Module]) -> list[Module]:
    """Return a module and those built into it, each once, its own first."""
    known = {each.folder: each for each in modules}
    found, left = [module], list(module.inside)
    seen = {module.folder}
    while left:
        folder = left.pop(0)
        if folder in known and folder not in seen:
            seen.add(folder)
            found.append(known[folder])
            left.extend(known[folder].inside)
    return found
