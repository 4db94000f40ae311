"""The pom.xml files of a source tree -> its modules, with what parents in the tree hand down.

Nothing is fetched: what a parent or a bill of materials outside of the tree would say stays open.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from itertools import islice

from migrate.model.origin import Origin
from migrate.read.java import filtering
from migrate.read.java.documents import Node
from migrate.read.java.pom import NAME, Pom, parse
from migrate.read.java.project import AGGREGATE, EAR, EJB, LIBRARY, WAR, Dependency, Module, release
from migrate.read.tree import Tree

_MOST_POMS = 1000
_MOST_PARENTS = 20
_MOST_DEPENDENCIES = 3000
_BOOT = "org.springframework.boot"
_BOOT_PARENTS = ("spring-boot-starter-parent", "spring-boot-dependencies", "spring-boot-parent")
_KINDS = {"war": WAR, "ear": EAR, "ejb": EJB, "pom": AGGREGATE}
_MAIN = ("mainClass", "start-class", "main-class")
_NO_NAMES = ("root", "app", "application", "main")
"""Of archives: where a server puts it or what an image expects, not what it is."""
_PACKERS = (
    "maven-jar-plugin",
    "maven-shade-plugin",
    "maven-assembly-plugin",
    "spring-boot-maven-plugin",
)


def modules(tree: Tree, within: str) -> list[Module]:
    """Return the modules below a folder."""
    found = (e for e in tree.below(within, ".xml") if e.name == NAME and is_build_file(e.path))
    poms = [pom for entry in islice(found, _MOST_POMS) if (pom := parse(entry))]
    by_name = {(p.coordinate("groupId"), p.coordinate("artifactId")): p for p in reversed(poms)}
    by_path = {pom.entry.path: pom for pom in poms}
    for pom in poms:
        pom.parents = list(_parents(pom, by_path, by_name))
    for pom in poms:
        pom.imports = list(_imports(pom, by_name))
    return [_module(pom, by_name, tree) for pom in poms]


def is_build_file(path: str) -> bool:
    """Tell a build file from a copy in an archive, a template or what was built."""
    around = f"/{path}"
    return not any(
        f"/{name}/" in around for name in ("META-INF", "WEB-INF", "src", "target", "node_modules")
    )


def _parents(
    pom: Pom, by_path: dict[str, Pom], by_name: dict[tuple[str, str], Pom]
) -> Iterator[Pom]:
    seen = {pom.entry.path}
    for _ in range(_MOST_PARENTS):
        parent = pom.root.child("parent")
        if parent is None:
            return
        key = (parent.said("groupId"), parent.said("artifactId"))
        node = parent.child("relativePath")
        written = "../pom.xml" if node is None else node.text
        path = posixpath.normpath(posixpath.join(pom.folder, written))
        near = by_path.get(path) or by_path.get(f"{path}/{NAME}")
        if near is None or (near.coordinate("groupId"), near.coordinate("artifactId")) != key:
            near = by_name.get(key)
        if near is None or near.entry.path in seen:
            return
        seen.add(near.entry.path)
        yield near
        pom = near


def _imports(pom: Pom, by_name: dict[tuple[str, str], Pom]) -> Iterator[Pom]:
    """Yield the bills of materials in the tree that it imports."""
    for node in _managed(pom):
        if node.said("scope") == "import":
            key = (pom.filled(node.said("groupId")), pom.filled(node.said("artifactId")))
            if key in by_name and by_name[key] is not pom:
                yield by_name[key]


def _managed(pom: Pom) -> Iterator[Node]:
    for each in pom.chain:
        for management in each.root.children("dependencyManagement"):
            for dependencies in management.children("dependencies"):
                yield from islice(dependencies.children("dependency"), _MOST_DEPENDENCIES)


def _module(pom: Pom, by_name: dict[tuple[str, str], Pom], tree: Tree) -> Module:
    name = pom.filled(pom.coordinate("artifactId")) or pom.folder.rstrip("/").rpartition("/")[2]
    module = Module(pom.folder, "maven", name, pom.entry)
    packaging = pom.filled(pom.root.said("packaging")) or "jar"
    module.packaging = _KINDS.get(packaging, LIBRARY)
    module.boot = _boot(pom)
    _dependencies(pom, module, by_name)
    _folders(pom, module, tree)
    module.filtering = filtering.of(pom, tree)
    if module.packaging == EAR:
        module.contexts = dict(_contexts(pom))
    module.release = _release(pom, module)
    module.file_name = _file_name(pom, name)
    module.called = _called(pom, name)
    module.executable = pom.uses_plugin("spring-boot-maven-plugin")
    module.main_class = _main_class(pom)
    module.profiles = [
        profile.said("id") or "?"
        for profiles in pom.root.children("profiles")
        for profile in islice(profiles.children("profile"), 50)
    ]
    return module


def _contexts(pom: Pom) -> Iterator[tuple[str, tuple[str, Origin]]]:
    """Yield the context roots that Maven's EAR plugin is told, the nearest first."""
    for plugin in pom.plugins("maven-ear-plugin"):
        for web in plugin.all("webModule"):
            context = web.child("contextRoot")
            name = pom.told(web.said("artifactId"))
            if context is not None and name and pom.told(context.text):
                yield name, (pom.told(context.text), context.origin)


