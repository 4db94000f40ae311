"""A source tree of Maven, Gradle, Ant or Eclipse -> a component for each module that is deployed.

Its files are laid out as the archive would be that the build makes, so that the same readers see
the same things. Where that archive lies beside its sources, the archive leads. Tests do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from weakref import WeakKeyDictionary

from migrate.model.facts import Plain
from migrate.read.findings import Found
from migrate.read.java import (
    ant,
    boot,
    boot_sources,
    context_path,
    ear,
    ear_sources,
    gradle,
    jar,
    jvm,
    libraries,
    maven,
    pom,
    source_index,
    structure,
    war,
)
from migrate.read.java.ear_sources import Part
from migrate.read.java.layout import BOOT, JAR, WAR, Layout
from migrate.read.java.libraries import Named
from migrate.read.java.project import EAR, EJB, Dependency, Module, deployed, joined
from migrate.read.java.project import WAR as WEB
from migrate.read.java.source_index import SourceIndex
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "java-war"
_FACT = "java.source_tree"
_ARCHIVES = (".war", ".ear", ".jar", ".rar")
_OWN_FOLDERS = (
    "src/", "target/", "build/", "bin/", "out/", "dist/", "gradle/", ".mvn/", ".settings/",
    ".gradle/",
)  # fmt: skip
"""Folders of a module that are its own; others may hold something else, `sql/` a database."""
_OWN_FILES = (*gradle.NAMES, *gradle.SETTINGS, pom.NAME, ant.NAME, ant.ECLIPSE)
_NOT_RUN = ("-sources", "-javadoc", "-tests", "-plain")
_TESTS = ("src/test/", "test/", "tests/", "src/it/")
_OTHER_LANGUAGES = {".kt": "Kotlin", ".scala": "Scala", ".groovy": "Groovy"}
_BUILT_WITH = {
    "maven": "pom.xml",
    "gradle": "build.gradle",
    "ant": "build.xml",
    "eclipse": ".classpath",
}
_STARTS = "org.springframework.boot.autoconfigure.SpringBootApplication"
_MOST_MODULES = 300
_MOST_SCRIPTS = 200
_SCRIPTS: WeakKeyDictionary[Tree, list[Entry]] = WeakKeyDictionary()
_SEEN: WeakKeyDictionary[Tree, dict[str, list[Module]]] = WeakKeyDictionary()


def roots(tree: Tree) -> Sequence[str]:
    """Return each outermost folder with a build file that makes something."""
    if tree.source.lower().endswith(_ARCHIVES):
        return []
    folders = sorted({e.path.removesuffix(e.name) for e in tree.entries() if _is_build_file(e)})
    outer: list[str] = []
    for folder in folders:
        if not outer or not folder.startswith(outer[-1]):
            outer.append(folder)
    return [folder for folder in outer if deployed(_modules(tree, folder))]


def claims(tree: Tree, folders: Iterable[str]) -> Iterator[str]:
    """Yield what of the roots belongs to their modules: what else lies there others may read."""
    for folder in folders:
        for module in _modules(tree, folder):
            yield from (f"{module.folder}{own}" for own in (*_OWN_FOLDERS, *_OWN_FILES))
            yield from (*module.web, *module.sources, *module.resources, *module.libraries)
            yield from module.outputs


def read(site: Site) -> Iterable[Found]:
    """Read one source tree."""
    modules = _modules(site.tree, "")
    chosen = deployed(modules)[:_MOST_MODULES]
    packed = ear_sources.parts(modules, site.tree)
    several = len(chosen) > 1
    all_ = [
        _Component(site, module, joined(module, modules), module.name if several else "", packed)
        for module in chosen
    ]
    inside = {folder for component in all_ for folder in component.built_in()}
    for component in all_:
        if component.folder not in inside:
            yield from component.read()


def _is_build_file(entry: Entry) -> bool:
    if entry.name in gradle.NAMES:
        return gradle.is_build_file(entry.path)
    if entry.name == pom.NAME:
        return maven.is_build_file(entry.path)
    if entry.name in (ant.NAME, ant.ECLIPSE):
        return maven.is_build_file(entry.path) and ant.is_project(entry)
    return False


def _modules(tree: Tree, within: str) -> list[Module]:
    """Return the modules below a folder; each tree is looked at once, whoever asks."""
    known = _SEEN.setdefault(tree, {})
    if within not in known:
        known[within] = _found(tree, within)
    return known[within]


def _found(tree: Tree, within: str) -> list[Module]:
    """Return the modules of a tree: by Maven, where that says nothing by Gradle, by Ant."""
    for modules in (maven.modules, gradle.modules):
        found = modules(tree, within)
        boot_sources.tell(found, tree)
        if deployed(found):
            return found
    folders = {
        e.path.removesuffix(e.name)
        for e in tree.below(within)
        if e.name in (ant.NAME, ant.ECLIPSE) and _is_build_file(e)
    }
    return [m for folder in sorted(folders)[:_MOST_MODULES] for m in ant.modules(tree, folder)]


def _scripts_of(tree: Tree) -> list[Entry]:
    """Return the start scripts of a tree; all its modules ask."""
    if tree not in _SCRIPTS:
        _SCRIPTS[tree] = [entry for entry in tree.entries() if jvm.is_script(entry)]
    return _SCRIPTS[tree]


class _Component:
    """One module that is deployed, with those built into it."""

    def __init__(
        self,
        site: Site,
        module: Module,
        parts: Sequence[Module],
        name: str,
        packed: Sequence[Part],
    ) -> None:
        self._site = site
        self._module = module
        self._parts = parts
        self._name = name
        self._packed = packed

    @property
    def folder(self) -> str:
        """Where it lies."""
        return self._module.folder

    def built_in(self) -> list[str]:
        """Return the folders of the modules that its own archive holds built."""
        if self._module.packaging != EAR or self._built() is None:
            return []
        return [part.folder for part in self._packed if part.ear == self._module.name]

    def read(self) -> Iterator[Found]:
        """Yield it; an EAR that was built gives its modules too."""
        built = self._built()
        tree = self._site.opener.try_archive(built) if built else None
        if built is None or tree is None:
            yield self._by_sources()
            return
        inner = Site(built.name, tree, self._scripts(), self._site.around, self._site.opener)
        for found in self._by_archive(inner):
            found.tree = found.tree or tree
            self._tell(found)
            if self._module.packaging != EAR:
                found.called = self._module.called
            yield found

    def _by_archive(self, inner: Site) -> Iterator[Found]:
        if self._module.packaging == EAR:
            yield from ear.read(inner)
            return
        found = Found(name=self._name)
        if self._module.packaging == WEB:
            found.kind = war.KIND
            war.fill(inner, found)
        else:
            found.kind = jar.KIND
            jar.fill(inner, found)
        yield found

    def _built(self) -> Entry | None:
        """Return the archive that the module's build left."""
        ending = {WEB: ".war", EAR: ".ear"}.get(self._module.packaging, ".jar")
        there = [
            entry
            for folder in self._module.outputs
            for entry in self._site.tree.below(folder, ending)
            if "/" not in entry.path[len(folder) :]
            and not entry.name.removesuffix(ending).endswith(_NOT_RUN)
            and not entry.name.startswith("original-")
        ]
        named = [e for e in there if e.name == f"{self._module.file_name}{ending}"]
        return next(iter(named or there), None)

    def _by_sources(self) -> Found:
        layout = self._layout()
        tree = Tree(self._entries(layout), (), self._source())
        found = Found(self._name, self._kind())
        found.called = self._module.called
        found.tree = tree
        name = f"{self._module.file_name}.war"
        site = Site(name, tree, self._scripts(), self._site.around, self._site.opener)
        self._tell(found)
        ear_sources.tell(self._module, found, self._packed)
        index = self._index(found)
        if any(tree.below(layout.classes, ".class")):
            # What an exploded application holds compiled is what runs.
            structure.read(site, layout, found)
        else:
            self._declared(found)
            structure.by_sources(site, layout, found, index)
        for part in self._parts:
            if part.filtering:
                part.filtering.settle(found)
        if layout is WAR:
            context_path.tell(site, found)
        return found

    def _tell(self, found: Found) -> None:
        """Add what the build files say."""
        module = self._module
        value: dict[str, Plain] = {
            "build": module.build,
            "modules": [part.name for part in self._parts],
        }
        found.fact(_FACT, value, *(part.entry.origin() for part in self._parts))
        if module.release:
            found.fact("java.release", module.release[0], module.release[1])
        if module.boot:
            found.fact("spring_boot.version", module.boot[0], module.boot[1])
        if module.main_class and module.packaging not in (WEB, EAR):
            found.fact("java.main_class", module.main_class[0], module.main_class[1])
        profiles = list(dict.fromkeys(p for part in self._parts for p in part.profiles))
        if profiles:
            names = ", ".join(profiles[:20])
            found.unknown("java.source_tree.profiles", "read.source.profiles", names=names)

    def _declared(self, found: Found) -> None:
        """Add the libraries that the build files name; what these bring along is not known."""
        found.unknown("java.class_major", "read.source.not_built")
        seen: set[tuple[str, str]] = set()
        for part in self._parts:
            for each in part.dependencies:
                if (each.group, each.name) not in seen:
                    seen.add((each.group, each.name))
                    _library(each, _BUILT_WITH[part.build], found)
        if seen:
            found.unknown("java.libraries.transitive", "read.source.transitive")

    def _index(self, found: Found) -> SourceIndex:
        files: list[tuple[Entry, str]] = []
        others: dict[str, None] = {}
        prefix = self._layout().classes
        for part in self._parts:
            for folder in part.sources:
                for entry in self._site.tree.below(folder):
                    path = entry.path[len(folder) :]
                    if entry.path[len(part.folder) :].startswith(_TESTS):
                        continue
                    if entry.suffix == ".java":
                        files.append((entry.at(prefix + path), path))
                    elif entry.suffix in _OTHER_LANGUAGES:
                        others[_OTHER_LANGUAGES[entry.suffix]] = None
        if others:
            found.unknown("java.uses", "read.source.language", names=", ".join(others))
        index = source_index.index(files)
        for annotation, place in index.annotations():
            if annotation.name == _STARTS and self._kind() == boot.KIND:
                found.fact("java.main_class", annotation.owner, place.origin())
        return index

    def _entries(self, layout: Layout) -> Iterator[Entry]:
        """Yield the files as the archive would hold them; the module's own before others'."""
        seen: set[str] = set()
        for part in self._parts:
            moves = [
                (folder, "") for folder in part.web if part.packaging == self._module.packaging
            ]
            moves += [(folder, layout.classes) for folder in (*part.resources, *part.sources)]
            moves += [
                (folder, layout.libraries[0]) for folder in part.libraries if layout.libraries
            ]
            for folder, target in moves:
                for entry in self._site.tree.below(folder):
                    path = target + entry.path[len(folder) :]
                    if path not in seen:
                        seen.add(path)
                        packed = part.filtering.filled(entry) if part.filtering else entry
                        yield packed.at(path)
            yield from self._described(part, seen)

    def _described(self, part: Module, seen: set[str]) -> Iterator[Entry]:
        """Yield the build file and the Dockerfiles beside it, where archives keep the former."""
        for entry in self._site.tree.below(part.folder):
            inside = entry.path[len(part.folder) :]
            own = entry.path == part.entry.path or entry.name.startswith("Dockerfile")
            path = f"META-INF/maven/{part.name}/{inside}"
            if (
                own
                and inside.count("/") < 3
                and not inside.startswith(_OWN_FOLDERS)
                and path not in seen
            ):
                seen.add(path)
                yield entry.at(path)

    def _scripts(self) -> list[Entry]:
        """Return the start scripts that lie around, outside of what is packed."""
        inner = tuple(
            f"{p.folder}{own}" for p in self._parts for own in ("src/", "target/", "build/")
        )
        around = (e for e in _scripts_of(self._site.tree) if not e.path.startswith(inner))
        return list(islice(around, _MOST_SCRIPTS))

    def _source(self) -> str:
        return f"{self._site.tree.source}/{self._module.folder}".rstrip("/")

    def _layout(self) -> Layout:
        if self._module.packaging == WEB:
            return WAR
        return BOOT if self._module.executable else JAR

    def _kind(self) -> str:
        if self._module.executable and self._module.packaging != EAR:
            return boot.KIND
        return {WEB: war.KIND, EAR: ear.KIND, EJB: jar.EJB}.get(self._module.packaging, jar.KIND)


def _library(dependency: Dependency, known_by: str, found: Found) -> None:
    named = Named(
        dependency.name,
        dependency.version or None,
        dependency.group,
        known_by,
        origin=dependency.origin,
    )
    scope = {} if dependency.scope == "compile" else {"scope": dependency.scope}
    libraries.declare(named, found, **scope)
