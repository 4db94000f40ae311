"""EARs of a source tree -> which modules each holds, and at which context root they answer.

`application.xml` says it where there is one; else the build: Maven's EAR plugin makes the
descriptor from dependencies, and a web module's context root is its artifactId unless it is set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.java import context_path, documents, ear, jar, tomcat_names, war
from migrate.read.java.project import EAR, EJB, WAR, Module
from migrate.read.tree import Tree

_KINDS = {WAR: ("web", war.KIND, ".war"), EJB: ("ejb", jar.EJB, ".jar")}
_DESCRIPTOR = "META-INF/application.xml"
_DESCRIPTORS = (_DESCRIPTOR, f"src/main/application/{_DESCRIPTOR}", f"EarContent/{_DESCRIPTOR}")


class Part(Struct, frozen=True):
    """A module of an EAR."""

    ear: str
    """The EAR's name."""
    name: str
    """The file that the EAR holds."""
    module: str
    """As the descriptor calls it: web, ejb, java, connector."""
    kind: str
    context: str
    origin: Origin
    folder: str = ""
    """Of the source module, empty when it is not in the tree."""
    sure: float = 1.0


def parts(modules: Sequence[Module], tree: Tree) -> list[Part]:
    """Return the modules of every EAR of a tree."""
    known = {module.folder: module for module in modules}
    return [
        part
        for module in modules
        if module.packaging == EAR
        for part in (_declared(module, known, tree) or _built(module, known))
    ]


def tell(module: Module, found: Found, told: Iterable[Part]) -> None:
    """Tell of an EAR what it holds, of a module what it is a part of."""
    for part in told:
        if module.packaging == EAR and part.ear == module.name:
            found.item(
                "ear.modules",
                part.origin,
                name=part.name,
                kind=part.kind,
                module=part.module,
                context_path=part.context or None,
                **({} if part.folder else {"missing": True}),
            )
        elif part.folder and part.folder == module.folder:
            found.fact("ear", part.ear, part.origin)
            found.fact("ear.module", part.module, part.origin)
            if part.context:
                found.fact(context_path.FACT, part.context, part.origin, confidence=part.sure)


def _declared(module: Module, known: Mapping[str, Module], tree: Tree) -> list[Part]:
    entry = next((e for p in _DESCRIPTORS if (e := tree.get(f"{module.folder}{p}"))), None)
    root = documents.parse(entry) if entry else None
    if root is None:
        return []
    inside = [known[folder] for folder in module.inside if folder in known] or list(known.values())
    return [
        Part(
            module.name,
            each.path,
            each.kind,
            ear.KINDS[each.kind],
            tomcat_names.normal(each.context) if each.context else "",
            each.origin,
            _folder(each.path, inside),
        )
        for each in ear.declared(root, tree)
    ]


def _folder(path: str, modules: Sequence[Module]) -> str:
    """Return the source of a file: what is built is called artifactId, often with a version."""
    stem = path.rpartition("/")[2].rpartition(".")[0]
    fitting = [m for m in modules if m.packaging != EAR and _is_built_from(stem, m)]
    return max(fitting, key=lambda m: len(m.name)).folder if fitting else ""


def _is_built_from(stem: str, module: Module) -> bool:
    named = f"-{stem}-"
    return stem == module.file_name or (bool(module.name) and f"-{module.name}-" in named)


def _built(module: Module, known: Mapping[str, Module]) -> Iterator[Part]:
    for folder in module.inside:
        part = known.get(folder)
        if part is None or part.packaging not in _KINDS:
            continue
        how, kind, ending = _KINDS[part.packaging]
        said = module.contexts.get(part.name)
        written, origin = said or (part.name, module.entry.origin())
        context = tomcat_names.normal(written) if how == "web" else ""
        name = f"{part.file_name or part.name}{ending}"
        yield Part(module.name, name, how, kind, context, origin, folder, 1.0 if said else 0.8)