def _file_name(pom: Pom, name: str) -> str:
    war = pom.configured("maven-war-plugin", "warName")
    if war:
        return war[0]
    for build in pom.builds():
        final = pom.told(build.said("finalName"))
        if final:
            return final
    version = pom.told(pom.coordinate("version"))
    return f"{name}-{version}" if version else name


def _called(pom: Pom, name: str) -> str:
    """Return its finalName without the version, else its artifactId; empty where it has neither.

    What stands in a parent is no name: each module would have the same.
    """
    final = next((pom.told(b.said("finalName")) for b in pom.root.children("build")), "")
    version = pom.told(pom.coordinate("version"))
    final = final.removesuffix(f"-{version}") if version else final
    if final and final.lower() not in _NO_NAMES:
        return final
    return name if pom.told(pom.coordinate("artifactId")) else ""


def _folders(pom: Pom, module: Module, tree: Tree) -> None:
    def there(written: Sequence[str]) -> list[str]:
        paths = (posixpath.normpath(posixpath.join(pom.folder, w)).lstrip("/") for w in written)
        return [f"{path}/" for path in dict.fromkeys(paths) if any(tree.below(f"{path}/"))]

    builds = list(pom.builds())
    own = [text for build in builds if (text := _in_base(pom, build.said("sourceDirectory")))]
    packed = [
        text
        for build in builds
        for resources in build.children("resources")
        for resource in resources.children("resource")
        if (text := _in_base(pom, resource.said("directory")))
    ]
    web = pom.configured("maven-war-plugin", "warSourceDirectory")
    module.sources = there([*own[:1], "src/main/java", "src/main/kotlin"])
    module.resources = there([*packed, "src/main/resources"])
    module.web = there([_in_base(pom, web[0]) if web else "src/main/webapp"])
    if module.packaging == EAR:
        module.web = there(["src/main/application"])
    module.outputs = [f"{pom.folder}target/"]


def _in_base(pom: Pom, written: str) -> str:
    return pom.told(pom.bare(written))


def _boot(pom: Pom) -> tuple[str, Origin] | None:
    for each in pom.chain:
        parent = each.root.child("parent")
        if (
            parent
            and parent.said("groupId") == _BOOT
            and parent.said("artifactId") in _BOOT_PARENTS
        ):
            version = parent.child("version")
            return (each.told(version.text), version.origin) if version else None
    for node in _managed(pom):
        if pom.filled(node.said("groupId")) == _BOOT and node.said("artifactId") in _BOOT_PARENTS:
            managed = pom.told(node.said("version"))
            return (managed, node.origin) if managed else None
    return None


def _release(pom: Pom, module: Module) -> tuple[int, Origin] | None:
    plugin = "maven-compiler-plugin"
    asked = (
        pom.configured(plugin, "release"),
        pom.property("maven.compiler.release"),
        pom.configured(plugin, "target"),
        pom.property("maven.compiler.target"),
        pom.property("java.version") if module.boot else None,
    )
    for said in asked:
        number = release(said[0]) if said else None
        if said and number:
            return number, said[1]
    return None


def _main_class(pom: Pom) -> tuple[str, Origin] | None:
    for plugin in _PACKERS:
        said = pom.configured(plugin, "mainClass") if pom.uses_plugin(plugin) else None
        if said:
            return said
    return pom.property("start-class")


def _dependencies(pom: Pom, module: Module, by_name: dict[tuple[str, str], Pom]) -> None:
    managed = _versions(pom)
    seen: set[tuple[str, str, str, str]] = set()
    nodes = (
        (each, node)
        for each in pom.chain
        for dependencies in each.root.children("dependencies")
        for node in dependencies.children("dependency")
    )
    for each, node in islice(nodes, _MOST_DEPENDENCIES):
        group, name = pom.filled(node.said("groupId")), pom.filled(node.said("artifactId"))
        type_ = node.said("type") or "jar"
        key = (group, name, type_, node.said("classifier"))
        if not name or key in seen:
            continue
        seen.add(key)
        version, scope = managed.get(key[:3], ("", ""))
        scope = pom.filled(node.said("scope")) or scope or "compile"
        if scope == "test":
            continue
        inner = by_name.get((group, name))
        if inner is not None and inner is not each:
            module.inside.append(inner.folder)
            continue
        version = pom.told(node.said("version")) or version or _by_boot(module, group)
        module.dependencies.append(Dependency(group, name, version, scope, node.origin, type_))


def _by_boot(module: Module, group: str) -> str:
    """Return the version that Spring Boot's own parent gives its own modules."""
    return module.boot[0] if module.boot and group == _BOOT else ""


def _versions(pom: Pom) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Return what is managed: version and scope; the nearest says it, imports come last."""
    found: dict[tuple[str, str, str], tuple[str, str]] = {}
    for holder in (pom, *pom.imports):
        for node in _managed(holder):
            group, name = (
                holder.filled(node.said("groupId")),
                holder.filled(node.said("artifactId")),
            )
            key = (group, name, node.said("type") or "jar")
            said = (holder.told(node.said("version")), holder.filled(node.said("scope")))
            found.setdefault(key, said)
    return found
