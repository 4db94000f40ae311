"""An EAR, packed or exploded -> one component for the whole and one for each of its modules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import PurePosixPath

from msgspec import Struct

from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.java import (
    context_path,
    documents,
    jar,
    libraries,
    servers,
    tomcat_names,
    war,
)
from migrate.read.java.documents import Node
from migrate.read.java.libraries import Jar
from migrate.read.java.used import Used
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "java-ear"
_DESCRIPTOR = "META-INF/application.xml"
KINDS = {"web": "java-war", "ejb": jar.EJB, "java": jar.KIND, "connector": jar.KIND}
"""What a descriptor calls a module → the kind of component."""
_MOST_MODULES = 300


class Module(Struct, frozen=True):
    """One module: where it lies and what the descriptor says of it."""

    path: str
    kind: str
    """As the descriptor calls it: web, ejb, java (client), connector."""
    origin: Origin
    context: str = ""
    entry: Entry | None = None
    """Of a packed module; an exploded one is a folder."""


def roots(tree: Tree) -> Sequence[str]:
    """Return each folder that is an EAR: by its descriptor or by its name."""
    if tree.source.lower().endswith(".ear"):
        return [""]
    found: dict[str, None] = {}
    for entry in tree.entries():
        if entry.path == _DESCRIPTOR or entry.path.endswith(f"/{_DESCRIPTOR}"):
            found[entry.path.removesuffix(_DESCRIPTOR)] = None
        elif ".ear/" in entry.path.lower():
            found[entry.path[: entry.path.lower().index(".ear/") + 5]] = None
    return [folder for folder in found if "src/main/" not in folder]


def read(site: Site) -> Iterable[Found]:
    """Read an EAR: the whole first, then its modules."""
    root = _descriptor(site.tree)
    modules = list(declared(root, site.tree)) if root else []
    modules = modules or list(_by_content(site))
    shelf = _Shelf(site, modules, root)
    whole = Found(name="", kind=KIND)
    parts = []
    for module in modules:
        part = _part(site, module, shelf)
        _tell_module(module, part, whole)
        if part:
            parts.append(part)
    for library, provider in shelf.common:
        libraries.tell(library, whole, provider)
    _conclude(site, parts, whole)
    _listens(parts, whole)
    yield whole
    yield from parts


class _Shelf:
    """Libraries that the modules share, each opened once."""

    def __init__(self, site: Site, modules: Sequence[Module], root: Node | None) -> None:
        self._site = site
        taken = {module.path for module in modules}
        folder = (root.said("library-directory") if root else "") or "lib"
        self._jars = {
            e.path: e for e in site.tree.entries() if e.suffix == ".jar" and e.path not in taken
        }
        self._known: dict[str, Jar] = {}
        own = [e for path, e in self._jars.items() if path.startswith(f"{folder.strip('/')}/")]
        weblogic = [e for path, e in self._jars.items() if path.startswith("APP-INF/lib/")]
        self.common = [
            *((self._jar(e), "EAR lib") for e in own),
            *((self._jar(e), "APP-INF/lib") for e in weblogic if e not in own),
        ]
        """What every module sees, with what provides it."""

    def of(self, tree: Tree, module: Module) -> Sequence[tuple[Jar, str]]:
        """Return what one module sees: the common ones and those its manifest names."""
        common = {library.entry.path for library, _ in self.common}
        folder = str(PurePosixPath(module.path).parent).strip(".")
        named = [e for e in jar.class_path(tree, folder, self._jars) if e.path not in common]
        return [*self.common, *((self._jar(e), "Class-Path") for e in dict.fromkeys(named))]

    def _jar(self, entry: Entry) -> Jar:
        if entry.path not in self._known:
            self._known[entry.path] = libraries.inspect(entry, self._site.opener)
        return self._known[entry.path]


def _listens(parts: Sequence[Found], whole: Found) -> None:
    """Take the ports of the server that the modules were read with: it is the one of the whole."""
    known = {(each.port, each.protocol): each for part in parts for each in part.endpoints}
    told = {(each.port, each.protocol) for each in whole.endpoints}
    whole.endpoints += [each for key, each in known.items() if key not in told]


def _descriptor(tree: Tree) -> Node | None:
    entry = tree.get(_DESCRIPTOR)
    return documents.parse(entry) if entry else None


def declared(root: Node, tree: Tree) -> Iterator[Module]:
    """Yield the modules that a descriptor names."""
    for node in islice(root.all("module"), _MOST_MODULES):
        for kind in KINDS:
            said = node.child(kind)
            if said is None:
                continue
            path = (said.said("web-uri") if kind == "web" else said.text).strip("/")
            if path:
                context = said.said("context-root")
                yield Module(path, kind, said.origin, context, tree.get(path))


def _by_content(site: Site) -> Iterator[Module]:
    """Yield what the EAR holds, by the rules of Java EE 5 for one without descriptor."""
    folders: set[str] = set()
    for entry in site.tree.entries():
        folder = entry.path.split("/", 1)[0]
        if "/" in entry.path and folder.lower().endswith(".war") and folder not in folders:
            folders.add(folder)
            yield Module(folder, "web", entry.origin())
        elif entry.suffix == ".war":
            yield Module(entry.path, "web", entry.origin(), "", entry)
        elif entry.suffix == ".rar":
            yield Module(entry.path, "connector", entry.origin(), "", entry)
        elif entry.suffix == ".jar" and not entry.path.startswith(("lib/", "APP-INF/lib/")):
            kind = _jar_kind(site, entry)
            if kind:
                yield Module(entry.path, kind, entry.origin(), "", entry)


def _jar_kind(site: Site, entry: Entry) -> str:
    """Return what a jar outside of lib/ is, empty for a library."""
    tree = site.opener.try_archive(entry)
    if tree is None:
        return ""
    if tree.get("META-INF/ejb-jar.xml"):
        return "ejb"
    if tree.get("META-INF/application-client.xml") or jar.main_class(tree):
        return "java"
    probe = Found()
    jar.fill(Site(entry.name, tree, (), tree, site.opener), probe)
    return "ejb" if probe.kind == jar.EJB else ""


def _part(site: Site, module: Module, shelf: _Shelf) -> Found | None:
    tree = _tree(site, module)
    if tree is None:
        return None
    name = module.path.rsplit("/", 1)[-1]
    found = Found(name=PurePosixPath(name).stem, kind=KINDS[module.kind])
    found.tree = tree
    found.fact("ear", site.name, module.origin)
    found.fact("ear.module", module.kind, module.origin)
    if module.context:
        found.fact(context_path.FACT, tomcat_names.normal(module.context), module.origin)
    inner = Site(name, tree, site.beside, site.tree, site.opener)
    if module.kind == "web":
        war.fill(inner, found, shelf.of(tree, module))
    else:
        jar.fill(inner, found, shelf.of(tree, module))
    return found


def _tree(site: Site, module: Module) -> Tree | None:
    if module.entry:
        return site.opener.try_archive(module.entry)
    inside = site.tree.sub(f"{module.path}/")
    return inside if inside.entries() else None


def _tell_module(module: Module, part: Found | None, whole: Found) -> None:
    context = part.value(context_path.FACT) if part else None
    if part is None and module.context:
        context = tomcat_names.normal(module.context)
    missing = {} if part else {"unread" if module.entry else "missing": True}
    whole.item(
        "ear.modules",
        module.origin,
        name=module.path,
        kind=part.kind if part else KINDS[module.kind],
        module=module.kind,
        context_path=context if module.kind == "web" else None,
        **missing,
    )


def _conclude(site: Site, parts: Sequence[Found], whole: Found) -> None:
    """Tell of the whole what its modules demand."""
    highest = max(
        (part for part in parts if part.has("java.class_major")),
        key=lambda part: int(str(part.value("java.class_major"))),
        default=None,
    )
    if highest:
        for fact in ("java.class_major", "java.release"):
            whole.fact(fact, highest.value(fact), *highest.origins(fact))
    full = [part for part in parts if part.value("server.required") == servers.FULL]
    for part in full or parts:
        if part.has("server.required"):
            origins = part.origins("server.required")
            whole.fact("server.required", part.value("server.required"), *origins)
    servers.tell_vendors(site.tree, Used(()), whole)
